// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Waiting with libuv: one uv_poll_t for each watched descriptor, a uv_async_t to be woken, a uv_timer_t for the
// timeout.
#include "aio/uv.h"

#include <fcntl.h>
#include <unistd.h>
#include <uv.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

#include "backends/backends.h"
#include "backends/descriptors.h"
#include "backends/forks.h"

namespace aio::uv {

namespace {

void check(int result, const char* what) {
  if (result < 0) detail::fail(-result, what);  // libuv's errors are negated errnos on Unix
}

/// libuv aborts when it has to close a descriptor of its own that is 0, 1 or 2, as it would where a process has closed
/// its standard streams: they are taken for the time of a scope.
class StandardStreamsTaken {
 public:
  StandardStreamsTaken() noexcept {
    int fd = -1;
    do fd = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    while (fd >= 0 && fd <= STDERR_FILENO && (taken_[fd] = true));
    if (fd >= 0) ::close(fd);
  }
  ~StandardStreamsTaken() {
    for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
      if (taken_[fd]) ::close(fd);
  }
  StandardStreamsTaken(const StandardStreamsTaken&) = delete;

 private:
  bool taken_[STDERR_FILENO + 1] = {};
};

class UvPoller final : public Poller {
 public:
  UvPoller() {
    const StandardStreamsTaken taken;
    check(uv_loop_init(&loop_), "uv_loop_init");
    loop_.data = this;
    const int result = uv_async_init(&loop_, &wake_, [](uv_async_t*) {});
    if (result < 0) {
      uv_loop_close(&loop_);
      check(result, "uv_async_init");
    }
    uv_timer_init(&loop_, &timer_);  // cannot fail
  }
  ~UvPoller() override {
    if (!made_.still()) uv_loop_fork(&loop_);  // or closing would take the parent's descriptors out of its epoll
    while (!watches_.empty()) forget(watches_.begin()->first);
    uv_close(reinterpret_cast<uv_handle_t*>(&wake_), nullptr);
    uv_close(reinterpret_cast<uv_handle_t*>(&timer_), nullptr);
    uv_run(&loop_, UV_RUN_DEFAULT);
    uv_loop_close(&loop_);
  }
  UvPoller(const UvPoller&) = delete;

  void watch(int fd, unsigned events) override;
  void wait(std::optional<Duration> timeout, std::vector<Ready>& ready) override;
  void wake() noexcept override { uv_async_send(&wake_); }

 private:
  struct Watch {
    uv_poll_t handle;
    unsigned events = 0;
    bool to_start = false;  // in to_start_
  };
  static void on_event(uv_poll_t* handle, int status, int events) noexcept;
  void forget(int fd) noexcept;
  void start_what_is_new();
  void start_later(Watch& watch, int fd) {
    if (!std::exchange(watch.to_start, true)) to_start_.push_back(fd);
  }

  detail::MadeInProcess made_;
  uv_loop_t loop_;
  uv_async_t wake_;
  uv_timer_t timer_;
  std::unordered_map<int, std::unique_ptr<Watch>> watches_;
  std::vector<int> to_start_;
  std::vector<Ready>* ready_ = nullptr;  // while uv_run() goes on
};

void UvPoller::watch(int fd, unsigned events) {
  if (!events) return forget(fd);
  if (const int error = detail::why_unpollable(fd)) detail::fail(error, "uv_poll_init");
  auto& watch = watches_[fd];
  if (!watch) {
    auto fresh = std::make_unique<Watch>();
    const int result = uv_poll_init(&loop_, &fresh->handle, fd);
    if (result < 0) {
      watches_.erase(fd);
      check(result, "uv_poll_init");
    }
    fresh->handle.data = fresh.get();
    watch = std::move(fresh);
  }
  watch->events = events;
  start_later(*watch, fd);
}

void UvPoller::forget(int fd) noexcept {
  const auto found = watches_.find(fd);
  if (found == watches_.end()) return;
  auto* handle = reinterpret_cast<uv_handle_t*>(&found->second.release()->handle);
  watches_.erase(found);
  uv_close(handle, [](uv_handle_t* closed) { delete static_cast<Watch*>(closed->data); });  // in the next uv_run()
}

/// Late, because libuv aborts the process when it finds in uv_run() that a started descriptor was closed meanwhile.
void UvPoller::start_what_is_new() {
  while (!to_start_.empty()) {
    const int fd = to_start_.back();
    to_start_.pop_back();
    const auto found = watches_.find(fd);
    if (found == watches_.end() || !std::exchange(found->second->to_start, false)) continue;
    const unsigned events = found->second->events;
    const int wanted = (events & read ? UV_READABLE : 0) | (events & write ? UV_WRITABLE : 0);
    if (detail::why_unpollable(fd) != 0 || uv_poll_start(&found->second->handle, wanted, &UvPoller::on_event) != 0)
      forget(fd);
  }
}

void UvPoller::on_event(uv_poll_t* handle, int status, int events) noexcept {
  auto& self = *static_cast<UvPoller*>(handle->loop->data);
  uv_os_fd_t fd = -1;
  if (uv_fileno(reinterpret_cast<uv_handle_t*>(handle), &fd) != 0) return;
  unsigned seen = (events & UV_READABLE ? read : 0u) | (events & UV_WRITABLE ? write : 0u);
  if (status < 0) {  // an error on the descriptor; libuv has stopped to watch it, we are level-triggered
    seen = read | write;
    self.start_later(*static_cast<Watch*>(handle->data), fd);
  }
  self.ready_->push_back({fd, seen});
}

void UvPoller::wait(std::optional<Duration> timeout, std::vector<Ready>& ready) {
  start_what_is_new();
  ready.reserve(ready.size() + watches_.size());  // on_event() must not throw
  to_start_.reserve(watches_.size());
  const bool sleeps = !timeout || *timeout > Duration::zero();
  if (sleeps && timeout) {
    const auto span = std::chrono::ceil<std::chrono::milliseconds>(*timeout);
    uv_update_time(&loop_);
    uv_timer_start(&timer_, [](uv_timer_t*) {}, static_cast<std::uint64_t>(span.count()), 0);
  }
  ready_ = &ready;
  uv_run(&loop_, sleeps ? UV_RUN_ONCE : UV_RUN_NOWAIT);
  ready_ = nullptr;
  uv_timer_stop(&timer_);
}

std::unique_ptr<Poller> make_poller() { return std::make_unique<UvPoller>(); }

}  // namespace

std::unique_ptr<EventLoop> new_event_loop(Where made_at) { return std::make_unique<EventLoop>(make_poller(), made_at); }

namespace {
[[maybe_unused]] const bool registered = (detail::add_backend("uv", make_poller), true);
}  // namespace

}  // namespace aio::uv

/// What AsyncTidy::aio-uv makes the linker look for, so that AIO_BACKEND=uv works where nothing calls this file.
extern "C" const char aio_uv_backend;
const char aio_uv_backend = 0;
