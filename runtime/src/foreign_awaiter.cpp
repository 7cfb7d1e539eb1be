// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "aio/detail/foreign_awaiter.h"

namespace aio::detail {

Courier send_home(Ref<TaskState> task) {
  LoopState& loop = task->loop();
  loop.post(task.get());  // refused by a loop that has closed: it destroyed the task's frames
  co_return;
}

}  // namespace aio::detail
