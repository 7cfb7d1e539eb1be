// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the machine itself costs: no runtime can be below these. The two spin rows say whether the second core is there.
#include <sys/epoll.h>
#include <sys/eventfd.h>

#include <atomic>
#include <chrono>
#include <coroutine>
#include <cstdlib>
#include <thread>
#include <utility>

#include "rows.h"

namespace {

using bench::DoNotOptimize;
using bench::State;

/// The least coroutine that can be awaited: a frame, and control handed over and back.
struct Bare {
  struct promise_type {
    std::coroutine_handle<> continuation;
    int value = 0;
    Bare get_return_object() { return Bare(std::coroutine_handle<promise_type>::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    struct Final {
      bool await_ready() noexcept { return false; }
      std::coroutine_handle<> await_suspend(std::coroutine_handle<promise_type> h) noexcept {
        return h.promise().continuation ? h.promise().continuation : std::noop_coroutine();
      }
      void await_resume() noexcept {}
    };
    Final final_suspend() noexcept { return {}; }
    void return_value(int v) noexcept { value = v; }
    void unhandled_exception() { std::terminate(); }
  };
  explicit Bare(std::coroutine_handle<promise_type> h) : handle(h) {}
  Bare(Bare&& other) noexcept : handle(std::exchange(other.handle, nullptr)) {}
  ~Bare() {
    if (handle) handle.destroy();
  }
  bool await_ready() const noexcept { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> awaiting) noexcept {
    handle.promise().continuation = awaiting;
    return handle;
  }
  int await_resume() const noexcept { return handle.promise().value; }
  std::coroutine_handle<promise_type> handle;
};

[[gnu::noinline]] Bare leaf(int x) { co_return x; }

Bare await_leaves(State& state) {
  while (state.KeepRunningBatch(bench::batch)) {
    for (int i = 0; i < bench::batch; ++i) DoNotOptimize(co_await leaf(i));
  }
  co_return 0;
}

/// Two coroutines that hand control to each other.
struct Partner {
  std::coroutine_handle<>* other;
  bool await_ready() const noexcept { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<>) const noexcept { return *other; }
  void await_resume() const noexcept {}
};
Bare echo_control(std::coroutine_handle<>& other, const bool& stop) {
  while (!stop) co_await Partner{&other};
  co_return 0;
}
Bare transfer_control(State& state, std::coroutine_handle<>& other, bool& stop) {
  while (state.KeepRunningBatch(2 * bench::batch)) {
    for (int i = 0; i < bench::batch; ++i) co_await Partner{&other};
  }
  stop = true;
  co_return 0;
}
void transfers(State& state) {
  std::coroutine_handle<> a, b;
  bool stop = false;
  Bare first = transfer_control(state, b, stop);
  Bare second = echo_control(a, stop);
  a = first.handle;
  b = second.handle;
  a.resume();
}

/// One thread, or two, that count as far as they come; reported per step of one thread.
void spin(State& state, int threads) {
  constexpr std::int64_t steps = 5000000;
  const auto count = [] {
    for (std::int64_t i = 0; i < steps; ++i) DoNotOptimize(i);
  };
  while (state.KeepRunningBatch(steps * threads)) {
    std::thread second;
    if (threads == 2) second = std::thread(count);
    count();
    if (second.joinable()) second.join();
  }
}

}  // namespace

int main(int argc, char** argv) {
  bench::row("transfer", transfers);
  bench::row("await", [](State& state) { await_leaves(state).handle.resume(); });
  bench::row("malloc", [](State& state) {
    for (auto _ : state) {
      void* memory = std::malloc(96);
      DoNotOptimize(memory);
      std::free(memory);
    }
  });
  bench::row("clock", [](State& state) {
    for (auto _ : state) DoNotOptimize(std::chrono::steady_clock::now());
  });
  bench::row("eventfd", [](State& state) {
    const int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    const std::uint64_t one = 1;
    for (auto _ : state) DoNotOptimize(::write(fd, &one, sizeof one));
    ::close(fd);
  });
  bench::row("epoll", [](State& state) {
    const int fd = epoll_create1(EPOLL_CLOEXEC);
    epoll_event event{};
    for (auto _ : state) DoNotOptimize(epoll_wait(fd, &event, 1, 0));
    ::close(fd);
  });
  bench::row("spin/1", [](State& state) { spin(state, 1); });
  bench::row("spin/2", [](State& state) { spin(state, 2); });
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
