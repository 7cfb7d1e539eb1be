// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What an EventLoop needs from the operating system: a backend is one class.
#pragma once

#include <sys/socket.h>

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <vector>

#include "aio/vocabulary.h"

namespace aio {

/// Waits for descriptors, and tells the time. Owned by one EventLoop. Source: extension (selectors.BaseSelector).
/// watch(), wait() and wake() make a backend; the rest is for those that have another clock, or can do better.
/// Threads: wake() may be called from any thread and from a signal handler; the rest by the loop only.
class Poller {
 public:
  static constexpr unsigned read = 1, write = 2;
  static constexpr unsigned finish = 4;  ///< edges only: hang-up, error or urgent data, so read until it would block
  struct Ready {
    int fd;
    unsigned events;  ///< of read, write and finish; errors and hang-ups count as read and write
  };

  virtual ~Poller() = default;
  /// Changes what is watched on `fd`; 0 forgets it. Level-triggered. Errors: std::system_error.
  virtual void watch(int fd, unsigned events) = 0;
  /// Waits until something is ready, wake() was called, or `timeout` has passed (none: no limit); appends to `ready`.
  virtual void wait(std::optional<Duration> timeout, std::vector<Ready>& ready) = 0;
  /// Ends the current wait(), or the next one when none is going on.
  virtual void wake() noexcept = 0;
  virtual TimePoint now() const noexcept { return Clock::now(); }
  /// now() is the kernel's clock, which does not jump: the loop need not ask for each timer.
  virtual bool has_kernel_time() const noexcept { return false; }

  /// Watches both directions of `fd` and reports changes only (EPOLLET); watch(fd, 0) forgets it. False: it cannot.
  virtual bool watch_edges(int /*fd*/) { return false; }

  /// A piece of input or output that the backend does by itself. It, its buffer or address, and the descriptor stay as
  /// they are until complete() was called, which happens exactly once for each submit and never inside submit or
  /// cancel().
  class Operation {
   public:
    /// `result`: bytes, the accepted descriptor (close-on-exec) or 0; else -errno, -ECANCELED when cancelled.
    /// Called on the loop's thread, from wait() or abandon(). It may submit the next operation.
    virtual void complete(int result) noexcept = 0;
    void* backend = nullptr;  ///< for the backend's own use

   protected:
    ~Operation() = default;
  };
  /// True: the functions below work, and sockets, which then are blocking ones, use them instead of watch(). Does not
  /// change.
  virtual bool has_completions() const noexcept { return false; }
  /// `fd` may be a pipe: then as read(2) and write(2). A send never raises SIGPIPE, and may send less than `size`.
  virtual void submit_recv(Operation&, int /*fd*/, char* /*buffer*/, std::size_t /*size*/) { refuse(); }
  virtual void submit_send(Operation&, int /*fd*/, const char* /*data*/, std::size_t /*size*/) { refuse(); }
  virtual void submit_accept(Operation&, int /*fd*/) { refuse(); }
  virtual void submit_connect(Operation&, int /*fd*/, const sockaddr* /*address*/, socklen_t /*size*/) { refuse(); }
  /// Asks for an early end: complete() still comes, with -ECANCELED or with what was done before.
  virtual void cancel(Operation&) noexcept {}
  /// The loop closes: cancels whatever is in flight and returns when complete() was called for each. Nothing is
  /// submitted afterwards.
  virtual void abandon() noexcept {}

 private:
  [[noreturn]] static void refuse() { throw std::logic_error("this backend completes nothing by itself"); }
};

}  // namespace aio
