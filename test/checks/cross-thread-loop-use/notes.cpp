// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-cross-thread-loop-use %t
#include <aio/aio.h>

#include <thread>

// Every note, and no other.
void parameter_bad(aio::EventLoop &loop) {
  std::thread thread([&] {
    loop.call_soon([] {});
    // CHECK-NOTES: :[[@LINE-1]]:10: warning: 'aio::EventLoop::call_soon' touches event loop 'loop' from a thread that does not run it; this is a data race [async-cross-thread-loop-use]
    // CHECK-NOTES: :[[@LINE-3]]:{{[0-9]+}}: note: the thread starts here
    // CHECK-NOTES: :[[@LINE-3]]:10: note: 'call_soon_threadsafe' is the thread-safe way
  });
  thread.join();
}
// No twin: the remedy is a function behind the door.
void no_twin_bad(aio::EventLoop &loop) {
  std::thread([&] {
    loop.remove_reader(0);
    // CHECK-NOTES: :[[@LINE-1]]:10: warning: 'aio::EventLoop::remove_reader' touches event loop 'loop' from a thread that does not run it; this is a data race [async-cross-thread-loop-use]
    // CHECK-NOTES: :[[@LINE-3]]:{{[0-9]+}}: note: the thread starts here
    // CHECK-NOTES: :[[@LINE-3]]:10: note: 'call_soon_threadsafe' a function that removes it
  }).detach();
}
