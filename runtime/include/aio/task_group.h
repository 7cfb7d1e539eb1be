// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Children that do not outlive their parent. Source: asyncio/taskgroups.py.
#pragma once

#include <concepts>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "aio/awaitable.h"
#include "aio/coro.h"
#include "aio/event_loop.h"

namespace aio {

/// Owns tasks until join(). The first child that fails cancels its siblings and the parent's body.
/// Prefer task_group(): it joins for you. Lifetime: std::terminate when destroyed with live children, as std::thread,
/// unless the loop is closing. Threads: the loop's only.
class TaskGroup {
 public:
  /// Errors: RuntimeError "TaskGroup cannot determine the parent task" outside a task.
  TaskGroup();
  ~TaskGroup();
  TaskGroup(const TaskGroup&) = delete;

  /// Errors: RuntimeError "TaskGroup is finished" or "TaskGroup is shutting down"; `coro` is then closed.
  template <class T>
  Task<T> create_task(Coro<T> coro, TaskOptions options, Where where = Where::current()) {
    return start_task(std::move(coro), &options, where);
  }
  template <class T>
  Task<T> create_task(Coro<T> coro, detail::Here here = Where::current()) {
    return start_task(std::move(coro), nullptr, here.where);
  }

  /// Waits for every child: leaving the block. Suspends: until all have ended. Cancellation: cancels the children and
  /// still waits for them. Errors: ExceptionGroup "unhandled errors in a TaskGroup"; CancelledError when the parent was
  /// cancelled.
  Coro<> join() { return join(nullptr); }
  /// The same after a body that threw: children are cancelled, and the error joins the group.
  Coro<> join(std::exception_ptr body_error);

 private:
  class Child;
  template <class T>
  Task<T> start_task(Coro<T>&& coro, TaskOptions* options, Where where) {
    if (const char* refusal = refuses()) {
      coro.close();
      throw RuntimeError(refusal);
    }
    Task<T> task = options ? loop().create_task(std::move(coro), std::move(*options), where)
                           : loop().create_task(std::move(coro), where);
    adopt(task.task());
    return task;
  }
  EventLoop& loop() const;
  const char* refuses() const noexcept;
  void adopt(detail::TaskState& task);
  void child_done(Child& child);
  void abort();

  detail::Ref<detail::TaskState> parent_;
  Child* children_ = nullptr;
  std::vector<std::exception_ptr> errors_;
  std::exception_ptr base_error_;
  class Drained;
  Drained* drained_ = nullptr;
  bool exiting_ = false;
  bool aborting_ = false;
  bool parent_cancel_requested_ = false;
};

namespace detail {
template <class T, class F>
Coro<T> task_group_owned(F body) {
  TaskGroup group;
  std::exception_ptr error;
  if constexpr (std::is_void_v<T>) {
    try {
      co_await std::invoke(body, group);
    } catch (...) {
      error = std::current_exception();
    }
    co_await group.join(std::move(error));
  } else {
    std::optional<T> value;
    try {
      value.emplace(co_await std::invoke(body, group));
    } catch (...) {
      error = std::current_exception();
    }
    co_await group.join(std::move(error));
    co_return std::move(*value);
  }
}
}  // namespace detail

/// Runs `body(TaskGroup&)`, waits for the children it made, and gives its value.
/// Suspends: until the body and all children have ended. Cancellation and errors: as TaskGroup::join().
/// Lifetime: keeps `body` and its captures until then.
template <class F>
auto task_group(F&& body) {
  using T = await_result_t<std::invoke_result_t<std::decay_t<F>&, TaskGroup&>>;
  return detail::task_group_owned<T, std::decay_t<F>>(std::forward<F>(body));
}

}  // namespace aio
