// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-manual-loop %t --silent
#include <aio/aio.h>
#include <aio/legacy.h>

#include <memory>
#include <utility>

aio::Coro<> work();

// The cure.
void entry_ok() { aio::run(work()); }
void runner_ok() {
  aio::Runner runner;
  runner.run(work());
  runner.run(work());
}
// A loop somebody else owns.
void parameter_ok(aio::EventLoop &loop) { loop.run_until_complete(work()); }
struct Framework {
  aio::EventLoop loop;
  void start() { loop.run_until_complete(work()); }
  void stop() { loop.close(); }
};
std::unique_ptr<aio::EventLoop> returned_ok() {
  auto loop = aio::new_event_loop();
  loop->run_until_complete(work());
  return loop;
}
struct Owner {
  std::unique_ptr<aio::EventLoop> loop;
};
void given_ok(Owner &owner) {
  auto loop = aio::new_event_loop();
  loop->run_until_complete(work());
  loop->close();
  owner.loop = std::move(loop);
}
// A class of one's own is more than a loop.
struct TestLoop : aio::EventLoop {
  void advance();
};
void subclass_ok() {
  TestLoop loop;
  loop.run_until_complete(work());
  loop.advance();
  loop.close();
}
// It serves callbacks: no coroutine is its main.
void serves_ok() {
  aio::EventLoop loop;
  loop.call_soon([&] { loop.stop(); });
  loop.run_forever();
  loop.close();
}
// A getter is async-implicit-loop's; a loop that is never closed, async-unclosed-loop's; one that is never run, nobody's.
void getter_ok() { aio::get_event_loop().run_until_complete(work()); }
void unclosed_ok() {
  aio::EventLoop loop;
  loop.run_until_complete(work());
}
void not_run_ok() {
  aio::EventLoop loop;
  loop.close();
}
