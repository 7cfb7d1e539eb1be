// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-reentrant-loop %t --silent
#include <aio/aio.h>

#include <chrono>
#include <functional>
#include <thread>

#define ASYNC_TIDY(words) [[clang::annotate("async_tidy", words)]]

class ASYNC_TIDY("loop: closed by its destructor") Pump {
public:
  ASYNC_TIDY("pumps: this, nested: allowed") void poll();
  ASYNC_TIDY("pumps: this, nested: allowed, nested_other: allowed") void step();
  ASYNC_TIDY("asks: by its result") bool is_pumping() const;
  ASYNC_TIDY("calls_later: [arg0], on: this") void later(std::function<void()>);
};

// A thread's main function, or main, pumps the loop it runs.
int main() {
  Pump pump;
  std::thread other([] {
    Pump own;
    for (int turn = 0; turn < 10; ++turn)
      own.poll();
  });
  pump.poll();
  other.join();
}
// Nobody says that this runs on a loop.
void nobody_calls_ok(Pump &pump) { pump.poll(); }

// A guard says that no loop runs.
static void guarded(Pump &pump) {
  if (!pump.is_pumping())
    pump.poll();
}
void guarded_ok(Pump &pump) {
  pump.later([&] { guarded(pump); });
}
// A thread made on the loop is off it.
void thread_ok(Pump &pump) {
  pump.later([&] { std::thread([&pump] { pump.poll(); }).detach(); });
}
// A loop of its own is no re-entry: it has no other callbacks.
void private_ok(Pump &pump) {
  pump.later([] {
    Pump own;
    own.poll();
    own.step();
  });
}
// Nor is another one.
Pump first, second;
void another_ok() {
  first.later([] { second.poll(); });
}
// One library's loop drives another's: that is how two are joined.
aio::Coro<> joined_ok(Pump &pump) {
  pump.poll();
  co_await aio::sleep(std::chrono::milliseconds(10));
}
// Unevaluated.
void unevaluated_ok(Pump &pump) {
  pump.later([&] { static_assert(noexcept(pump.poll()) || true); });
}
// An instantiation that the branch leaves out.
template <bool Now> void chosen_ok(Pump &pump) {
  pump.later([&] {
    if constexpr (Now)
      pump.poll();
  });
}
template void chosen_ok<false>(Pump &);
