// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a Task shares between its handles, and how its coroutines are driven.
#pragma once

#include <any>
#include <concepts>
#include <coroutine>
#include <cstdint>
#include <exception>
#include <memory>
#include <stop_token>
#include <string>

#include "aio/context.h"
#include "aio/detail/future_state.h"
#include "aio/detail/queues.h"

namespace aio {
struct TaskOptions;
}

namespace aio::detail {

class StopLink;
class TaskState;
struct CoroOwner;

/// What every coroutine of aio knows. A task's coroutines form a chain from the root to the leaf, which is suspended.
struct PromiseBase {
  std::coroutine_handle<> self;
  std::coroutine_handle<> continuation;  // who awaits it; none for a task's root
  PromiseBase* parent = nullptr;         // the same, when it is a coroutine of aio
  CoroOwner* owner = nullptr;            // who destroys the frame
  TaskState* task = nullptr;
  std::exception_ptr error;
  Where where{};
  bool started = false;
};
/// Owns a coroutine frame, unless a closing loop destroyed it first.
struct CoroOwner {
  PromiseBase* frame = nullptr;
};
/// Destroys a suspended chain, leaf first and one frame at a time: the stack stays flat however deep the chain is.
void destroy_chain(PromiseBase* leaf) noexcept;

/// Awaiters that know how to suspend a task carry this; all others are foreign, see await_transform in coro.h.
struct NativeAwaiter {};

/// An awaiter that lives elsewhere (g++ 12 copies an awaiter that await_transform gives by reference).
template <class A>
struct BorrowedAwaiter {
  A& awaiter;
  bool await_ready() { return awaiter.await_ready(); }
  template <class P>
  auto await_suspend(std::coroutine_handle<P> handle) {
    return awaiter.await_suspend(handle);
  }
  decltype(auto) await_resume() { return awaiter.await_resume(); }
};

/// What a suspended task waits for, if it can be told to stop waiting.
struct Wait : NativeAwaiter {
  /// True: the wait ends with a cancellation. False: it has ended already, the task must be told otherwise.
  virtual bool cancel_wait(const std::any& message) = 0;

 protected:
  ~Wait() = default;
};

class TaskState : public FutureState, public ReadyNode {
 public:
  TaskState(LoopState& loop, PromiseBase& root, Where created_at) noexcept;
  ~TaskState() override;

  void start(TaskOptions* options);  // null: the defaults
  bool cancel(const std::any& message) override;
  int cancelling() const noexcept { return cancels_; }
  int uncancel() noexcept;

  /// Called by awaiters: the chain is suspended at `leaf`, until wake().
  void park(PromiseBase& leaf, Wait* wait) noexcept {
    leaf_ = &leaf;
    wait_ = wait;
  }
  void wake() noexcept { loop().push(this); }
  /// Called by awaiters when they are resumed: throws the CancelledError this step is to deliver, if there is one.
  void deliver_cancellation() {
    if (inject_) throw_cancellation();
  }
  Ref<LoopState> keep_loop() const noexcept { return Ref<LoopState>(&loop()); }

  void run_ready(LoopState& loop) override;
  void drop_ready() noexcept override {}
  Description describe() const override;
  void destroy_pending() noexcept;  // the loop closes

  std::string name() const;
  void set_name(std::string name) { extras().name = std::move(name); }
  Context context();
  ContextData* context_data() noexcept { return extras_ && extras_->context ? extras_->context.get() : &own_context_; }
  std::stop_token stop_token();

  TaskState* next_task = nullptr;
  TaskState* previous_task = nullptr;

 protected:
  /// Moves the root's value in place; called once, when the root has returned.
  virtual void take_value() = 0;

 private:
  /// What few tasks have.
  struct Extras {
    std::string name;
    std::shared_ptr<ContextData> context;  // when somebody else knows it too
    std::unique_ptr<StopLink> stop_link;
    std::unique_ptr<std::stop_source> stop_source;
    ~Extras();
  };
  Extras& extras();
  void report_unretrieved() noexcept override;
  void step();
  void complete();
  void end(Progress progress) noexcept;
  [[noreturn]] void throw_cancellation();

  PromiseBase* root_;
  PromiseBase* leaf_;
  Wait* wait_ = nullptr;
  int cancels_ = 0;
  bool must_cancel_ = false;
  bool inject_ = false;
  ContextData own_context_;
  std::uint64_t number_;
  std::unique_ptr<Extras> extras_;
};

/// A task suspended until somebody calls wake(). Lives in the awaiting frame.
class Waiter : public Wait {
 public:
  bool await_ready() const noexcept { return false; }
  template <std::derived_from<PromiseBase> P>
  void await_suspend(std::coroutine_handle<P> handle) {
    suspend(handle.promise());
  }
  void await_resume() { finish(); }
  void wake() noexcept;
  /// Woken or cancelled: no longer one of those who wait.
  bool is_settled() const noexcept { return phase_ != Phase::waiting; }
  bool was_woken() const noexcept { return phase_ == Phase::woken; }
  bool was_cancelled() const noexcept { return phase_ == Phase::cancelled; }
  /// Woken for nothing: ready to wait again, in the same place.
  void rearm() noexcept { phase_ = Phase::waiting; }
  bool cancel_wait(const std::any& message) override;

 protected:
  ~Waiter() = default;
  void suspend(PromiseBase& leaf);
  void finish();
  TaskState* task_ = nullptr;

 private:
  enum class Phase : std::uint8_t { waiting, woken, cancelled };
  Phase phase_ = Phase::waiting;
  std::any message_;
};
/// The task a leaf belongs to; RuntimeError when it runs outside any task.
TaskState& task_of(const PromiseBase& leaf);

}  // namespace aio::detail
