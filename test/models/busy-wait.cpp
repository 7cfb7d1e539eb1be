// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Proof of harm, law L11: who waits by sleeping sees it at the end of the sleep; an event wakes at once.
// REQUIRES: aio-lib
// RUN: %aio-clangxx %s -o %t %aio-lib
// RUN: not %t broken 2>&1 | FileCheck --check-prefix=BROKEN %s
// RUN: %t repaired 2>&1 | FileCheck --check-prefix=CLEAN %s
// RUN: %check %s async-busy-wait %t.lint
#include <aio/aio.h>

#include <chrono>
#include <iostream>
#include <string_view>

using namespace std::chrono_literals;

// BROKEN: {{^}}seen late{{$}}
aio::Coro<> broken(bool &ready, aio::Event &) {
  while (!ready)
    co_await aio::sleep(1s);
    // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'ready' is polled by sleeping; it is seen late [async-busy-wait]
}

// CLEAN-NOT: {{.}}
// CLEAN: {{^}}seen at once{{$}}
// CLEAN-NOT: {{.}}
aio::Coro<> repaired(bool &, aio::Event &event) { co_await event.wait(); }

aio::Coro<bool> serve(aio::Coro<> (*wait)(bool &, aio::Event &)) {
  auto &loop = aio::get_running_loop();
  aio::Event event;
  bool ready = false, seen = false, seen_at_once = false;
  loop.call_later(1ms, [&] {
    ready = true;
    event.set();
    // Three turns of the loop later it was seen, or it was not: no clock is asked.
    loop.call_soon([&] { loop.call_soon([&] { loop.call_soon([&] { seen_at_once = seen; }); }); });
  });
  co_await wait(ready, event);
  seen = true;
  for (int turn = 0; turn < 5; ++turn)
    co_await aio::yield_now();
  co_return seen_at_once;
}

int main(int, char **argv) {
  const bool at_once = aio::run(serve(std::string_view(argv[1]) == "broken" ? broken : repaired));
  std::cout << (at_once ? "seen at once" : "seen late") << std::endl;
  return at_once ? 0 : 1;
}
