// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Several runs on one loop of your choice: a Runner with a loop_factory, and no global policy.
#include <aio/aio.h>

#include <cstdio>
#include <memory>

std::unique_ptr<aio::EventLoop> make_loop() {
  std::puts("a loop is made");
  return aio::epoll::new_event_loop();
}

aio::Coro<const aio::EventLoop*> amain(int run) {
  co_await aio::yield_now();
  std::printf("run %d\n", run);
  co_return &aio::get_running_loop();
}

int main() {
  aio::Runner runner({.loop_factory = make_loop});
  const auto* first = runner.run(amain(1));
  const auto* second = runner.run(amain(2));
  std::puts(first == second ? "same loop" : "another loop");
  runner.close();
}
