// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "backends/epoll.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <ctime>
#include <limits>
#include <memory>
#include <system_error>

#include "aio/epoll.h"

namespace aio::epoll {

namespace {
[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::system_category(), what); }
}  // namespace

EpollPoller::EpollPoller() {
  epoll_ = epoll_create1(EPOLL_CLOEXEC);
  if (epoll_ < 0) fail("epoll_create1");
  wake_ = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = wake_;
  if (wake_ < 0 || epoll_ctl(epoll_, EPOLL_CTL_ADD, wake_, &event) != 0) {
    const int error = errno;
    if (wake_ >= 0) ::close(wake_);
    ::close(epoll_);
    errno = error;
    fail("eventfd");
  }
}

EpollPoller::~EpollPoller() {
  ::close(wake_);
  ::close(epoll_);
}

void EpollPoller::watch(int fd, unsigned events) {
  control(fd, (events & read ? EPOLLIN : 0u) | (events & write ? EPOLLOUT : 0u));
}

bool EpollPoller::watch_edges(int fd) {
  control(fd, EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLPRI | EPOLLET);
  return true;
}

void EpollPoller::control(int fd, unsigned events) {
  const auto index = static_cast<std::size_t>(fd);
  if (fd < 0) {
    errno = EBADF;
    fail("epoll_ctl");
  }
  if (index >= watched_.size()) watched_.resize(index + 1);
  epoll_event event{};
  event.events = events;
  event.data.fd = fd;
  const unsigned before = events ? watched_[index] : std::exchange(watched_[index], 0u);
  int operation = !events ? EPOLL_CTL_DEL : before ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;
  int result = epoll_ctl(epoll_, operation, fd, &event);
  if (result != 0 && errno == ENOENT && operation == EPOLL_CTL_MOD)  // closed and opened again behind our back
    result = epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event);
  if (result != 0) fail("epoll_ctl");
  watched_[index] = events;
}

int EpollPoller::wait_for_events(std::optional<Duration> timeout, epoll_event* events, int limit) {
  if (has_nanoseconds_ && timeout && *timeout > Duration::zero()) {
    timespec span{};
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(*timeout);
    span.tv_sec = static_cast<time_t>(seconds.count());
    span.tv_nsec = static_cast<long>((*timeout - seconds).count());
    const int count = epoll_pwait2(epoll_, events, limit, &span, nullptr);
    if (count >= 0 || errno != ENOSYS) return count;
    has_nanoseconds_ = false;
  }
  int milliseconds = -1;
  if (timeout) {
    const auto rounded = std::chrono::ceil<std::chrono::milliseconds>(*timeout).count();
    milliseconds = static_cast<int>(std::min<std::int64_t>(rounded, std::numeric_limits<int>::max()));
  }
  return epoll_wait(epoll_, events, limit, milliseconds);
}

void EpollPoller::wait(std::optional<Duration> timeout, std::vector<Ready>& ready) {
  epoll_event events[64];
  const int count = wait_for_events(timeout, events, 64);
  if (count < 0) {
    if (errno == EINTR) return;
    fail("epoll_wait");
  }
  for (int i = 0; i < count; ++i) {
    const int fd = events[i].data.fd;
    if (fd == wake_) {
      drain_wake();
      continue;
    }
    unsigned seen = 0;
    if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR | EPOLLRDHUP)) seen |= read;
    if (events[i].events & (EPOLLOUT | EPOLLHUP | EPOLLERR)) seen |= write;
    if (events[i].events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR | EPOLLPRI)) seen |= finish;
    ready.push_back({fd, seen});
  }
}

void EpollPoller::wake() noexcept {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(wake_, &one, sizeof one);
}

void EpollPoller::drain_wake() noexcept {
  std::uint64_t count = 0;
  [[maybe_unused]] const auto got = ::read(wake_, &count, sizeof count);
}

std::unique_ptr<EventLoop> new_event_loop(Where made_at) {
  return std::make_unique<EventLoop>(std::make_unique<EpollPoller>(), made_at);
}

}  // namespace aio::epoll
