// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "aio/task_group.h"

#include <exception>
#include <string>

#include "aio/errors.h"

namespace aio {

/// One child's place in the group: told by the task when it is done, then run by the loop.
class TaskGroup::Child final : public detail::DoneNode, public detail::ReadyNode {
 public:
  Child(TaskGroup& group, detail::TaskState& task) : group_(&group), task_(&task), next_(group.children_) {
    if (next_) next_->previous_ = this;
    group.children_ = this;
    task.add(*this);
  }
  void fire(detail::FutureState& done) noexcept override {
    queued_ = true;
    done.loop().push(this);
  }
  void run_ready(detail::LoopState&) override {
    queued_ = false;
    if (group_) group_->child_done(*this);
    delete this;
  }
  void drop_ready() noexcept override {
    queued_ = false;
    if (!group_) delete this;
  }
  Description describe() const override { return {"<TaskGroup callback>", task_->created_at}; }
  void leave() noexcept {
    (previous_ ? previous_->next_ : group_->children_) = next_;
    if (next_) next_->previous_ = previous_;
    group_ = nullptr;
  }
  /// The group goes, with its frame, while the loop closes.
  void orphan() noexcept {
    leave();
    unlink();
    if (!queued_) delete this;
  }
  detail::TaskState& task() const noexcept { return *task_; }
  Child* next() const noexcept { return next_; }

 private:
  TaskGroup* group_;
  detail::Ref<detail::TaskState> task_;
  Child* next_;
  Child* previous_ = nullptr;
  bool queued_ = false;
};

class TaskGroup::Drained final : public detail::Waiter {};

TaskGroup::TaskGroup() : parent_(detail::running_state().current_task) {
  if (!parent_) throw RuntimeError("TaskGroup cannot determine the parent task");
}

TaskGroup::~TaskGroup() {
  if (children_ && !parent_->loop().is_closing())
    std::terminate();  // children would outlive what they refer to: await join()
  while (children_) children_->orphan();
}

EventLoop& TaskGroup::loop() const { return parent_->event_loop(); }

const char* TaskGroup::refuses() const noexcept {
  if (exiting_ && !children_) return "TaskGroup is finished";
  if (aborting_) return "TaskGroup is shutting down";
  return nullptr;
}

void TaskGroup::adopt(detail::TaskState& task) { new Child(*this, task); }

void TaskGroup::abort() {
  aborting_ = true;
  for (Child* child = children_; child; child = child->next()) {
    if (!child->task().done()) child->task().cancel({});
  }
}

void TaskGroup::child_done(Child& child) {
  child.leave();
  if (drained_ && !children_) drained_->wake();
  detail::TaskState& task = child.task();
  if (task.cancelled()) return;
  const std::exception_ptr error = task.exception();
  if (!error) return;
  errors_.push_back(error);
  if (!base_error_ && detail::ends_the_loop(error)) base_error_ = error;
  if (parent_->done()) {
    loop().call_exception_handler({.message = "Task has errored out but its parent task is already completed",
                                   .exception = error,
                                   .task = AnyTask(detail::Ref<detail::TaskState>(&task)),
                                   .created_at = task.created_at});
    return;
  }
  if (!aborting_ && !parent_cancel_requested_) {
    abort();
    parent_cancel_requested_ = true;
    parent_->cancel({});
  }
}

Coro<> TaskGroup::join(std::exception_ptr body_error) {
  exiting_ = true;
  if (!base_error_ && detail::ends_the_loop(body_error)) base_error_ = body_error;
  std::exception_ptr cancellation = detail::is_cancellation(body_error) ? body_error : nullptr;
  if (body_error && !aborting_) abort();

  while (children_) {
    Drained drained;
    struct Reset {
      TaskGroup& group;
      ~Reset() { group.drained_ = nullptr; }
    } reset{*this};
    drained_ = &drained;
    try {
      co_await drained;
    } catch (const CancelledError&) {
      if (!aborting_) {
        cancellation = std::current_exception();
        abort();
      }
    }
  }

  if (base_error_) std::rethrow_exception(base_error_);
  if (parent_cancel_requested_ && parent_->uncancel() == 0) cancellation = nullptr;
  if (cancellation && errors_.empty()) std::rethrow_exception(cancellation);
  if (body_error && !detail::is_cancellation(body_error)) errors_.push_back(body_error);
  if (errors_.empty()) co_return;
  if (parent_->cancelling() > 0) {  // cancelled from outside as well: keep the count, deliver it at the next await
    parent_->uncancel();
    parent_->cancel({});
  }
  throw ExceptionGroup("unhandled errors in a TaskGroup", std::move(errors_));
}

}  // namespace aio
