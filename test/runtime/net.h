// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the tests of streams share: the three ways a backend may work, and pairs of connected streams.
#pragma once

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <map>

#include "support.h"

namespace aio_test {

enum class Way { edges, levels, completions };
inline std::string name_of(const testing::TestParamInfo<Way>& info) {
  return info.param == Way::edges ? "Edges" : info.param == Way::levels ? "Levels" : "Completions";
}

/// On poll(2): tells levels, or does the work by itself. Its clock can be put forward.
class PollPoller final : public aio::Poller {
 public:
  explicit PollPoller(bool completes) : completes_(completes), wake_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}
  ~PollPoller() override {
    EXPECT_TRUE(works_.empty()) << "abandon() left work in flight";
    ::close(wake_);
  }
  void watch(int fd, unsigned events) override {
    if (events)
      watched_[fd] = events;
    else
      watched_.erase(fd);
  }
  void wait(std::optional<aio::Duration> timeout, std::vector<Ready>& ready) override {
    std::vector<pollfd> fds{{wake_, POLLIN, 0}};
    for (const auto& [fd, events] : watched_) fds.push_back({fd, poll_events(events), 0});
    for (const Work& work : works_) fds.push_back({work.fd, poll_events(work.event), 0});
    if (!cancelled_.empty()) timeout = aio::Duration::zero();
    const int limit =
        timeout ? static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(*timeout).count()) : 20'000;
    const int count = ::poll(fds.data(), fds.size(), limit);
    if (count == 0 && !timeout) throw std::logic_error("the loop would sleep for ever");
    std::uint64_t drained;
    if (::read(wake_, &drained, sizeof drained) < 0 && errno != EAGAIN) throw std::logic_error("eventfd");
    for (std::size_t i = 1; i <= watched_.size(); ++i) {
      const short seen = fds[i].revents;
      const unsigned events = ((seen & (POLLIN | POLLHUP | POLLERR)) ? Poller::read : 0u) |
                              ((seen & (POLLOUT | POLLHUP | POLLERR)) ? Poller::write : 0u);
      if (events) ready.push_back({fds[i].fd, events});
    }
    std::vector<std::pair<Operation*, int>> done;
    for (Operation* operation : std::exchange(cancelled_, {})) done.emplace_back(operation, -ECANCELED);
    const std::size_t before = fds.size() - works_.size();
    for (std::size_t i = before; i < fds.size(); ++i) {
      if (!fds[i].revents) continue;
      const int result = perform(works_[i - before]);
      if (result != -EAGAIN) done.emplace_back(works_[i - before].operation, result);
    }
    for (const auto& [operation, result] : done) finish_work(*operation, result);
  }
  void wake() noexcept override {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(wake_, &one, sizeof one);
  }
  aio::TimePoint now() const noexcept override { return aio::Clock::now() + ahead_; }
  void advance(aio::Duration by) { ahead_ += by; }

  bool has_completions() const noexcept override { return completes_; }
  void submit_recv(Operation& operation, int fd, char* buffer, std::size_t size) override {
    submit({&operation, fd, Poller::read, [=] {
              const ssize_t count = ::recv(fd, buffer, size, MSG_DONTWAIT);
              return static_cast<int>(count < 0 && errno == ENOTSOCK ? ::read(fd, buffer, size) : count);
            }});
  }
  void submit_send(Operation& operation, int fd, const char* data, std::size_t size) override {
    submit({&operation, fd, Poller::write, [=] {
              const ssize_t count = ::send(fd, data, size, MSG_DONTWAIT | MSG_NOSIGNAL);
              return static_cast<int>(
                  count < 0 && errno == ENOTSOCK ? ::write(fd, data, std::min<std::size_t>(size, 4096)) : count);
            }});
  }
  void submit_accept(Operation& operation, int fd) override {
    submit({&operation, fd, Poller::read, [=] { return ::accept4(fd, nullptr, nullptr, SOCK_CLOEXEC); }});
  }
  void submit_connect(Operation& operation, int fd, const sockaddr* address, socklen_t size) override {
    const int flags = ::fcntl(fd, F_GETFL);
    ::fcntl(fd, F_SETFL, flags | O_NONBLOCK);
    const int result = ::connect(fd, address, size) == 0 ? 0 : errno;
    ::fcntl(fd, F_SETFL, flags);
    submit({&operation, fd, Poller::write, [=] {
              if (result == 0) return 0;
              errno = result;
              if (result != EINPROGRESS) return -1;
              socklen_t length = sizeof(int);
              ::getsockopt(fd, SOL_SOCKET, SO_ERROR, &errno, &length);
              return errno ? -1 : 0;
            }});
  }
  void cancel(Operation& operation) noexcept override { cancelled_.push_back(&operation); }
  void abandon() noexcept override {
    while (!works_.empty()) finish_work(*works_.back().operation, -ECANCELED);
  }

 private:
  struct Work {
    Operation* operation;
    int fd;
    unsigned event;
    std::function<int()> work;
  };
  static short poll_events(unsigned events) {
    return static_cast<short>((events & Poller::read ? POLLIN : 0) | (events & Poller::write ? POLLOUT : 0));
  }
  static int perform(const Work& work) {
    const int result = work.work();
    return result < 0 ? -errno : result;
  }
  void submit(Work work) {
    EXPECT_TRUE(completes_);
    EXPECT_TRUE(std::none_of(works_.begin(), works_.end(), [&](const Work& other) {
      return other.operation == work.operation;
    })) << "submitted twice";
    works_.push_back(std::move(work));
  }
  void finish_work(Operation& operation, int result) {
    const auto found =
        std::find_if(works_.begin(), works_.end(), [&](const Work& work) { return work.operation == &operation; });
    if (found == works_.end()) return;  // done before it was cancelled
    works_.erase(found);
    operation.complete(result);
  }

  const bool completes_;
  const int wake_;
  aio::Duration ahead_{};
  std::map<int, unsigned> watched_;
  std::vector<Work> works_;
  std::vector<Operation*> cancelled_;
};

inline std::unique_ptr<aio::EventLoop> loop_of(Way way) {
  if (way == Way::edges) return aio::epoll::new_event_loop();
  return std::make_unique<aio::EventLoop>(std::make_unique<PollPoller>(way == Way::completions));
}
template <class F>
auto run_on(Way way, F&& make) {
  return aio::run(std::forward<F>(make), {.loop_factory = [way] { return loop_of(way); }});
}

/// Two ends of a socket pair: a stream, and a descriptor to torment it with.
struct Pair {
  explicit Pair(aio::StreamOptions options = {}) : Pair(ends(), options) {}
  ~Pair() { hang_up(); }
  Pair(const Pair&) = delete;
  void send(std::string_view data) const {
    ASSERT_EQ(::send(peer, data.data(), data.size(), MSG_NOSIGNAL), static_cast<ssize_t>(data.size()));
  }
  std::string receive() const {
    char buffer[65536];
    const ssize_t count = ::recv(peer, buffer, sizeof buffer, MSG_DONTWAIT);
    return count < 0 ? "<" + std::string(strerrorname_np(errno)) + ">"
                     : std::string(buffer, static_cast<size_t>(count));
  }
  void hang_up() {
    if (peer >= 0) ::close(std::exchange(peer, -1));
  }
  aio::Connection stream;
  int peer;
  aio::StreamReader& reader = stream.reader;
  aio::StreamWriter& writer = stream.writer;

 private:
  static std::pair<int, int> ends() {
    int fds[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0) throw std::logic_error("socketpair");
    return {fds[0], fds[1]};
  }
  Pair(std::pair<int, int> fds, aio::StreamOptions options)
      : stream(aio::detail::adopt_descriptor(aio::get_running_loop().state(), fds.first, options)), peer(fds.second) {}
};

/// "" or the name of the errno that awaiting throws.
template <class A>
aio::Coro<std::string> error_of(A awaitable) {
  try {
    (void)co_await std::move(awaitable);
  } catch (const std::system_error& error) {
    co_return strerrorname_np(error.code().value());
  }
  co_return "";
}
inline aio::Coro<std::string> error_of(aio::Coro<> awaitable) {
  try {
    co_await std::move(awaitable);
  } catch (const std::system_error& error) {
    co_return strerrorname_np(error.code().value());
  }
  co_return "";
}

}  // namespace aio_test
