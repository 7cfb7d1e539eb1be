// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "backends/io_uring_ring.h"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>

#include "backends/descriptors.h"

namespace aio::io_uring {

namespace {
constexpr unsigned submissions = 128, completions = 1024;
}  // namespace

int Ring::make(struct ::io_uring& ring) noexcept {
  io_uring_params params{};
  params.flags = IORING_SETUP_COOP_TASKRUN | IORING_SETUP_TASKRUN_FLAG | IORING_SETUP_SUBMIT_ALL | IORING_SETUP_CQSIZE;
  params.cq_entries = completions;
  const int error = -io_uring_queue_init_params(submissions, &ring, &params);
  if (error == 0) io_uring_ring_dontfork(&ring);  // a child must not write into our queues
  return error;
}

Ring::Ring() {
  if (const int error = make(ring_)) detail::fail(error, "io_uring_setup");
}

io_uring_sqe& Ring::next() {
  io_uring_sqe* entry = io_uring_get_sqe(&ring_);
  while (!entry) {
    submit();
    entry = io_uring_get_sqe(&ring_);
  }
  return *entry;
}

void Ring::submit() {
  while (io_uring_sq_ready(&ring_) > 0) {
    const int result = io_uring_submit(&ring_);
    if (result >= 0 || result == -EINTR) continue;
    if (result != -EBUSY) detail::fail(-result, "io_uring_enter");
    stash();  // the kernel takes nothing while it has completions that found no place
  }
}

void Ring::wait(std::optional<Duration> timeout) {
  int result = 0;
  if (!stash_.empty() || (timeout && *timeout <= Duration::zero())) {
    const unsigned flags = IO_URING_READ_ONCE(*ring_.sq.kflags);
    if (io_uring_sq_ready(&ring_) == 0 && !(flags & (IORING_SQ_TASKRUN | IORING_SQ_CQ_OVERFLOW))) return;
    result = io_uring_submit_and_get_events(&ring_);
  } else {
    // Never without a limit: a signal that comes after the submission would not end the wait, liburing enters again.
    const Duration limit = timeout.value_or(std::chrono::hours(24));
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(limit);
    __kernel_timespec span{seconds.count(), (limit - seconds).count()};
    io_uring_cqe* first = nullptr;
    result = io_uring_submit_and_wait_timeout(&ring_, &first, 1, &span, nullptr);
  }
  if (result >= 0 || result == -ETIME || result == -EINTR || result == -EAGAIN || result == -EBUSY) return;
  detail::fail(-result, "io_uring_enter");
}

void Ring::stash() {
  std::array<io_uring_cqe*, 64> found;
  while (const unsigned count = io_uring_peek_batch_cqe(&ring_, found.data(), found.size())) {
    for (unsigned i = 0; i < count; ++i)
      stash_.push_back({found[i]->user_data, found[i]->res, (found[i]->flags & IORING_CQE_F_MORE) != 0});
    io_uring_cq_advance(&ring_, count);
  }
}

void Ring::take(std::vector<Completion>& to) {
  stash();
  to.clear();
  to.swap(stash_);
}

void Ring::forget() noexcept {
  ::close(ring_.ring_fd);
  ring_ = {};
  ring_.ring_fd = -1;
}

}  // namespace aio::io_uring
