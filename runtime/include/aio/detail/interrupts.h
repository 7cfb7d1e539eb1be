// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Ctrl-C while a run goes on. Source: asyncio/runners.py, Runner._on_sigint.
#pragma once

#include <csignal>

#include "aio/detail/loop_state.h"

namespace aio::detail {

/// Turns SIGINT into a cancellation of the main task, from construction to destruction; does nothing outside the main
/// thread or when SIGINT has a handler already.
class Interrupts {
 public:
  Interrupts(LoopState& loop, TaskState& main) noexcept;
  ~Interrupts();
  Interrupts(const Interrupts&) = delete;
  /// A SIGINT came, and it was the one that cancelled main.
  bool cancelled_main() const noexcept { return cancelled_main_; }
  /// In a turn of the loop. Errors: KeyboardInterrupt at the second SIGINT.
  void deliver();

 private:
  LoopState& loop_;
  TaskState& main_;
  bool installed_ = false;
  bool cancelled_main_ = false;
  int seen_ = 0;
};

}  // namespace aio::detail
