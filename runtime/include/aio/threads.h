// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Between threads. Source: asyncio/threads.py, asyncio/tasks.py run_coroutine_threadsafe, concurrent.futures.Future.
#pragma once

#include <chrono>
#include <concepts>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

#include "aio/coro.h"
#include "aio/detail/concurrent_state.h"
#include "aio/event_loop.h"

namespace aio {

/// A shared handle to what a loop in another thread computes. Threads: any; waits block the calling thread.
template <class T = void>
class [[nodiscard]] ConcurrentFuture {
 public:
  /// Blocks until done. Errors: CancelledError (also when the loop closes first), what the coroutine threw,
  /// RuntimeError when called from the loop's own thread, which would wait for itself; a move-only value is moved out,
  /// once.
  T get() const {
    state_->wait({});
    return value();
  }
  /// Errors: as get(), and TimeoutError; the coroutine goes on.
  T get_for(Duration timeout) const {
    state_->wait(timeout);
    return value();
  }
  /// Cancels the task in its loop. False when done.
  bool cancel() { return state_->cancel(); }
  bool done() const { return state_->done(); }
  bool cancelled() const { return state_->cancelled(); }

  explicit ConcurrentFuture(std::shared_ptr<detail::ConcurrentValue<T>> state) noexcept : state_(std::move(state)) {}

 private:
  T value() const {
    if constexpr (std::is_copy_constructible_v<T>)
      return *state_->slot.value;
    else if constexpr (!std::is_void_v<T>)
      return std::move(*state_->slot.value);
  }
  std::shared_ptr<detail::ConcurrentValue<T>> state_;
};

/// Makes a task in `loop`, from another thread. Suspends: never. Errors: LoopClosedError.
/// Lifetime: `coro` takes its arguments by value: it runs in the other thread.
template <class T>
ConcurrentFuture<T> run_coroutine_threadsafe(Coro<T> coro, EventLoop& loop, Where where = Where::current()) {
  auto shared = std::make_shared<detail::ConcurrentValue<T>>(loop.state());
  loop.call_soon_threadsafe([promise = detail::ConcurrentPromise<T>(shared), coro = std::move(coro), &loop,
                             where]() mutable { promise.run(loop, std::move(coro), where); },
                            {}, where);
  return ConcurrentFuture<T>(std::move(shared));
}

namespace detail {
template <class T, class F>
Coro<T> to_thread_owned(F fn) {
  // Named, not temporaries: g++ 12 destroys captured temporaries of an awaiting expression twice.
  auto work = [context = copy_context(), fn = std::move(fn)]() mutable -> T { return context.run(fn); };
  Future<T> done = get_running_loop().run_in_executor(nullptr, std::move(work));
  co_return co_await std::move(done);
}
}  // namespace detail

/// Runs `fn` in the default executor, with a copy of the current context. Suspends: until it has ended.
/// Cancellation: the task goes on at once, `fn` runs to its end unseen. Errors: what `fn` throws.
template <std::invocable F>
auto to_thread(F&& fn) -> Coro<std::invoke_result_t<F>> {
  return detail::to_thread_owned<std::invoke_result_t<F>, std::decay_t<F>>(std::forward<F>(fn));
}

}  // namespace aio
