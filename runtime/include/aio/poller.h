// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What an EventLoop needs from the operating system: a backend is one class.
#pragma once

#include <optional>
#include <vector>

#include "aio/vocabulary.h"

namespace aio {

/// Waits for descriptors, and tells the time. Owned by one EventLoop. Source: extension (selectors.BaseSelector).
/// Threads: wake() may be called from any thread and from a signal handler; the rest by the loop only.
class Poller {
 public:
  static constexpr unsigned read = 1, write = 2;
  struct Ready {
    int fd;
    unsigned events;  ///< of read and write; errors and hang-ups count as both
  };

  virtual ~Poller() = default;
  /// Changes what is watched on `fd`; 0 forgets it. Level-triggered. Errors: std::system_error.
  virtual void watch(int fd, unsigned events) = 0;
  /// Waits until something is ready, wake() was called, or `timeout` has passed (none: no limit); appends to `ready`.
  virtual void wait(std::optional<Duration> timeout, std::vector<Ready>& ready) = 0;
  /// Ends the current wait(), or the next one when none is going on.
  virtual void wake() noexcept = 0;
  virtual TimePoint now() const noexcept { return Clock::now(); }
};

}  // namespace aio
