// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// From synchronous code into the loop. Source: asyncio/runners.py.
#pragma once

#include <concepts>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include "aio/context.h"
#include "aio/coro.h"
#include "aio/detail/interrupts.h"
#include "aio/event_loop.h"

namespace aio {

/// The keyword arguments of run() and Runner.
struct RunOptions {
  std::optional<bool> debug{};  ///< none: the loop's own default, AIO_DEBUG=1 in the environment
  LoopFactory loop_factory{};   ///< none: new_event_loop, made current for the thread
};

/// Owns a loop over several runs: made at the first use, cleaned up by close().
/// Clean-up, in this order: cancel what is left and wait for it; shutdown_asyncgens; shutdown_default_executor (300 s);
/// forget the current loop; close. Lifetime: as RAII. Threads: the one that uses it.
class Runner final {
 public:
  explicit Runner(RunOptions options = {}) noexcept;
  /// close(); errors go to the loop's exception handler.
  ~Runner();
  Runner(const Runner&) = delete;

  /// Runs `main` as a task, in `context` or in the one all runs of this Runner share. Suspends: blocks the calling
  /// thread. Cancellation: the first SIGINT cancels main (main thread, default disposition only), the second throws at
  /// once. Errors: what main throws; KeyboardInterrupt; LoopRunningError "Runner.run() cannot be called from a running
  /// event loop"; RuntimeError "Runner is closed".
  template <class T>
  T run(Coro<T> main, std::optional<Context> context = {}, Where where = Where::current());
  /// The same with any other awaitable; a future must belong to the loop of this Runner.
  template <detail::OtherAwaitable A>
  auto run(A&& awaitable, std::optional<Context> context = {}, Where where = Where::current()) {
    check_runnable();
    return run(detail::as_coro(std::forward<A>(awaitable)), std::move(context), where);
  }
  /// Makes it when there is none yet. Errors: RuntimeError "Runner is closed".
  EventLoop& get_loop();
  /// Idempotent. Errors: LoopRunningError from inside the loop; what the clean-up throws, after the loop was closed.
  void close();

 private:
  enum class State { created, initialized, closed };
  void check_runnable() const;
  void initialize();

  RunOptions options_;
  State state_ = State::created;
  std::unique_ptr<EventLoop> loop_;
  std::optional<Context> context_;
  bool is_current_ = false;
};

/// What a hand-written owner of a loop must do before close(), in one call: cancels every pending task and awaits it
/// (tasks born meanwhile too, 16 rounds at most), reports their errors, shutdown_asyncgens, shutdown_default_executor
/// (300 s). Errors: LoopRunningError on a running loop, LoopClosedError on a closed one. Source: extension.
void drain(EventLoop& loop);

template <class T>
T Runner::run(Coro<T> main, std::optional<Context> context, Where where) {
  check_runnable();
  initialize();
  if (!context) context = context_;
  auto task = loop_->create_task(std::move(main), {.context = std::move(context)}, where).state();
  auto& state = static_cast<detail::TaskState&>(*task);
  detail::Interrupts interrupts(loop_->state(), state);
  try {
    loop_->state().run_until_done(state);
    return detail::take<T>(task);
  } catch (const CancelledError&) {
    if (interrupts.cancelled_main() && state.uncancel() == 0) throw KeyboardInterrupt{};
    throw;
  } catch (...) {
    if (state.done()) state.mark_retrieved();
    throw;
  }
}

namespace detail {
void check_run_allowed();
/// close(); when that throws, the error of main that it replaces goes to the warning sink.
void close_after(Runner& runner, const std::exception_ptr& error);

template <class T>
T run_and_close(Runner& runner, Coro<T> main, Where where) {
  std::exception_ptr error;
  Slot<T> slot;
  try {
    if constexpr (std::is_void_v<T>)
      runner.run(std::move(main), {}, where);
    else
      slot.value.emplace(runner.run(std::move(main), {}, where));
  } catch (...) {
    error = std::current_exception();
  }
  close_after(runner, error);
  if (error) std::rethrow_exception(error);
  if constexpr (!std::is_void_v<T>) return std::move(*slot.value);
}
}  // namespace detail

/// Runs `main` on a new loop, cleans up, closes it, and gives main's value: the way into a program you own.
/// Suspends: blocks the calling thread. Cancellation and errors: as Runner::run(); LoopRunningError "run() cannot be
/// called from a running event loop", before anything is built. Lifetime: see Runner.
template <class T>
T run(Coro<T> main, RunOptions options = {}, Where where = Where::current()) {
  detail::check_run_allowed();
  Runner runner(std::move(options));
  return detail::run_and_close<T>(runner, std::move(main), where);
}

/// The same with a callable that makes the coroutine; its captures live until the end.
template <detail::CoroutineFunction F>
auto run(F&& make, RunOptions options = {}, Where where = Where::current()) {
  detail::check_run_allowed();
  Runner runner(std::move(options));
  return detail::run_and_close(runner, std::invoke(make), where);
}

/// The same with any other awaitable, which the run owns.
template <detail::OtherAwaitable A>
  requires(!detail::CoroutineFunction<A>)
auto run(A&& main, RunOptions options = {}, Where where = Where::current()) {
  detail::check_run_allowed();
  return run(detail::as_coro(std::forward<A>(main)), std::move(options), where);
}

}  // namespace aio
