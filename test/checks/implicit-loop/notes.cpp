// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-implicit-loop %t
#include <aio/aio.h>
#include <aio/legacy.h>

// Every note, and no other.
void getter_bad() {
  aio::get_event_loop().stop();
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: 'aio::get_event_loop' picks an implicit event loop; it throws when none is set [async-implicit-loop]
  // CHECK-NOTES: :[[@LINE-2]]:8: note: 'run', a 'Runner' or a parameter names the loop
}
