// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A timer that lives in its owner and takes its turn in the ready queue, as call_at() does, without an allocation
// unless it rings.
#pragma once

#include "aio/detail/loop_state.h"
#include "aio/detail/queues.h"
#include "aio/detail/ref.h"

namespace aio::detail {

class Alarm : TimerNode {
 protected:
  Alarm() noexcept = default;
  Alarm(const Alarm&) = delete;
  ~Alarm() { disarm(); }
  void arm(LoopState& loop, TimePoint when);
  void disarm() noexcept;
  virtual void ring() noexcept = 0;

 private:
  struct Bell;
  void expire(LoopState& loop) noexcept override;
  void drop_timer() noexcept override {}
  Ref<LoopState> loop_;
  Bell* bell_ = nullptr;  // in the ready queue
};

}  // namespace aio::detail
