// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "aio/stop.h"

#include <mutex>
#include <utility>

#include "aio/event_loop.h"

namespace aio::detail {

struct StopLink::Link {
  Link(TaskState& target, CancelScope* block) noexcept : task(&target), scope(block), loop(&target.loop()) {}
  void cut() {
    std::lock_guard lock(mutex);
    task = nullptr;
  }
  void cancel() {
    Ref<TaskState> target;
    {
      std::lock_guard lock(mutex);
      target = Ref<TaskState>(task);
    }
    if (!target) return;
    if (scope)
      scope->cancel();
    else
      target->cancel({});
  }
  std::mutex mutex;
  TaskState* task;
  CancelScope* scope;
  Ref<LoopState> loop;
};

StopLink::StopLink(TaskState& task, std::stop_token token, CancelScope* scope)
    : link_(std::make_shared<Link>(task, scope)), callback_(std::move(token), Fire{link_}) {}

StopLink::~StopLink() { link_->cut(); }

void StopLink::Fire::operator()() const noexcept {
  Ref<Callback> callback = make_callback([link = link] { link->cancel(); }, std::optional<Context>(), Where::current());
  if (link->loop->post(callback.get())) callback.leak();
}

}  // namespace aio::detail
