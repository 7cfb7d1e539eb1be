// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "aio/server.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <exception>
#include <system_error>
#include <vector>

#include "addresses.h"
#include "aio/detail/server_state.h"
#include "aio/errors.h"
#include "aio/event_loop.h"

namespace aio {

namespace detail {

namespace {
constexpr std::chrono::seconds accept_pause{1};  // asyncio's ACCEPT_RETRY_DELAY

bool is_out_of_resources(int error) {
  return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

Coro<> serve(Ref<ServerState> server, const ClientConnected& on_client, StreamHandle stream) {
  std::exception_ptr failure;
  try {
    Coro<> client = on_client(StreamReader(stream), StreamWriter(stream));
    co_await std::move(client);
  } catch (const CancelledError&) {
    stream->close();
    throw;
  } catch (...) {
    failure = std::current_exception();
  }
  if (!failure) co_return;
  stream->close();
  if (ends_the_loop(failure)) std::rethrow_exception(failure);
  server->loop().handle_error(
      {.message = "Unhandled exception in client_connected_cb", .exception = failure, .task = current_task()});
}

}  // namespace

/// One listening socket. Forgets its server when it is closed.
class ServerState::Listener final : public Socket {
 public:
  Listener(ServerState& server, int fd, std::string path)
      : Socket(*server.loop_, fd, Kind::listener), server_(&server), path_(std::move(path)) {
    struct stat status{};
    if (!path_.empty() && ::stat(path_.c_str(), &status) == 0) inode_ = status.st_ino;
  }
  void listen(int backlog) {
    if (::listen(fd(), backlog) != 0) throw std::system_error(errno, std::system_category(), "cannot listen");
    start_accept();
  }
  void go_on() {
    if (fd() >= 0) start_accept();
  }
  void pause(EventLoop& loop) {
    timer_ = loop.call_later(accept_pause, [self = Ref<Listener>(this)] { self->go_on(); });
  }
  void close() noexcept {
    closing_ = Ref<ServerState>(std::exchange(server_, nullptr));
    if (timer_) timer_->cancel();
    timer_.reset();
    struct stat status{};
    if (inode_ && ::stat(path_.c_str(), &status) == 0 && status.st_ino == inode_) ::unlink(path_.c_str());
    inode_ = 0;
    close_socket();
  }

 private:
  void did_read(int result) noexcept override {
    if (server_) server_->accepted(*this, result);
  }
  void did_write(int) noexcept override {}
  void did_close() noexcept override {
    if (server_) server_->close();  // the loop closes
    if (const Ref<ServerState> server = std::move(closing_)) server->stopped();
  }
  ServerState* server_;       // until close()
  Ref<ServerState> closing_;  // from then until it is closed
  std::string path_;
  ino_t inode_ = 0;
  std::optional<TimerHandle> timer_;
};

ServerState::ServerState(LoopState& loop, ClientConnected on_client, ServerOptions options)
    : loop_(&loop), on_client_(std::move(on_client)), options_(options) {}

ServerState::~ServerState() { close(); }

void ServerState::drop_user() noexcept {
  if (--users_ > 0) return;
  close();
  release();
}

void ServerState::add(int fd, std::string path) {
  listeners_.push_back(Ref<Listener>::adopt(new Listener(*this, fd, std::move(path))));
  ++open_;
}

void ServerState::start() {
  if (std::exchange(started_, true)) return;
  for (const Ref<Listener>& listener : listeners_) listener->listen(options_.backlog);
}

int ServerState::fd() const noexcept { return listeners_.empty() ? -1 : listeners_.front()->fd(); }

void ServerState::accepted(Listener& listener, int result) noexcept {
  try {
    if (result < 0) return failed(listener, -result);
    set_no_delay(result);
    const auto client = Ref<StreamState>::adopt(new StreamState(*loop_, result, false, options_.limit));
    client->joins(*this);
    loop_->loop->create_task(serve(Ref<ServerState>(this), on_client_, StreamHandle(*client)), TaskOptions{}).detach();
    listener.go_on();
  } catch (...) {  // out of memory
    failed(listener, ENOMEM);
  }
}

void ServerState::failed(Listener& listener, int error) noexcept {
  try {
    const bool passes = is_out_of_resources(error);
    auto report = [loop = loop_, error, passes] {
      const std::system_error what(error, std::system_category(), "accept");
      loop->handle_error({.message = passes ? "socket.accept() out of system resource" : "socket.accept() failed",
                          .exception = std::make_exception_ptr(what)});
    };
    loop_->loop->call_soon(std::move(report));
    if (passes) listener.pause(*loop_->loop);
  } catch (...) {  // not even memory for a report: this socket accepts no more
  }
}

void ServerState::close() noexcept {
  if (std::exchange(closed_, true)) return;
  for (const Ref<Listener>& listener : std::exchange(listeners_, {})) listener->close();
  if (serving) serving->wake();
  wake_when_done();
}

void ServerState::for_each_client(void (StreamState::*end)() noexcept) noexcept {
  const Ref<ServerState> held(this);
  for (StreamState* client = first_; client;) {
    const Ref<StreamState> current(client);
    client = client->next_client;  // the current one may leave the list
    ((*current).*end)();
  }
}

void ServerState::close_clients() noexcept { for_each_client(&StreamState::close); }
void ServerState::abort_clients() noexcept { for_each_client(&StreamState::abort); }

void ServerState::entered(StreamState& client) noexcept {
  client.next_client = first_;
  if (first_) first_->previous_client = &client;
  first_ = &client;
}

void ServerState::left(StreamState& client) noexcept {
  (client.previous_client ? client.previous_client->next_client : first_) = client.next_client;
  if (client.next_client) client.next_client->previous_client = client.previous_client;
  client.next_client = client.previous_client = nullptr;
  wake_when_done();
}

void ServerState::stopped() noexcept {
  --open_;
  wake_when_done();
}

void ServerState::wake_when_done() noexcept {
  if (is_done()) closers_.wake_all();
}

namespace {

Coro<> wait_closed(ServerHandle server) {
  while (!server->is_done()) {
    ListWaiter waiter(server->closers());
    co_await waiter;
  }
}

Coro<> serve_forever(ServerHandle server) {
  if (server->serving) throw RuntimeError("server is already being awaited on serve_forever()");
  if (server->is_closed()) throw RuntimeError("server is closed");
  server->start();
  std::exception_ptr cancelled = std::make_exception_ptr(CancelledError{});
  try {
    Serving until(server->serving);
    co_await until;
  } catch (const CancelledError&) {
    cancelled = std::current_exception();
  }
  server->close();
  server->close_clients();
  co_await wait_closed(server);
  std::rethrow_exception(cancelled);
}

Coro<> start_serving(ServerHandle server) {
  if (server->is_closed()) throw RuntimeError("server is closed");
  server->start();
  co_return;
}

[[noreturn]] void cannot_listen(const Address& address, int error) {
  throw std::system_error(error, std::system_category(), "cannot listen on " + address.describe());
}

int bind_to(const Address& address, const LoopState& loop, bool reuse_port) {
  const int fd = make_socket(loop, address.family());
  const int on = 1;
  if (address.family() != AF_UNIX) ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (reuse_port) ::setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
  if (address.family() == AF_INET6) ::setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
  if (::bind(fd, address.get(), address.size) == 0) return fd;
  const int error = errno;
  ::close(fd);
  cannot_listen(address, error);
}

std::uint16_t port_of(int fd) {
  Address address;
  address.size = sizeof address.storage;
  if (fd < 0 || ::getsockname(fd, reinterpret_cast<sockaddr*>(&address.storage), &address.size) != 0) return 0;
  if (address.family() == AF_INET) return ntohs(reinterpret_cast<const sockaddr_in&>(address.storage).sin_port);
  if (address.family() == AF_INET6) return ntohs(reinterpret_cast<const sockaddr_in6&>(address.storage).sin6_port);
  return 0;
}

ServerHandle make_server(ClientConnected on_client, ServerOptions options) {
  if (options.limit == 0) throw ValueError("Limit cannot be <= 0");
  const auto state = Ref<ServerState>::adopt(new ServerState(running_state(), std::move(on_client), options));
  return ServerHandle(*state);
}

/// This family is not there: fine, as long as another address is.
bool is_family_missing(const std::system_error& error) {
  return error.code().value() == EADDRNOTAVAIL || error.code().value() == EAFNOSUPPORT;
}

void bind_all(ServerState& server, std::vector<Address> addresses, std::uint16_t port, bool reuse_port) {
  for (Address& address : addresses) {
    if (port == 0 && server.fd() >= 0) address.set_port(port_of(server.fd()));
    try {
      server.add(bind_to(address, server.loop(), reuse_port));
    } catch (const std::system_error& error) {
      if (!is_family_missing(error) || (&address == &addresses.back() && server.fd() < 0)) throw;
    }
  }
}

void remove_stale_socket(const std::string& path) {
  struct stat status{};
  if (path[0] && ::stat(path.c_str(), &status) == 0 && S_ISSOCK(status.st_mode)) ::unlink(path.c_str());
}

}  // namespace

ServerHandle::ServerHandle(ServerState& state) noexcept : state_(&state) { state_->add_user(); }
ServerHandle::ServerHandle(const ServerHandle& other) noexcept : state_(other.state_) {
  if (state_) state_->add_user();
}
ServerHandle::~ServerHandle() {
  if (state_) state_->drop_user();
}

}  // namespace detail

Coro<> Server::start_serving() { return detail::start_serving(state_); }
void Server::close() noexcept { state_->close(); }
Coro<> Server::wait_closed() { return detail::wait_closed(state_); }
Coro<> Server::serve_forever() { return detail::serve_forever(state_); }
void Server::close_clients() noexcept { state_->close_clients(); }
void Server::abort_clients() noexcept { state_->abort_clients(); }
bool Server::is_serving() const noexcept { return state_->is_serving(); }
std::uint16_t Server::port() const { return detail::port_of(state_->fd()); }
std::string Server::sockname() const {
  detail::Address address;
  address.size = sizeof address.storage;
  if (state_->fd() < 0) return "";
  ::getsockname(state_->fd(), reinterpret_cast<sockaddr*>(&address.storage), &address.size);
  return address.describe();
}

Coro<Server> start_server(ClientConnected on_client, std::string host, std::uint16_t port, ServerOptions options) {
  detail::ServerHandle server = detail::make_server(std::move(on_client), options);
  std::vector<detail::Address> addresses = co_await detail::resolve(std::move(host), port);
  detail::bind_all(*server, std::move(addresses), port, options.reuse_port);
  if (options.start_serving) server->start();
  co_return Server(std::move(server));
}
Coro<Server> start_server(ClientConnected on_client, std::string host, std::uint16_t port) {
  return start_server(std::move(on_client), std::move(host), port, ServerOptions());
}

Coro<Server> start_unix_server(ClientConnected on_client, std::string path, ServerOptions options) {
  detail::ServerHandle server = detail::make_server(std::move(on_client), options);
  const detail::Address address = detail::unix_address(path);
  detail::remove_stale_socket(path);
  const int fd = detail::bind_to(address, server->loop(), false);
  server->add(fd, path[0] ? std::move(path) : std::string());
  if (options.start_serving) server->start();
  co_return Server(std::move(server));
}
Coro<Server> start_unix_server(ClientConnected on_client, std::string path) {
  return start_unix_server(std::move(on_client), std::move(path), ServerOptions());
}

}  // namespace aio
