// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-unhandled-signal %t --silent
// RUN: %check %s async-unhandled-signal %t --silent -- -- -DLOOP_HANDLER
// RUN: %check %s async-unhandled-signal %t --silent -- -- -DOLD_HANDLER
// RUN: %check %s async-unhandled-signal %t --silent -- -- -DSTOPS
// RUN: %check %s async-unhandled-signal %t --silent -- -- -DUNSEEN
// RUN: %check %s async-unhandled-signal %t --silent -- -- -DLIBRARY
#include <aio/aio.h>

#include <chrono>
#include <csignal>

aio::Coro<> work() { co_return; }
void set_up(aio::EventLoop &loop); // of another file: it may see to signals

static void serve() {
  aio::EventLoop loop;
  loop.call_later(std::chrono::hours(1), [] {});
#if defined(LOOP_HANDLER) // the loop handles it
  loop.add_signal_handler(SIGTERM, [] {});
#elif defined(OLD_HANDLER) // somebody does
  std::signal(SIGTERM, [](int) {});
#elif defined(STOPS) // it ends: not for ever
  loop.call_later(std::chrono::seconds(1), [&] { loop.stop(); });
#elif defined(UNSEEN)
  set_up(loop);
#endif
  loop.run_forever();
  loop.close();
}

#ifdef LIBRARY // no program: whose main it is sees to signals
void start() { serve(); }
#elif defined(LOOP_HANDLER) || defined(OLD_HANDLER) || defined(STOPS) || defined(UNSEEN)
int main() { serve(); }
#else // a finite run
int main() { aio::run(work()); }
#endif
