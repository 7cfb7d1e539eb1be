// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A watched descriptor is a one-shot poll that is made again after it was reported, so it is level-triggered. Sockets
// are read, written, accepted and connected by the kernel itself; what it does not do on a socket's behalf (a pipe, a
// descriptor it will not wait for) is polled and then done here.
#include "aio/io_uring.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdint>
#include <ctime>
#include <deque>
#include <memory>
#include <system_error>
#include <utility>
#include <vector>

#include "backends/descriptors.h"
#include "backends/forks.h"
#include "backends/io_uring.h"
#include "backends/io_uring_ring.h"

namespace aio::io_uring {

namespace {

using detail::fail;

/// What the kernel gives back with a completion: one of these in the low bits of a descriptor or an address.
enum Tag : std::uint64_t { nothing, wake_up, watched, operation, tags = 3 };
std::uint64_t watch_data(int fd, std::uint32_t generation) {
  return std::uint64_t{generation} << 34 | std::uint64_t{static_cast<std::uint32_t>(fd)} << 2 | watched;
}

/// write(2), without the signal when nobody reads any more.
ssize_t write_quietly(int fd, const void* data, std::size_t size) {
  sigset_t broken, before, pending;
  sigemptyset(&broken);
  sigaddset(&broken, SIGPIPE);
  sigpending(&pending);
  pthread_sigmask(SIG_BLOCK, &broken, &before);
  const ssize_t written = ::write(fd, data, size);
  const int error = errno;
  if (written < 0 && error == EPIPE && !sigismember(&pending, SIGPIPE)) {
    const timespec now{};
    sigtimedwait(&broken, nullptr, &now);
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  errno = error;
  return written;
}

class UringPoller final : public Poller {
 public:
  UringPoller();
  ~UringPoller() override;
  UringPoller(const UringPoller&) = delete;
  void watch(int fd, unsigned events) override;
  void wait(std::optional<Duration> timeout, std::vector<Ready>& ready) override;
  void wake() noexcept override {  // full it would be after 2^64 wake-ups
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(wake_, &one, sizeof one);
  }

  bool has_completions() const noexcept override { return true; }
  void submit_recv(Operation& what, int fd, char* buffer, std::size_t size) override {
    begin(what, {.action = Action::recv, .fd = fd, .data = buffer, .size = size});
  }
  void submit_send(Operation& what, int fd, const char* data, std::size_t size) override {
    begin(what, {.action = Action::send, .fd = fd, .data = const_cast<char*>(data), .size = size});
  }
  void submit_accept(Operation& what, int fd) override { begin(what, {.action = Action::accept, .fd = fd}); }
  void submit_connect(Operation& what, int fd, const sockaddr* address, socklen_t size) override {
    begin(what, {.action = Action::connect, .fd = fd, .data = const_cast<sockaddr*>(address), .size = size});
  }
  void cancel(Operation& what) noexcept override;
  void abandon() noexcept override;

 private:
  struct Descriptor {
    unsigned events = 0;           // what is watched
    std::uint32_t generation = 0;  // 30 bits; tells the current poll from one that was taken back
    bool armed = false;            // the kernel has the poll
    bool to_arm = false;           // in to_arm_
    bool no_socket = false;        // recv and send are refused
  };
  enum class Action { recv, send, accept, connect };
  struct InFlight {
    Operation* owner = nullptr;  // null: free
    Action action;
    int fd;
    void* data = nullptr;
    std::size_t size = 0;
    bool polls = false;  // waits until the descriptor is ready, to try again
    bool cancelled = false;
    bool moves_data() const { return action == Action::recv || action == Action::send; }
  };

  void check_process() const {
    if (!made_.still()) fail(EINVAL, "a loop made before fork() is used in the child");
  }
  Descriptor& at(int fd);
  void arm_later(int fd);
  void arm_what_changed();
  void disarm(int fd);
  void handle(const Completion& completion, std::vector<Ready>& ready);
  void handle_watched(const Completion& completion, std::vector<Ready>& ready);

  void begin(Operation& what, InFlight how);
  void give(InFlight& one);
  void poll(InFlight& one);
  void advance(InFlight& one, int result);
  int do_here(const InFlight& one);
  void finish(InFlight& one, int result) noexcept;

  detail::MadeInProcess made_;
  Ring ring_;
  int wake_ = -1;
  bool wake_armed_ = false;
  std::size_t armed_ = 0;
  std::vector<Descriptor> descriptors_;
  std::vector<int> to_arm_;
  std::vector<Completion> completions_;
  std::deque<InFlight> operations_;
  std::vector<InFlight*> free_;  // has room for each of operations_
};

UringPoller::UringPoller() {
  wake_ = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (wake_ < 0) fail(errno, "eventfd");
}

UringPoller::~UringPoller() {
  ::close(wake_);
  if (!made_.still()) ring_.forget();
  if (!made_.still() || armed_ == 0) return;
  try {  // else the kernel holds the files until it gets round to the ring
    io_uring_sqe& entry = ring_.next();
    io_uring_prep_cancel64(&entry, 0, IORING_ASYNC_CANCEL_ANY | IORING_ASYNC_CANCEL_ALL);
    io_uring_sqe_set_data64(&entry, nothing);
    ring_.submit();
  } catch (const std::system_error&) {
  }
}

// ---- readiness

UringPoller::Descriptor& UringPoller::at(int fd) {
  if (fd < 0) fail(EBADF, "io_uring");
  const auto index = static_cast<std::size_t>(fd);
  if (index >= descriptors_.size()) descriptors_.resize(std::max(index + 1, 2 * descriptors_.size()));
  return descriptors_[index];
}

void UringPoller::watch(int fd, unsigned events) {
  check_process();
  Descriptor& descriptor = at(fd);
  if (!events) {
    descriptor.events = 0;
    if (!descriptor.armed) return;
    disarm(fd);
    return ring_.submit();  // now: the kernel holds the file as long as it polls, and a close() may follow
  }
  if (const int error = detail::why_unpollable(fd)) fail(error, "io_uring");
  if (descriptor.armed) disarm(fd);
  descriptor.events = events;
  arm_later(fd);
}

void UringPoller::arm_later(int fd) {
  if (at(fd).to_arm) return;
  to_arm_.push_back(fd);
  at(fd).to_arm = true;
}

void UringPoller::disarm(int fd) {
  io_uring_sqe& entry = ring_.next();
  io_uring_prep_poll_remove(&entry, watch_data(fd, at(fd).generation));
  io_uring_sqe_set_data64(&entry, nothing);
  entry.flags |= IOSQE_CQE_SKIP_SUCCESS;
  at(fd).armed = false;
  --armed_;
}

void UringPoller::arm_what_changed() {
  for (; !to_arm_.empty(); to_arm_.pop_back()) {
    const int fd = to_arm_.back();
    Descriptor& descriptor = at(fd);
    if (descriptor.events && !descriptor.armed) {
      io_uring_sqe& entry = ring_.next();
      io_uring_prep_poll_add(&entry, fd,
                             (descriptor.events & read ? POLLIN : 0) | (descriptor.events & write ? POLLOUT : 0));
      descriptor.generation = (descriptor.generation + 1) & 0x3fffffff;
      io_uring_sqe_set_data64(&entry, watch_data(fd, descriptor.generation));
      descriptor.armed = true;
      ++armed_;
    }
    descriptor.to_arm = false;
  }
}

void UringPoller::wait(std::optional<Duration> timeout, std::vector<Ready>& ready) {
  check_process();
  arm_what_changed();
  if (!wake_armed_ && (!timeout || *timeout > Duration::zero())) {
    io_uring_sqe& entry = ring_.next();  // multishot: a completion for each write, so the eventfd need not be read
    io_uring_prep_poll_multishot(&entry, wake_, POLLIN);
    io_uring_sqe_set_data64(&entry, wake_up);
    wake_armed_ = true;
  }
  ring_.wait(timeout);
  ring_.take(completions_);
  for (const Completion& completion : completions_) handle(completion, ready);
}

void UringPoller::handle(const Completion& completion, std::vector<Ready>& ready) {
  switch (completion.data & tags) {
  case wake_up:
    wake_armed_ = completion.more;
    return;
  case watched:
    return handle_watched(completion, ready);
  case operation:
    return advance(*reinterpret_cast<InFlight*>(completion.data & ~std::uint64_t{tags}), completion.result);
  }
}

void UringPoller::handle_watched(const Completion& completion, std::vector<Ready>& ready) {
  const auto fd = static_cast<int>(completion.data >> 2 & 0xffffffff);
  Descriptor& descriptor = at(fd);
  if (!descriptor.armed || descriptor.generation != completion.data >> 34) return;  // taken back meanwhile
  descriptor.armed = false;
  --armed_;
  if (completion.result == -EBADF) {  // closed behind our back: as with epoll, nothing more is heard of it
    descriptor.events = 0;
    return;
  }
  arm_later(fd);
  if (completion.result < 0) return;
  const auto events = static_cast<unsigned>(completion.result);
  unsigned seen = 0;
  if (events & (POLLIN | POLLHUP | POLLERR)) seen |= read;
  if (events & (POLLOUT | POLLHUP | POLLERR)) seen |= write;
  ready.push_back({fd, seen});
}

// ---- completions

void UringPoller::begin(Operation& what, InFlight how) {
  check_process();
  Descriptor& descriptor = at(how.fd);
  if (how.action == Action::connect) descriptor.no_socket = false;
  if (free_.empty()) {
    free_.reserve(operations_.size() + 1);
    free_.push_back(&operations_.emplace_back());
  }
  InFlight& one = *free_.back();
  one = how;
  if (one.moves_data() && descriptor.no_socket)
    poll(one);
  else
    give(one);
  free_.pop_back();
  one.owner = &what;
  what.backend = &one;
}

void UringPoller::give(InFlight& one) {
  io_uring_sqe& entry = ring_.next();
  switch (one.action) {
  case Action::recv:
    io_uring_prep_recv(&entry, one.fd, one.data, std::min<std::size_t>(one.size, INT_MAX), 0);
    break;
  case Action::send:
    io_uring_prep_send(&entry, one.fd, one.data, std::min<std::size_t>(one.size, INT_MAX), MSG_NOSIGNAL);
    break;
  case Action::accept:
    io_uring_prep_accept(&entry, one.fd, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    break;
  case Action::connect:
    io_uring_prep_connect(&entry, one.fd, static_cast<const sockaddr*>(one.data), static_cast<socklen_t>(one.size));
    break;
  }
  io_uring_sqe_set_data64(&entry, reinterpret_cast<std::uint64_t>(&one) | operation);
  one.polls = false;
}

void UringPoller::poll(InFlight& one) {
  io_uring_sqe& entry = ring_.next();
  io_uring_prep_poll_add(&entry, one.fd, one.action == Action::recv || one.action == Action::accept ? POLLIN : POLLOUT);
  io_uring_sqe_set_data64(&entry, reinterpret_cast<std::uint64_t>(&one) | operation);
  one.polls = true;
}

/// One step: tried by the kernel, or found ready.
void UringPoller::advance(InFlight& one, int result) {
  if (one.cancelled && (result == -EINTR || result == -EAGAIN || one.polls)) return finish(one, -ECANCELED);
  const bool refused = result == -ENOTSOCK && one.moves_data();
  if (refused) at(one.fd).no_socket = true;
  const bool is_ready = one.polls && result >= 0;
  try {
    if (is_ready && one.moves_data() && at(one.fd).no_socket) {
      result = do_here(one);
      if (result == -EAGAIN) return poll(one);
    } else if (is_ready || result == -EINTR) {
      return give(one);
    } else if (refused || (result == -EAGAIN && one.action != Action::connect)) {
      return poll(one);
    }
  } catch (const std::system_error& error) {
    result = -error.code().value();
  }
  if (one.action == Action::accept && result >= 0) at(result).no_socket = false;
  finish(one, result);
}

int UringPoller::do_here(const InFlight& one) {
  ssize_t count;
  do
    count = one.action == Action::recv ? ::read(one.fd, one.data, one.size) : write_quietly(one.fd, one.data, one.size);
  while (count < 0 && errno == EINTR);
  return count < 0 ? -errno : static_cast<int>(std::min<ssize_t>(count, INT_MAX));
}

void UringPoller::finish(InFlight& one, int result) noexcept {
  Operation* owner = std::exchange(one.owner, nullptr);
  free_.push_back(&one);
  owner->complete(result);
}

void UringPoller::cancel(Operation& what) noexcept {
  auto& one = *static_cast<InFlight*>(what.backend);
  if (std::exchange(one.cancelled, true) || !made_.still()) return;
  try {
    io_uring_sqe& entry = ring_.next();
    io_uring_prep_cancel64(&entry, reinterpret_cast<std::uint64_t>(&one) | operation, 0);
    io_uring_sqe_set_data64(&entry, nothing);
    entry.flags |= IOSQE_CQE_SKIP_SUCCESS;
  } catch (const std::system_error&) {  // the kernel has no memory: it ends by itself, or in abandon()
  }
}

void UringPoller::abandon() noexcept {
  for (InFlight& one : operations_) one.cancelled = true;
  std::vector<Ready> ignored;
  while (free_.size() < operations_.size()) {
    if (!made_.still()) {  // what is in flight belongs to the parent
      for (InFlight& one : operations_)
        if (one.owner) finish(one, -ECANCELED);
      return;
    }
    try {
      io_uring_sqe& entry = ring_.next();
      io_uring_prep_cancel64(&entry, 0, IORING_ASYNC_CANCEL_ANY | IORING_ASYNC_CANCEL_ALL);
      io_uring_sqe_set_data64(&entry, nothing);
      ring_.wait(std::chrono::milliseconds(100));
      ring_.take(completions_);
      for (const Completion& completion : completions_) handle(completion, ignored);
    } catch (const std::exception&) {  // no memory: as long as the kernel may write into the buffers, nobody goes on
    }
  }
}

}  // namespace

bool available() noexcept {
  static const bool works = [] {
    struct ::io_uring ring;
    if (Ring::make(ring) != 0) return false;
    io_uring_queue_exit(&ring);
    return true;
  }();
  return works;
}

std::unique_ptr<Poller> make_poller() { return std::make_unique<UringPoller>(); }

std::unique_ptr<EventLoop> new_event_loop(Where made_at) { return std::make_unique<EventLoop>(make_poller(), made_at); }

}  // namespace aio::io_uring
