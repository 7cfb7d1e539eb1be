// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-lock-across-await %t
#include <aio/aio.h>
#include <lazy.h>

#include <chrono>
#include <memory>
#include <mutex>
#include <pthread.h>
#include <shared_mutex>

using namespace std::chrono_literals;
std::mutex m;
std::mutex n;
std::shared_mutex shared;
std::recursive_mutex recursive;
aio::Coro<int> leaf();

// 1. A guard, whatever its type is spelled like.
aio::Coro<> guard_bad() {
  std::lock_guard<std::mutex> held(m);
  // CHECK-MESSAGES: :[[@LINE-1]]:31: warning: thread lock 'held' is held across a suspension; the loop can deadlock [async-lock-across-await]
  // CHECK-MESSAGES: :[[@LINE+2]]:3: note: it is held while the coroutine is suspended here
  // CHECK-MESSAGES: :[[@LINE-3]]:31: note: unlock it before, or hold a lock that is awaited
  co_await aio::sleep(1ms);
}
aio::Coro<> deduced_bad() {
  std::unique_lock held(m);
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: thread lock 'held' is held
  co_await aio::sleep(1ms);
}
aio::Coro<> several_bad() {
  std::scoped_lock held(m, n);
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: thread lock 'held' is held
  co_await aio::sleep(1ms);
}
aio::Coro<> shared_bad() {
  std::shared_lock held(shared);
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: thread lock 'held' is held
  co_await aio::sleep(1ms);
}
using Held = std::lock_guard<std::recursive_mutex>;
aio::Coro<> alias_bad() {
  Held held(recursive);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: thread lock 'held' is held
  co_await aio::sleep(1ms);
}
template <class Mutex> aio::Coro<> template_bad(Mutex &mutex) {
  std::lock_guard<Mutex> held(mutex);
  // CHECK-MESSAGES: :[[@LINE-1]]:26: warning: thread lock 'held' is held
  co_await aio::sleep(1ms);
}
template aio::Coro<> template_bad<std::mutex>(std::mutex &);

// 2. A guard inside of something: a member, the result of a function, an adopted lock.
struct Session {
  std::lock_guard<std::mutex> held{m};
};
struct Outer {
  Session session;
};
aio::Coro<> member_bad() {
  Outer outer;
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: thread lock 'outer' is held
  co_await aio::sleep(1ms);
}
auto locked() { return std::unique_lock<std::mutex>(m); }
aio::Coro<> returned_bad() {
  auto held = locked();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: thread lock 'held' is held
  co_await aio::sleep(1ms);
}
aio::Coro<> adopted_bad() {
  m.lock();
  std::lock_guard held(m, std::adopt_lock);
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: thread lock 'held' is held
  co_await aio::sleep(1ms);
}
aio::Coro<> later_bad() {
  std::unique_lock held(m, std::defer_lock);
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: thread lock 'held' is held
  held.lock();
  co_await aio::sleep(1ms);
}

// 3. A mutex that is locked by hand.
aio::Coro<> by_hand_bad() {
  m.lock();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: thread lock 'm' is held
  co_await aio::sleep(1ms);
  m.unlock();
}
struct Account {
  std::mutex mutex;
  aio::Coro<> pay() {
    mutex.lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: thread lock 'mutex' is held
    co_await aio::sleep(1ms);
    mutex.unlock();
  }
};
aio::Coro<> posix_bad(pthread_mutex_t *mutex) {
  pthread_mutex_lock(mutex);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: thread lock 'mutex' is held
  co_await aio::sleep(1ms);
  pthread_mutex_unlock(mutex);
}

// 4. Every suspension is named, wherever it stands.
aio::Coro<> each_bad() {
  std::lock_guard held(m);
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: thread lock 'held' is held
  // CHECK-MESSAGES: :[[@LINE+3]]:15: note: it is held while
  // CHECK-MESSAGES: :[[@LINE+3]]:7: note: it is held while
  // CHECK-MESSAGES: :[[@LINE+3]]:5: note: it is held while
  int first = co_await leaf();
  if (co_await leaf() > first)
    co_await aio::sleep(1ms);
}

// 5. On some path only.
aio::Coro<> some_path_bad(bool early) {
  std::unique_lock held(m);
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: thread lock 'held' is held
  if (early)
    held.unlock();
  co_await aio::sleep(1ms);
}
aio::Coro<> in_a_loop_bad() {
  std::unique_lock held(m, std::defer_lock);
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: thread lock 'held' is held
  for (int i = 0; i < 2; ++i) {
    co_await aio::sleep(1ms);
    held.lock();
  }
}

// 6. Coroutines of any library, and lambdas.
lazy::Lazy<int> unknown_library_bad() {
  std::lock_guard held(m);
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: thread lock 'held' is held
  co_await std::suspend_always{};
  co_return 1;
}
void lambda_bad() {
  auto work = []() -> aio::Coro<> {
    std::lock_guard held(m);
    // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: thread lock 'held' is held
    co_await aio::sleep(1ms);
  };
  aio::run(work());
}
aio::Coro<> condition_bad() {
  if (std::lock_guard held(m); true)
    // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: thread lock 'held' is held
    co_await aio::sleep(1ms);
}
