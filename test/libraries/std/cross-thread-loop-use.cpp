// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-cross-thread-loop-use %t
#include <aio/aio.h>

#include <functional>
#include <future>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

aio::Coro<> work();

// Threads in containers, in optionals, made by helpers.
void many_threads_bad(aio::EventLoop &loop) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      loop.call_soon([] {});
      // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'aio::EventLoop::call_soon' touches event loop 'loop' from a thread that does not run it; this is a data race [async-cross-thread-loop-use]
    });
  loop.run_forever();
  for (auto &thread : threads)
    thread.join();
}
void assigned_later_bad(aio::EventLoop &loop) {
  std::thread thread;
  thread = std::thread([&] {
    loop.call_soon([] {});
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'aio::EventLoop::call_soon' touches event loop 'loop' from a thread that does not run it; this is a data race [async-cross-thread-loop-use]
  });
  loop.run_forever();
  thread.join();
}
void unique_thread_bad(aio::EventLoop &loop) {
  auto thread = std::make_unique<std::thread>([&] {
    loop.call_soon([] {});
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'aio::EventLoop::call_soon' touches event loop 'loop' from a thread that does not run it; this is a data race [async-cross-thread-loop-use]
  });
  loop.run_forever();
  thread->join();
}
void kept_body_bad(aio::EventLoop &loop) {
  auto body = [&] {
    loop.call_soon([] {});
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'aio::EventLoop::call_soon' touches event loop 'loop' from a thread that does not run it; this is a data race [async-cross-thread-loop-use]
  };
  std::thread thread(body);
  loop.run_forever();
  thread.join();
}

// A moved thread is joined where it went.
void moved_thread_ok() {
  aio::EventLoop loop;
  std::thread first([&] { loop.run_until_complete(work()); });
  std::thread second = std::move(first);
  second.join();
  loop.call_soon([] {});
  loop.close();
}
void future_waited_for_ok() {
  aio::EventLoop loop;
  auto done = std::async(std::launch::async, [&] { loop.run_until_complete(work()); });
  done.get();
  loop.call_soon([] {});
  loop.close();
}
void all_joined_ok() {
  aio::EventLoop loop;
  std::vector<std::thread> threads;
  threads.emplace_back([&] { loop.run_until_complete(work()); });
  for (auto &thread : threads)
    thread.join();
  loop.call_soon([] {});
  loop.close();
}
