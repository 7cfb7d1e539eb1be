// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-unclosed-loop %t
// REQUIRES: aio-io-uring
#include <aio/aio.h>

void io_uring_bad() {
  const auto ring = aio::io_uring::new_event_loop();
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: event loop 'ring' is never closed; its descriptors leak [async-unclosed-loop]
  ring->run_forever();
}
void io_uring_ok() {
  const auto ring = aio::io_uring::new_event_loop();
  ring->close();
}
