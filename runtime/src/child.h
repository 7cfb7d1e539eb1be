// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A child process, as its loop sees it: three pipes, and a descriptor that becomes readable when it has ended.
#pragma once

#include <sys/types.h>

#include <array>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "aio/detail/loop_state.h"
#include "aio/event.h"
#include "aio/subprocess.h"

namespace aio::detail {

/// Owns a descriptor.
class Descriptor {
 public:
  explicit Descriptor(int fd = -1) noexcept : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Descriptor();
  int get() const noexcept { return fd_; }
  explicit operator bool() const noexcept { return fd_ >= 0; }

 private:
  int fd_;
};

/// Kept alive by its handles, by those who wait for it, and by the loop until it was reaped.
class Child : public std::enable_shared_from_this<Child> {
 public:
  static std::shared_ptr<Child> start(LoopState& loop, const std::vector<std::string>& argv,
                                      const SubprocessOptions& options, Where where);
  Child(LoopState& loop, Where where) noexcept : loop_(&loop), where_(where) {}
  Child(const Child&) = delete;
  ~Child();

  pid_t pid() const noexcept { return pid_; }
  const std::optional<int>& returncode() const noexcept { return returncode_; }
  void send_signal(int sig);
  void check_loop() const;

  /// Sends, after what was given before, and then the end of the input.
  void send(std::string input);
  /// The output is collected while one of these lives; otherwise a full pipe makes the child wait.
  class Collecting {
   public:
    explicit Collecting(std::shared_ptr<Child> child);
    ~Collecting();
    Collecting(const Collecting&) = delete;

   private:
    std::shared_ptr<Child> child_;
  };
  bool has_open_pipes() const noexcept { return sending_ || outputs_[0].pipe || outputs_[1].pipe; }
  std::string take_output(std::size_t i) { return std::exchange(outputs_[i].text, {}); }

  Event changed;  ///< set and cleared when a pipe was closed or the child has ended
  bool communicating = false;

 private:
  struct Output {
    Descriptor pipe;
    std::string text;
  };
  void spawn(const std::vector<std::string>& argv, const SubprocessOptions& options);
  void watch_end();
  void watch(const Descriptor& fd, bool write, std::function<void()> fn);
  void close(Descriptor& pipe, bool write) noexcept;
  void reap();
  void write_some();
  void read_some(Output& output);
  void collect(bool on);

  Ref<LoopState> loop_;
  const Where where_;
  pid_t pid_ = 0;
  std::optional<int> returncode_;
  Descriptor end_;
  Descriptor input_;
  std::array<Output, 2> outputs_;
  std::string unsent_;
  std::size_t sent_ = 0;
  bool sending_ = false;
  int collectors_ = 0;
};

}  // namespace aio::detail
