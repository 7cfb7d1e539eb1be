// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the runtime's tests share: a clock that a test owns, and ears for warnings.
#pragma once

#include <aio/aio.h>
#include <dirent.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace aio_test {

using namespace std::chrono_literals;

/// As deep as a stack that grows would not bear. g++ makes tail calls, and so symmetric transfer, only when it
/// optimises and neither AddressSanitizer nor ThreadSanitizer wants to see each return; clang's ThreadSanitizer keeps a
/// stack of its own.
#if defined(__SANITIZE_THREAD__) || (!defined(__clang__) && (!defined(__OPTIMIZE__) || defined(__SANITIZE_ADDRESS__)))
constexpr long deep = 1'000;
#else
constexpr long deep = 100'000;
#endif

/// Time passes only when the loop would sleep: then exactly as far as the next timer.
class ManualPoller final : public aio::Poller {
 public:
  void watch(int, unsigned) override { throw std::logic_error("the manual clock watches no descriptors"); }
  void wait(std::optional<aio::Duration> timeout, std::vector<Ready>&) override {
    ++waits;
    std::unique_lock lock(mutex_);
    if (timeout) {
      now_ += *timeout;
    } else if (!changed_.wait_for(lock, 20s, [this] { return woken_; })) {
      throw std::logic_error("the loop would sleep for ever");
    }
    woken_ = false;
  }
  void wake() noexcept override {
    std::lock_guard lock(mutex_);
    woken_ = true;
    changed_.notify_all();
  }
  aio::TimePoint now() const noexcept override { return now_; }
  void advance(aio::Duration by) { now_ += by; }
  int waits = 0;

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool woken_ = false;
  aio::TimePoint now_{};
};

inline std::unique_ptr<aio::EventLoop> manual_loop() {
  return std::make_unique<aio::EventLoop>(std::make_unique<ManualPoller>());
}
/// A loop with the hands of its clock.
struct ManualLoop {
  ManualLoop() : ManualLoop(std::make_unique<ManualPoller>()) {}
  ~ManualLoop() { loop.close(); }
  ManualPoller* clock;
  aio::EventLoop loop;

 private:
  explicit ManualLoop(std::unique_ptr<ManualPoller> poller) : clock(poller.get()), loop(std::move(poller)) {}
};
/// Runs a callable that makes a coroutine, on a manual clock.
template <class F>
auto run_manual(F&& make) {
  return aio::run(std::forward<F>(make), {.loop_factory = [] { return manual_loop(); }});
}

/// Listens to warnings while it lives.
class WarningLog {
 public:
  WarningLog() {
    before_ = aio::set_warning_sink([this](const aio::Warning& warning) {
      std::lock_guard lock(mutex_);
      lines_.push_back(std::string(warning.category) + ": " + warning.message);
      wheres_.push_back(warning.where);
    });
  }
  ~WarningLog() { aio::set_warning_sink(before_); }
  int count(const std::string& text) const {
    std::lock_guard lock(mutex_);
    int found = 0;
    for (const std::string& line : lines_) found += line.find(text) != std::string::npos;
    return found;
  }
  std::string all() const {
    std::lock_guard lock(mutex_);
    std::string text;
    for (const std::string& line : lines_) text += line + "\n";
    return text;
  }
  aio::Where where(std::size_t i) const { return wheres_.at(i); }
  std::size_t size() const {
    std::lock_guard lock(mutex_);
    return lines_.size();
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> lines_;
  std::vector<aio::Where> wheres_;
  aio::WarningSink before_;
};

/// The text of the E that `fn` throws.
template <class E, class F>
std::string message_of(F&& fn) {
  try {
    (void)fn();
  } catch (const E& error) {
    return error.what();
  }
  return "<nothing was thrown>";
}

inline int open_descriptors() {
  int count = 0;
  DIR* folder = opendir("/proc/self/fd");
  while (readdir(folder)) ++count;
  closedir(folder);
  return count;
}

/// Notes its destruction.
struct Trace {
  std::vector<std::string>* log;
  std::string name;
  Trace(std::vector<std::string>& to, std::string text) : log(&to), name(std::move(text)) {}
  Trace(const Trace&) = delete;
  ~Trace() { log->push_back(name); }
};

struct Boom : std::runtime_error {
  explicit Boom(const char* text = "boom") : std::runtime_error(text) {}
};

/// An awaitable that is neither a coroutine nor a future, and never suspends.
struct Promptly {
  int value;
  bool await_ready() const noexcept { return true; }
  void await_suspend(std::coroutine_handle<>) const noexcept {}
  int await_resume() const noexcept { return value; }
};

inline aio::Coro<int> answer() { co_return 42; }
inline aio::Coro<> nothing() { co_return; }
inline aio::Coro<int> fail_with(std::string text = "boom") {
  co_await aio::yield_now();
  throw Boom(text.c_str());
}
inline aio::Coro<> forever() {
  aio::Event never;
  co_await never.wait();
}

}  // namespace aio_test
