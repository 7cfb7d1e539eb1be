// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-repeated-run %t --silent
#include <aio/aio.h>

#include <string>
#include <thread>
#include <vector>

aio::Coro<> work();
aio::Coro<int> step(int number);
struct Pool {
  aio::Coro<> fill();
  aio::Coro<int> size() const;
};
aio::Coro<> fill(Pool &pool);
aio::Coro<int> look(const Pool &pool);

// The cure.
void runner_ok() {
  aio::Runner runner;
  for (int turn = 0; turn < 3; ++turn)
    runner.run(step(turn));
}
void one_main_ok() {
  aio::run([]() -> aio::Coro<> {
    for (int turn = 0; turn < 3; ++turn)
      co_await step(turn);
  });
}
// One after the other, with nothing in common, is fine.
int two_ok() {
  aio::run(work());
  return aio::run(step(1)) + aio::run(step(2));
}
// What both only look at; what each has for itself.
int constant_ok(const Pool &pool, const std::string &name) {
  return aio::run(look(pool)) + aio::run(look(pool)) + aio::run(pool.size()) + name.size();
}
void own_ok() {
  Pool first, second;
  aio::run(fill(first));
  aio::run(fill(second));
}
// One or the other.
void either_ok(Pool &pool, bool now) {
  if (now)
    aio::run(fill(pool));
  else
    aio::run(pool.fill());
}
// A loop that ends at once.
void once_ok() {
  while (true) {
    aio::run(work());
    break;
  }
}
// Independent threads: each has its own loop, and its own lambda.
void threads_ok() {
  std::vector<std::jthread> threads;
  for (int turn = 0; turn < 4; ++turn)
    threads.emplace_back([turn] { aio::run(step(turn)); });
}
// On a loop the first one is async-nested-run's.
aio::Coro<> nested_ok() {
  for (int turn = 0; turn < 3; ++turn)
    aio::run(step(turn));
  co_return;
}
