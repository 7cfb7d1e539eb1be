// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-cross-thread-loop-use %t
#include <aio/aio.h>

#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <thread>
#include <utility>

using namespace std::chrono_literals;

aio::Coro<> work();

// The text, once in full.
void call_soon_bad(aio::EventLoop &loop) {
  std::thread thread([&] {
    loop.call_soon([] {});
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'aio::EventLoop::call_soon' touches event loop 'loop' from a thread that does not run it; this is a data race [async-cross-thread-loop-use]
    // CHECK-MESSAGES: :[[@LINE-3]]:{{[0-9]+}}: note: the thread starts here
    // CHECK-MESSAGES: :[[@LINE-3]]:10: note: 'call_soon_threadsafe' is the thread-safe way
  });
  thread.join();
}

// Helpers between the thread and the call.
void notify(aio::EventLoop &loop) {
  loop.call_soon([] {});
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'aio::EventLoop::call_soon' touches event loop 'loop' from a thread that does not run it; this is a data race [async-cross-thread-loop-use]
  // CHECK-MESSAGES: :[[@LINE+5]]:{{[0-9]+}}: note: the thread starts here
  // CHECK-MESSAGES: :[[@LINE+4]]:28: note: a lambda calls 'notify' here
  // CHECK-MESSAGES: :[[@LINE-4]]:8: note: 'call_soon_threadsafe' is the thread-safe way
}
void helper_bad(aio::EventLoop &loop) {
  std::thread thread([&] { notify(loop); });
  thread.join();
}

// The loop is seen to run on another thread.
void runs_elsewhere_bad() {
  aio::EventLoop loop;
  std::thread thread([&] {
    loop.call_soon([] {});
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'aio::EventLoop::call_soon' touches event loop 'loop' from a thread that does not run it; this is a data race [async-cross-thread-loop-use]
    // CHECK-MESSAGES: :[[@LINE-3]]:{{[0-9]+}}: note: the thread starts here
    // CHECK-MESSAGES: :[[@LINE+3]]:{{[0-9]+}}: note: event loop 'loop' runs on another thread here
    // CHECK-MESSAGES: :[[@LINE-4]]:10: note: 'call_soon_threadsafe' is the thread-safe way
  });
  loop.run_forever();
  thread.join();
  loop.close();
}

// Every call that must be made on the loop's thread.
void create_task_bad(aio::EventLoop &loop) {
  std::thread thread([&] {
    loop.create_task(work()).detach();
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'aio::EventLoop::create_task' touches event loop 'loop' from a thread that does not run it; this is a data race [async-cross-thread-loop-use]
    // CHECK-MESSAGES: :[[@LINE-2]]:10: note: 'aio::run_coroutine_threadsafe' is the thread-safe way
  });
  thread.join();
}
void timers_bad(aio::EventLoop &loop) {
  std::thread thread([&] {
    loop.call_later(5ms, [] {});
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'aio::EventLoop::call_later' touches event loop 'loop' from a thread that does not run it; this is a data race [async-cross-thread-loop-use]
    loop.call_at(loop.time() + 5ms, [] {});
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'aio::EventLoop::call_at' touches event loop 'loop' from a thread that does not run it; this is a data race [async-cross-thread-loop-use]
  });
  thread.join();
}
void stop_bad(aio::EventLoop &loop) {
  std::thread thread([&] {
    loop.stop();
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'aio::EventLoop::stop' touches event loop 'loop' from a thread that does not run it; this is a data race [async-cross-thread-loop-use]
  });
  thread.join();
}
void readers_bad(aio::EventLoop &loop, int fd) {
  std::thread thread([&loop, fd] {
    loop.add_reader(fd, [] {});
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'aio::EventLoop::add_reader' touches event loop 'loop' from a thread that does not run it; this is a data race [async-cross-thread-loop-use]
    loop.remove_writer(fd);
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'aio::EventLoop::remove_writer' touches event loop 'loop' from a thread that does not run it; this is a data race [async-cross-thread-loop-use]
  });
  thread.join();
}

// Every way to start a thread.
void jthread_bad(aio::EventLoop &loop) {
  std::jthread thread([&](std::stop_token) {
    loop.call_soon([] {});
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'aio::EventLoop::call_soon' touches event loop 'loop' from a thread that does not run it; this is a data race [async-cross-thread-loop-use]
  });
  loop.run_forever();
}
void detached_bad(aio::EventLoop *loop) {
  std::thread([loop] {
    loop->call_soon([] {});
    // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'aio::EventLoop::call_soon' touches event loop 'loop' from a thread that does not run it; this is a data race [async-cross-thread-loop-use]
  }).detach();
}
void std_async_bad(aio::EventLoop &loop) {
  auto done = std::async(std::launch::async, [&] {
    loop.call_soon([] {});
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'aio::EventLoop::call_soon' touches event loop 'loop' from a thread that does not run it; this is a data race [async-cross-thread-loop-use]
  });
  loop.run_forever();
}
// The loop is named as where the thread starts.
void body_bad(aio::EventLoop &shared) {
  shared.call_soon([] {});
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'aio::EventLoop::call_soon' touches event loop 'loop' from a thread that does not run it; this is a data race [async-cross-thread-loop-use]
}
void function_bad(aio::EventLoop &loop) {
  std::thread thread(body_bad, std::ref(loop));
  loop.run_forever();
  thread.join();
}
aio::Coro<> to_thread_bad() {
  auto &loop = aio::get_running_loop();
  co_await aio::to_thread([&] {
    loop.call_soon([] {});
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'aio::EventLoop::call_soon' touches event loop 'loop' from a thread that does not run it; this is a data race [async-cross-thread-loop-use]
  });
}
aio::Coro<> executor_bad(aio::EventLoop &loop) {
  co_await loop.run_in_executor(nullptr, [&loop] {
    loop.stop();
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'aio::EventLoop::stop' touches event loop 'loop' from a thread that does not run it; this is a data race [async-cross-thread-loop-use]
  });
}
void pool_bad(aio::ThreadPoolExecutor &pool, std::shared_ptr<aio::EventLoop> loop) {
  pool.submit([loop] {
    loop->call_soon([] {});
    // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'aio::EventLoop::call_soon' touches event loop 'loop' from a thread that does not run it; this is a data race [async-cross-thread-loop-use]
  });
}
class Service {
public:
  explicit Service(aio::EventLoop &loop) : loop_(loop) {}
  void start() {
    thread_ = std::thread([this] { watch(); });
  }

private:
  void watch() {
    loop_.call_soon([] {});
    // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'aio::EventLoop::call_soon' touches event loop 'loop_' from a thread that does not run it; this is a data race [async-cross-thread-loop-use]
  }
  aio::EventLoop &loop_;
  std::thread thread_;
};
class MemberFunction {
public:
  void start() { thread_ = std::thread(&MemberFunction::watch_bad, this); }
  void watch_bad() {
    loop_.call_soon([] {});
    // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'aio::EventLoop::call_soon' touches event loop 'loop_' from a thread that does not run it; this is a data race [async-cross-thread-loop-use]
  }

private:
  aio::EventLoop loop_;
  std::thread thread_;
};

// Things that live with the loop.
void event_bad(aio::EventLoop &loop) {
  aio::Event event;
  std::thread thread([&] {
    event.set();
    // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'aio::Event::set' touches 'event' from a thread that does not run its event loop; this is a data race [async-cross-thread-loop-use]
  });
  loop.run_forever();
  thread.join();
}
void future_bad(aio::EventLoop &loop) {
  aio::Future<int> future = loop.create_future<int>();
  std::thread thread([future]() mutable {
    future.set_result(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'aio::Future::set_result' touches 'future' from a thread that does not run its event loop; this is a data race [async-cross-thread-loop-use]
  });
  loop.run_until_complete(future);
  thread.join();
}
void task_bad(aio::EventLoop &loop) {
  aio::Task<> task = loop.create_task(work());
  std::thread thread([&] {
    task.cancel();
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'aio::Future::cancel' touches 'task' from a thread that does not run its event loop; this is a data race [async-cross-thread-loop-use]
  });
  loop.run_until_complete(task);
  thread.join();
}
void lock_bad(aio::EventLoop &loop, aio::Lock &lock) {
  std::jthread thread([&] {
    lock.release();
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'aio::Lock::release' touches 'lock' from a thread that does not run its event loop; this is a data race [async-cross-thread-loop-use]
  });
  loop.run_forever();
}

// Joined too late.
void before_the_join_bad(aio::EventLoop &loop) {
  std::thread thread([&] {
    loop.call_soon([] {});
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'aio::EventLoop::call_soon' touches event loop 'loop' from a thread that does not run it; this is a data race [async-cross-thread-loop-use]
  });
  loop.run_until_complete(work());
  thread.join();
}
