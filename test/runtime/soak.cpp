// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A loop under abuse for as long as one likes: echo over TCP while clients are cancelled, reset, cut short and late,
// signals come in, another thread posts, and the loop is ended and made anew. Nothing may be left: descriptors, tasks,
// bytes.
//   aio_soak SECONDS [SEED]   on the backend that AIO_BACKEND names
// Bytes: under AddressSanitizer LeakSanitizer counts each at the end; else the heap may be as large as after the first
// rounds and the 1 MiB that a thread keeps for the next frames.
#include <aio/io_uring.h>
#include <malloc.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <thread>

#include "support.h"

namespace {
using namespace aio_test;

constexpr int clients_at_once = 32;
constexpr int rounds_to_warm_up = 5;
constexpr std::size_t most_kept = (std::size_t{5} << 20) / 4;  // 1 MiB of small blocks, and malloc's head of each

std::mt19937 dice;
bool happens(int percent) { return static_cast<int>(dice() % 100) < percent; }

struct Counts {
  long echoes = 0, cancelled = 0, timed_out = 0, resets = 0, cut = 0, errors = 0, signals = 0, posts = 0;
} counts;
long wrong = 0;  // bytes that came back changed: must stay 0
long alive = 0;  // Counted objects in frames: must be 0 between rounds
struct Counted {
  Counted() { ++alive; }
  Counted(const Counted&) = delete;
  ~Counted() { --alive; }
};

aio::Coro<> echo(aio::StreamReader reader, aio::StreamWriter writer) {
  const Counted counted;
  try {
    for (;;) {
      const std::string data = co_await reader.read(65536);
      if (data.empty()) co_return;
      writer.write(data);
      if (happens(1)) co_return writer.abort();
      co_await writer.drain();
    }
  } catch (const std::system_error&) {
    ++counts.errors;
  }
}

aio::Coro<> exchange(std::uint16_t port) {
  const Counted counted;
  aio::Connection server = co_await aio::open_connection("127.0.0.1", port);
  for (int i = static_cast<int>(dice() % 20); i >= 0; --i) {
    const std::string sent(1 + dice() % (happens(10) ? 300'000 : 2'000), static_cast<char>('a' + dice() % 26));
    server.writer.write(sent);
    if (happens(3)) {
      ++counts.resets;
      co_return server.writer.abort();
    }
    if (happens(3)) {
      ++counts.cut;
      co_return;  // with the answer on its way
    }
    if (happens(5)) co_await aio::sleep(std::chrono::microseconds(dice() % 2000));
    const std::string back = co_await server.reader.readexactly(sent.size());
    if (back != sent) ++wrong;
    ++counts.echoes;
  }
  server.writer.close();
  co_await server.writer.wait_closed();
}

/// One client after the other, until it is cancelled.
aio::Coro<> client(std::uint16_t port) {
  const Counted counted;
  for (;;) {
    try {
      if (happens(20))
        co_await aio::wait_for(exchange(port), std::chrono::microseconds(dice() % 3000));
      else
        co_await exchange(port);
    } catch (const aio::TimeoutError&) {
      ++counts.timed_out;
    } catch (const aio::IncompleteReadError&) {
      ++counts.errors;
    } catch (const std::system_error&) {
      ++counts.errors;
    }
    co_await aio::yield_now();
  }
}

aio::Coro<> round(aio::Duration length) {
  aio::EventLoop& loop = aio::get_running_loop();
  aio::ServerOptions options;
  options.backlog = 256;
  aio::Server server = co_await aio::start_server(echo, "127.0.0.1", 0, options);
  loop.add_signal_handler(SIGUSR1, [] { ++counts.signals; });
  std::atomic<bool> stop{false};
  std::thread poster([&] {
    while (!stop) {
      loop.call_soon_threadsafe([] { ++counts.posts; });
      ::kill(::getpid(), SIGUSR1);
      std::this_thread::sleep_for(1ms);
    }
  });
  std::vector<aio::Task<>> clients;
  for (int i = 0; i < clients_at_once; ++i) clients.push_back(aio::create_task(client(server.port())));
  for (const aio::TimePoint end = loop.time() + length; loop.time() < end;) {
    co_await aio::sleep(std::chrono::microseconds(dice() % 4000));
    aio::Task<>& victim = clients[dice() % clients.size()];
    victim.cancel();
    (void)co_await aio::settle(victim);
    ++counts.cancelled;
    victim = aio::create_task(client(server.port()));
    if (happens(1)) server.abort_clients();
  }
  stop = true;
  poster.join();  // it never waits for this loop
  loop.remove_signal_handler(SIGUSR1);
  if (happens(50)) co_return;  // the run cancels what is left, and closes
  for (auto& task : clients) task.cancel();
  for (auto& task : clients) (void)co_await aio::settle(task);
  server.close();
  server.abort_clients();
  co_await server.wait_closed();
}

std::size_t heap_bytes() {
  ::malloc_trim(0);
  const struct mallinfo2 info = ::mallinfo2();
  return info.uordblks + info.hblkhd;
}

}  // namespace

int main(int argc, char** argv) {
  char* end = nullptr;
  const double seconds = argc > 1 ? std::strtod(argv[1], &end) : 0;
  if (argc < 2 || argc > 3 || *end || seconds <= 0) return std::fputs("usage: aio_soak SECONDS [SEED]\n", stderr), 2;
  const char* backend = std::getenv("AIO_BACKEND");
  if (backend && std::string(backend) == "io_uring" && !aio::io_uring::available())
    return std::puts("skipped: io_uring is not available here"), 77;
  const unsigned seed = argc > 2 ? static_cast<unsigned>(std::strtoul(argv[2], nullptr, 10)) : std::random_device{}();
  dice.seed(seed);
  std::printf("seed %u\n", seed);
  aio::run(nothing());  // what a process has once, as libuv's pipe for signals
  const int descriptors = open_descriptors();
  int rounds = 0, left_descriptors = 0;
  std::size_t before = 0, after = 0;
  const auto begin = std::chrono::steady_clock::now();
  while (rounds <= rounds_to_warm_up ||
         std::chrono::steady_clock::now() - begin < std::chrono::duration<double>(seconds)) {
    aio::run(round(std::chrono::milliseconds(rounds < rounds_to_warm_up ? 100 : 50 + dice() % 1000)));
    left_descriptors = open_descriptors() - descriptors;
    after = heap_bytes();
    if (++rounds == rounds_to_warm_up) before = after;
    if (left_descriptors || alive || wrong) break;
  }
  const long long growth = static_cast<long long>(after) - static_cast<long long>(before);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  std::printf(
      "%.0f s, %d loops: %ld echoes, %ld cancelled, %ld timed out, %ld reset, %ld cut, %ld errors, %ld signals, "
      "%ld posts\n",
      took.count(), rounds, counts.echoes, counts.cancelled, counts.timed_out, counts.resets, counts.cut, counts.errors,
      counts.signals, counts.posts);
  std::printf("left: %d descriptors, %ld frames, %ld wrong answers; heap %+lld bytes since round %d\n",
              left_descriptors, alive, wrong, growth, rounds_to_warm_up);
  const bool everything_happened = counts.echoes && counts.cancelled && counts.timed_out && counts.resets &&
                                   counts.cut && counts.signals && counts.posts;
  const bool clean = !left_descriptors && !alive && !wrong && growth <= static_cast<long long>(most_kept);
  std::puts(!clean ? "LEAKED" : everything_happened ? "clean" : "not everything happened");
  return clean && everything_happened ? 0 : 1;
}
