// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a ConcurrentFuture shares with the loop that computes it.
#pragma once

#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <type_traits>
#include <utility>

#include "aio/coro.h"
#include "aio/detail/future_state.h"
#include "aio/event_loop.h"

namespace aio::detail {

class ConcurrentState : public std::enable_shared_from_this<ConcurrentState> {
 public:
  explicit ConcurrentState(LoopState& loop) noexcept : loop_(&loop) {}
  void wait(std::optional<Duration> timeout);  // throws what it holds
  bool cancel();
  bool done() const;
  bool cancelled() const;

  // from the loop
  void set_task(Ref<TaskState> task);
  template <class Store>
  void settle(Progress progress, std::exception_ptr error, Store&& store) {
    {
      std::lock_guard lock(mutex_);
      if (progress_ != Progress::pending) return;
      store();
      error_ = std::move(error);
      progress_ = progress;
      task_ = {};
    }
    changed_.notify_all();
  }

 private:
  Ref<LoopState> loop_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  Progress progress_ = Progress::pending;
  std::exception_ptr error_;
  Ref<TaskState> task_;
};

template <class T>
struct ConcurrentValue final : ConcurrentState {
  using ConcurrentState::ConcurrentState;
  Slot<T> slot;
};

/// The loop's end of it: dropped unsettled, the waiting thread gets a cancellation and not an endless wait.
template <class T>
class ConcurrentPromise {
 public:
  explicit ConcurrentPromise(std::shared_ptr<ConcurrentValue<T>> state) noexcept : state_(std::move(state)) {}
  ConcurrentPromise(ConcurrentPromise&&) noexcept = default;
  ~ConcurrentPromise() {
    if (state_) state_->settle(Progress::cancelled, std::make_exception_ptr(CancelledError{}), [] {});
  }

  void run(EventLoop& loop, Coro<T> coro, Where where) {
    if (state_->cancelled()) return coro.close();
    Task<T> task = loop.create_task(std::move(coro), {}, where);
    state_->set_task(Ref<TaskState>(&task.task()));
    task.add_done_callback([promise = std::move(*this)](Future<T>& done) mutable { promise.deliver(*done.state()); });
  }

 private:
  void deliver(FutureState& done) {
    std::exception_ptr error;
    try {
      done.check_result();
    } catch (...) {
      error = std::current_exception();
    }
    state_->settle(done.progress(), error, [&] {
      if constexpr (!std::is_void_v<T>)
        if (!error) state_->slot.value.emplace(std::move(*slot_of<T>(done)));
    });
  }
  std::shared_ptr<ConcurrentValue<T>> state_;
};

}  // namespace aio::detail
