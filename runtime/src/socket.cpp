// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "aio/detail/socket.h"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace aio::detail {

namespace {

constexpr std::size_t largest_transfer = std::size_t{1} << 30;
constexpr int accepts_per_turn = 100;  // then the others have a turn; as asyncio's backlog

/// Repeats what a signal interrupted; -errno for errors.
template <class F>
int call(F&& function) noexcept {
  for (;;) {
    const auto result = function();
    if (result >= 0) return static_cast<int>(result);
    if (errno != EINTR) return errno == EWOULDBLOCK ? -EAGAIN : -errno;
  }
}

bool knows_edges(int fd) noexcept {  // a Unix socket ends a read early where a descriptor was passed along
  int family = 0;
  socklen_t size = sizeof family;
  return ::getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &family, &size) == 0 && (family == AF_INET || family == AF_INET6);
}

/// The peer gave up before we looked; the next one is fine.
bool is_peers_trouble(int error) noexcept {
  return error == -ECONNABORTED || error == -EPROTO || error == -EPERM || error == -ENETDOWN || error == -ENOPROTOOPT ||
         error == -EHOSTDOWN || error == -ENONET || error == -EHOSTUNREACH || error == -ENETUNREACH;
}

}  // namespace

Socket::Socket(LoopState& loop, int fd, Kind kind) : loop_(&loop), fd_(fd), kind_(kind) {
  writing_.ready = true;
  try {
    loop.attach(fd, *this);
  } catch (...) {
    ::close(fd);
    throw;
  }
}

Socket::~Socket() {
  if (fd_ < 0) return;
  loop_->detach(fd_);
  ::close(fd_);
}

int Socket::read_now(char* buffer, std::size_t size) noexcept {
  const std::size_t wanted = std::min(size, largest_transfer);
  const int count =
      call([&] { return kind_ == Kind::pipe ? ::read(fd_, buffer, wanted) : ::recv(fd_, buffer, wanted, 0); });
  // What was read short is empty now, and the backend will tell when it is not; an end or error stays where it is.
  reading_.ready =
      count >= 0 ? finishing_ || count == 0 || static_cast<std::size_t>(count) == wanted : count != -EAGAIN;
  return count;
}

int Socket::write_now(const char* data, std::size_t size) noexcept {
  const std::size_t wanted = std::min(size, largest_transfer);
  const int count =
      call([&] { return kind_ == Kind::pipe ? ::write(fd_, data, wanted) : ::send(fd_, data, wanted, MSG_NOSIGNAL); });
  writing_.ready = count >= 0 ? static_cast<std::size_t>(count) == wanted : count != -EAGAIN;
  return count;
}

int Socket::try_read(char* buffer, std::size_t size) noexcept {
  return reading_.ready && !loop_->has_completions() ? read_now(buffer, size) : -EAGAIN;
}

int Socket::try_write(const char* data, std::size_t size) noexcept {
  return writing_.ready && !loop_->has_completions() ? write_now(data, size) : -EAGAIN;
}

int Socket::try_connect(const sockaddr* address, socklen_t size) noexcept {
  if (loop_->has_completions()) return -EINPROGRESS;
  return ::connect(fd_, address, size) == 0 ? 0 : errno == EINTR ? -EINPROGRESS : -errno;
}

void Socket::start_read(char* buffer, std::size_t size) {
  begin(reading_, Work::transfer, buffer, size);
  start(reading_);
}

void Socket::start_looking() {
  begin(reading_, Work::look, nullptr, 0);
  start(reading_);
}

void Socket::start_write(const char* data, std::size_t size) {
  begin(writing_, Work::transfer, const_cast<char*>(data), size);  // only read
  start(writing_);
}

void Socket::start_connect(const sockaddr* address, socklen_t size) {
  begin(writing_, Work::connect, reinterpret_cast<char*>(const_cast<sockaddr*>(address)), size);  // only read
  start(writing_);
}

void Socket::start_accept() {
  begin(reading_, Work::accept, nullptr, 0);
  start(reading_);
}

void Socket::begin(Direction& direction, Work work, char* buffer, std::size_t size) noexcept {
  direction.work = work;
  direction.buffer = buffer;
  direction.size = size;
  direction.busy = true;
}

void Socket::start(Direction& direction) {
  try {
    if (!loop_->has_completions()) return want(&direction == &reading_ ? Poller::read : Poller::write);
    Poller& poller = loop_->poller();
    const std::size_t size = std::min(direction.size, largest_transfer);
    switch (direction.work) {
    case Work::look:
    case Work::transfer:
      if (&direction == &reading_)
        poller.submit_recv(direction, fd_, direction.buffer, size);
      else
        poller.submit_send(direction, fd_, direction.buffer, size);
      break;
    case Work::accept:
      poller.submit_accept(direction, fd_);
      break;
    case Work::connect:
      poller.submit_connect(direction, fd_, reinterpret_cast<const sockaddr*>(direction.buffer),
                            static_cast<socklen_t>(size));
      break;
    }
    retain();  // the backend's
  } catch (...) {
    direction.busy = false;
    throw;
  }
}

void Socket::want(unsigned events) {
  if (edges_ || (events_ & events) == events) return;
  if (!events_ && kind_ == Kind::stream && knows_edges(fd_) && loop_->want_edges(fd_)) {
    edges_ = true;
    return;
  }
  loop_->want(fd_, events_ | events);
  events_ |= events;
}

void Socket::ignore(unsigned events) noexcept {
  if (edges_ || !(events_ & events)) return;
  try {
    loop_->want(fd_, events_ & ~events);
    events_ &= ~events;
  } catch (...) {  // it stays watched, and is ignored again
  }
}

void Socket::ready(unsigned events) noexcept {
  const Ref<Socket> held(this);
  if (events & Poller::finish) finishing_ = true;
  if (events & (Poller::read | Poller::finish)) {
    reading_.ready = true;
    if (reading_.busy)
      go_on_reading();
    else
      ignore(Poller::read);
  }
  if ((events & Poller::write) && fd_ >= 0) {
    writing_.ready = true;
    if (writing_.busy)
      go_on_writing();
    else
      ignore(Poller::write);
  }
}

void Socket::go_on_reading() noexcept {
  if (reading_.work == Work::accept) return accept_waiting();
  if (reading_.work == Work::look) {
    reading_.busy = false;
    return did_read(-EAGAIN);
  }
  const int count = read_now(reading_.buffer, reading_.size);
  if (count == -EAGAIN) return;
  reading_.busy = false;
  did_read(count);
}

void Socket::accept_waiting() noexcept {
  for (int left = accepts_per_turn; reading_.busy && left > 0; --left) {
    const int accepted = call([this] { return ::accept4(fd_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK); });
    if (accepted == -EAGAIN) return;
    if (is_peers_trouble(accepted)) continue;
    reading_.busy = false;
    did_read(accepted);
  }
}

void Socket::go_on_writing() noexcept {
  int result = 0;
  if (writing_.work == Work::connect) {
    int error = 0;
    socklen_t size = sizeof error;
    ::getsockopt(fd_, SOL_SOCKET, SO_ERROR, &error, &size);
    sockaddr_storage peer;
    socklen_t peer_size = sizeof peer;
    if (!error && ::getpeername(fd_, reinterpret_cast<sockaddr*>(&peer), &peer_size) != 0) return;  // not yet
    result = -error;
  } else {
    result = write_now(writing_.buffer, writing_.size);
    if (result == -EAGAIN) return;
  }
  writing_.busy = false;
  did_write(result);
  if (!writing_.busy && fd_ >= 0) ignore(Poller::write);
}

void Socket::completed(Direction& direction, int result) noexcept {
  const Ref<Socket> held = Ref<Socket>::adopt(this);  // the backend's
  direction.busy = false;
  if (closing_ || loop_->is_closing()) {
    if (direction.work == Work::accept && result >= 0) ::close(result);
    closing_ = true;
    if (!reading_.busy && !writing_.busy) close_now();
    return;
  }
  if (&direction == &writing_) return did_write(result);
  if (direction.work == Work::accept && is_peers_trouble(result)) {
    try {
      return start_accept();
    } catch (...) {
      result = -ENOMEM;
    }
  }
  did_read(result);
}

void Socket::close_socket() noexcept {
  if (closing_) return;
  closing_ = true;
  if (loop_->has_completions() && (reading_.busy || writing_.busy)) {
    if (reading_.busy) loop_->poller().cancel(reading_);
    if (writing_.busy) loop_->poller().cancel(writing_);
    return;  // completed() goes on
  }
  reading_.busy = writing_.busy = false;
  close_now();
}

void Socket::loop_closes() noexcept {
  const Ref<Socket> held(this);
  close_socket();
}

void Socket::close_now() noexcept {
  loop_->detach(fd_);
  ::close(fd_);
  fd_ = -1;
  did_close();
}

}  // namespace aio::detail
