// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A backend of your own: a Poller on poll(2), which any Unix has, and a loop_factory that makes loops on it.
#include <aio/aio.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <iostream>
#include <memory>
#include <optional>
#include <system_error>
#include <vector>

class PollPoller final : public aio::Poller {
 public:
  PollPoller() {
    if (pipe2(wake_, O_CLOEXEC | O_NONBLOCK) != 0) throw std::system_error(errno, std::system_category(), "pipe2");
    watched_.push_back({wake_[0], POLLIN, 0});  // always the first
  }
  ~PollPoller() override {
    close(wake_[0]);
    close(wake_[1]);
  }
  PollPoller(const PollPoller&) = delete;

  void watch(int fd, unsigned events) override {
    if (events && fcntl(fd, F_GETFD) < 0) throw std::system_error(errno, std::system_category(), "watch");
    std::erase_if(watched_, [fd](const pollfd& watched) { return watched.fd == fd; });
    if (!events) return;
    const int wanted = (events & read ? POLLIN : 0) | (events & write ? POLLOUT : 0);
    watched_.push_back({fd, static_cast<short>(wanted), 0});
  }

  void wait(std::optional<aio::Duration> timeout, std::vector<Ready>& ready) override {
    const timespec span = to_timespec(timeout.value_or(aio::Duration::zero()));
    const int count = ppoll(watched_.data(), watched_.size(), timeout ? &span : nullptr, nullptr);
    if (count < 0 && errno != EINTR) throw std::system_error(errno, std::system_category(), "ppoll");
    if (count <= 0) return;  // early is allowed, the loop looks at its timers anyway
    if (watched_[0].revents) drain_wake();
    std::erase_if(watched_, [](const pollfd& watched) { return watched.revents & POLLNVAL; });  // closed before time
    for (std::size_t i = 1; i < watched_.size(); ++i) {
      const short events = watched_[i].revents;
      const unsigned broken = events & (POLLERR | POLLHUP) ? read | write : 0;
      const unsigned seen = broken | (events & POLLIN ? read : 0) | (events & POLLOUT ? write : 0);
      if (seen) ready.push_back({watched_[i].fd, seen});
    }
  }

  void wake() noexcept override {  // from any thread, from a signal handler: one write(2) and nothing else
    const int error = errno;
    [[maybe_unused]] const auto written = ::write(wake_[1], "", 1);
    errno = error;
  }

 private:
  static timespec to_timespec(aio::Duration span) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(span);
    return {static_cast<time_t>(seconds.count()), static_cast<long>((span - seconds).count())};
  }
  void drain_wake() noexcept {
    char bytes[64];
    while (::read(wake_[0], bytes, sizeof bytes) == sizeof bytes) {
    }
  }

  int wake_[2];
  std::vector<pollfd> watched_;
};

std::unique_ptr<aio::EventLoop> new_event_loop(aio::Where made_at = aio::Where::current()) {
  return std::make_unique<aio::EventLoop>(std::make_unique<PollPoller>(), made_at);
}

aio::Coro<char> read_byte(int fd) {
  auto& loop = aio::get_running_loop();
  auto readable = loop.create_future();
  loop.add_reader(fd, [&] {
    loop.remove_reader(fd);
    readable.set_result();
  });
  co_await readable;
  char byte = '?';
  [[maybe_unused]] const auto count = ::read(fd, &byte, 1);
  co_return byte;
}

aio::Coro<> talk() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) throw std::system_error(errno, std::system_category(), "pipe2");
  auto& loop = aio::get_running_loop();
  loop.call_later(std::chrono::milliseconds(5), [&] { (void)!::write(ends[1], "x", 1); });
  auto byte = read_byte(ends[0]);
  const char got = co_await std::move(byte);
  auto sum = aio::to_thread([] { return 40 + 2; });  // its end wakes the loop
  const int answer = co_await std::move(sum);
  std::cout << "read " << got << "\nthe thread says " << answer << '\n';
  close(ends[0]);
  close(ends[1]);
}

int main() { aio::run(talk(), {.loop_factory = new_event_loop}); }
