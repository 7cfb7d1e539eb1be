// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the handles of one server share.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "aio/detail/socket.h"
#include "aio/detail/stream_state.h"
#include "aio/detail/wait_list.h"
#include "aio/future.h"
#include "aio/handle.h"
#include "aio/server.h"

namespace aio::detail {

/// Who waits in serve_forever().
class Serving final : public Waiter {
 public:
  explicit Serving(Serving*& place) noexcept : place_(place) { place_ = this; }
  ~Serving() { place_ = nullptr; }

 private:
  Serving*& place_;
};

/// Lives while a handle, a connection of it, or a listening socket does. Closed when the last handle goes.
class ServerState {
 public:
  ServerState(LoopState& loop, ClientConnected on_client, ServerOptions options);
  ServerState(const ServerState&) = delete;
  void retain() noexcept { ++references_; }
  void release() noexcept {
    if (--references_ == 0) delete this;
  }
  void add_user() noexcept {
    if (users_++ == 0) retain();
  }
  void drop_user() noexcept;

  /// Owns `fd`: bound, and listening when start() was called. `path` is removed when the server closes.
  void add(int fd, std::string path = {});
  void start();
  void close() noexcept;
  void close_clients() noexcept;
  void abort_clients() noexcept;
  bool is_serving() const noexcept { return started_ && !closed_; }
  bool is_closed() const noexcept { return closed_; }
  /// Closed, and the last connection too.
  bool is_done() const noexcept { return closed_ && !first_ && open_ == 0; }
  int fd() const noexcept;  // of the first socket, or -1
  WaitList& closers() noexcept { return closers_; }
  LoopState& loop() const noexcept { return *loop_; }

  void entered(StreamState& client) noexcept;
  void left(StreamState& client) noexcept;

  Serving* serving = nullptr;

 private:
  class Listener;
  ~ServerState();
  void accepted(Listener& listener, int result) noexcept;
  void failed(Listener& listener, int error) noexcept;
  void stopped() noexcept;
  void for_each_client(void (StreamState::*end)() noexcept) noexcept;
  void wake_when_done() noexcept;

  Ref<LoopState> loop_;
  ClientConnected on_client_;
  const ServerOptions options_;
  std::vector<Ref<Listener>> listeners_;
  std::uint32_t references_ = 1;
  std::uint32_t users_ = 0;
  std::size_t open_ = 0;  // of the listeners
  bool started_ = false;
  bool closed_ = false;
  StreamState* first_ = nullptr;
  WaitList closers_;
};

}  // namespace aio::detail
