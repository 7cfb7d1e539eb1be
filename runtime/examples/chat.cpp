// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A chat room: the first line is your name, every other one goes to everybody else.
//   chat PORT          serves until SIGINT or SIGTERM; join with: nc 127.0.0.1 PORT
//   chat --self-test   three people talk, and leave
#include <aio/aio.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>

namespace {

class Room {
 public:
  /// The room must outlive its members: it stands in main(), outside of the run that ends them all.
  aio::Coro<> join(aio::StreamReader reader, aio::StreamWriter writer) {
    const std::string name = trimmed(co_await reader.readline());
    if (name.empty() || !members_.emplace(name, writer).second) {
      writer.write("* that name is taken\n");
      co_return;
    }
    struct Leave {  // also when the connection is lost, or the loop closes
      Room& room;
      const std::string& name;
      ~Leave() {
        room.members_.erase(name);
        room.tell("* " + name + " left\n");
      }
    } leave{*this, name};
    tell("* " + name + " joined\n");
    for (std::string line; !(line = co_await reader.readline()).empty();)
      tell(name + ": " + trimmed(line) + "\n", name);
  }

 private:
  static std::string trimmed(std::string line) {
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.pop_back();
    return line;
  }
  /// Nobody waits for a slow member; what he has not read yet is kept for him.
  void tell(const std::string& text, const std::string& except = {}) {
    for (auto& [name, writer] : members_) {
      if (name != except) writer.write(text);
    }
  }
  std::map<std::string, aio::StreamWriter> members_;
};

aio::Coro<> serve(Room& room, std::uint16_t port) {
  auto on_client = [&room](aio::StreamReader reader, aio::StreamWriter writer) {
    return room.join(std::move(reader), std::move(writer));
  };
  aio::Server server = co_await aio::start_server(on_client, "127.0.0.1", port);
  std::printf("the room is open on %s\n", server.sockname().c_str());
  std::fflush(stdout);
  aio::Event stop;
  for (const int signal : {SIGINT, SIGTERM})
    aio::get_running_loop().add_signal_handler(signal, [&stop] { stop.set(); });
  co_await stop.wait();
  server.close();
  server.close_clients();
  co_await server.wait_closed();
}

aio::Coro<> expect(aio::Connection& who, std::string line) {
  const std::string got = co_await who.reader.readline();
  std::printf("%s", got.c_str());
  if (got != line + "\n") throw aio::RuntimeError("expected: " + line);
}

aio::Coro<> self_test(Room& room) {
  auto on_client = [&room](aio::StreamReader reader, aio::StreamWriter writer) {
    return room.join(std::move(reader), std::move(writer));
  };
  aio::Server server = co_await aio::start_server(on_client, "127.0.0.1", 0);
  aio::Connection ada = co_await aio::open_connection("127.0.0.1", server.port());
  ada.writer.write("ada\n");
  co_await expect(ada, "* ada joined");
  aio::Connection bob = co_await aio::open_connection("127.0.0.1", server.port());
  bob.writer.write("bob\n");
  co_await expect(ada, "* bob joined");
  co_await expect(bob, "* bob joined");
  aio::Connection eve = co_await aio::open_connection("127.0.0.1", server.port());
  eve.writer.write("ada\n");
  co_await expect(eve, "* that name is taken");
  bob.writer.write("hello\n");
  co_await expect(ada, "bob: hello");
  bob.writer.close();
  co_await expect(ada, "* bob left");
  server.close();
  server.close_clients();
  co_await server.wait_closed();
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    std::fputs("usage: chat PORT | --self-test\n", stderr);
    return 2;
  }
  Room room;
  if (std::string_view(arguments[1]) == "--self-test")
    aio::run(self_test(room));
  else
    aio::run(serve(room, static_cast<std::uint16_t>(std::atoi(arguments[1]))));
}
