// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A value that comes later. Source: asyncio/futures.py.
#pragma once

#include <any>
#include <concepts>
#include <coroutine>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include "aio/context.h"
#include "aio/coro.h"
#include "aio/detail/future_state.h"
#include "aio/detail/task_state.h"
#include "aio/handle.h"

namespace aio {

class EventLoop;
template <class T>
class Future;

namespace detail {

/// Suspends a task until a future is done.
class FutureAwaiterBase : public DoneNode, public Wait {
 public:
  bool await_ready() const noexcept { return state_->done(); }
  template <class P>
  void await_suspend(std::coroutine_handle<P> handle) {
    if constexpr (std::derived_from<P, PromiseBase>)
      suspend(handle.promise());
    else
      suspend_foreign(handle);
  }
  bool cancel_wait(const std::any& message) override { return state_->cancel(message); }
  void fire(FutureState&) noexcept override;

 protected:
  explicit FutureAwaiterBase(Ref<FutureState> state) noexcept : state_(std::move(state)) {}
  ~FutureAwaiterBase() = default;
  void deliver() {
    if (task_) task_->deliver_cancellation();
  }
  Ref<FutureState> state_;

 private:
  void suspend(PromiseBase& leaf);
  void suspend_foreign(std::coroutine_handle<> handle);
  TaskState* task_ = nullptr;
  std::coroutine_handle<> foreign_;
};

template <class T, bool moves>
class FutureAwaiter final : public FutureAwaiterBase {
 public:
  explicit FutureAwaiter(Ref<FutureState> state) noexcept : FutureAwaiterBase(std::move(state)) {}
  using Result = std::conditional_t<moves || std::is_void_v<T>, T, std::add_lvalue_reference_t<const T>>;
  Result await_resume() {
    deliver();
    if constexpr (moves || std::is_void_v<T>) {
      return take<T>(state_);
    } else {
      state_->check_result();
      return *slot_of<T>(*state_);
    }
  }
};

/// A done-callback: waits in the future's list, then in the ready queue.
class DoneCallback : public Callback, public DoneNode {
 public:
  DoneCallback(std::optional<Context>&& context, Where where, std::uint64_t id) noexcept
      : Callback(std::move(context), where, Reach::loop), id_(id) {}
  void fire(FutureState& done) noexcept override;
  void abandon() noexcept override { drop_ready(); }
  std::uint64_t callback_id() const noexcept override { return id_; }

 protected:
  Ref<FutureState> done_;

 private:
  std::uint64_t id_;
};
std::uint64_t next_callback_id() noexcept;

template <class Handle, class F>
class DoneCallbackOf final : public DoneCallback {
 public:
  template <class G>
  DoneCallbackOf(G&& fn, std::optional<Context> context, Where where, std::uint64_t id)
      : DoneCallback(std::move(context), where, id), fn_(std::forward<G>(fn)) {}

 private:
  void invoke() override {
    Handle handle(std::move(done_));
    (void)std::invoke(*fn_, handle);
  }
  void forget() noexcept override { fn_.reset(), done_ = {}; }
  std::optional<F> fn_;
};

}  // namespace detail

/// A shared handle: copies refer to the same future. Lifetime: may outlive its loop; a pending future never finishes
/// then. Threads: the loop's only. Source: asyncio.Future.
template <class T = void>
class [[nodiscard]] Future {
  static_assert(!std::is_reference_v<T>, "a future holds a value; use a pointer or std::reference_wrapper");

 public:
  using aio_native = void;

  bool done() const noexcept { return state_->done(); }
  bool cancelled() const noexcept { return state_->cancelled(); }
  /// Errors: InvalidStateError when pending, CancelledError, or what was stored. The outcome counts as seen.
  decltype(auto) result() const {
    state_->check_result();
    if constexpr (!std::is_void_v<T>) return static_cast<const T&>(*detail::slot_of<T>(*state_));
  }
  /// The stored error or null. Errors: InvalidStateError when pending, CancelledError.
  std::exception_ptr exception() const { return state_->exception(); }
  /// Cancels at once; its callbacks are scheduled. False when done. Errors: RuntimeError in debug mode from a thread
  /// that does not run the loop.
  bool cancel(std::any message = {}) {
    state_->loop().check_thread();
    return state_->cancel(message);
  }
  /// Errors: InvalidStateError when done, RuntimeError on a Task, and in debug mode as cancel().
  void set_exception(std::exception_ptr error) {
    state_->check_settable("set_exception");
    state_->fail(std::move(error));
  }
  template <class U = T>
  void set_result(U&& value)
    requires(!std::is_void_v<T>)
  {
    state_->check_settable("set_result");
    detail::slot_of<T>(*state_).emplace(std::forward<U>(value));
    state_->finish(detail::Progress::finished);
  }
  void set_result()
    requires std::is_void_v<T>
  {
    state_->check_settable("set_result");
    state_->finish(detail::Progress::finished);
  }
  /// Calls `fn(future)` from the loop once it is done, in order of registration; never before this returns.
  template <std::invocable<Future&> F>
  std::uint64_t add_done_callback(F&& fn, std::optional<Context> context = {}) {
    const std::uint64_t id = detail::next_callback_id();
    state_->add(*new detail::DoneCallbackOf<Future, std::decay_t<F>>(std::forward<F>(fn), std::move(context),
                                                                     Where::current(), id));
    return id;
  }
  /// False when it is not registered any more: it was removed, or scheduled.
  bool remove_done_callback(std::uint64_t id) noexcept { return state_->remove(id); }
  /// Errors: LoopClosedError when the loop is gone.
  EventLoop& get_loop() const { return state_->event_loop(); }

  /// Suspends until it is done; the loop resumes the task one turn later. A done future does not suspend.
  /// Cancellation: cancels the future. Errors: what it holds; RuntimeError for a future of another loop.
  auto operator co_await() const& { return detail::FutureAwaiter<T, false>(state_); }
  /// Moves the value out when no other handle exists, else copies. Errors: RuntimeError for a move-only T that is
  /// shared.
  auto operator co_await() && { return detail::FutureAwaiter<T, true>(std::move(state_)); }

  explicit Future(detail::Ref<detail::FutureState> state) noexcept : state_(std::move(state)) {}
  const detail::Ref<detail::FutureState>& state() const& noexcept { return state_; }
  detail::Ref<detail::FutureState> state() && noexcept { return std::move(state_); }

 protected:
  detail::Ref<detail::FutureState> state_;
};

}  // namespace aio
