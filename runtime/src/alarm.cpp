// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "aio/detail/alarm.h"

#include <new>
#include <utility>

namespace aio::detail {

struct Alarm::Bell final : ReadyNode {
  explicit Bell(Alarm& owner) noexcept : alarm(&owner) {}
  void run_ready(LoopState&) override {
    Alarm* const rings = alarm;
    drop_ready();
    if (rings) rings->ring();
  }
  void drop_ready() noexcept override {
    if (alarm) alarm->bell_ = nullptr;
    delete this;
  }
  Description describe() const override { return {"<timeout>", {}}; }
  Alarm* alarm;  // none: disarmed meanwhile
};

void Alarm::arm(LoopState& loop, TimePoint when) {
  disarm();
  loop_ = Ref<LoopState>(&loop);
  if (when > loop.now()) return loop.add_timer(this, when);
  bell_ = new Bell(*this);  // already due: ahead of what becomes ready after this
  loop.push(bell_);
}

void Alarm::disarm() noexcept {
  if (place != nowhere) loop_->remove_timer(this);
  if (bell_) std::exchange(bell_, nullptr)->alarm = nullptr;
}

void Alarm::expire(LoopState& loop) noexcept {
  bell_ = new (std::nothrow) Bell(*this);
  if (!bell_) return ring();  // out of memory: out of turn is better than never
  loop.push(bell_);
}

}  // namespace aio::detail
