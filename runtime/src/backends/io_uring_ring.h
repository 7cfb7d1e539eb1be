// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The two queues shared with the kernel. What is put in goes to the kernel with the next wait: one system call a turn.
#pragma once

#include <liburing.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "aio/vocabulary.h"

namespace aio::io_uring {

struct Completion {
  std::uint64_t data;
  std::int32_t result;
  bool more;  ///< of a multishot: it goes on
};

/// Every operation throws std::system_error when the kernel has no more memory, or worse.
class Ring {
 public:
  /// 0, or why the kernel refuses. Linux 5.19 has all the flags; an older one says EINVAL.
  static int make(struct ::io_uring& ring) noexcept;
  Ring();
  ~Ring() { io_uring_queue_exit(&ring_); }
  Ring(const Ring&) = delete;

  /// A place in the submission queue, to be prepared, then marked with io_uring_sqe_set_data64(). A full queue is given
  /// to the kernel first.
  io_uring_sqe& next();
  /// Gives the kernel what is queued, without waiting.
  void submit();
  /// Gives it, and waits for a completion, or as long as `timeout`. May return early. No system call when there is
  /// nothing to give, to wait for, nor to fetch.
  void wait(std::optional<Duration> timeout);
  /// Moves what has completed to `to`.
  void take(std::vector<Completion>& to);
  /// In a child of fork(): the queues are not mapped there.
  void forget() noexcept;

 private:
  void stash();
  struct ::io_uring ring_;
  std::vector<Completion> stash_;  // taken while the kernel had no place for more
};

}  // namespace aio::io_uring
