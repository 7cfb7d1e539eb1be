// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-busy-wait %t --silent
#include <aio/aio.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <thread>
#include <unistd.h>

using namespace std::chrono_literals;

// The cure.
aio::Coro<> event_ok(aio::Event &ready) { co_await ready.wait(); }

// Outside of the process nobody sets an event: files, other processes, the clock.
aio::Coro<> file_ok(std::filesystem::path path) {
  while (!std::filesystem::exists(path))
    co_await aio::sleep(100ms);
  while (access("/run/ready", F_OK) != 0)
    co_await aio::sleep(100ms);
}
bool is_up(int host); // not to be seen
aio::Coro<> unseen_ok(int host) {
  while (!is_up(host))
    co_await aio::sleep(100ms);
}
aio::Coro<> clock_ok(std::chrono::steady_clock::time_point then) {
  while (std::chrono::steady_clock::now() < then)
    co_await aio::sleep(100ms);
}
aio::Coro<> loop_clock_ok(aio::TimePoint then) {
  while (aio::get_running_loop().time() < then)
    co_await aio::sleep(100ms);
}
aio::Coro<> device_ok(volatile const unsigned &status) {
  while (!(status & 1))
    co_await aio::sleep(1ms);
}
// It does something on every turn.
int step();
aio::Coro<> working_ok(bool &stop) {
  while (!stop) {
    step();
    co_await aio::sleep(100ms);
  }
}
// A number of turns, and for ever.
aio::Coro<> counted_ok() {
  for (int turn = 0; turn < 3; ++turn)
    co_await aio::sleep(1ms);
  while (true)
    co_await aio::sleep(1h);
}
// A moment's spin on an atomic pauses nobody.
aio::Coro<> spin_ok(std::atomic<int> &busy) {
  while (busy != 0) {
  }
  co_return;
}
// Off every loop a thread may wait as it likes.
void thread_ok(const bool &ready) {
  std::thread([&] {
    while (!ready)
      std::this_thread::sleep_for(1ms);
  }).join();
}
// A question that changes something.
struct Source {
  int left = 3;
  bool next() { return --left > 0; }
};
aio::Coro<> changes_ok(Source source) {
  while (source.next())
    co_await aio::sleep(1ms);
}
