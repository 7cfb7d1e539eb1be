// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <exception>
#include <memory>

#include "aio/errors.h"
#include "aio/event_loop.h"
#include "aio/handle.h"
#include "aio/warnings.h"

namespace aio::detail {

Callback::Callback(std::optional<Context>&& context, Where where, Reach reach) noexcept
    : reach_(reach), has_own_context_(!context), where_(where) {
  if (has_own_context_)
    std::construct_at(&own_context_, current_context());
  else
    std::construct_at(&shared_context_, context->data());
}

Callback::~Callback() {
  if (has_own_context_)
    std::destroy_at(&own_context_);
  else
    std::destroy_at(&shared_context_);
}

void Callback::run_ready(LoopState& loop) {
  const Ref<Callback> held = Ref<Callback>::adopt(this);  // the queue's
  queued = false;
  runs_on_.store(&loop, std::memory_order_relaxed);
  if (leave_waiting(Phase::running) == Phase::waiting) run(loop);
}

Callback::Phase Callback::leave_waiting(Phase next) noexcept {
  Phase before = Phase::waiting;
  if (reach_ == Reach::anywhere) {
    phase_.compare_exchange_strong(before, next, std::memory_order_acq_rel);
  } else {
    before = phase_.load(std::memory_order_relaxed);
    if (before == Phase::waiting) phase_.store(next, std::memory_order_relaxed);
  }
  return before;
}

void Callback::run(LoopState& loop) {
  struct Finish {
    Callback& callback;
    ~Finish() {
      const bool again = callback.repeats && !callback.cancel_later_.load(std::memory_order_relaxed);
      if (!again) callback.forget();
      callback.phase_.store(again ? Phase::waiting : Phase::done, std::memory_order_release);
      if (callback.reach_ == Reach::anywhere) callback.phase_.notify_all();
    }
  } finish{*this};
  const ThreadContext scope(loop.thread(), has_own_context_ ? &own_context_ : shared_context_.get());
  try {
    invoke();
  } catch (const KeyboardInterrupt&) {
    throw;
  } catch (const SystemExit&) {
    throw;
  } catch (...) {
    loop.handle_error({.message = "Exception in callback scheduled at " + place(where_),
                       .exception = std::current_exception(),
                       .handle = Handle(Ref<Callback>(this)),
                       .created_at = where_});
  }
}

void Callback::drop_ready() noexcept {
  queued = false;
  release();
}

ReadyNode::Description Callback::describe() const { return {"<Handle created at " + place(where_) + ">", where_}; }

void Callback::cancel() noexcept {
  const Phase before = leave_waiting(Phase::cancelled);
  if (before == Phase::waiting) {
    withdraw();
    return;
  }
  if (before != Phase::running) return;
  LoopState* loop = runs_on_.load(std::memory_order_relaxed);
  if (reach_ == Reach::loop || loop->runs_here()) {
    cancel_later_.store(true, std::memory_order_relaxed);
  } else {
    phase_.wait(Phase::running);
  }
}

}  // namespace aio::detail
