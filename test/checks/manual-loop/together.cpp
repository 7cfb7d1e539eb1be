// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Two checks have the same fix for one loop: plain clang-tidy, which makes neither of two that are the same, gets it once.
// RUN: cp %s %t.cpp
// RUN: %clang-tidy "--checks=-*,async-manual-loop,async-unclosed-loop" -fix-notes %t.cpp -- %aio-flags 2>&1 | FileCheck --check-prefix=SAID %s
// SAID-NOT: overlaps
// SAID-COUNT-2: [async-manual-loop]
// RUN: FileCheck --check-prefix=FIXED --input-file=%t.cpp %s
#include <aio/aio.h>
aio::Coro<int> load(int id);
int load_now(int id) {
  auto loop = aio::new_event_loop();
  int value = loop->run_until_complete(load(id));
  loop->close();
  return value;
}
// FIXED: {{^}}int load_now(int id) {{[{]}}{{$}}
// FIXED-NEXT: {{^}}  int value = aio::run(load(id));{{$}}
int load_two(int id) {
  auto loop = aio::new_event_loop();
  int value = loop->run_until_complete(load(id));
  value += loop->run_until_complete(load(id));
  loop->close();
  return value;
}
// FIXED: {{^}}int load_two(int id) {{[{]}}{{$}}
// FIXED-NEXT: {{^}}  aio::Runner runner;{{$}}
// FIXED-NEXT: {{^}}  int value = runner.run(load(id));{{$}}
