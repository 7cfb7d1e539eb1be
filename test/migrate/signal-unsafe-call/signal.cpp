// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A handler that stops the loop.
// Fix: suggested
// Before: undefined
//--- before
#include <aio/aio.h>
#include <csignal>
#include <iostream>

static aio::EventLoop *the_loop;
static void on_term(int) { the_loop->stop(); }

int main() {
  aio::EventLoop loop;
  the_loop = &loop;
  std::signal(SIGTERM, on_term);
  loop.call_soon([] { std::raise(SIGTERM); });
  loop.run_forever();
  std::cout << "stopped\n";
  loop.close();
}
//--- after
#include <aio/aio.h>
#include <csignal>
#include <iostream>

static aio::EventLoop *the_loop;
static void on_term(int) { the_loop->stop(); }

int main() {
  aio::EventLoop loop;
  the_loop = &loop;
  the_loop->add_signal_handler(SIGTERM, [] { on_term(SIGTERM); });
  loop.call_soon([] { std::raise(SIGTERM); });
  loop.run_forever();
  std::cout << "stopped\n";
  loop.close();
}
