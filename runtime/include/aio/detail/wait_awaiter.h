// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What wait waits with.
#pragma once

#include <cstdint>
#include <optional>

#include "aio/coro.h"
#include "aio/detail/delay.h"
#include "aio/detail/many_wait.h"
#include "aio/detail/owned.h"
#include "aio/sleep.h"

namespace aio {

/// When wait() has seen enough.
enum class ReturnWhen : std::uint8_t { all_completed, first_completed, first_exception };

namespace detail {

/// Suspends until enough futures are done or the time is up; throws only the cancellation of who waits.
class WaitAwaiter final : public ManyWait, public TimerNode {
 public:
  WaitAwaiter(std::span<Ref<FutureState>> futures, Delay timeout, ReturnWhen return_when)
      : ManyWait(futures), timeout_(timeout.value), return_when_(return_when) {}
  explicit WaitAwaiter(Ref<FutureState>& future) : WaitAwaiter({&future, 1}, {}, ReturnWhen::all_completed) {}
  ~WaitAwaiter() { disarm(); }
  void await_resume() { finish(); }
  void expire(LoopState&) noexcept override { wake(); }
  void drop_timer() noexcept override {}
  bool cancel_wait(const std::any& message) override;

 private:
  bool is_enough(FutureState& done) noexcept override;
  void on_suspend() override;
  void disarm() noexcept;
  std::optional<Duration> timeout_;
  ReturnWhen return_when_;
};

/// The time of an awaitable was up before it began: a future is cancelled and awaited to its end, anything else is
/// dropped unstarted, one turn later. Throws only the cancellation of who waits.
template <class A>
Coro<> give_up(A& awaitable) {
  if constexpr (HasState<A>) {
    Ref<FutureState> future = awaitable.state();
    future->cancel({});
    WaitAwaiter ended(future);
    co_await ended;
  } else {
    if constexpr (is_coro<A>) awaitable.close();
    co_await YieldAwaiter();
  }
}

/// What give_up() left of it: the future's own end, else a cancellation.
template <class T, class A>
T take_given_up(A& awaitable) {
  if constexpr (HasState<A>) {
    Ref<FutureState> future = std::move(awaitable).state();
    return take<T>(future);
  } else {
    throw CancelledError{};
  }
}

}  // namespace detail
}  // namespace aio
