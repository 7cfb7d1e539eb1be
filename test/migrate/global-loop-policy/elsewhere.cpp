// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A function of its own makes a loop by it.
// Fix: suggested
// Refused: no fix: 
//--- before
#include <aio/aio.h>
#include <aio/legacy.h>
#include <iostream>

static aio::Coro<int> answer() { co_return 42; }

static int ask() { return aio::run(answer()); }

int main() {
  aio::set_event_loop_policy(aio::epoll::new_event_loop);
  std::cout << ask() << "\n";
}
