// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the reader and the writer of one connection share.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "aio/coro.h"
#include "aio/detail/socket.h"
#include "aio/detail/task_state.h"
#include "aio/detail/wait_list.h"
#include "aio/errors.h"

namespace aio::detail {

class ServerState;

/// "127.0.0.1:80", "[::1]:80", or the path of a Unix socket.
std::string describe(const sockaddr* address, socklen_t size);

/// Bytes that were read and not taken yet, in one piece of memory. None is held before the first read.
class ReadBuffer {
 public:
  std::string_view view() const noexcept { return {data_.get() + begin_, end_ - begin_}; }
  std::size_t size() const noexcept { return end_ - begin_; }
  /// Room to read into; grows when there is none, or when the last read filled it. Stays until commit().
  std::pair<char*, std::size_t> room(std::size_t enough);
  void commit(std::size_t count) noexcept {
    end_ += count;
    filled_ = end_ == capacity_;
  }
  std::string take(std::size_t count);
  void drop(std::size_t count) noexcept { begin_ += count; }
  void clear() noexcept { begin_ = end_ = 0; }

 private:
  static constexpr std::size_t first_capacity = 4096;
  std::unique_ptr<char[]> data_;
  std::size_t capacity_ = 0, begin_ = 0, end_ = 0;
  bool filled_ = false;
};

/// Lives while a reader, a writer or one of their coroutines does, then until what was written is sent.
class StreamState final : public Socket {
 public:
  /// Owns `fd`, also when it throws.
  StreamState(LoopState& loop, int fd, bool is_pipe, std::size_t limit);
  void add_user() noexcept {
    if (users_++ == 0) retain();
  }
  void drop_user() noexcept;

  // before anything else
  class Connect;
  void joins(ServerState& server) noexcept;

  // reading
  class Fill;
  /// What is there now, at most `n` bytes, past the empty buffer; "" when nothing is, or the stream has ended or
  /// failed, or the backend reads by itself: then Fill. Errors: std::bad_alloc, and the connection is lost.
  std::string read_past_buffer(std::size_t n);
  ReadBuffer& buffer() noexcept { return buffer_; }
  std::size_t limit() const noexcept { return limit_; }
  bool ended() const noexcept { return end_of_stream_; }
  void check_error() const {
    if (error_) throw_error();
  }

  // writing
  void write(std::string_view data);
  void write_eof();
  bool congested() const noexcept { return congested_; }
  WaitList& drainers() noexcept { return drainers_; }

  // the end
  void close() noexcept;  // sends what was written
  void abort() noexcept;  // does not
  bool is_closing() const noexcept { return closing_; }
  bool is_closed() const noexcept { return closed_; }
  WaitList& closers() noexcept { return closers_; }

  std::string address(bool of_peer) const;

  StreamState* next_client = nullptr;  // of one server
  StreamState* previous_client = nullptr;

 private:
  ~StreamState() override = default;
  void did_read(int result) noexcept override;
  void did_write(int result) noexcept override;
  void did_close() noexcept override;
  void end_reading() noexcept;
  void lose(int error) noexcept;
  void start_sending() noexcept;
  void all_sent() noexcept;
  std::size_t unsent() const noexcept { return sending_.size() - sent_ + queued_.size(); }
  [[noreturn]] void throw_error() const;

  /// try_read() into a string of its own, which is not copied again.
  std::string read_big(std::size_t n, int& count);

  std::uint32_t users_ = 0;
  int error_ = 0;  // errno of a lost connection
  int ignored_writes_ = 0;
  int reads_in_turn_ = 0;
  int last_read_ = 0;  // past the buffer
  bool end_of_stream_ = false;
  bool eof_written_ = false;
  bool congested_ = false;
  bool closing_ = false;
  bool closed_ = false;
  const std::size_t limit_;

  ReadBuffer buffer_;
  Waiter* reader_ = nullptr;
  Connect* connecting_ = nullptr;

  std::string sending_;  // the backend has it
  std::size_t sent_ = 0;
  std::string queued_;  // what comes after it
  WaitList drainers_;
  WaitList closers_;
  Ref<StreamState> lingers_;  // this: closed by everybody, but not sent yet
  Ref<ServerState> server_;
};

/// A reference that a user holds: when the last one goes, the connection is closed.
class StreamHandle {
 public:
  explicit StreamHandle(StreamState& state) noexcept : state_(&state) { state_->add_user(); }
  StreamHandle(const StreamHandle& other) noexcept : state_(other.state_) {
    if (state_) state_->add_user();
  }
  StreamHandle(StreamHandle&& other) noexcept : state_(std::exchange(other.state_, nullptr)) {}
  StreamHandle& operator=(StreamHandle other) noexcept {
    std::swap(state_, other.state_);
    return *this;
  }
  ~StreamHandle() {
    if (state_) state_->drop_user();
  }
  StreamState* operator->() const noexcept { return state_; }
  StreamState& operator*() const noexcept { return *state_; }

 private:
  StreamState* state_;
};

/// Suspends until the buffer has more, or the stream has ended or failed, or others have had a turn: ask in a loop.
/// With `past_buffer` also until read_past_buffer() has more. Cancellation: what arrives stays readable. Errors:
/// std::system_error; RuntimeError when another one waits.
class StreamState::Fill final : public Waiter {
 public:
  Fill(StreamState& stream, const char* what, bool past_buffer = false) noexcept
      : stream_(stream), what_(what), past_buffer_(past_buffer && !stream.loop().has_completions()) {}
  ~Fill() {
    if (stream_.reader_ == this) stream_.reader_ = nullptr;
  }
  bool await_ready();
  template <std::derived_from<PromiseBase> P>
  void await_suspend(std::coroutine_handle<P> handle) {
    suspend(handle.promise());
    if (yields_) wake();
  }
  void await_resume() {
    if (suspended_) finish();
    stream_.check_error();
  }

 private:
  StreamState& stream_;
  const char* what_;
  const bool past_buffer_;
  bool suspended_ = false;
  bool yields_ = false;
};

/// Suspends until the socket is connected, and gives 0 or an errno. Cancellation: the connection is given up.
class StreamState::Connect final : public Waiter {
 public:
  Connect(StreamState& stream, const sockaddr* address, socklen_t size) noexcept
      : stream_(stream), address_(address), size_(size) {}
  ~Connect();
  bool await_ready();
  int await_resume() {
    if (suspended_) finish();
    return -result_;
  }

 private:
  friend class StreamState;
  StreamState& stream_;
  const sockaddr* address_;
  socklen_t size_;
  int result_ = 0;
  bool suspended_ = false;
};

}  // namespace aio::detail
