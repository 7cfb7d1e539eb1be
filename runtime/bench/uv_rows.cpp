// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The rows libuv has, in callbacks; see aio_rows.cpp for what each measures.
#include <uv.h>

#include <vector>

#include "rows.h"

namespace {

using bench::batch;
using bench::Numbers;
using bench::State;

constexpr std::uint64_t hour = 3600 * 1000;

class Loop {
 public:
  Loop() { uv_loop_init(&loop_); }
  ~Loop() {
    uv_walk(&loop_, [](uv_handle_t* handle, void*) { uv_close(handle, nullptr); }, nullptr);
    uv_run(&loop_, UV_RUN_DEFAULT);
    uv_loop_close(&loop_);
  }
  Loop(const Loop&) = delete;
  uv_loop_t* get() { return &loop_; }

 private:
  uv_loop_t loop_;
};

void timer_cancel(State& state) {
  uv_timer_t timer;
  Loop loop;
  uv_timer_init(loop.get(), &timer);
  while (state.KeepRunningBatch(batch)) {
    for (int i = 0; i < batch; ++i) {
      uv_timer_start(&timer, [](uv_timer_t*) {}, hour, 0);
      uv_timer_stop(&timer);
    }
    uv_run(loop.get(), UV_RUN_NOWAIT);
  }
}

/// One turn per timer, which libuv 1.44 needs not have: it runs what a timer arms in the turn of that timer.
void due_timer(State& state) {
  uv_timer_t timer;
  Loop loop;
  uv_timer_init(loop.get(), &timer);
  for (auto _ : state) {
    uv_timer_start(&timer, [](uv_timer_t*) {}, 0, 0);
    uv_run(loop.get(), UV_RUN_ONCE);
  }
}

void due_timers(State& state) {
  static int ran;
  std::vector<uv_timer_t> timers(batch);
  Loop loop;
  for (auto& timer : timers) uv_timer_init(loop.get(), &timer);
  while (state.KeepRunningBatch(batch)) {
    for (auto& timer : timers) uv_timer_start(&timer, [](uv_timer_t*) { ++ran; }, 0, 0);
    uv_run(loop.get(), UV_RUN_ONCE);
  }
  bench::DoNotOptimize(ran);
}

void live_timers(State& state, int size) {
  Numbers numbers;
  std::vector<uv_timer_t> timers(static_cast<std::size_t>(size));
  Loop loop;
  const auto arm = [&numbers](uv_timer_t& timer) {
    uv_timer_start(&timer, [](uv_timer_t*) {}, hour + numbers.next() / 1000, 0);
  };
  for (auto& timer : timers) {
    uv_timer_init(loop.get(), &timer);
    arm(timer);
  }
  while (state.KeepRunningBatch(batch)) {
    for (int i = 0; i < batch; ++i) {
      uv_timer_t& timer = timers[numbers.next() % static_cast<std::uint32_t>(size)];
      uv_timer_stop(&timer);
      arm(timer);
    }
  }
}

void run_noop(State& state) {
  for (auto _ : state) {
    uv_loop_t loop;
    uv_loop_init(&loop);
    uv_run(&loop, UV_RUN_DEFAULT);
    uv_loop_close(&loop);
  }
}

}  // namespace

int main(int argc, char** argv) {
  bench::row("timer_cancel", timer_cancel);
  bench::row("timer_due", due_timer);
  bench::row("timers_due", due_timers);
  bench::growth("timers", live_timers);
  bench::row("run", run_noop);
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
