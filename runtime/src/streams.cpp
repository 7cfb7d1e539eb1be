// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "aio/streams.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <optional>
#include <system_error>
#include <vector>

#include "addresses.h"
#include "aio/sleep.h"

namespace aio {

namespace detail {

namespace {

Coro<std::string> read(StreamHandle stream, std::size_t n) {
  stream->check_error();
  ReadBuffer& buffer = stream->buffer();
  if (n == 0) co_return std::string();
  while (buffer.size() == 0 && !stream->ended()) {
    std::string bytes = stream->read_past_buffer(n);
    if (!bytes.empty()) co_return bytes;
    StreamState::Fill more(*stream, "read", true);
    co_await more;
  }
  co_return buffer.take(n);
}

Coro<std::string> read_to_end(StreamHandle stream) {
  std::string all;
  stream->check_error();
  ReadBuffer& buffer = stream->buffer();
  for (;;) {
    all += buffer.view();
    buffer.drop(buffer.size());
    if (stream->ended()) co_return all;
    StreamState::Fill more(*stream, "read");
    co_await more;
  }
}

Coro<std::string> read_exactly(StreamHandle stream, std::size_t n) {
  stream->check_error();
  ReadBuffer& buffer = stream->buffer();
  while (buffer.size() < n) {
    if (stream->ended()) throw IncompleteReadError(buffer.take(buffer.size()), n);
    StreamState::Fill more(*stream, "readexactly");
    co_await more;
  }
  co_return buffer.take(n);
}

/// The size of what ends with the separator, once it is in the buffer.
Coro<std::size_t> find(StreamHandle stream, std::string separator, const char* what) {
  stream->check_error();
  const std::size_t limit = stream->limit();
  std::size_t searched = 0;
  for (;;) {
    const std::string_view bytes = stream->buffer().view();
    const std::size_t at = bytes.find(separator, std::min(searched, bytes.size()));
    if (at != std::string_view::npos) {
      if (at > limit) throw LimitOverrunError("Separator is found, but chunk is longer than limit", at);
      co_return at + separator.size();
    }
    if (bytes.size() >= separator.size()) searched = bytes.size() + 1 - separator.size();
    if (searched > limit) throw LimitOverrunError("Separator is not found, and chunk exceed the limit", searched);
    if (stream->ended()) throw IncompleteReadError(stream->buffer().take(bytes.size()), std::nullopt);
    StreamState::Fill more(*stream, what);
    co_await more;
  }
}

Coro<std::string> read_until(StreamHandle stream, std::string separator) {
  if (separator.empty()) throw ValueError("Separator should be at least one-byte string");
  const std::size_t size = co_await find(stream, std::move(separator), "readuntil");
  co_return stream->buffer().take(size);
}

Coro<std::string> read_line(StreamHandle stream) {
  try {
    const std::size_t size = co_await find(stream, "\n", "readline");
    co_return stream->buffer().take(size);
  } catch (IncompleteReadError& end) {
    co_return std::move(end.partial);
  } catch (const LimitOverrunError& overrun) {
    ReadBuffer& buffer = stream->buffer();
    const bool ends_here = buffer.view().substr(overrun.consumed).starts_with('\n');
    buffer.drop(ends_here ? overrun.consumed + 1 : buffer.size());
    throw ValueError(overrun.what());
  }
}

Coro<> drain(StreamHandle stream) {
  stream->check_error();
  if (stream->is_closing()) co_await yield_now();
  if (stream->congested()) {
    ListWaiter waiter(stream->drainers());
    co_await waiter;
  }
  stream->check_error();
  if (stream->is_closed()) throw std::system_error(ECONNRESET, std::system_category(), "Connection lost");
}

Coro<> wait_closed(StreamHandle stream) {
  if (!stream->is_closed()) {
    ListWaiter waiter(stream->closers());
    co_await waiter;
  }
  stream->check_error();
}

void check_limit(std::size_t limit) {
  if (limit == 0) throw ValueError("Limit cannot be <= 0");
}

Connection connection_on(const StreamHandle& stream) { return {StreamReader(stream), StreamWriter(stream)}; }

StreamHandle take_over(LoopState& loop, int fd, bool is_pipe, std::size_t limit) {
  const auto state = Ref<StreamState>::adopt(new StreamState(loop, fd, is_pipe, limit));
  return StreamHandle(*state);
}

Coro<Connection> connect(std::vector<Address> addresses, StreamOptions options) {
  LoopState& loop = running_state();
  int error = 0;
  std::string tried;
  for (const Address& address : addresses) {
    StreamHandle stream = take_over(loop, make_socket(loop, address.family()), false, options.limit);
    StreamState::Connect connected(*stream, address.get(), address.size);
    error = co_await connected;
    if (error == 0) co_return connection_on(stream);
    tried += (tried.empty() ? "" : ", ") + address.describe();
  }
  throw std::system_error(error, std::system_category(), "cannot connect to " + tried);
}

}  // namespace

Connection adopt_descriptor(LoopState& loop, int fd, StreamOptions options) {
  struct stat status{};
  const bool is_socket = ::fstat(fd, &status) == 0 && S_ISSOCK(status.st_mode);
  const int flags = ::fcntl(fd, F_GETFL);
  ::fcntl(fd, F_SETFL, loop.has_completions() ? flags & ~O_NONBLOCK : flags | O_NONBLOCK);
  return connection_on(take_over(loop, fd, !is_socket, options.limit));
}

}  // namespace detail

Coro<std::string> StreamReader::read(std::size_t n) {
  return n == until_the_end ? detail::read_to_end(state_) : detail::read(state_, n);
}
Coro<std::string> StreamReader::readexactly(std::size_t n) { return detail::read_exactly(state_, n); }
Coro<std::string> StreamReader::readuntil(std::string_view separator) {
  return detail::read_until(state_, std::string(separator));
}
Coro<std::string> StreamReader::readline() { return detail::read_line(state_); }

Coro<> StreamWriter::drain() { return detail::drain(state_); }
Coro<> StreamWriter::wait_closed() { return detail::wait_closed(state_); }

Coro<Connection> open_connection(std::string host, std::uint16_t port, StreamOptions options) {
  detail::check_limit(options.limit);
  std::vector<detail::Address> addresses = co_await detail::resolve(std::move(host), port);
  co_return co_await detail::connect(std::move(addresses), options);
}
Coro<Connection> open_connection(std::string host, std::uint16_t port) {
  return open_connection(std::move(host), port, StreamOptions());
}

Coro<Connection> open_unix_connection(std::string path, StreamOptions options) {
  detail::check_limit(options.limit);
  std::vector<detail::Address> addresses(1, detail::unix_address(path));
  co_return co_await detail::connect(std::move(addresses), options);
}
Coro<Connection> open_unix_connection(std::string path) {
  return open_unix_connection(std::move(path), StreamOptions());
}

}  // namespace aio
