// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Tasks that wait for the same thing, first come first served.
#pragma once

#include <cstddef>

#include "aio/detail/task_state.h"

namespace aio::detail {

class WaitList;

/// One place in a WaitList; leaves it when destroyed.
class ListWaiter final : public Waiter {
 public:
  explicit ListWaiter(WaitList& list) noexcept;
  ~ListWaiter();
  ListWaiter(const ListWaiter&) = delete;
  void leave() noexcept;
  /// Leaves, and wakes the next in line in its place.
  void hand_on() noexcept;
  ListWaiter* next() const noexcept { return next_; }

 private:
  friend class WaitList;
  WaitList* list_;
  ListWaiter* previous_ = nullptr;
  ListWaiter* next_ = nullptr;
};

class WaitList {
 public:
  WaitList() = default;
  WaitList(const WaitList&) = delete;
  ~WaitList();
  ListWaiter* front() const noexcept { return first_; }
  std::size_t size() const noexcept { return size_; }
  /// How many are in line and were not cancelled.
  std::size_t count_waiting() const noexcept;
  /// Somebody waits who was neither woken nor cancelled.
  bool has_waiting() const noexcept;
  void wake_all() noexcept;
  /// Wakes the first in line, unless it was woken already.
  void wake_first() noexcept;
  /// Wakes the first in line who was neither woken nor cancelled. False: there is none.
  bool wake_next() noexcept { return first_ && wake_first_waiting(); }

 private:
  friend class ListWaiter;
  bool wake_first_waiting() noexcept;
  ListWaiter* first_ = nullptr;
  ListWaiter* last_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace aio::detail
