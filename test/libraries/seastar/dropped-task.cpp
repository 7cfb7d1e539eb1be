// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-dropped-task %t -- -- -isystem %S/Inputs
#include <seastar/core/seastar.hh>

#include <utility>

using seastar::future;

// scylladb/scylladb#9770: the lock is never taken.
future<> units_bad(seastar::semaphore &semaphore) {
  auto guard = seastar::get_units(semaphore, 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task in 'guard' is never looked at; its result and exception are lost [async-dropped-task]
  co_return;
}
future<> lock_bad(seastar::rwlock &lock) {
  auto guard = lock.hold_write_lock();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task in 'guard' is never looked at; its result and exception are lost [async-dropped-task]
  (void)lock.hold_read_lock();
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: task returned by 'seastar::rwlock::hold_read_lock' is dropped; its result and exception are lost [async-dropped-task]
  co_return;
}

future<> units_ok(seastar::semaphore &semaphore) {
  auto guard = co_await seastar::get_units(semaphore, 1);
}
future<> kept_ok(seastar::semaphore &semaphore) {
  auto wanted = seastar::get_units(semaphore, 1);
  auto guard = co_await std::move(wanted);
}
future<seastar::semaphore_units> returned_ok(seastar::rwlock &lock) { return lock.hold_write_lock(); }
future<int> then_ok(seastar::rwlock &lock) {
  return lock.hold_read_lock().then([](auto) { return 1; });
}
