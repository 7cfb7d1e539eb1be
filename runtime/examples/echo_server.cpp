// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Gives back what it gets.
//   echo_server PORT         serves until SIGINT or SIGTERM
//   echo_server --self-test  serves itself on a free port, and ends
#include <aio/aio.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

aio::Coro<> echo(aio::StreamReader reader, aio::StreamWriter writer) {
  for (;;) {
    const std::string data = co_await reader.read(65536);
    if (data.empty()) co_return;  // the writer's last handle goes, and closes the connection
    writer.write(data);
    co_await writer.drain();
  }
}

aio::Coro<> serve(std::uint16_t port) {
  aio::Server server = co_await aio::start_server(echo, "127.0.0.1", port);
  std::printf("serving on %s\n", server.sockname().c_str());
  std::fflush(stdout);
  aio::EventLoop& loop = aio::get_running_loop();
  for (const int signal : {SIGINT, SIGTERM}) loop.add_signal_handler(signal, [&server] { server.close(); });
  co_await server.wait_closed();
  std::puts("stopped");
}

aio::Coro<> self_test() {
  aio::Server server = co_await aio::start_server(echo, "127.0.0.1", 0);
  aio::Connection client = co_await aio::open_connection("127.0.0.1", server.port());
  client.writer.write("hello");
  client.writer.write_eof();
  const std::string answer = co_await client.reader.read();
  std::printf("echo: %s\n", answer.c_str());
  client.writer.close();
  server.close();
  co_await server.wait_closed();
  std::puts("stopped");
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    std::fputs("usage: echo_server PORT | --self-test\n", stderr);
    return 2;
  }
  if (std::string_view(arguments[1]) == "--self-test")
    aio::run(self_test());
  else
    aio::run(serve(static_cast<std::uint16_t>(std::atoi(arguments[1]))));
}
