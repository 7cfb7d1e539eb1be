// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "aio/detail/stream_state.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "aio/detail/server_state.h"
#include "aio/warnings.h"

namespace aio::detail {

namespace {
// asyncio's: a writer is to pause above the one, and may go on at the other.
constexpr std::size_t high_water = 64 * 1024;
constexpr std::size_t low_water = high_water / 4;
constexpr int reads_per_turn = 16;  // then the other tasks have a turn
constexpr int writes_to_warn_of = 5;
constexpr int big_read = 16 * 1024;  // copying it costs more than memory of its own
}  // namespace

std::pair<char*, std::size_t> ReadBuffer::room(std::size_t enough) {
  if (begin_ == end_) begin_ = end_ = 0;
  const bool full = end_ == capacity_;
  if (full && begin_ >= capacity_ / 2 && capacity_ > 0) {
    std::memmove(data_.get(), data_.get() + begin_, size());
    end_ -= std::exchange(begin_, 0);
  } else if (full || (filled_ && capacity_ < enough)) {
    const std::size_t capacity = capacity_ ? 2 * capacity_ : first_capacity;
    std::unique_ptr<char[]> data(new char[capacity]);
    if (size() > 0) std::memcpy(data.get(), data_.get() + begin_, size());
    end_ -= std::exchange(begin_, 0);
    data_ = std::move(data);
    capacity_ = capacity;
  }
  filled_ = false;
  return {data_.get() + end_, capacity_ - end_};
}

std::string ReadBuffer::take(std::size_t count) {
  std::string bytes(view().substr(0, count));
  begin_ += bytes.size();
  return bytes;
}

StreamState::StreamState(LoopState& loop, int fd, bool is_pipe, std::size_t limit)
    : Socket(loop, fd, is_pipe ? Kind::pipe : Kind::stream), limit_(limit) {}

void StreamState::drop_user() noexcept {
  if (--users_ > 0) return;
  close();
  release();
}

void StreamState::throw_error() const { throw std::system_error(error_, std::system_category(), "connection lost"); }

bool StreamState::Connect::await_ready() {
  result_ = stream_.try_connect(address_, size_);
  if (result_ != -EINPROGRESS) return true;
  stream_.sending_.assign(reinterpret_cast<const char*>(address_), size_);  // stays as long as the backend needs it
  stream_.start_connect(reinterpret_cast<const sockaddr*>(stream_.sending_.data()), size_);
  stream_.connecting_ = this;
  suspended_ = true;
  return false;
}

StreamState::Connect::~Connect() {
  if (stream_.connecting_ != this) return;
  stream_.connecting_ = nullptr;
  stream_.abort();
}

bool StreamState::Fill::await_ready() {
  if (stream_.error_ || stream_.end_of_stream_) return true;
  if (stream_.reader_)
    throw RuntimeError(std::string(what_) + "() called while another coroutine is already waiting for incoming data");
  if (!stream_.is_reading()) {
    if (stream_.reads_in_turn_ >= reads_per_turn) {
      yields_ = true;
    } else if (past_buffer_) {
      stream_.start_looking();
    } else {
      const auto [room, size] = stream_.buffer_.room(2 * stream_.limit_);
      const int count = stream_.try_read(room, size);
      if (count != -EAGAIN) {
        ++stream_.reads_in_turn_;
        stream_.did_read(count);
        return true;
      }
      stream_.start_read(room, size);
    }
  }
  stream_.reads_in_turn_ = 0;
  stream_.reader_ = this;
  suspended_ = true;
  return false;
}

std::string StreamState::read_past_buffer(std::size_t n) {
  if (reader_ || is_reading() || error_ || end_of_stream_ || reads_in_turn_ >= reads_per_turn ||
      loop().has_completions())
    return {};
  n = std::min(n, LoopState::scratch_size);
  std::string bytes;
  char* scratch = nullptr;
  int count = 0;
  if (last_read_ >= big_read) {
    bytes = read_big(n, count);
  } else {
    scratch = loop().scratch();
    count = try_read(scratch, n);
  }
  if (count == -EAGAIN) return {};
  ++reads_in_turn_;
  if (count < 0) return lose(-count), std::string();
  if (count == 0) return end_of_stream_ = true, std::string();
  last_read_ = count;
  try {
    if (scratch) return std::string(scratch, static_cast<std::size_t>(count));
    if (count < big_read) bytes.shrink_to_fit();
    return bytes;
  } catch (...) {
    lose(ENOMEM);
    throw;
  }
}

std::string StreamState::read_big(std::size_t n, int& count) {
  std::string bytes;
  const auto read = [&](char* room, std::size_t size) noexcept {
    count = try_read(room, size);
    return static_cast<std::size_t>(std::max(count, 0));
  };
#ifdef __cpp_lib_string_resize_and_overwrite
  bytes.resize_and_overwrite(n, read);
#else
  bytes.resize(n);
  bytes.resize(read(bytes.data(), n));
#endif
  return bytes;
}

void StreamState::did_read(int result) noexcept {
  if (result == -EAGAIN) {  // looked only
    if (reader_) reader_->wake();
    return;
  }
  if (result < 0) return lose(-result);
  if (result == 0)
    end_of_stream_ = true;
  else
    buffer_.commit(static_cast<std::size_t>(result));
  if (reader_) reader_->wake();
}

void StreamState::write(std::string_view data) {
  loop().check_thread();
  if (eof_written_) throw RuntimeError("Cannot call write() after write_eof()");
  if (data.empty()) return;
  if (closing_) {
    if (++ignored_writes_ == writes_to_warn_of)
      warn("RuntimeWarning", "write() on a connection that is closed or lost: the data is dropped", {});
    return;
  }
  if (unsent() > 0) {
    queued_.append(data);
  } else {
    const int count = try_write(data.data(), data.size());
    if (count < 0 && count != -EAGAIN) return lose(-count);
    if (count > 0) data.remove_prefix(static_cast<std::size_t>(count));
    if (data.empty()) return;
    sending_.assign(data);
    start_sending();
  }
  if (unsent() > high_water) congested_ = true;
}

void StreamState::start_sending() noexcept {
  try {
    start_write(sending_.data() + sent_, sending_.size() - sent_);
  } catch (const std::system_error& error) {
    lose(error.code().value());
  } catch (...) {
    lose(ENOMEM);
  }
}

void StreamState::did_write(int result) noexcept {
  if (connecting_) {
    sending_.clear();
    connecting_->result_ = result;
    return std::exchange(connecting_, nullptr)->wake();
  }
  for (;;) {
    if (result < 0) return lose(-result);
    sent_ += static_cast<std::size_t>(result);
    if (sent_ == sending_.size()) {
      sent_ = 0;
      sending_.clear();
      if (sending_.capacity() > high_water) std::string().swap(sending_);
      sending_.swap(queued_);
      if (sending_.empty()) break;
    }
    result = try_write(sending_.data() + sent_, sending_.size() - sent_);
    if (result != -EAGAIN) continue;
    start_sending();
    break;
  }
  if (congested_ && unsent() <= low_water) {
    congested_ = false;
    drainers_.wake_all();
  }
  if (unsent() == 0) all_sent();
}

void StreamState::write_eof() {
  loop().check_thread();
  if (closing_ || eof_written_) return;
  eof_written_ = true;
  if (unsent() == 0) all_sent();
}

void StreamState::all_sent() noexcept {
  if (closing_) return close_socket();
  if (!eof_written_ || ::shutdown(fd(), SHUT_WR) == 0 || errno != ENOTSOCK) return;
  closing_ = true;  // a pipe has only one half
  close_socket();
}

void StreamState::close() noexcept {
  if (closing_) return;
  if (unsent() == 0 || connecting_ || loop().is_closing()) return abort();
  closing_ = true;
  lingers_ = Ref<StreamState>(this);
  end_reading();
}

void StreamState::abort() noexcept {
  closing_ = true;
  close_socket();
}

void StreamState::lose(int error) noexcept {
  error_ = error;
  abort();
}

void StreamState::end_reading() noexcept {
  end_of_stream_ = true;
  if (reader_) reader_->wake();
}

void StreamState::did_close() noexcept {
  const Ref<StreamState> last = std::move(lingers_);
  closing_ = closed_ = true;
  congested_ = false;
  sent_ = 0;
  std::string().swap(sending_);
  std::string().swap(queued_);
  end_reading();
  if (connecting_) {
    connecting_->result_ = -ECANCELED;
    std::exchange(connecting_, nullptr)->wake();
  }
  drainers_.wake_all();
  closers_.wake_all();
  if (const Ref<ServerState> server = std::move(server_)) server->left(*this);
}

void StreamState::joins(ServerState& server) noexcept {
  server_ = Ref<ServerState>(&server);
  server.entered(*this);
}

std::string StreamState::address(bool of_peer) const {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  auto* address = reinterpret_cast<sockaddr*>(&storage);
  if (fd() < 0 || (of_peer ? ::getpeername(fd(), address, &size) : ::getsockname(fd(), address, &size)) != 0) return "";
  return describe(address, size);
}

}  // namespace aio::detail
