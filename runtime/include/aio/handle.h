// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Scheduled callbacks. Source: asyncio/events.py, Handle and TimerHandle.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <utility>

#include "aio/context.h"
#include "aio/detail/loop_state.h"
#include "aio/detail/pool.h"
#include "aio/detail/queues.h"
#include "aio/vocabulary.h"

namespace aio {

namespace detail {

/// A scheduled call: what it calls is in the derived class.
class Callback : public ReadyNode, public Pooled {
 public:
  Callback(std::optional<Context>&& context, Where where, Reach reach = Reach::anywhere) noexcept;
  Callback(const Callback&) = delete;
  virtual ~Callback();
  void retain() noexcept { references_.add(reach_); }
  void release() noexcept {
    if (references_.drop(reach_)) delete this;
  }

  void run_ready(LoopState& loop) override;
  void drop_ready() noexcept override;
  Description describe() const override;
  /// Before it started: it never runs. While it runs in another thread: waits for its end.
  void cancel() noexcept;
  bool cancelled() const noexcept {
    return phase_.load(std::memory_order_acquire) == Phase::cancelled || cancel_later_.load(std::memory_order_relaxed);
  }

  const Where& where() const noexcept { return where_; }
  ContextData* context_data() noexcept { return shared_context_ ? shared_context_.get() : &own_context_; }
  bool repeats = false;  ///< watchers and signal handlers: ready again and again
  bool queued = false;

 protected:
  virtual void invoke() = 0;
  virtual void forget() noexcept = 0;             // destroys the callable and what it captured
  virtual void withdraw() noexcept { forget(); }  // cancelled before it ran
  void leave() noexcept {}                        // who else holds it

 private:
  enum class Phase : std::uint8_t { waiting, running, done, cancelled };
  void run(LoopState& loop);
  Phase leave_waiting(Phase next) noexcept;  // gives what it was
  const Reach reach_;
  const bool has_own_context_;
  std::atomic<Phase> phase_{Phase::waiting};
  std::atomic<bool> cancel_later_{false};
  Count references_;
  union {  // what has_own_context_ says
    ContextData own_context_;
    std::shared_ptr<ContextData> shared_context_;
  };
  Where where_;
  std::atomic<LoopState*> runs_on_{nullptr};
};

/// The node comes first: cancelling one of very many touches one line of memory.
class TimerCallback : public TimerNode, public Callback {
 public:
  TimerCallback(LoopState& loop, TimePoint when, std::optional<Context>&& context, Where where) noexcept
      : Callback(std::move(context), where, Reach::loop), when_(when), loop_(loop) {}
  TimePoint when() const noexcept { return when_; }
  void expire(LoopState& loop) noexcept override { loop.push(this); }
  void drop_timer() noexcept override { drop_ready(); }

 protected:
  void leave() noexcept {
    if (place == nowhere) return;
    loop_.remove_timer(this);
    release();
  }

 private:
  TimePoint when_;
  LoopState& loop_;  // used only while the loop holds this timer
};

template <class F, class Base>
class CallbackOf final : public Base {
 public:
  template <class G, class... Args>
  explicit CallbackOf(G&& fn, Args&&... args) : Base(std::forward<Args>(args)...), fn_(std::forward<G>(fn)) {}

 private:
  void invoke() override { (void)(*fn_)(); }
  void forget() noexcept override { fn_.reset(); }
  void withdraw() noexcept override {
    fn_.reset();
    Base::leave();
  }
  std::optional<F> fn_;
};

template <class F, class... Args>
Ref<Callback> make_callback(F&& fn, Args&&... args) {
  return Ref<Callback>::adopt(
      new CallbackOf<std::decay_t<F>, Callback>(std::forward<F>(fn), std::forward<Args>(args)...));
}

}  // namespace detail

/// A copyable reference to one scheduled callback. Lifetime: independent of the loop.
/// Threads: those of call_soon_threadsafe() from any thread; others on the loop's thread.
class Handle {
 public:
  /// The callback does not run, and what it captured is destroyed now; nothing happens once it has started.
  void cancel() noexcept { callback_->cancel(); }
  bool cancelled() const noexcept { return callback_->cancelled(); }
  /// Where it was scheduled.
  Where where() const noexcept { return callback_->where(); }
  detail::ContextData* context_data() const noexcept { return callback_->context_data(); }

  explicit Handle(detail::Ref<detail::Callback> callback) noexcept : callback_(std::move(callback)) {}

 protected:
  detail::Ref<detail::Callback> callback_;
};

class TimerHandle : public Handle {
 public:
  /// On the scale of EventLoop::time().
  TimePoint when() const noexcept { return static_cast<const detail::TimerCallback&>(*callback_).when(); }
  explicit TimerHandle(detail::Ref<detail::TimerCallback> timer) noexcept : Handle(std::move(timer)) {}
};

}  // namespace aio
