// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Servers of stream connections. Source: asyncio/base_events.py, Server; asyncio/streams.py, start_server.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>

#include "aio/coro.h"
#include "aio/detail/ref.h"
#include "aio/streams.h"

namespace aio {

namespace detail {
class ServerState;
class ServerHandle {
 public:
  explicit ServerHandle(ServerState& state) noexcept;
  ServerHandle(const ServerHandle& other) noexcept;
  ServerHandle(ServerHandle&& other) noexcept : state_(std::exchange(other.state_, nullptr)) {}
  ServerHandle& operator=(ServerHandle other) noexcept {
    std::swap(state_, other.state_);
    return *this;
  }
  ~ServerHandle();
  ServerState* operator->() const noexcept { return state_; }
  ServerState& operator*() const noexcept { return *state_; }

 private:
  ServerState* state_;
};
}  // namespace detail

/// Serves one connection, as a task of its own. The server keeps the callable; what it throws goes to the exception
/// handler ("Unhandled exception in client_connected_cb"), the connection is closed, and the server goes on.
using ClientConnected = std::function<Coro<>(StreamReader, StreamWriter)>;

/// Keyword arguments of start_server().
struct ServerOptions {
  std::size_t limit = 64 * 1024;  ///< of the readers
  int backlog = 100;
  bool reuse_port = false;
  bool start_serving = true;
};

/// A handle: copies refer to one server, which stops listening with the last of them, or with its loop.
/// A process out of descriptors: "socket.accept() out of system resource" goes to the exception handler, and accepting
/// pauses for a second. Threads: the loop's only. Source: asyncio.Server.
class [[nodiscard]] Server {
 public:
  /// Listens, when start_serving was false. Suspends: never.
  Coro<> start_serving();
  /// Stops listening; connections go on. Ends serve_forever(). A Unix socket's path is removed. Idempotent.
  void close() noexcept;
  /// Suspends: until close() was called and the last connection is closed. Cancellation: nothing is lost.
  Coro<> wait_closed();
  /// Suspends: until it is cancelled, or somebody calls close(). Then it closes the server and its connections, waits
  /// for them, and throws CancelledError. Errors: RuntimeError when closed, or when another one waits here.
  Coro<> serve_forever();
  /// close() or abort() for every connection.
  void close_clients() noexcept;
  void abort_clients() noexcept;
  bool is_serving() const noexcept;
  /// Of the first socket; 0 for Unix ones and after close().
  std::uint16_t port() const;
  /// "127.0.0.1:80"; "" after close().
  std::string sockname() const;

  explicit Server(detail::ServerHandle state) noexcept : state_(std::move(state)) {}

 private:
  detail::ServerHandle state_;
};

/// Listens on every address of `host` ("": all interfaces), on one port; 0: any that is free.
/// Suspends: while the default executor resolves `host`. Errors: std::system_error "cannot listen on …".
Coro<Server> start_server(ClientConnected on_client, std::string host, std::uint16_t port, ServerOptions options);
Coro<Server> start_server(ClientConnected on_client, std::string host, std::uint16_t port);
/// A socket that nobody listens on any more is replaced; '\0' first: abstract.
Coro<Server> start_unix_server(ClientConnected on_client, std::string path, ServerOptions options);
Coro<Server> start_unix_server(ClientConnected on_client, std::string path);

}  // namespace aio
