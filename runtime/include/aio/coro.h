// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The coroutine object: lazy, move-only, awaited at most once.
#pragma once

#include <concepts>
#include <coroutine>
#include <exception>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include "aio/awaitable.h"
#include "aio/detail/foreign_awaiter.h"
#include "aio/detail/pool.h"
#include "aio/detail/task_state.h"
#include "aio/errors.h"
#include "aio/vocabulary.h"
#include "aio/warnings.h"

namespace aio {

template <class T>
class Coro;
template <class T>
class Future;

namespace detail {

void warn_never_awaited(const PromiseBase& promise) noexcept;

struct FinalAwaiter {
  bool await_ready() const noexcept { return false; }
  template <class P>
  std::coroutine_handle<> await_suspend(std::coroutine_handle<P> handle) const noexcept {
    const std::coroutine_handle<> continuation = handle.promise().continuation;
    return continuation ? continuation : std::noop_coroutine();
  }
  void await_resume() const noexcept {}
};

template <class A>
inline constexpr bool is_coro = false;
template <class T>
inline constexpr bool is_coro<Coro<T>> = true;

struct CoroPromise : PromiseBase, Pooled {
  std::suspend_always initial_suspend(Where made = Where::current()) noexcept {
    where = made;
    return {};
  }
  FinalAwaiter final_suspend() const noexcept { return {}; }
  void unhandled_exception() noexcept { error = std::current_exception(); }

  /// Coroutines, futures and tasks suspend the task by themselves; anything else is brought back to the loop when it
  /// resumes.
  template <class A>
  decltype(auto) await_transform(A&& awaitable) {
    using Plain = std::remove_cvref_t<A>;
    if constexpr (is_coro<Plain> || requires { typename Plain::aio_native; })
      return std::forward<A>(awaitable);
    else if constexpr (std::derived_from<Plain, NativeAwaiter>)
      return BorrowedAwaiter<Plain>{awaitable};
    else
      return ForeignAwaiter<A>(std::forward<A>(awaitable));
  }
};

template <class T>
struct CoroPromiseOf : CoroPromise {
  template <class U>
    requires std::constructible_from<T, U>
  void return_value(U&& value) {
    result.emplace(std::forward<U>(value));
  }
  T take() { return std::move(*result); }
  std::optional<T> result;
};
template <>
struct CoroPromiseOf<void> : CoroPromise {
  void return_void() const noexcept {}
  void take() const noexcept {}
};

/// Owns the awaited frame while it runs, and transfers control to it and back without growing the stack.
template <class T>
class CoroAwaiter : CoroOwner, public NativeAwaiter {
 public:
  using Promise = typename Coro<T>::promise_type;
  explicit CoroAwaiter(Promise* promise) noexcept : promise_(promise) {
    frame = promise;
    if (promise) promise->owner = this;
  }
  CoroAwaiter(const CoroAwaiter&) = delete;
  ~CoroAwaiter() {
    if (!frame) return;
    if (!frame->started) warn_never_awaited(*frame);
    frame->self.destroy();
  }
  bool await_ready() const noexcept { return false; }
  template <class P>
  std::coroutine_handle<> await_suspend(std::coroutine_handle<P> awaiting) {
    if (!promise_) throw RuntimeError("cannot reuse already awaited coroutine");
    promise_->continuation = awaiting;
    promise_->started = true;
    if constexpr (std::derived_from<P, PromiseBase>) {
      promise_->parent = &awaiting.promise();
      promise_->task = awaiting.promise().task;
    }
    return promise_->self;
  }
  T await_resume() {
    if (promise_->error) std::rethrow_exception(std::exchange(promise_->error, nullptr));
    return promise_->take();
  }

 private:
  Promise* promise_;
};

}  // namespace detail

/// The coroutine object: nothing runs until it is awaited or given to create_task() or run().
/// Suspends: awaiting it runs it at once, in the awaiting task and thread, and resumes the awaiter directly when it
/// ends. Cancellation: reaches whatever it is suspended at. Errors: awaiting throws what the body throws. Lifetime:
/// owns the frame; parameters by reference must outlive it. Destroyed unstarted, it warns "never awaited". Source:
/// types.coroutine.
template <class T = void>
class [[nodiscard("coroutine was never awaited: co_await it or pass it to create_task()/run()")]] Coro {
 public:
  struct promise_type : detail::CoroPromiseOf<T> {
    Coro get_return_object() noexcept {
      this->self = std::coroutine_handle<promise_type>::from_promise(*this);
      return Coro(this);
    }
  };

  Coro(Coro&& other) noexcept : promise_(other.release()) {}
  Coro& operator=(Coro&& other) noexcept {
    Coro(std::move(other)).swap(*this);
    return *this;
  }
  ~Coro() {
    if (!promise_) return;
    detail::warn_never_awaited(*promise_);
    close();
  }

  auto operator co_await() && noexcept { return detail::CoroAwaiter<T>(release()); }
  /// Destroys the frame, unstarted and without a warning.
  void close() noexcept {
    if (promise_type* promise = release()) promise->self.destroy();
  }
  /// The coroutine function.
  Where where() const noexcept { return promise_ ? promise_->where : Where{}; }

  promise_type* promise() const noexcept { return promise_; }
  promise_type* release() noexcept { return std::exchange(promise_, nullptr); }

 private:
  explicit Coro(promise_type* promise) noexcept : promise_(promise) {}
  void swap(Coro& other) noexcept { std::swap(promise_, other.promise_); }
  promise_type* promise_;
};

namespace detail {

template <class T, class A>
Coro<T> await_owned(A awaitable) {
  co_return co_await std::forward<A>(awaitable);
}
/// Any awaitable as a coroutine, which owns it.
template <Awaitable A>
auto as_coro(A&& awaitable) {
  return await_owned<await_result_t<A>, std::decay_t<A>>(std::forward<A>(awaitable));
}
/// What the entry points wrap: awaitable, and no coroutine of aio.
template <class A>
concept OtherAwaitable = Awaitable<A> && !is_coro<std::remove_cvref_t<A>>;
/// What a loop calls: a coroutine function would only make a coroutine that nobody awaits.
template <class F>
concept Callable = std::invocable<F> && !is_coro<std::remove_cvref_t<std::invoke_result_t<F>>>;
template <class F>
concept CoroutineFunction = std::invocable<F> && is_coro<std::remove_cvref_t<std::invoke_result_t<F>>>;

}  // namespace detail

}  // namespace aio
