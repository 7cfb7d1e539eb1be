// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The rows, on aio. What a row measures is said here; the peers do the same work in their own idiom.
#include <aio/aio.h>

#include <thread>
#include <vector>

#include "rows.h"

namespace {

using namespace std::chrono_literals;
using bench::batch;
using bench::DoNotOptimize;
using bench::Numbers;
using bench::State;

aio::Coro<int> leaf(int x) { co_return x; }
aio::Coro<> nothing() { co_return; }

/// Runs `body(state)` as the main coroutine of a loop on the default backend, epoll as the peers have it, or on the
/// one that AIO_BACKEND names.
template <class F>
auto in_loop(F body) {
  return [body](State& state) { aio::run([&] { return body(state); }); };
}

aio::Coro<> await_leaf(State& state) {
  while (state.KeepRunningBatch(batch)) {
    for (int i = 0; i < batch; ++i) DoNotOptimize(co_await leaf(i));
  }
}

aio::Coro<> spawn(State& state) {
  while (state.KeepRunningBatch(batch)) {
    for (int i = 0; i < batch; ++i) {
      auto task = aio::create_task(leaf(i));
      DoNotOptimize(co_await std::move(task));
    }
  }
}

aio::Coro<> yields(State& state) {
  while (state.KeepRunningBatch(batch)) {
    for (int i = 0; i < batch; ++i) co_await aio::sleep(0s);
  }
}

/// All of `size` tasks exist at once; per task.
aio::Coro<> gathers(State& state, int size) {
  while (state.KeepRunningBatch(size)) {
    std::vector<aio::Coro<int>> coros;
    coros.reserve(static_cast<std::size_t>(size));
    for (int i = 0; i < size; ++i) coros.push_back(leaf(i));
    DoNotOptimize(co_await aio::gather_all(std::move(coros)));
  }
}

aio::Coro<> fill_group(aio::TaskGroup& group, int size) {
  for (int i = 0; i < size; ++i) group.create_task(leaf(i)).detach();
  co_return;
}
aio::Coro<> groups(State& state) {
  constexpr int size = 100000;
  while (state.KeepRunningBatch(size)) {
    auto body = [](aio::TaskGroup& group) { return fill_group(group, size); };
    co_await aio::task_group(body);
  }
}

/// A thousand callbacks scheduled, then the turn that runs them.
aio::Coro<> call_soon(State& state) {
  auto& loop = aio::get_running_loop();
  int ran = 0;
  while (state.KeepRunningBatch(batch)) {
    for (int i = 0; i < batch; ++i) loop.call_soon([&ran] { ++ran; });
    co_await aio::sleep(0s);
  }
  DoNotOptimize(ran);
}

aio::Coro<> timer_cancel(State& state) {
  auto& loop = aio::get_running_loop();
  while (state.KeepRunningBatch(batch)) {
    for (int i = 0; i < batch; ++i) loop.call_later(1h, [] {}).cancel();
    co_await aio::sleep(0s);
  }
}

/// A timer that is due when it is armed, a turn, the timer again.
void due_timer(State& state) {
  auto loop = aio::new_event_loop();
  std::function<void()> fire = [&] {
    if (state.KeepRunning())
      loop->call_at(aio::TimePoint{}, [&fire] { fire(); });
    else
      loop->stop();
  };
  loop->call_soon([&fire] { fire(); });
  loop->run_forever();
  loop->close();
}

/// A thousand due timers, then the turn that runs them.
aio::Coro<> due_timers(State& state) {
  auto& loop = aio::get_running_loop();
  int ran = 0;
  while (state.KeepRunningBatch(batch)) {
    const auto now = loop.time();
    for (int i = 0; i < batch; ++i) loop.call_at(now, [&ran] { ++ran; });
    while (ran < batch) co_await aio::sleep(0s);
    ran = 0;
  }
}

/// Of `size` pending timers, at random times, one is cancelled and armed again at another time.
aio::Coro<> live_timers(State& state, int size) {
  auto& loop = aio::get_running_loop();
  Numbers numbers;
  const auto fire = [] {};
  std::vector<aio::TimerHandle> timers;
  timers.reserve(static_cast<std::size_t>(size));
  const auto delay = [&numbers] { return 1h + std::chrono::microseconds(numbers.next()); };
  for (int i = 0; i < size; ++i) timers.push_back(loop.call_later(delay(), fire));
  while (state.KeepRunningBatch(batch)) {
    for (int i = 0; i < batch; ++i) {
      auto& timer = timers[numbers.next() % static_cast<std::uint32_t>(size)];
      timer.cancel();
      timer = loop.call_later(delay(), fire);
    }
  }
  for (auto& timer : timers) timer.cancel();
  co_return;
}

aio::Coro<> take_turns(aio::Lock& lock, int rounds) {
  for (int i = 0; i < rounds; ++i) {
    auto guard = co_await lock.scoped();
    co_await aio::sleep(0s);
  }
}
/// Ten tasks want one lock and keep it for a turn; per acquisition.
aio::Coro<> contended_lock(State& state) {
  while (state.KeepRunningBatch(batch)) {
    aio::Lock lock;
    std::vector<aio::Coro<>> coros;
    for (int i = 0; i < 10; ++i) coros.push_back(take_turns(lock, batch / 10));
    co_await aio::gather_all(std::move(coros));
  }
}

aio::Coro<> produce(aio::Queue<int>& queue, int count) {
  for (int i = 0; i < count; ++i) co_await queue.put(i);
}
/// One task puts, one gets, with room for ten in between; per item.
aio::Coro<> queue_pair(State& state) {
  aio::Queue<int> queue(10);
  while (state.KeepRunningBatch(batch)) {
    auto producer = aio::create_task(produce(queue, batch));
    for (int i = 0; i < batch; ++i) DoNotOptimize(co_await queue.get());
    co_await producer;
  }
}

/// Threads post callbacks to a loop that counts them.
aio::Coro<> threadsafe(State& state, int producers) {
  constexpr int size = 100000;
  auto& loop = aio::get_running_loop();
  while (state.KeepRunningBatch(size)) {
    aio::Event all;
    int left = size;
    std::vector<std::thread> threads;
    for (int t = 0; t < producers; ++t) {
      threads.emplace_back([&, share = size / producers] {
        for (int i = 0; i < share; ++i) {
          loop.call_soon_threadsafe([&] {
            if (--left == 0) all.set();
          });
        }
      });
    }
    co_await all.wait();
    for (auto& thread : threads) thread.join();
  }
}

void run_noop(State& state) {
  for (auto _ : state) aio::run(nothing());
}

aio::Coro<> idle(aio::Event& end) { co_await end.wait(); }
aio::Coro<double> idle_tasks(int size) {
  aio::Event end;
  std::vector<aio::Task<>> tasks;
  tasks.reserve(static_cast<std::size_t>(size));
  const double before = bench::resident_bytes();
  for (int i = 0; i < size; ++i) tasks.push_back(aio::create_task(idle(end)));
  co_await aio::sleep(0s);
  const double after = bench::resident_bytes();
  end.set();
  for (auto& task : tasks) co_await task;
  co_return (after - before) / size;
}

}  // namespace

int main(int argc, char** argv) {
  bench::row("await", in_loop(await_leaf));
  bench::row("spawn", in_loop(spawn));
  bench::growth("gather",
                [](State& state, int size) { in_loop([size](State& s) { return gathers(s, size); })(state); });
  bench::row("group", in_loop(groups));
  bench::row("yield", in_loop(yields));
  bench::row("post", in_loop(call_soon));
  bench::row("timer_cancel", in_loop(timer_cancel));
  bench::row("timer_due", due_timer);
  bench::row("timers_due", in_loop(due_timers));
  bench::growth("timers",
                [](State& state, int size) { in_loop([size](State& s) { return live_timers(s, size); })(state); });
  bench::row("lock", in_loop(contended_lock));
  bench::row("queue", in_loop(queue_pair));
  for (const int producers : {1, 4}) {
    bench::row("threadsafe/" + std::to_string(producers), [producers](State& state) {
      in_loop([producers](State& s) { return threadsafe(s, producers); })(state);
    });
  }
  bench::row("run", run_noop);
  bench::bytes_row("idle_task", [] { return aio::run(idle_tasks(100000)); });
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
