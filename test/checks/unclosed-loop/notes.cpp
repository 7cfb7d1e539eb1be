// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-unclosed-loop %t
#include <aio/aio.h>

#include <utility>

// Every note, and no other.
void never_bad() {
  auto loop = aio::new_event_loop();
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: event loop 'loop' is never closed; its descriptors leak [async-unclosed-loop]
  // CHECK-NOTES: :[[@LINE-2]]:8: note: a 'Runner' closes its loop on every path
  loop->run_forever();
}
int path_bad(bool enough, bool more) {
  auto loop = aio::new_event_loop();
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: event loop 'loop' is not closed on every path; its descriptors leak [async-unclosed-loop]
  // CHECK-NOTES: :[[@LINE+3]]:5: note: it is still open at this 'return'
  // CHECK-NOTES: :[[@LINE-3]]:8: note: a 'Runner' closes its loop on every path
  if (enough)
    return 1;
  if (more)
    return 2; // the first path is enough
  loop->close();
  return 0;
}
