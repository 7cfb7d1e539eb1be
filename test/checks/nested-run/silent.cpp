// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-nested-run %t --silent -- --header-filter=.* -- -isystem %inputs/system
#include <aio/aio.h>

#include <nested_run_in_a_system_header.h>

#include <chrono>
#include <functional>
#include <future>
#include <lazy.h>
#include <map>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

using namespace std::chrono_literals;

aio::Coro<> work();
aio::Coro<int> leaf();
int sync_get() { return aio::run(leaf()); }

// Awaiting is the cure.
aio::Coro<int> awaited_ok() { co_return co_await leaf(); }

// A function nobody calls has no context, whatever it is called.
void nobody_calls_ok() { aio::run(work()); }
int on_the_loop_handler_callback_ok() { return aio::run(leaf()); }

// Handed to a thread or an executor: no loop runs there.
aio::Coro<> thread_ok() {
  std::thread thread([] { aio::run(work()); });
  thread.join();
  co_return;
}
aio::Coro<> thread_of_function_ok() {
  std::thread thread(sync_get);
  thread.detach();
  co_return;
}
aio::Coro<> jthread_ok() {
  std::jthread thread([](std::stop_token) { aio::run(work()); });
  co_return;
}
aio::Coro<> std_async_ok() {
  auto result = std::async(std::launch::async, [] { return aio::run(leaf()); });
  co_await aio::sleep(1ms);
  (void)result;
}
aio::Coro<int> to_thread_ok() { co_return co_await aio::to_thread([] { return aio::run(leaf()); }); }
aio::Coro<int> to_thread_function_ok() { co_return co_await aio::to_thread(sync_get); }
aio::Coro<int> executor_ok(aio::EventLoop &loop) {
  co_return co_await loop.run_in_executor(nullptr, [] { return aio::run(leaf()); });
}
aio::Coro<int> executor_helper_ok(aio::EventLoop &loop) {
  co_return co_await loop.run_in_executor(nullptr, [] { return sync_get(); });
}
aio::Coro<> pool_ok(aio::ThreadPoolExecutor &pool) {
  pool.submit([] { aio::run(work()); });
  co_return;
}
struct Worker {
  std::thread thread;
  void body() { aio::run(work()); }
  void start() {
    thread = std::thread([this] { body(); });
  }
};
aio::Coro<> thread_member_ok(Worker &worker) {
  worker.start();
  co_return;
}
std::vector<std::thread> threads;
aio::Coro<> thread_in_a_container_ok() {
  threads.emplace_back([] { aio::run(work()); });
  threads.push_back(std::thread([] { aio::run(work()); }));
  co_return;
}
aio::Coro<> callable_in_a_variable_ok() {
  auto body = [] { aio::run(work()); };
  std::thread thread(body);
  thread.join();
  co_return;
}
void callback_starts_thread_ok(aio::EventLoop &loop) {
  loop.call_soon([] { std::thread([] { aio::run(work()); }).detach(); });
}

// Guards: the run is only reached where no loop runs. Each is reachable from a coroutine.
int guarded_if_ok() {
  if (!aio::running_loop())
    return aio::run(leaf());
  return 0;
}
int guarded_if_else_ok() {
  if (aio::running_loop()) {
    return 0;
  } else {
    return aio::run(leaf());
  }
}
int guarded_nullptr_ok() {
  if (aio::running_loop() == nullptr)
    return aio::run(leaf());
  return 0;
}
int guarded_early_return_ok() {
  if (aio::running_loop() != nullptr)
    return 0;
  return aio::run(leaf());
}
int guarded_throw_ok() {
  if (aio::running_loop())
    throw std::logic_error("not here");
  return aio::run(leaf());
}
int guarded_conditional_ok() { return aio::running_loop() ? 0 : aio::run(leaf()); }
int guarded_and_ok(bool wanted) {
  if (wanted && !aio::running_loop())
    return aio::run(leaf());
  return 0;
}
int guarded_const_local_ok() {
  const bool on_loop = aio::running_loop() != nullptr;
  if (on_loop)
    return 0;
  return aio::run(leaf());
}
int guarded_pointer_local_ok() {
  if (aio::EventLoop *const loop = aio::running_loop())
    return loop->is_running();
  return aio::run(leaf());
}
bool on_a_loop() { return aio::running_loop() != nullptr; }
int guarded_helper_ok() {
  if (on_a_loop())
    return 0;
  return aio::run(leaf());
}
int guarded_negated_helper_ok() {
  if (!on_a_loop()) {
    return aio::run(leaf());
  }
  return 0;
}
int guarded_catch_ok() {
  try {
    (void)aio::get_running_loop();
  } catch (const aio::NoRunningLoopError &) {
    return aio::run(leaf());
  }
  return 0;
}
int guarded_caller_ok() {
  if (!aio::running_loop())
    return sync_get();
  return 0;
}
aio::Coro<int> all_guarded_ok(bool wanted) {
  co_return guarded_if_ok() + guarded_if_else_ok() + guarded_nullptr_ok() + guarded_early_return_ok() + guarded_throw_ok() +
      guarded_conditional_ok() + guarded_and_ok(wanted) + guarded_const_local_ok() + guarded_pointer_local_ok() +
      guarded_helper_ok() + guarded_negated_helper_ok() + guarded_catch_ok() + guarded_caller_ok();
}

// Only created: the body does not run by the call.
lazy::Lazy<int> not_started() { co_return aio::run(leaf()); }
aio::Coro<> only_created_ok() {
  lazy::Lazy<int> later = not_started();
  (void)later;
  co_return;
}
aio::Coro<int> make_coroutine_ok() { return leaf(); }
aio::Coro<int> created_and_awaited_ok() { co_return co_await make_coroutine_ok(); }

// Unevaluated operands.
aio::Coro<> unevaluated_ok() {
  static_assert(std::is_same_v<decltype(aio::run(leaf())), int>);
  static_assert(sizeof(aio::run(leaf())) == sizeof(int));
  static_assert(!noexcept(aio::run(leaf())));
  decltype(sync_get()) zero = 0;
  (void)zero;
  co_return;
}

// A lambda nobody calls; a lambda kept for somebody else; a pointer nobody can resolve.
struct Registry {
  std::map<std::string, std::function<void()>> commands;
  void add(std::string name, std::function<void()> command);
};
aio::Coro<> uncalled_lambda_ok() {
  auto never = [] { aio::run(work()); };
  (void)never;
  co_return;
}
aio::Coro<> kept_for_later_ok(Registry &registry) {
  registry.commands["reload"] = [] { aio::run(work()); };
  registry.add("quit", [] { aio::run(work()); });
  co_return;
}
aio::Coro<> unknown_pointer_ok(int (*get)(), const std::function<void()> &done) {
  int v = get();
  done();
  co_return (void)v;
}

// Same words, other meaning.
namespace mine {
void run(int) {}
struct Runner {
  void run(int) {}
};
struct EventLoop {
  void run_forever() {}
  void call_soon(std::function<void()>) {}
};
} // namespace mine
aio::Coro<> same_words_ok() {
  mine::run(1);
  mine::Runner().run(1);
  mine::EventLoop().run_forever();
  co_return;
}
void other_loop_ok(mine::EventLoop &loop) {
  loop.call_soon([] { aio::run(work()); });
}

// Never reached, or taken away before the code is made.
template <bool Sync> int discarded() {
  if constexpr (Sync)
    return aio::run(leaf());
  else
    return 0;
}
aio::Coro<int> discarded_ok() { co_return discarded<false>(); }
template <class T> aio::Coro<T> never_instantiated_ok() { co_return aio::run(leaf()); }
#define IGNORE(expression)
aio::Coro<> macro_ok() {
  IGNORE(aio::run(work()));
  co_return;
}

// A system header's own doings are not ours to report.
aio::Coro<int> system_header_ok() { co_return vendor::sync_leaf(); }

// Loop calls that neither run nor pump.
aio::Coro<> harmless_calls_ok(aio::EventLoop &loop) {
  loop.call_soon([] {});
  if (loop.is_running())
    loop.stop();
  loop.set_debug(loop.get_debug());
  co_return;
}

// A Runner that has not run is nothing but an object.
aio::Coro<> idle_runner_ok() {
  aio::Runner runner;
  co_return;
}

aio::Coro<> silenced_ok() {
  aio::run(work()); // NOLINT(async-nested-run): shown on purpose
  co_return;
}

// main, one run after another, and what only main calls.
void prepare_ok() {
  aio::Runner runner;
  runner.run(work());
  runner.run(work());
}
int main() {
  prepare_ok();
  aio::run(work());
  auto loop = aio::new_event_loop();
  loop->run_until_complete(work());
  aio::drain(*loop);
  loop->close();
  std::thread thread([] { aio::run(work()); });
  thread.join();
  return aio::run(leaf());
}

// Guards in other words, and code that is never reached.
void guard_in_a_cast_ok() {
  if (!static_cast<bool>(aio::running_loop()))
    aio::run(work());
}
void guard_compared_with_false_ok() {
  const bool on = aio::running_loop() != nullptr;
  if (on == false)
    aio::run(work());
}
aio::Coro<> dead_code_ok() {
  if (false)
    aio::run(work());
  co_return;
  aio::run(work());
}
void broad_handler_ok() {
  try {
    aio::get_running_loop();
  } catch (...) {
    aio::run(work());
  }
}
