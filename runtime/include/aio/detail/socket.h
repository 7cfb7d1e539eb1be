// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A descriptor that a loop reads and writes: the one place that knows whether the backend tells when a descriptor is
// ready, or does the work by itself. Streams and servers are written on it.
#pragma once

#include <sys/socket.h>

#include <cstddef>
#include <cstdint>

#include "aio/detail/loop_state.h"
#include "aio/detail/ref.h"
#include "aio/poller.h"

namespace aio::detail {

/// Each direction does at most one thing at a time: try it at once, and when that gives -EAGAIN start it; the did_*
/// function is then called from the poll. Closed with the loop at the latest. Threads: the loop's only.
class Socket : private Watcher {
 public:
  Socket(const Socket&) = delete;
  void retain() noexcept { ++references_; }
  void release() noexcept {
    if (--references_ == 0) delete this;
  }
  LoopState& loop() const noexcept { return *loop_; }
  /// -1 when it is closed.
  int fd() const noexcept { return fd_; }

 protected:
  enum class Kind : std::uint8_t { stream, listener, pipe };
  /// Owns `fd` from now on, also when it throws. Sockets without completions must not block.
  Socket(LoopState& loop, int fd, Kind kind);
  virtual ~Socket();

  // At once: bytes, or -errno. -EAGAIN without a system call when the answer is known, or the backend does the work.
  int try_read(char* buffer, std::size_t size) noexcept;
  int try_write(const char* data, std::size_t size) noexcept;
  int try_connect(const sockaddr* address, socklen_t size) noexcept;

  // Later: the buffer, data or address stays where it is until did_*() or did_close(). Errors: std::system_error.
  void start_read(char* buffer, std::size_t size);
  void start_looking();  // did_read(-EAGAIN) when try_read() is worth it; not with completions
  void start_write(const char* data, std::size_t size);
  void start_connect(const sockaddr* address, socklen_t size);
  void start_accept();
  bool is_reading() const noexcept { return reading_.busy; }
  bool is_writing() const noexcept { return writing_.busy; }

  /// Cancels both directions, whose did_*() is not called any more. The descriptor is closed, and did_close() called,
  /// now or as soon as the backend has let go of the buffers.
  void close_socket() noexcept;

  virtual void did_read(int result) noexcept = 0;   // bytes or an accepted descriptor; or -errno
  virtual void did_write(int result) noexcept = 0;  // bytes or 0 for connected; or -errno
  virtual void did_close() noexcept = 0;            // may drop the last reference

 private:
  enum class Work : std::uint8_t { transfer, look, accept, connect };
  struct Direction final : Poller::Operation {
    explicit Direction(Socket& owner) noexcept : socket(owner) {}
    void complete(int result) noexcept override { socket.completed(*this, result); }
    Socket& socket;
    char* buffer = nullptr;
    std::size_t size = 0;
    bool busy = false;
    bool ready = false;  // worth a system call
    Work work = Work::transfer;
  };

  void begin(Direction& direction, Work work, char* buffer, std::size_t size) noexcept;
  void start(Direction& direction);
  void ready(unsigned events) noexcept override;
  void loop_closes() noexcept override;
  void go_on_reading() noexcept;
  void go_on_writing() noexcept;
  void accept_waiting() noexcept;
  void want(unsigned events);
  void ignore(unsigned events) noexcept;
  int read_now(char* buffer, std::size_t size) noexcept;
  int write_now(const char* data, std::size_t size) noexcept;
  void completed(Direction& direction, int result) noexcept;
  void close_now() noexcept;

  Ref<LoopState> loop_;
  int fd_;
  std::uint32_t references_ = 1;
  unsigned events_ = 0;  // watched now
  Kind kind_;
  bool edges_ = false;
  bool finishing_ = false;  // the peer hung up, or urgent data came: short reads do not mean "empty"
  bool closing_ = false;
  Direction reading_{*this};
  Direction writing_{*this};
};

}  // namespace aio::detail
