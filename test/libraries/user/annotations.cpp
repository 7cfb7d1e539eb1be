// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %clang-tidy --config={} --checks=-*,async-* %s -- -std=c++20 -I%inputs > %t.log
// RUN: FileCheck %s < %t.log '--implicit-check-not={{warning|error}}:'
// RUN: not %clang-tidy --config={} --checks=-*,async-* %s -- -std=c++20 -I%inputs -DFAULTY > %t.faulty
// RUN: FileCheck --check-prefix=FAULTY %s < %t.faulty
//
// What a library says of itself, in its own source.
#include <lazy.h>

#define ASYNC_TIDY(words) [[clang::annotate("async_tidy", words)]]

class ASYNC_TIDY("loop: closed by hand") Pump {
public:
  ASYNC_TIDY("makes: this") Pump();
  ASYNC_TIDY("runs: this, nested: hangs, instead: return to the pump") void go();
  ASYNC_TIDY("closes: this") void shut();
  ASYNC_TIDY("calls_later: [arg0], on: this") void later(void (*callback)());
};
template <class T> struct ASYNC_TIDY("coroutine: lazy") Promise : lazy::Lazy<T> {};
Promise<int> fetch();

Pump pump;
void nested_bad() {
  pump.go();
  // CHECK: :[[@LINE-1]]:8: warning: 'Pump::go' is called on a running event loop; it never returns [async-nested-run]
  // CHECK: note: 'nested_bad' runs on the loop: it is handed to 'Pump::later' here
  // CHECK: note: return to the pump
}
void start() { pump.later(nested_bad); }

void unclosed_bad() {
  Pump local;
  // CHECK: :[[@LINE-1]]:8: warning: event loop 'local' is never closed; its descriptors leak [async-unclosed-loop]
  local.go();
}
void dropped_bad() {
  fetch();
  // CHECK: :[[@LINE-1]]:3: warning: coroutine returned by 'fetch' is dropped; its body never runs [async-unawaited-coroutine]
}

#ifdef FAULTY
ASYNC_TIDY("run: this") void misspelt();
void use() { misspelt(); }
// FAULTY: :[[@LINE-2]]:1: error: {{.*}}unknown key 'run'
#endif
