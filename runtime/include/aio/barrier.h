// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Tasks that wait for each other. Source: asyncio/locks.py, Barrier.
#pragma once

#include <cstddef>
#include <cstdint>

#include "aio/coro.h"
#include "aio/detail/loop_bound.h"
#include "aio/detail/wait_list.h"

namespace aio {

/// Opens when `parties` tasks wait, lets them all out, and closes again.
/// Binds to the loop of its first blocking wait(). Lifetime: must outlive its waiters. Threads: the loop's only.
class Barrier {
 public:
  /// Errors: ValueError "parties must be >= 1".
  explicit Barrier(std::size_t parties);
  Barrier(const Barrier&) = delete;

  /// Gives each task of a round its own number, 0 … parties - 1. Suspends: until the last one comes, which goes on at
  /// once; who comes while a round leaves waits for its end first. Cancellation: while the barrier fills, the task
  /// leaves and does not count; the barrier is not broken. Errors: BrokenBarrierError after abort() or reset();
  /// WrongLoopError "… is bound to a different event loop".
  Coro<std::size_t> wait();
  /// Waiters get BrokenBarrierError; the barrier is usable again. Suspends: never.
  Coro<> reset();
  /// Waiters get BrokenBarrierError, and so does who comes later, until reset(). Suspends: never.
  Coro<> abort();

  std::size_t parties() const noexcept { return parties_; }
  /// 0 unless the barrier fills.
  std::size_t n_waiting() const noexcept { return state_ == State::filling ? inside_.count_waiting() : 0; }
  bool broken() const noexcept { return state_ == State::broken; }

 private:
  enum class State : std::uint8_t { filling, draining, resetting, broken };
  bool is_emptying() const noexcept { return state_ == State::draining || state_ == State::resetting; }
  void close_if_empty() noexcept;

  const std::size_t parties_;
  std::size_t next_index_ = 0;
  State state_ = State::filling;
  detail::LoopBound bound_;
  detail::WaitList inside_;   // the round that fills, or leaves
  detail::WaitList outside_;  // came while a round leaves
};

}  // namespace aio
