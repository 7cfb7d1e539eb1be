// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The event loop, and which one is running. Source: asyncio/base_events.py, asyncio/events.py.
#pragma once

#include <chrono>
#include <concepts>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "aio/context.h"
#include "aio/coro.h"
#include "aio/detail/delay.h"
#include "aio/detail/loop_state.h"
#include "aio/executor.h"
#include "aio/future.h"
#include "aio/handle.h"
#include "aio/poller.h"
#include "aio/task.h"
#include "aio/vocabulary.h"

namespace aio {

/// What went wrong, as the exception handler gets it: the 'context' dict.
struct ErrorContext {
  std::string message;
  std::exception_ptr exception{};
  std::optional<AnyTask> task{};
  std::string future{};  ///< what it is, in words
  std::optional<Handle> handle{};
  Where created_at{};
};

/// One thread of callbacks. Lifetime: who makes it closes it; destroyed unclosed, it warns and closes itself.
/// Threads: belongs to the thread that runs it; call_soon_threadsafe() is the only door for others (with is_running(),
/// is_closed(), time() and all_tasks()). In debug mode a foreign call throws RuntimeError.
/// On a closed loop everything that schedules throws LoopClosedError "Event loop is closed".
class EventLoop {
 public:
  explicit EventLoop(Where made_at = Where::current());
  /// With a backend of your own. Source: extension.
  explicit EventLoop(std::unique_ptr<Poller> poller, Where made_at = Where::current());
  virtual ~EventLoop();
  EventLoop(const EventLoop&) = delete;

  /// Runs the loop until `main` is done. Suspends: blocks the calling thread. Cancellation: as `main` answers it.
  /// Errors: what main throws; LoopClosedError; LoopRunningError when a loop runs in this thread or this loop in
  /// another; RuntimeError "Event loop stopped before Future completed.". Tasks that are left stay frozen until the
  /// next run.
  template <class T>
  T run_until_complete(Coro<T> main, Where where = Where::current());
  /// The same with a future of this loop. Errors: ValueError for a future of another loop.
  template <class T>
  T run_until_complete(Future<T> future, Where where = Where::current());
  template <class T>
  T run_until_complete(Task<T> task, Where where = Where::current()) {
    return run_until_complete(Future<T>(std::move(task)), where);
  }
  /// The same with any other awaitable, which the run owns.
  template <detail::OtherAwaitable A>
  auto run_until_complete(A&& awaitable, Where where = Where::current()) {
    state_->check_runnable();
    return run_until_complete(detail::as_coro(std::forward<A>(awaitable)), where);
  }
  /// Runs until stop(). Errors: as run_until_complete(), and KeyboardInterrupt, SystemExit from callbacks.
  void run_forever() { state_->run_forever(); }
  /// Ends the run after the current turn. Does not wake a sleeping loop: from a thread, call_soon_threadsafe it.
  void stop() noexcept { state_->stop(); }
  /// Drops what is scheduled, destroys pending tasks, leaves the executor to end on its own. Idempotent.
  /// Errors: LoopRunningError "Cannot close a running event loop".
  virtual void close() { state_->close(); }
  bool is_running() const noexcept { return state_->is_running(); }
  bool is_closed() const noexcept { return state_->is_closed(); }
  TimePoint time() const noexcept { return state_->time(); }

  /// Runs `fn` in the next turn, in order of the calls, in `context` or a copy of the current one. A coroutine function
  /// does not compile here: create_task() its coroutine. Errors: what `fn` throws goes to the exception handler.
  /// Lifetime: the loop owns `fn` until it ran or was cancelled.
  template <detail::Callable F>
  Handle call_soon(F&& fn, std::optional<Context> context = {}, Where where = Where::current());
  /// The same, from any thread; wakes the loop.
  template <detail::Callable F>
  Handle call_soon_threadsafe(F&& fn, std::optional<Context> context = {}, Where where = Where::current());
  /// Not before `delay` has passed. Errors: ValueError for a delay that is NaN.
  template <class R, class P, detail::Callable F>
  TimerHandle call_later(std::chrono::duration<R, P> delay, F&& fn, std::optional<Context> context = {},
                         Where where = Where::current()) {
    return call_at(state_->step_time() + detail::to_duration(delay), std::forward<F>(fn), std::move(context), where);
  }
  /// Not before `when`, on the scale of time(). Equal times run in order of the calls.
  template <detail::Callable F>
  TimerHandle call_at(TimePoint when, F&& fn, std::optional<Context> context = {}, Where where = Where::current());

  /// A future of this loop. In debug mode it remembers where it was made.
  template <class T = void>
  Future<T> create_future(Where where = Where::current()) {
    auto state = detail::Ref<detail::FutureState>::adopt(new detail::FutureValue<T>(*state_));
    if (get_debug()) [[unlikely]]
      state->created_at = where;
    return Future<T>(std::move(state));
  }
  /// Schedules the first step. Errors: LoopClosedError, std::bad_alloc; `coro` is then dropped unstarted.
  template <class T>
  Task<T> create_task(Coro<T> coro, TaskOptions options, Where where = Where::current());
  template <class T>
  Task<T> create_task(Coro<T> coro, detail::Here here = Where::current()) {
    return start_task(std::move(coro), nullptr, here.where);
  }

  /// Runs `fn` in `executor`, or in the default one when null. Cancellation: the future is cancelled, `fn` runs to its
  /// end and its result is dropped. Errors: what `fn` throws; RuntimeError after shutdown_default_executor().
  template <detail::Callable F>
  auto run_in_executor(Executor* executor, F&& fn) -> Future<std::invoke_result_t<F>>;
  void set_default_executor(std::shared_ptr<Executor> executor);
  /// Closes every AsyncGenerator that is suspended half-way, all together; their errors go to the exception handler.
  /// One that begins later is not registered any more, and a ResourceWarning says so.
  Coro<> shutdown_asyncgens();
  /// Joins the default executor on a helper thread. After `timeout` it warns and stops waiting.
  Coro<> shutdown_default_executor(std::optional<Duration> timeout = {});

  /// Runs `fn` as a callback when `sig` arrives. Errors: ValueError for no signal, RuntimeError for one that cannot be
  /// caught or outside the main thread.
  void add_signal_handler(int sig, std::function<void()> fn, Where where = Where::current());
  void add_signal_handler(int sig, detail::CoroutineFunction auto&& fn, Where where = Where::current()) = delete;
  bool remove_signal_handler(int sig);
  /// Calls `fn` in every turn in which `fd` is readable; replaces an earlier one. Lifetime: remove it before closing
  /// `fd`. Errors: ValueError for a negative descriptor, std::system_error for one that cannot be watched.
  void add_reader(int fd, std::function<void()> fn, Where where = Where::current());
  void add_reader(int fd, detail::CoroutineFunction auto&& fn, Where where = Where::current()) = delete;
  bool remove_reader(int fd) { return state_->unwatch(fd, false); }
  void add_writer(int fd, std::function<void()> fn, Where where = Where::current());
  void add_writer(int fd, detail::CoroutineFunction auto&& fn, Where where = Where::current()) = delete;
  bool remove_writer(int fd) { return state_->unwatch(fd, true); }

  /// {} restores the default one.
  void set_exception_handler(ExceptionHandler handler) { state_->exception_handler = std::move(handler); }
  const ExceptionHandler& get_exception_handler() const noexcept { return state_->exception_handler; }
  /// One line to the warning sink, category "error".
  void default_exception_handler(const ErrorContext& context);
  /// Errors: KeyboardInterrupt and SystemExit of the handler; others are reported.
  void call_exception_handler(const ErrorContext& context) noexcept(false) { state_->handle_error(context); }
  bool get_debug() const noexcept { return state_->debug.load(std::memory_order_relaxed); }
  void set_debug(bool on) { state_->debug.store(on, std::memory_order_relaxed); }
  /// Debug mode reports callbacks and task steps that take this long.
  Duration slow_callback_duration = std::chrono::milliseconds{100};

  detail::LoopState& state() const noexcept { return *state_; }

 private:
  template <class T>
  Task<T> start_task(Coro<T>&& coro, TaskOptions* options, Where where);
  Executor& default_executor();
  detail::Ref<detail::LoopState> state_;
};

/// The loop that runs in this thread. Errors: NoRunningLoopError "no running event loop".
EventLoop& get_running_loop();
/// The same, or null: "is a loop running here?". After fork() the child runs none.
EventLoop* running_loop() noexcept;
/// Sets what this thread's get_event_loop() gives while nothing runs. Does not own.
void set_event_loop(EventLoop* loop) noexcept;
/// A loop on the backend AIO_BACKEND names, else epoll; not made current. Errors: ValueError, std::system_error.
[[nodiscard]] std::unique_ptr<EventLoop> new_event_loop(Where made_at = Where::current());
/// The tasks of `loop` (none: the running one) that are not done. Threads: any.
std::vector<AnyTask> all_tasks(EventLoop* loop = nullptr);
/// The task that is executing now; empty in a plain callback. Errors: NoRunningLoopError without an argument and a
/// loop.
AnyTask current_task(EventLoop* loop = nullptr);

/// Makes loops: any callable without arguments that returns one, new_event_loop and its like included.
class LoopFactory : public std::function<std::unique_ptr<EventLoop>()> {
 public:
  using function::function;
  LoopFactory(std::unique_ptr<EventLoop> (*make)(Where), Where where = Where::current())
      : function([make, where] { return make(where); }) {}
};

/// Starts a coroutine as a task of the running loop. Errors: NoRunningLoopError.
template <class T>
Task<T> create_task(Coro<T> coro, TaskOptions options, Where where = Where::current()) {
  return get_running_loop().create_task(std::move(coro), std::move(options), where);
}
template <class T>
Task<T> create_task(Coro<T> coro, detail::Here here = Where::current()) {
  return get_running_loop().create_task(std::move(coro), here);
}

}  // namespace aio

#include "aio/detail/event_loop_impl.h"
