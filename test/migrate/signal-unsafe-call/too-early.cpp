// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The loop is not known where the handler is set.
// Fix: suggested
// Refused: no fix: 
//--- before
#include <aio/aio.h>
#include <csignal>
#include <iostream>

static aio::EventLoop *the_loop;
static void on_term(int) { the_loop->stop(); }

int main() {
  std::signal(SIGTERM, on_term);
  aio::EventLoop loop;
  the_loop = &loop;
  loop.run_until_complete(aio::yield_now());
  std::cout << "over\n";
  loop.close();
}
