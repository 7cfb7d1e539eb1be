// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the programs of the benchmark share. A row has one name in all of them and one unit: nanoseconds per operation.
// scripts/bench_runtime.py runs the same row of every program in turn, and compares.
#pragma once

#include <benchmark/benchmark.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <string>

namespace bench {

using benchmark::DoNotOptimize;
using benchmark::State;

inline constexpr int batch = 1000;

/// `body` counts each operation as one iteration (KeepRunningBatch). What counts is CPU time, of all threads: the
/// machine may have other work.
inline void row(const std::string& name, std::function<void(State&)> body) {
  benchmark::RegisterBenchmark(name.c_str(), [body](State& state) { body(state); })->MeasureProcessCPUTime();
}
/// A row per size; the size goes to `body`.
inline void growth(const std::string& name, std::function<void(State&, int)> body) {
  for (const int size : {1000, 10000, 100000, 1000000})
    row(name + "/" + std::to_string(size), [body, size](State& state) { body(state, size); });
}
/// Reported as bytes in place of time: `body` gives how many each of `count` things takes.
inline void bytes_row(const std::string& name, std::function<double()> body) {
  benchmark::RegisterBenchmark(name.c_str(), [body](State& state) {
    double bytes = 0;
    for (auto _ : state) bytes = body();
    state.counters["bytes"] = bytes;
  })->Iterations(1);
}

/// What of this process is in memory, as the kernel counts it: the same for every peer.
inline double resident_bytes() {
  long total = 0, resident = 0;
  if (std::FILE* file = std::fopen("/proc/self/statm", "r")) {
    if (std::fscanf(file, "%ld %ld", &total, &resident) != 2) resident = 0;
    std::fclose(file);
  }
  return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE));
}

/// A small generator, the same numbers for every peer.
class Numbers {
 public:
  std::uint32_t next() noexcept {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 17;
    state_ ^= state_ << 5;
    return state_;
  }

 private:
  std::uint32_t state_ = 2463534242u;
};

}  // namespace bench
