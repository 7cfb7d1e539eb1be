// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "aio/threads.h"

#include "aio/errors.h"

namespace aio::detail {

void ConcurrentState::wait(std::optional<Duration> timeout) {
  std::unique_lock lock(mutex_);
  const auto is_done = [this] { return progress_ != Progress::pending; };
  if (!is_done() && loop_->runs_here())
    throw RuntimeError("ConcurrentFuture waited for on the loop's own thread: the loop would wait for itself");
  if (!timeout)
    changed_.wait(lock, is_done);
  else if (!changed_.wait_for(lock, *timeout, is_done))
    throw TimeoutError();
  if (error_) std::rethrow_exception(error_);
}

bool ConcurrentState::cancel() {
  {
    std::lock_guard lock(mutex_);
    if (progress_ != Progress::pending) return false;
    progress_ = Progress::cancelled;
    error_ = std::make_exception_ptr(CancelledError{});
  }
  changed_.notify_all();
  auto cancel_task = [self = shared_from_this()] {
    Ref<TaskState> task;
    {
      std::lock_guard lock(self->mutex_);
      task = std::move(self->task_);
    }
    if (task) task->cancel({});
  };
  auto callback = make_callback(std::move(cancel_task), std::optional<Context>(), Where::current());
  if (loop_->post(callback.get())) callback.leak();
  return true;
}

bool ConcurrentState::done() const {
  std::lock_guard lock(mutex_);
  return progress_ != Progress::pending;
}

bool ConcurrentState::cancelled() const {
  std::lock_guard lock(mutex_);
  return progress_ == Progress::cancelled;
}

void ConcurrentState::set_task(Ref<TaskState> task) {
  std::lock_guard lock(mutex_);
  task_ = std::move(task);
}

}  // namespace aio::detail
