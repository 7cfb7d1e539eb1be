// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-busy-wait %t
#include <aio/aio.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

using namespace std::chrono_literals;

// 1. A flag, whatever holds it.
aio::Coro<> reference_bad(bool &ready) {
  while (!ready)
    co_await aio::sleep(10ms);
    // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'ready' is polled by sleeping; it is seen late [async-busy-wait]
    // CHECK-MESSAGES: :[[@LINE-3]]:10: note: 'ready' is read here, after each sleep
    // CHECK-MESSAGES: :[[@LINE-3]]:19: note: an event, set by whoever writes it, wakes at once
}
bool started = false;
aio::Coro<> global_bad() {
  while (!started) {
    co_await aio::yield_now();
    // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'started' is polled by sleeping; it is seen late [async-busy-wait]
  }
}
struct Service {
  std::atomic<bool> stopping = false;
  std::vector<int> queue;
  std::optional<int> answer;
  aio::Coro<> member_bad() {
    while (!stopping)
      co_await aio::sleep(1s);
      // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'stopping' is polled by sleeping; it is seen late [async-busy-wait]
  }
  aio::Coro<> container_bad() {
    while (queue.empty())
      co_await aio::sleep(1ms);
      // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'queue' is polled by sleeping; it is seen late [async-busy-wait]
    while (!answer.has_value())
      co_await aio::sleep(1ms);
      // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'answer' is polled by sleeping; it is seen late [async-busy-wait]
  }
};
aio::Coro<> pointer_bad(std::shared_ptr<Service> service) {
  while (!service->stopping.load())
    co_await aio::sleep(1ms);
    // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'stopping' is polled by sleeping; it is seen late [async-busy-wait]
}
// 2. A task, or a function that only looks.
aio::Coro<> task_bad(aio::Task<> task) {
  while (!task.done())
    co_await aio::sleep(1ms);
    // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'task' is polled by sleeping; it is seen late [async-busy-wait]
}
static bool is_ready() { return started; }
aio::Coro<> getter_bad() {
  while (!is_ready())
    co_await aio::sleep(1ms);
    // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'started' is polled by sleeping; it is seen late [async-busy-wait]
}
// 3. Other loops.
aio::Coro<> do_bad(int &left) {
  do {
    co_await aio::sleep(1ms);
    // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'left' is polled by sleeping; it is seen late [async-busy-wait]
  } while (left > 0);
}
aio::Coro<> for_bad(int &left) {
  for (; left > 0;)
    co_await aio::sleep(1ms);
    // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'left' is polled by sleeping; it is seen late [async-busy-wait]
  for (;;) {
    if (left == 0)
      break;
    co_await aio::sleep(1ms);
    // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'left' is polled by sleeping; it is seen late [async-busy-wait]
  }
  while (true) {
    co_await aio::sleep(1ms);
    // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'left' is polled by sleeping; it is seen late [async-busy-wait]
    if (left == 0)
      co_return;
  }
}
// 4. With a limit it is no better.
aio::Coro<> limited_bad(bool &ready, std::chrono::steady_clock::time_point deadline) {
  while (!ready && std::chrono::steady_clock::now() < deadline)
    co_await aio::sleep(1ms);
    // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'ready' is polled by sleeping; it is seen late [async-busy-wait]
  for (int turn = 0; turn < 100 && !ready; ++turn)
    co_await aio::sleep(1ms);
    // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'ready' is polled by sleeping; it is seen late [async-busy-wait]
}
// 5. Blocking, on the loop's thread.
static void wait_for(const bool &ready) {
  while (!ready)
    std::this_thread::sleep_for(1ms);
    // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: 'ready' is polled by sleeping; it is seen late [async-busy-wait]
}
aio::Coro<> helper_bad(const bool &ready) {
  wait_for(ready);
  co_return;
}
