// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a Future shares between its handles.
#pragma once

#include <any>
#include <atomic>
#include <coroutine>
#include <cstdint>
#include <exception>
#include <optional>
#include <utility>

#include "aio/detail/loop_state.h"
#include "aio/detail/pool.h"
#include "aio/detail/ref.h"
#include "aio/errors.h"

namespace aio::detail {

class FutureState;

/// Somebody who wants to know when a future is done. Fires once, in the order of registration, and only schedules.
struct DoneNode {
  DoneNode() noexcept = default;
  DoneNode(const DoneNode&) = delete;
  virtual void fire(FutureState& done) noexcept = 0;
  virtual void abandon() noexcept {}  // the future goes, undone
  virtual std::uint64_t callback_id() const noexcept { return 0; }
  void unlink() noexcept;

  FutureState* waits_for = nullptr;
  DoneNode* previous = nullptr;
  DoneNode* next = nullptr;

 protected:
  ~DoneNode() { unlink(); }
};

enum class Progress : std::uint8_t { pending, finished, failed, cancelled };

class FutureState : public Pooled {
 public:
  FutureState(LoopState& loop, bool is_task) noexcept : loop_(&loop), is_task_(is_task) {}
  FutureState(const FutureState&) = delete;
  virtual ~FutureState();

  void retain() noexcept { references_.fetch_add(1, std::memory_order_relaxed); }
  void release() noexcept {
    if (is_sole() || references_.fetch_sub(1, std::memory_order_acq_rel) == 1) let_go();
  }
  /// retain(), before anybody else knows it.
  void retain_unshared() noexcept {
    references_.store(references_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  }
  bool is_sole() const noexcept { return references_.load(std::memory_order_acquire) == 1; }

  LoopState& loop() const noexcept { return *loop_; }
  EventLoop& event_loop() const;  // LoopClosedError when it is gone
  bool is_task() const noexcept { return is_task_; }
  Progress progress() const noexcept { return progress_.load(std::memory_order_acquire); }
  bool done() const noexcept { return progress() != Progress::pending; }
  bool cancelled() const noexcept { return progress() == Progress::cancelled; }

  virtual bool cancel(const std::any& message);
  void check_settable(const char* operation) const;
  void fail(std::exception_ptr error);
  void finish(Progress progress) noexcept;  // the value is in place

  /// Throws what a failed or cancelled future holds; InvalidStateError when pending. The outcome counts as seen.
  void check_result();
  std::exception_ptr exception();
  void mark_retrieved() noexcept { unretrieved_ = false; }
  /// Nobody will look: a failure still to come is not reported either.
  void silence() noexcept { silenced_ = true, unretrieved_ = false; }
  const std::exception_ptr& error() const noexcept { return error_; }

  void add(DoneNode& node) noexcept;  // fires at once when done
  bool remove(std::uint64_t callback_id) noexcept;

  void* value = nullptr;  ///< where the typed part keeps the value
  Where created_at{};     ///< filled for tasks, and for futures in debug mode

 protected:
  std::exception_ptr cancelled_error();
  virtual void report_unretrieved() noexcept;
  void let_go() noexcept;
  void fire_all() noexcept;

  std::any cancel_message_;
  std::exception_ptr error_;
  bool unretrieved_ = false;
  bool silenced_ = false;

 private:
  friend struct DoneNode;
  Ref<LoopState> loop_;
  std::atomic<std::uint32_t> references_{1};
  std::atomic<Progress> progress_{Progress::pending};
  const bool is_task_;
  DoneNode* first_ = nullptr;
  DoneNode* last_ = nullptr;
};

inline void DoneNode::unlink() noexcept {
  if (!waits_for) return;
  (previous ? previous->next : waits_for->first_) = next;
  (next ? next->previous : waits_for->last_) = previous;
  waits_for = nullptr;
}

/// Room for a value that comes later.
template <class T>
struct Slot {
  std::optional<T> value;
};
template <>
struct Slot<void> {};

template <class T>
struct FutureValue final : FutureState {
  explicit FutureValue(LoopState& loop) noexcept : FutureState(loop, false) { value = &slot; }
  Slot<T> slot;
};

template <class T>
std::optional<T>& slot_of(FutureState& state) noexcept {
  return static_cast<Slot<T>*>(state.value)->value;
}

/// The value of a done future: moved out when `state` is the only handle, else copied.
template <class T>
T take(Ref<FutureState>& state) {
  state->check_result();
  if constexpr (!std::is_void_v<T>) {
    if (state->is_sole()) return std::move(*slot_of<T>(*state));
    if constexpr (std::is_copy_constructible_v<T>)
      return *slot_of<T>(*state);
    else
      throw RuntimeError("the result of a shared future cannot be copied or moved out");
  }
}

}  // namespace aio::detail
