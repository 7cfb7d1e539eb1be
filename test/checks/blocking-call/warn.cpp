// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-blocking-call %t
#include <aio/aio.h>

#include <atomic>
#include <barrier>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <future>
#include <iostream>
#include <latch>
#include <mutex>
#include <netdb.h>
#include <poll.h>
#include <semaphore>
#include <string>
#include <sys/file.h>
#include <sys/select.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace std::chrono_literals;

// 1. Sleeping, in the coroutine itself.
aio::Coro<> sleeping_bad() {
  std::this_thread::sleep_for(1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'std::this_thread::sleep_for' blocks the thread of a running event loop [async-blocking-call]
  // CHECK-MESSAGES: :[[@LINE-3]]:13: note: 'sleeping_bad' runs on the loop: it is a coroutine
  // CHECK-MESSAGES: :[[@LINE-3]]:21: note: await the loop's own sleep, or start a timer of it
  co_return;
}
aio::Coro<> other_sleeps_bad(std::chrono::steady_clock::time_point then) {
  std::this_thread::sleep_until(then);
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'std::this_thread::sleep_until' blocks the thread of a running event loop [async-blocking-call]
  sleep(1);                           
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks the thread of a running event loop [async-blocking-call]
  usleep(100);                        
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'usleep' blocks the thread of a running event loop [async-blocking-call]
  co_return;
}

// 2. Through helpers, and in callbacks.
static void pause_a_little() { usleep(1000); }
// CHECK-MESSAGES: :[[@LINE-1]]:32: warning: 'usleep' blocks the thread of a running event loop [async-blocking-call]
// CHECK-MESSAGES: :[[@LINE+5]]:13: note: 'helper_bad' runs on the loop: it is a coroutine
// CHECK-MESSAGES: :[[@LINE+5]]:3: note: 'helper_bad' calls 'retry' here
// CHECK-MESSAGES: :[[@LINE+2]]:23: note: 'retry' calls 'pause_a_little' here
// CHECK-MESSAGES: :[[@LINE-5]]:32: note: await the loop's own sleep, or start a timer of it
static void retry() { pause_a_little(); }
aio::Coro<> helper_bad() {
  retry();
  co_return;
}
void callback_bad(aio::EventLoop &loop) {
  loop.call_later(1s, [] { sleep(1); });
  // CHECK-MESSAGES: :[[@LINE-1]]:28: warning: 'sleep' blocks the thread of a running event loop [async-blocking-call]
}

// 3. Joining, and futures.
aio::Coro<> join_bad(std::thread worker) {
  worker.join();
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'std::thread::join' blocks the thread of a running event loop [async-blocking-call]
  // CHECK-MESSAGES: :[[@LINE-3]]:13: note: 'join_bad' runs on the loop: it is a coroutine
  // CHECK-MESSAGES: :[[@LINE-3]]:10: note: a thread is joined off the loop
  co_return;
}
aio::Coro<int> future_bad() {
  auto answer = std::async(std::launch::async, [] { return 1; });
  co_return answer.get();
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'std::future::get' blocks the thread of a running event loop [async-blocking-call]
}
aio::Coro<int> shared_future_bad(std::shared_future<int> answer) {
  if (answer.wait_for(1s) == std::future_status::timeout)
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'std::__basic_future::wait_for' blocks the thread of a running event loop [async-blocking-call]
    co_return 0;
  co_return answer.get();
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'std::shared_future::get' blocks the thread of a running event loop [async-blocking-call]
}
// Another loop's work is waited for all the same.
aio::Coro<int> other_loop_bad(aio::ConcurrentFuture<int> answer) {
  co_return answer.get();
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'aio::ConcurrentFuture::get' blocks the thread of a running event loop [async-blocking-call]
  // CHECK-MESSAGES: :[[@LINE-3]]:16: note: 'other_loop_bad' runs on the loop: it is a coroutine
  // CHECK-MESSAGES: :[[@LINE-3]]:20: note: 'co_await' the coroutine instead
}

// 4. Condition variables, latches, barriers, semaphores, atomics.
std::mutex mutex;
std::condition_variable changed;
bool ready;
aio::Coro<> condition_bad() {
  std::unique_lock lock(mutex);
  changed.wait(lock, [] { return ready; });
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'std::condition_variable::wait' blocks the thread of a running event loop [async-blocking-call]
  changed.wait_for(lock, 1s);              
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'std::condition_variable::wait_for' blocks the thread of a running event loop [async-blocking-call]
  co_return;
}
aio::Coro<> primitives_bad(std::latch &latch, std::barrier<> &barrier, std::counting_semaphore<4> &slots,
                           std::atomic<int> &number) {
  latch.wait();             
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'std::latch::wait' blocks the thread of a running event loop [async-blocking-call]
  barrier.arrive_and_wait();
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'std::barrier::arrive_and_wait' blocks the thread of a running event loop [async-blocking-call]
  slots.acquire();          
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'std::counting_semaphore::acquire' blocks the thread of a running event loop [async-blocking-call]
  number.wait(0);           
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'std::__atomic_base::wait' blocks the thread of a running event loop [async-blocking-call]
  co_return;
}

// 5. Files, standard input, processes, names.
aio::Coro<std::string> files_bad(std::string name) {
  std::ifstream file(name);
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'std::basic_ifstream' blocks the thread of a running event loop [async-blocking-call]
  // CHECK-MESSAGES: :[[@LINE-3]]:24: note: 'files_bad' runs on the loop: it is a coroutine
  // CHECK-MESSAGES: :[[@LINE-3]]:17: note: a thread opens, reads and writes files
  std::string first, second;
  file >> first; // once is enough: the open is told of
  std::ofstream log;
  log.open(name);                     
  // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'std::basic_ofstream::open' blocks the thread of a running event loop [async-blocking-call]
  std::FILE *old = std::fopen("x", "r");
  // CHECK-MESSAGES: :[[@LINE-1]]:25: warning: 'fopen' blocks the thread of a running event loop [async-blocking-call]
  std::cin >> first >> second;        
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'std::cin' blocks the thread of a running event loop [async-blocking-call]
  // CHECK-MESSAGES: :[[@LINE-14]]:24: note: 'files_bad' runs on the loop: it is a coroutine
  // CHECK-MESSAGES: :[[@LINE-3]]:8: note: a thread reads it, and tells the loop
  std::getline(std::cin, second);     
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'std::cin' blocks the thread of a running event loop [async-blocking-call]
  (void)old;
  co_return first;
}
aio::Coro<> processes_bad(pid_t child, int file) {
  std::system("sync");                
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'system' blocks the thread of a running event loop [async-blocking-call]
  waitpid(child, nullptr, 0);         
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'waitpid' blocks the thread of a running event loop [async-blocking-call]
  flock(file, LOCK_EX);               
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'flock' blocks the thread of a running event loop [async-blocking-call]
  FILE *pipe = popen("date", "r");    
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: 'popen' blocks the thread of a running event loop [async-blocking-call]
  pclose(pipe);                       
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'pclose' blocks the thread of a running event loop [async-blocking-call]
  gethostbyname("example.org");       
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'gethostbyname' blocks the thread of a running event loop [async-blocking-call]
  co_return;
}
aio::Coro<> polls_bad(pollfd *files, int milliseconds) {
  poll(files, 1, -1);          
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'poll' blocks the thread of a running event loop [async-blocking-call]
  poll(files, 1, milliseconds);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'poll' blocks the thread of a running event loop [async-blocking-call]
  timeval second{1, 0};
  select(0, nullptr, nullptr, nullptr, &second);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'select' blocks the thread of a running event loop [async-blocking-call]
  select(0, nullptr, nullptr, nullptr, nullptr);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'select' blocks the thread of a running event loop [async-blocking-call]
  co_return;
}

// 6. In a macro: where it is expanded.
#define NAP() usleep(1)
aio::Coro<> macro_bad() {
  NAP();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'usleep' blocks the thread of a running event loop [async-blocking-call]
  co_return;
}

// 7. A question that does not say it is there.
aio::Coro<int> asked_too_early_bad(std::future<int> answer) {
  if (answer.wait_for(0s) != std::future_status::ready)
    co_await aio::sleep(1s);
  co_return answer.get();
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'std::future::get' blocks the thread of a running event loop [async-blocking-call]
}
// 8. In a template, once.
template <class T> aio::Coro<T> generic_bad(std::future<T> answer) { co_return answer.get(); }
// CHECK-MESSAGES: :[[@LINE-1]]:87: warning: 'std::future::get' blocks the thread of a running event loop [async-blocking-call]
template aio::Coro<int> generic_bad(std::future<int>);
template aio::Coro<long> generic_bad(std::future<long>);
