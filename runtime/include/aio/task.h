// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A coroutine that the loop drives. Source: asyncio/tasks.py, Task.
#pragma once

#include <any>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

#include "aio/coro.h"
#include "aio/future.h"

namespace aio {

/// The keyword arguments of create_task(). With g++ 12, whose coroutines copy temporaries byte by byte, write
/// `auto task = create_task(f(), {.name = "f"}); co_await task;` and not both in one expression.
struct TaskOptions {
  std::string name{};                 ///< empty: "Task-N"
  std::optional<Context> context{};   ///< none: a copy of the creator's
  std::optional<bool> eager_start{};  ///< true: runs to its first suspension before create_task() returns
  std::stop_token stop{};             ///< request_stop(), from any thread, cancels the task
};

namespace detail {

/// The place of a call, where `{}` must mean something else.
struct Here {
  Here(Where place) noexcept : where(place) {}
  Where where;
};

template <class T>
class TaskValue final : public TaskState {
 public:
  TaskValue(LoopState& loop, typename Coro<T>::promise_type& root, Where created_at) noexcept
      : TaskState(loop, root, created_at), root_(&root) {
    value = &slot_;
  }

 private:
  void take_value() override {
    if constexpr (!std::is_void_v<T>) slot_.value.emplace(root_->take());
  }
  typename Coro<T>::promise_type* root_;
  Slot<T> slot_;
};

}  // namespace detail

/// A Future whose value a coroutine computes. The loop owns the coroutine: dropping every handle lets it run on.
/// Lifetime: loop.close() destroys what has not ended ("Task was destroyed but it is pending!"). Threads: the loop's
/// only.
template <class T = void>
class [[nodiscard("task is dropped; its result and exception are lost: keep it, await it or detach() it")]] Task
    : public Future<T> {
 public:
  void set_result(auto&&...) = delete;
  void set_exception(std::exception_ptr) = delete;

  /// How many cancel() calls are not yet undone by uncancel().
  int cancelling() const noexcept { return task().cancelling(); }
  int uncancel() noexcept { return task().uncancel(); }
  std::string get_name() const { return task().name(); }
  void set_name(std::string name) { task().set_name(std::move(name)); }
  Context get_context() const { return task().context(); }
  /// Fires on the first cancel(). An edge: uncancel() does not take it back.
  std::stop_token stop_token() const { return task().stop_token(); }
  /// The call that made it.
  Where created_at() const noexcept { return task().created_at; }
  /// Says that nobody will wait for it. Its error, if any, still goes to the loop's exception handler.
  void detach() noexcept {}

  explicit Task(detail::Ref<detail::FutureState> state) noexcept : Future<T>(std::move(state)) {}
  detail::TaskState& task() const noexcept { return static_cast<detail::TaskState&>(*this->state_); }
};

/// A shared handle to a task whose type is forgotten; empty when default-made. Source: what all_tasks() and
/// current_task() give.
class AnyTask {
 public:
  using aio_native = void;
  AnyTask() noexcept = default;
  template <class T>
  AnyTask(const Task<T>& task) : task_(&task.task()) {}
  explicit AnyTask(detail::Ref<detail::TaskState> task) noexcept : task_(std::move(task)) {}

  explicit operator bool() const noexcept { return static_cast<bool>(task_); }
  bool done() const noexcept { return task_->done(); }
  bool cancelled() const noexcept { return task_->cancelled(); }
  bool cancel(std::any message = {}) {
    task_->loop().check_thread();
    return task_->cancel(message);
  }
  int cancelling() const noexcept { return task_->cancelling(); }
  int uncancel() noexcept { return task_->uncancel(); }
  std::exception_ptr exception() const { return task_->exception(); }
  std::string get_name() const { return task_->name(); }
  EventLoop& get_loop() const { return task_->event_loop(); }
  Where created_at() const noexcept { return task_->created_at; }
  /// Waits; throws what the task threw; the value is dropped. Cancellation: cancels the task.
  auto operator co_await() const { return detail::FutureAwaiter<void, false>(task_); }
  friend bool operator==(const AnyTask& a, const AnyTask& b) noexcept { return a.task_.get() == b.task_.get(); }

  const detail::Ref<detail::TaskState>& state() const noexcept { return task_; }

 private:
  detail::Ref<detail::TaskState> task_;
};

}  // namespace aio
