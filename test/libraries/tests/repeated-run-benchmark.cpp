// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-repeated-run %t
// REQUIRES: benchmark
#include <aio/aio.h>

#include <benchmark/benchmark.h>

aio::Coro<int> step(int number);

// What it measures is the run itself.
static void run_ok(benchmark::State &state) {
  for (auto _ : state)
    aio::run(step(1));
}
BENCHMARK(run_ok);
void not_measured_bad() {
  for (int turn = 0; turn < 3; ++turn)
    aio::run(step(turn));
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'aio::run' runs again and again, each time on a new event loop [async-repeated-run]
}
