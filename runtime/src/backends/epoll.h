// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Waiting with epoll; woken through an eventfd.
#pragma once

#include <vector>

#include "aio/poller.h"

struct epoll_event;

namespace aio::epoll {

class EpollPoller final : public Poller {
 public:
  EpollPoller();
  ~EpollPoller() override;
  EpollPoller(const EpollPoller&) = delete;
  void watch(int fd, unsigned events) override;
  bool watch_edges(int fd) override;
  void wait(std::optional<Duration> timeout, std::vector<Ready>& ready) override;
  void wake() noexcept override;
  bool has_kernel_time() const noexcept override { return true; }

 private:
  void control(int fd, unsigned events);
  int wait_for_events(std::optional<Duration> timeout, epoll_event* events, int limit);
  void drain_wake() noexcept;
  int epoll_ = -1;
  int wake_ = -1;
  std::vector<unsigned> watched_;  // by descriptor
  bool has_nanoseconds_ = true;    // epoll_pwait2
};

}  // namespace aio::epoll
