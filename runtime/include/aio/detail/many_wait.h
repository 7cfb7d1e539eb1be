// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Waiting for several futures.
#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include "aio/detail/future_state.h"
#include "aio/detail/task_state.h"

namespace aio::detail {

/// Suspends at several futures at once; who derives says when enough of them have ended.
class ManyWait : public Waiter {
 public:
  bool await_ready() const noexcept { return futures_.empty(); }
  template <std::derived_from<PromiseBase> P>
  bool await_suspend(std::coroutine_handle<P> handle) {
    return start(handle.promise());
  }

 protected:
  explicit ManyWait(std::span<Ref<FutureState>> futures);
  ~ManyWait() = default;
  bool start(PromiseBase& leaf);
  /// Told of each future as it ends. True: enough.
  virtual bool is_enough(FutureState& done) noexcept = 0;
  virtual void on_suspend() {}

  std::span<Ref<FutureState>> futures_;
  std::size_t pending_ = 0;

 private:
  struct Hook final : DoneNode {
    ManyWait* wait = nullptr;
    void fire(FutureState& done) noexcept override { wait->one_done(done); }
  };
  void one_done(FutureState& done) noexcept;
  std::unique_ptr<Hook[]> hooks_;
  bool starting_ = false;
  bool enough_ = false;
};

}  // namespace aio::detail
