// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The rows on Boost.Asio's coroutines; see aio_rows.cpp for what each measures. The context is told that one thread
// runs it, which is Asio's fastest form that can still be posted to from other threads.
#include <boost/asio.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <memory>
#include <thread>
#include <vector>

#include "rows.h"

namespace {

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;
using bench::batch;
using bench::DoNotOptimize;
using bench::Numbers;
using bench::State;
using Timer = asio::steady_timer;
using namespace std::chrono_literals;

awaitable<int> leaf(int x) { co_return x; }

template <class F>
auto in_context(F body) {
  return [body](State& state) {
    asio::io_context context(1);
    asio::co_spawn(context, body(state), [](std::exception_ptr error) {
      if (error) std::rethrow_exception(error);
    });
    context.run();
  };
}

awaitable<void> await_leaf(State& state) {
  while (state.KeepRunningBatch(batch)) {
    for (int i = 0; i < batch; ++i) DoNotOptimize(co_await leaf(i));
  }
}

awaitable<void> spawn(State& state) {
  auto executor = co_await asio::this_coro::executor;
  while (state.KeepRunningBatch(batch)) {
    for (int i = 0; i < batch; ++i) DoNotOptimize(co_await asio::co_spawn(executor, leaf(i), use_awaitable));
  }
}

awaitable<void> yields(State& state) {
  auto executor = co_await asio::this_coro::executor;
  while (state.KeepRunningBatch(batch)) {
    for (int i = 0; i < batch; ++i) co_await asio::post(executor, use_awaitable);
  }
}

/// There is no gather of a run-time number of coroutines that keeps up: a counter and a timer, as its users write it.
awaitable<void> gathers(State& state, int size) {
  auto executor = co_await asio::this_coro::executor;
  while (state.KeepRunningBatch(size)) {
    Timer all(executor, Timer::time_point::max());
    std::vector<int> results(static_cast<std::size_t>(size));
    int left = size;
    for (int i = 0; i < size; ++i) {
      asio::co_spawn(executor, leaf(i), [&, i](std::exception_ptr, int value) {
        results[static_cast<std::size_t>(i)] = value;
        if (--left == 0) all.cancel();
      });
    }
    boost::system::error_code ignored;
    co_await all.async_wait(asio::redirect_error(use_awaitable, ignored));
    DoNotOptimize(results);
  }
}

void post(State& state) {
  asio::io_context context(1);
  int ran = 0;
  while (state.KeepRunningBatch(batch)) {
    for (int i = 0; i < batch; ++i) asio::post(context, [&ran] { ++ran; });
    context.restart();
    context.run();
  }
  DoNotOptimize(ran);
}

void timer_cancel(State& state) {
  asio::io_context context(1);
  Timer timer(context);
  while (state.KeepRunningBatch(batch)) {
    for (int i = 0; i < batch; ++i) {
      timer.expires_after(1h);
      timer.async_wait([](boost::system::error_code) {});
      timer.cancel();
    }
    context.restart();
    context.run();
  }
}

void due_timer(State& state) {
  asio::io_context context(1);
  Timer timer(context);
  std::function<void()> fire = [&] {
    if (!state.KeepRunning()) return;
    timer.expires_at(Timer::time_point{});
    timer.async_wait([&fire](boost::system::error_code) { fire(); });
  };
  asio::post(context, [&fire] { fire(); });
  context.run();
}

void due_timers(State& state) {
  asio::io_context context(1);
  std::vector<Timer> timers;
  for (int i = 0; i < batch; ++i) timers.emplace_back(context);
  int ran = 0;
  while (state.KeepRunningBatch(batch)) {
    const auto now = Timer::clock_type::now();
    for (Timer& timer : timers) {
      timer.expires_at(now);
      timer.async_wait([&ran](boost::system::error_code) { ++ran; });
    }
    context.restart();
    context.run();
  }
}

void live_timers(State& state, int size) {
  asio::io_context context(1);
  Numbers numbers;
  std::vector<Timer> timers;
  timers.reserve(static_cast<std::size_t>(size));
  const auto arm = [&numbers](Timer& timer) {
    timer.expires_after(1h + std::chrono::microseconds(numbers.next()));
    timer.async_wait([](boost::system::error_code) {});
  };
  for (int i = 0; i < size; ++i) arm(timers.emplace_back(context));
  while (state.KeepRunningBatch(batch)) {
    for (int i = 0; i < batch; ++i) {
      Timer& timer = timers[numbers.next() % static_cast<std::uint32_t>(size)];
      timer.cancel();
      arm(timer);
    }
    context.poll();  // the handlers of the cancelled ones
  }
}

/// A lock as its users make it: a channel with room for one token.
using Token = asio::experimental::channel<void(boost::system::error_code)>;
awaitable<void> take_turns(Token& lock, int rounds) {
  auto executor = co_await asio::this_coro::executor;
  for (int i = 0; i < rounds; ++i) {
    co_await lock.async_send(boost::system::error_code{}, use_awaitable);
    co_await asio::post(executor, use_awaitable);
    lock.try_receive([](auto...) {});
  }
}
awaitable<void> contended_lock(State& state) {
  auto executor = co_await asio::this_coro::executor;
  while (state.KeepRunningBatch(batch)) {
    Token lock(executor, 1);
    Timer all(executor, Timer::time_point::max());
    int left = 10;
    for (int i = 0; i < 10; ++i) {
      asio::co_spawn(executor, take_turns(lock, batch / 10), [&](std::exception_ptr) {
        if (--left == 0) all.cancel();
      });
    }
    boost::system::error_code ignored;
    co_await all.async_wait(asio::redirect_error(use_awaitable, ignored));
  }
}

using Channel = asio::experimental::channel<void(boost::system::error_code, int)>;
awaitable<void> produce(Channel& channel) {
  for (int i = 0; i < batch; ++i) co_await channel.async_send(boost::system::error_code{}, i, use_awaitable);
}
awaitable<void> queue_pair(State& state) {
  auto executor = co_await asio::this_coro::executor;
  Channel channel(executor, 10);
  while (state.KeepRunningBatch(batch)) {
    asio::co_spawn(executor, produce(channel), asio::detached);
    for (int i = 0; i < batch; ++i) DoNotOptimize(co_await channel.async_receive(use_awaitable));
  }
}

void threadsafe(State& state, int producers) {
  constexpr int size = 100000;
  asio::io_context context(1);
  while (state.KeepRunningBatch(size)) {
    auto work = asio::make_work_guard(context);
    int left = size;
    std::vector<std::thread> threads;
    for (int t = 0; t < producers; ++t) {
      threads.emplace_back([&, share = size / producers] {
        for (int i = 0; i < share; ++i) {
          asio::post(context, [&] {
            if (--left == 0) work.reset();
          });
        }
      });
    }
    context.restart();
    context.run();
    for (auto& thread : threads) thread.join();
  }
}

awaitable<void> nothing() { co_return; }
void run_noop(State& state) {
  for (auto _ : state) {
    asio::io_context context(1);
    asio::co_spawn(context, nothing(), asio::detached);
    context.run();
  }
}

awaitable<void> idle(Timer& end) {
  boost::system::error_code ignored;
  co_await end.async_wait(asio::redirect_error(use_awaitable, ignored));
}
double idle_tasks(int size) {
  asio::io_context context(1);
  Timer end(context, Timer::time_point::max());
  const double before = bench::resident_bytes();
  for (int i = 0; i < size; ++i) asio::co_spawn(context, idle(end), asio::detached);
  context.poll();
  const double after = bench::resident_bytes();
  end.cancel();
  context.run();
  return (after - before) / size;
}

}  // namespace

int main(int argc, char** argv) {
  bench::row("await", in_context(await_leaf));
  bench::row("spawn", in_context(spawn));
  bench::growth("gather",
                [](State& state, int size) { in_context([size](State& s) { return gathers(s, size); })(state); });
  bench::row("group", in_context([](State& state) { return gathers(state, 100000); }));
  bench::row("yield", in_context(yields));
  bench::row("post", post);
  bench::row("timer_cancel", timer_cancel);
  bench::row("timer_due", due_timer);
  bench::row("timers_due", due_timers);
  bench::growth("timers", live_timers);
  bench::row("lock", in_context(contended_lock));
  bench::row("queue", in_context(queue_pair));
  for (const int producers : {1, 4})
    bench::row("threadsafe/" + std::to_string(producers), [producers](State& state) { threadsafe(state, producers); });
  bench::row("run", run_noop);
  bench::bytes_row("idle_task", [] { return idle_tasks(100000); });
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
