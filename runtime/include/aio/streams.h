// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Connections to read from and write to. Source: asyncio/streams.py.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "aio/coro.h"
#include "aio/detail/stream_state.h"
#include "aio/errors.h"
#include "aio/vocabulary.h"

namespace aio {

/// Keyword arguments of open_connection() and its like.
struct StreamOptions {
  std::size_t limit = 64 * 1024;  ///< bytes of one readuntil() or readline()
};

/// What comes in. A handle: copies read the same connection, which is closed with the last handle of it.
/// Nothing is read from the kernel before it is asked for. Errors of all reads: std::system_error when the connection
/// was lost (ECONNRESET …), also before what arrived earlier was read; RuntimeError "… called while another coroutine
/// is already waiting for incoming data". Cancellation of all reads: nothing is lost, what arrives is read later.
/// Threads: the loop's only. Source: asyncio.StreamReader.
class StreamReader {
 public:
  static constexpr std::size_t until_the_end = SIZE_MAX;

  /// Up to `n` bytes; "" at the end of the stream only. Without an argument: everything up to the end.
  /// Suspends: until a byte is there, or the end.
  Coro<std::string> read(std::size_t n = until_the_end);
  /// Suspends: until `n` bytes are there. Errors: IncompleteReadError, with what was there before the end.
  Coro<std::string> readexactly(std::size_t n);
  /// Up to and including `separator`. Errors: IncompleteReadError; LimitOverrunError, and the data stays; ValueError
  /// for an empty separator.
  Coro<std::string> readuntil(std::string_view separator = "\n");
  /// A line with its "\n"; without it at the end of the stream; "" after that. Errors: ValueError for a line that is
  /// longer than the limit: it is dropped.
  Coro<std::string> readline();
  /// The end was seen, and everything before it was read.
  bool at_eof() const noexcept { return state_->ended() && state_->buffer().size() == 0; }

  explicit StreamReader(detail::StreamHandle state) noexcept : state_(std::move(state)) {}

 private:
  detail::StreamHandle state_;
};

/// What goes out. A handle: copies write to the same connection, which is closed with the last handle of it; what was
/// written is sent nevertheless. Threads: the loop's only. Source: asyncio.StreamWriter.
class StreamWriter {
 public:
  /// Sends at once what the kernel takes, and keeps the rest. Never suspends: drain() now and then.
  /// Errors: RuntimeError after write_eof(). A lost connection is told by drain(); what is written to it is dropped.
  void write(std::string_view data) { state_->write(data); }
  /// Back-pressure. Suspends: when more than 64 KiB are unsent, until 16 KiB are. Cancellation: nothing is lost.
  /// Errors: std::system_error when the connection was lost (EPIPE, ECONNRESET …) or is closed.
  Coro<> drain();
  /// Ends this half once everything is sent; reading goes on.
  void write_eof() { state_->write_eof(); }
  /// Sends what was written, then closes. Ends the reads: they give what was read before. Idempotent.
  void close() noexcept { state_->close(); }
  /// Closes without sending what is left. Source: WriteTransport.abort.
  void abort() noexcept { state_->abort(); }
  /// Suspends: until the connection is closed. Cancellation: it closes all the same. Errors: std::system_error when it
  /// was lost.
  Coro<> wait_closed();
  bool is_closing() const noexcept { return state_->is_closing(); }
  /// "127.0.0.1:80", "[::1]:80", a path; "" when it is closed or has no name.
  std::string peername() const { return state_->address(true); }
  std::string sockname() const { return state_->address(false); }

  explicit StreamWriter(detail::StreamHandle state) noexcept : state_(std::move(state)) {}

 private:
  detail::StreamHandle state_;
};

struct Connection {
  StreamReader reader;
  StreamWriter writer;
};

/// Suspends: while the default executor resolves `host` (not for a numeric one), then until the first of its addresses
/// that answers is connected. Cancellation: the attempt is given up. Errors: std::system_error with what failed, of the
/// last address when there are several; ValueError for a limit of 0.
Coro<Connection> open_connection(std::string host, std::uint16_t port, StreamOptions options);
Coro<Connection> open_connection(std::string host, std::uint16_t port);
/// The same with the path of a Unix socket; one that begins with '\0' is abstract.
Coro<Connection> open_unix_connection(std::string path, StreamOptions options);
Coro<Connection> open_unix_connection(std::string path);

namespace detail {
/// A connection on a descriptor of your own, a socket or one end of a pipe: it is made non-blocking and owned from now.
Connection adopt_descriptor(LoopState& loop, int fd, StreamOptions options = {});
}  // namespace detail

}  // namespace aio
