// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-implicit-loop %t --silent -- --header-filter=.*
#include <aio/aio.h>
#include <aio/legacy.h>

#include <memory>
#include <type_traits>

aio::Coro<> work();
aio::Coro<int> leaf();

// The loop is named: the running one, a parameter, one's own.
aio::Coro<> running_ok() {
  aio::get_running_loop().call_soon([] {});
  if (auto *loop = aio::running_loop())
    loop->call_soon([] {});
  co_return;
}
void parameter_ok(aio::EventLoop &loop) { loop.call_soon([] {}); }
class Service {
public:
  explicit Service(aio::EventLoop &loop) : loop_(loop) {}
  void start() { loop_.create_task(work()).detach(); }

private:
  aio::EventLoop &loop_;
};
void made_by_hand_ok() {
  auto loop = aio::new_event_loop();
  loop->run_until_complete(work());
  aio::drain(*loop);
  loop->close();
}
int run_ok() { return aio::run(leaf()); }
void runner_ok() {
  aio::Runner runner({.loop_factory = aio::epoll::new_event_loop});
  runner.run(work());
  runner.get_loop().call_soon([] {});
}
void owner_of_a_task_ok(aio::Task<> &task) { task.get_loop().call_soon([] {}); }

// Setting one is nothing yet; the policy is another check's.
void setter_ok(aio::EventLoop &loop) {
  aio::set_event_loop(&loop);
  aio::set_event_loop(nullptr);
}
void policy_ok() { aio::set_event_loop_policy({}); }

// Unevaluated.
static_assert(std::is_same_v<decltype(aio::get_event_loop()), aio::EventLoop &>);
static_assert(!noexcept(aio::get_event_loop()));
void unevaluated_ok() { static_assert(sizeof(aio::get_event_loop()) > 0); }

// Never instantiated, discarded, or not code at all.
template <bool Old> void discarded() {
  if constexpr (Old)
    aio::get_event_loop().stop();
}
void discarded_ok() { discarded<false>(); }
#define OLD(expression)
void macro_ok() { OLD(aio::get_event_loop()); }

// Same words, other meaning.
namespace mine {
struct EventLoop {
  void stop() {}
};
EventLoop &get_event_loop() {
  static EventLoop loop;
  return loop;
}
} // namespace mine
struct Application {
  mine::EventLoop &get_event_loop() { return mine::get_event_loop(); }
};
void same_words_ok() {
  mine::get_event_loop().stop();
  Application().get_event_loop().stop();
}
void silenced_ok() {
  aio::get_event_loop().stop(); // NOLINT(async-implicit-loop): kept for the old plug-ins
}
