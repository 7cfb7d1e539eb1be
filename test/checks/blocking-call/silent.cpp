// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-blocking-call %t --silent
#include <aio/aio.h>

#include <chrono>
#include <condition_variable>
#include <fstream>
#include <future>
#include <iostream>
#include <latch>
#include <mutex>
#include <poll.h>
#include <semaphore>
#include <string>
#include <sys/file.h>
#include <sys/select.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace std::chrono_literals;

// The cure.
aio::Coro<> awaited_ok() { co_await aio::sleep(1s); }

// Off-loaded: to a thread, an executor, a pool.
static void slow() { sleep(1); }
aio::Coro<> offloaded_ok(aio::EventLoop &loop, aio::ThreadPoolExecutor &pool) {
  co_await aio::to_thread(slow);
  co_await aio::to_thread([] { std::this_thread::sleep_for(1s); });
  co_await loop.run_in_executor(nullptr, [] { sleep(1); });
  pool.submit([] { sleep(1); });
  std::thread([] { slow(); }).detach();
}

// Start-up, before the run, and what comes after it; a function nobody calls on a loop.
aio::Coro<> work();
int main() {
  std::ifstream settings("settings");
  std::string line;
  std::cin >> line;
  sleep(1);
  aio::run(work());
  std::thread([] {}).join();
}
void nobody_calls_ok() { sleep(1); }

// A guard says that no loop runs.
static void sync_or_not() {
  if (!aio::running_loop())
    std::this_thread::sleep_for(1s);
}
aio::Coro<> guarded_ok() {
  sync_or_not();
  co_return;
}

// No time to wait, or told not to.
aio::Coro<bool> no_time_ok(std::future<int> &answer, pollfd *files, int file, pid_t child) {
  poll(files, 1, 0);
  timeval now{0, 0};
  select(0, nullptr, nullptr, nullptr, &now);
  flock(file, LOCK_EX | LOCK_NB);
  flock(file, LOCK_UN);
  waitpid(child, nullptr, WNOHANG);
  answer.wait_for(std::chrono::seconds(0));
  co_return answer.wait_for(0s) == std::future_status::ready;
}

// Proven ready: the condition, an early return, a constant, an earlier wait.
aio::Coro<int> condition_ok(std::future<int> answer) {
  if (answer.wait_for(0s) == std::future_status::ready)
    co_return answer.get();
  co_return 0;
}
aio::Coro<int> early_return_ok(std::future<int> answer) {
  if (answer.wait_for(0s) != std::future_status::ready)
    co_return 0;
  co_return answer.get();
}
aio::Coro<int> constant_ok(std::future<int> answer) {
  const bool there = answer.valid() && answer.wait_for(0s) == std::future_status::ready;
  if (!there)
    co_return 0;
  co_return 1;
}
aio::Coro<int> polled_ok(std::future<int> answer) {
  while (answer.wait_for(0s) != std::future_status::ready)
    co_await aio::sleep(10ms);
  co_return answer.get();
}
aio::Coro<int> done_ok(aio::ConcurrentFuture<int> answer) {
  while (!answer.done())
    co_await aio::sleep(10ms);
  co_return answer.get();
}

// A lock is held for a moment; that is no wait of this kind. (Across a suspension it is async-lock-across-await's.)
std::mutex mutex;
aio::Coro<> lock_ok() {
  std::lock_guard lock(mutex);
  co_return;
}
// Notifying, counting down and detaching do not wait.
aio::Coro<> signalling_ok(std::latch &latch, std::condition_variable &changed, std::counting_semaphore<4> &slots,
                          std::thread worker) {
  latch.count_down();
  changed.notify_all();
  slots.release();
  worker.detach();
  co_return;
}
// A file object that opens nothing; output.
aio::Coro<> closed_file_ok() {
  std::ifstream file;
  std::cout << "hello\n";
  co_return;
}
// Only created there: its body runs elsewhere; unevaluated.
aio::Coro<> created_ok() {
  auto later = [] { sleep(1); };
  using Result = decltype(sleep(1));
  (void)later;
  co_return;
}
// Its name is that of a C function; it is none.
struct Player {};
void pause(Player &player);
aio::Coro<> own_pause_ok(Player &player) {
  pause(player);
  co_return;
}
