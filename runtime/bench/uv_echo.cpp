// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Echo with libuv: a try_write, and a request only for what is left, which is libuv's fastest form.
#include <uv.h>

#include <cstring>

#include "echo.h"

namespace {

char shared_buffer[bench::chunk];

struct Rest {
  uv_write_t request;
  uv_buf_t buffer;
};

void give_buffer(uv_handle_t*, std::size_t, uv_buf_t* buffer) {
  *buffer = uv_buf_init(shared_buffer, sizeof shared_buffer);
}

void close_client(uv_stream_t* client) {
  uv_close(reinterpret_cast<uv_handle_t*>(client),
           [](uv_handle_t* handle) { delete reinterpret_cast<uv_tcp_t*>(handle); });
}

void on_read(uv_stream_t* client, ssize_t size, const uv_buf_t* buffer) {
  if (size < 0) return close_client(client);
  uv_buf_t data = uv_buf_init(buffer->base, static_cast<unsigned>(size));
  const int sent = uv_try_write(client, &data, 1);
  if (sent == size) return;
  const std::size_t done = sent > 0 ? static_cast<std::size_t>(sent) : 0;
  const std::size_t left = static_cast<std::size_t>(size) - done;
  auto* rest = new Rest;
  rest->buffer = uv_buf_init(static_cast<char*>(std::malloc(left)), static_cast<unsigned>(left));
  std::memcpy(rest->buffer.base, buffer->base + done, left);
  uv_write(&rest->request, client, &rest->buffer, 1, [](uv_write_t* request, int) {
    auto* done = reinterpret_cast<Rest*>(request);
    std::free(done->buffer.base);
    delete done;
  });
}

void on_connection(uv_stream_t* server, int status) {
  if (status < 0) return;
  auto* client = new uv_tcp_t;
  uv_tcp_init(server->loop, client);
  auto* stream = reinterpret_cast<uv_stream_t*>(client);
  if (uv_accept(server, stream) != 0) return close_client(stream);
  uv_tcp_nodelay(client, 1);
  uv_read_start(stream, give_buffer, on_read);
}

}  // namespace

int main() {
  uv_loop_t loop;
  uv_loop_init(&loop);
  uv_tcp_t server;
  uv_tcp_init(&loop, &server);
  sockaddr_in address = bench::loopback(0);
  uv_tcp_bind(&server, reinterpret_cast<const sockaddr*>(&address), 0);
  if (uv_listen(reinterpret_cast<uv_stream_t*>(&server), 1024, on_connection) != 0) bench::fail("uv_listen");
  int size = sizeof address;
  uv_tcp_getsockname(&server, reinterpret_cast<sockaddr*>(&address), &size);
  bench::announce(ntohs(address.sin_port));
  uv_run(&loop, UV_RUN_DEFAULT);
}
