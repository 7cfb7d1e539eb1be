// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Proof of harm, law L8: SIGTERM ends a service that handles none in the middle of its work; what was not written is lost.
// REQUIRES: aio-lib
// RUN: %aio-clangxx %s -o %t %aio-lib
// RUN: %aio-clangxx -DBROKEN %s -o %t.broken %aio-lib
// RUN: not --crash %t.broken > %t.out 2>&1
// RUN: FileCheck --check-prefix=BROKEN --allow-empty %s < %t.out
// RUN: %t 2>&1 | FileCheck --check-prefix=CLEAN %s
// RUN: %check %s async-unhandled-signal %t.lint -- -- -DBROKEN
// RUN: %clang-tidy "--config={}" "--checks=-*,async-unhandled-signal" %s -- %aio-flags | FileCheck --allow-empty --check-prefix=SILENT %s
// SILENT-NOT: warning:
#include <aio/aio.h>

#include <csignal>
#include <cstdio>

// A journal that is written when it is full, or at the end.
void record(const char *line) { std::fputs(line, stdout); }

// A client comes; then the machine shuts down.
void serve_a_client(aio::EventLoop &loop) {
  loop.call_soon([&loop] {
    record("one client was served\n");
    loop.call_soon([] { std::raise(SIGTERM); });
  });
}

// BROKEN-NOT: served
void broken(aio::EventLoop &loop) {
  serve_a_client(loop);
#ifdef BROKEN
  loop.run_forever();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'aio::EventLoop::run_forever' serves for ever and no signal is handled; SIGTERM drops what is under way [async-unhandled-signal]
#endif
}

// CLEAN-NOT: {{.}}
// CLEAN: {{^}}one client was served{{$}}
// CLEAN-NOT: {{.}}
void repaired(aio::EventLoop &loop) {
#ifndef BROKEN
  loop.add_signal_handler(SIGTERM, [&] { loop.stop(); });
  serve_a_client(loop);
  loop.run_forever();
#endif
}

int main() {
  aio::EventLoop loop;
#ifdef BROKEN // one program has one main, and a handler anywhere in it counts
  broken(loop);
#else
  repaired(loop);
#endif
  loop.close();
}
