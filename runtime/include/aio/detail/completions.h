// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What as_completed draws from.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "aio/detail/alarm.h"
#include "aio/detail/future_state.h"
#include "aio/detail/task_state.h"

namespace aio::detail {

/// Futures in the order of their ends, until the time is up.
class Completions final : Alarm {
 public:
  /// Of the running loop.
  Completions(std::vector<Ref<FutureState>> futures, std::optional<TimePoint> deadline);
  std::size_t left() const noexcept { return left_; }
  /// The next one that ended, counted off; none: the time was up before it did.
  Ref<FutureState> take() noexcept;

  /// Suspends until take() has an answer. For one task at a time.
  class Next final : public Waiter {
   public:
    explicit Next(Completions& completions) noexcept : completions_(completions) {}
    ~Next() { completions_.next_ = nullptr; }
    bool await_ready() const noexcept { return completions_.has_answer(); }
    template <std::derived_from<PromiseBase> P>
    void await_suspend(std::coroutine_handle<P> handle) {
      suspend(handle.promise());
      completions_.next_ = this;
    }
    void await_resume() {
      if (task_) finish();
    }

   private:
    Completions& completions_;
  };

 private:
  struct Hook final : DoneNode {
    Completions* completions = nullptr;
    void fire(FutureState& done) noexcept override;
  };
  bool has_answer() const noexcept { return given_ < ended_.size() || timed_out_; }
  void ring() noexcept override;

  std::vector<Ref<FutureState>> futures_;
  std::vector<FutureState*> ended_;
  std::unique_ptr<Hook[]> hooks_;
  std::size_t given_ = 0;
  std::size_t left_;
  bool timed_out_ = false;
  Next* next_ = nullptr;
};

}  // namespace aio::detail
