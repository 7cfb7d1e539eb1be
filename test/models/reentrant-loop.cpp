// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Proof of harm, law L1: pumped from its own callback, an inbox runs the second message in the middle of the first.
// REQUIRES: aio-lib
// RUN: %aio-clangxx %s -o %t %aio-lib
// RUN: not %t broken 2>&1 | FileCheck --check-prefix=BROKEN %s
// RUN: %t repaired 2>&1 | FileCheck --check-prefix=CLEAN %s
// RUN: %check %s async-reentrant-loop %t.lint
#include <aio/aio.h>

#include <deque>
#include <functional>
#include <iostream>
#include <string_view>

#define ASYNC_TIDY(words) [[clang::annotate("async_tidy", words)]]

// aio itself refuses to run inside a run; an inbox of one's own, which a loop empties, does not.
class Inbox {
public:
  ASYNC_TIDY("calls_later: [arg0], on: this") void later(std::function<void()> message) { messages.push_back(std::move(message)); }
  ASYNC_TIDY("pumps: this, nested: allowed, instead: 'return, and continue in the next message'") void poll() {
    while (!messages.empty()) {
      auto message = std::move(messages.front());
      messages.pop_front();
      message();
    }
  }

private:
  std::deque<std::function<void()>> messages;
};

Inbox inbox;
int balance = 100, status = 0;

// The account is looked at, the bank is asked, the account is changed.
void withdraw(int sum, const std::function<void()> &ask_the_bank) {
  const bool enough = balance >= sum;
  ask_the_bank();
  if (enough)
    balance -= sum;
  if (balance < 0) {
    std::cerr << "overdrawn: " << balance << std::endl;
    status = 1;
  }
}

// The loop empties the inbox.
void serve() {
  aio::EventLoop loop;
  loop.call_soon([&] {
    inbox.poll();
    loop.stop();
  });
  loop.run_forever();
  loop.close();
}

// BROKEN: overdrawn: -60
void broken() {
  inbox.later([] {
    withdraw(80, [] { inbox.poll(); });
    // CHECK-MESSAGES: :[[@LINE-1]]:29: warning: 'Inbox::poll' pumps a running event loop; other callbacks run inside this one [async-reentrant-loop]
  });
  inbox.later([] { withdraw(80, [] {}); });
  serve();
}

// CLEAN-NOT: {{.}}
// CLEAN: {{^}}20 left{{$}}
// CLEAN-NOT: {{.}}
void repaired() {
  inbox.later([] { withdraw(80, [] {}); });
  inbox.later([] { withdraw(80, [] {}); });
  serve();
  std::cout << balance << " left" << std::endl;
}

int main(int, char **argv) {
  std::string_view(argv[1]) == "broken" ? broken() : repaired();
  return status;
}
