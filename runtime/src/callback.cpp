// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <exception>

#include "aio/errors.h"
#include "aio/event_loop.h"
#include "aio/handle.h"
#include "aio/warnings.h"

namespace aio::detail {

Callback::Callback(std::optional<Context> context, Where where) noexcept : where_(where) {
  if (context)
    shared_context_ = context->data();
  else
    own_context_ = current_context();
}

void Callback::run_ready(LoopState& loop) {
  const Ref<Callback> held = Ref<Callback>::adopt(this);  // the queue's
  run_once(loop);
}

void Callback::run_once(LoopState& loop) {
  queued = false;
  runs_on_.store(&loop, std::memory_order_relaxed);
  Phase before = Phase::waiting;
  if (!phase_.compare_exchange_strong(before, Phase::running, std::memory_order_acq_rel)) return;
  struct Finish {
    Callback& callback;
    ~Finish() {
      const bool again = callback.repeats && !callback.cancel_later_.load(std::memory_order_relaxed);
      if (!again) callback.forget();
      callback.phase_.store(again ? Phase::waiting : Phase::done, std::memory_order_release);
      callback.phase_.notify_all();
    }
  } finish{*this};
  ContextScope scope(shared_context_ ? shared_context_.get() : &own_context_);
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
  Phase before = Phase::waiting;
  if (phase_.compare_exchange_strong(before, Phase::cancelled, std::memory_order_acq_rel)) {
    forget();
    leave_timers();
    return;
  }
  if (before != Phase::running) return;
  LoopState* loop = runs_on_.load(std::memory_order_relaxed);
  if (loop->runs_here()) {
    cancel_later_.store(true, std::memory_order_relaxed);
  } else {
    phase_.wait(Phase::running);
  }
}

void TimerCallback::leave_timers() noexcept {
  if (slot == nowhere) return;
  loop_.remove_timer(this);
  release();
}

}  // namespace aio::detail
