// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-shared-loop-primitive %t --silent
#include <aio/aio.h>

// One run only.
aio::Lock gate;
aio::Coro<> use() { auto held = co_await gate.scoped(); }
void one_run_ok() { aio::run(use()); }

// Two runs of one Runner are one loop.
aio::Event event;
aio::Coro<> wait() { co_await event.wait(); }
void one_runner_ok() {
  aio::Runner runner;
  runner.run(wait());
  runner.run(wait());
}

// Made for each run.
aio::Coro<> own() {
  aio::Lock mine;
  auto held = co_await mine.scoped();
}
aio::Coro<> given(aio::Event &one) { co_await one.wait(); }
void each_run_ok() {
  for (int i = 0; i < 2; ++i) {
    aio::Event one;
    aio::run(given(one));
  }
  aio::run(own());
  aio::run(own());
}

// One of the two, never both.
void either_ok(bool first) {
  aio::Event one;
  if (first)
    aio::run(given(one));
  else
    aio::run(given(one));
}

// Each run has its own.
aio::Lock left, right;
aio::Coro<> use_left() { auto held = co_await left.scoped(); }
aio::Coro<> use_right() { auto held = co_await right.scoped(); }
void apart_ok() {
  aio::run(use_left());
  aio::run(use_right());
}

// Not bound to a loop.
int count;
aio::Coro<> counts() {
  ++count;
  co_return;
}
void unbound_ok() {
  aio::run(counts());
  aio::run(counts());
}
