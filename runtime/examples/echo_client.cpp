// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Sends lines to an echo server, and prints what comes back.
//   echo_client HOST PORT LINE…   talks to a server
//   echo_client --self-test       talks to one of its own, and shows what a wrong port looks like
#include <aio/aio.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace {

aio::Coro<> talk(std::string host, std::uint16_t port, std::vector<std::string> lines) {
  aio::Connection server = co_await aio::open_connection(host, port);
  for (const std::string& line : lines) {
    server.writer.write(line + "\n");
    const std::string answer = co_await server.reader.readline();
    std::printf("> %s\n< %s", line.c_str(), answer.c_str());
  }
  server.writer.close();
  co_await server.writer.wait_closed();
}

aio::Coro<> echo_lines(aio::StreamReader reader, aio::StreamWriter writer) {
  for (std::string line; !(line = co_await reader.readline()).empty();) writer.write(line);
}

aio::Coro<> self_test() {
  aio::Server server = co_await aio::start_server(echo_lines, "127.0.0.1", 0);
  const std::uint16_t port = server.port();
  const std::vector<std::string> lines{"hello", "good bye"};
  co_await talk("127.0.0.1", port, lines);
  server.close();
  co_await server.wait_closed();
  try {
    co_await talk("127.0.0.1", port, lines);
  } catch (const std::system_error& error) {
    std::printf("no server: %s\n", error.code().message().c_str());
  }
}

}  // namespace

int main(int count, char** arguments) {
  if (count == 2 && std::string_view(arguments[1]) == "--self-test") {
    aio::run(self_test());
    return 0;
  }
  if (count < 4) {
    std::fputs("usage: echo_client HOST PORT LINE... | --self-test\n", stderr);
    return 2;
  }
  try {
    aio::run(
        talk(arguments[1], static_cast<std::uint16_t>(std::atoi(arguments[2])), {arguments + 3, arguments + count}));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "echo_client: %s\n", error.what());
    return 1;
  }
}
