// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-thread-local-across-await %t
#include <hopping.h>

thread_local int count;
struct Counters {
  int hits = 0;
};
thread_local Counters counters;
thread_local char buffer[8];
int &slot() { return count; }
std::suspend_always elsewhere();

Hopping pointer_bad() {
  int *kept = &count;
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'kept' keeps thread-local 'count' over a suspension; another thread can resume [async-thread-local-across-await]
  // CHECK-MESSAGES: :[[@LINE+3]]:3: note: the coroutine is suspended here
  // CHECK-MESSAGES: :[[@LINE+3]]:4: note: it is used here
  // CHECK-MESSAGES: :[[@LINE-4]]:8: note: read it again after the suspension
  co_await elsewhere();
  *kept = 1;
}
Hopping reference_bad() {
  int &kept = count;
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'kept' keeps thread-local 'count'
  co_await elsewhere();
  ++kept;
}
Hopping local_bad() {
  thread_local int own = 0;
  auto *kept = &own;
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'kept' keeps thread-local 'own'
  co_await elsewhere();
  ++*kept;
}
Hopping member_bad() {
  int &kept = counters.hits;
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'kept' keeps thread-local 'counters'
  co_await elsewhere();
  ++kept;
}
Hopping array_bad() {
  char *kept = buffer;
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'kept' keeps thread-local 'buffer'
  co_await elsewhere();
  *kept = 0;
}
Hopping returned_bad() {
  int &kept = slot();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'kept' keeps thread-local 'count'
  co_await elsewhere();
  ++kept;
}
Hopping some_path_bad(bool hop) {
  int &kept = count;
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'kept' keeps thread-local 'count'
  if (hop)
    co_await elsewhere();
  ++kept;
}
Hopping in_a_loop_bad() {
  int &kept = count;
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'kept' keeps thread-local 'count'
  for (int i = 0; i < 2; ++i) {
    ++kept;
    co_await elsewhere();
  }
}
