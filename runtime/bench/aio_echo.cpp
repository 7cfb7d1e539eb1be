// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Echo with streams; on the default backend, epoll as its peers are, or on the one that AIO_BACKEND names.
#include <aio/aio.h>

#include <string>
#include <system_error>

#include "echo.h"

namespace {

aio::Coro<> echo(aio::StreamReader reader, aio::StreamWriter writer) {
  try {
    for (;;) {
      const std::string data = co_await reader.read(bench::chunk);
      if (data.empty()) co_return;
      writer.write(data);
      co_await writer.drain();
    }
  } catch (const std::system_error&) {  // the client has gone
  }
}

aio::Coro<> serve() {
  aio::ServerOptions options;
  options.backlog = 1024;
  aio::Server server = co_await aio::start_server(echo, "127.0.0.1", 0, options);
  bench::announce(server.port());
  co_await server.serve_forever();
}

}  // namespace

int main() { aio::run(serve()); }
