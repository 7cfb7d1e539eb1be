// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <utility>

#include "aio/context.h"
#include "aio/detail/loop_state.h"
#include "aio/errors.h"

namespace aio::detail {

namespace {
thread_local constinit ThreadState state_of_thread;
}

ThreadState& this_thread() noexcept { return state_of_thread; }

LoopState& running_state() {
  if (LoopState* running = state_of_thread.running) return *running;
  throw NoRunningLoopError("no running event loop");
}

ContextData& current_context() noexcept {
  if (ContextData* current = state_of_thread.context) return *current;
  thread_local ContextData outermost;
  return outermost;
}

ContextData* swap_context(ContextData* data) noexcept { return std::exchange(state_of_thread.context, data); }

}  // namespace aio::detail
