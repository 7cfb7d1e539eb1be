// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-cross-thread-loop-use %t --silent -- --header-filter=.*
#include <aio/aio.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

using namespace std::chrono_literals;

aio::Coro<> work();

// The thread-safe doors.
void threadsafe_ok(aio::EventLoop &loop) {
  std::thread thread([&] { loop.call_soon_threadsafe([] {}); });
  loop.run_forever();
  thread.join();
}
void coroutine_threadsafe_ok(aio::EventLoop &loop) {
  std::thread thread([&] { aio::run_coroutine_threadsafe(work(), loop).get(); });
  loop.run_forever();
  thread.join();
}
void stop_through_the_door_ok(aio::EventLoop &loop) {
  std::jthread thread([&] { loop.call_soon_threadsafe([&] { loop.stop(); }); });
  loop.run_forever();
}
void posted_lambda_runs_on_the_loop_ok(aio::EventLoop &loop, aio::Event &event) {
  std::thread thread([&] {
    loop.call_soon_threadsafe([&] {
      loop.call_soon([] {});
      loop.create_task(work()).detach();
      event.set();
    });
  });
  loop.run_forever();
  thread.join();
}
void posted_helper(aio::EventLoop &loop) { loop.call_later(1ms, [] {}); }
void posted_helper_runs_on_the_loop_ok(aio::EventLoop &loop) {
  std::thread thread([&] { loop.call_soon_threadsafe([&] { posted_helper(loop); }); });
  loop.run_forever();
  thread.join();
}

// The loop's own thread.
void own_thread_ok(aio::EventLoop &loop) {
  loop.call_soon([] {});
  loop.create_task(work()).detach();
  loop.run_forever();
}
aio::Coro<> on_the_loop_ok() {
  auto &loop = aio::get_running_loop();
  loop.call_soon([] {});
  co_await aio::yield_now();
}

// The thread itself runs the loop.
void thread_runs_it_ok() {
  aio::EventLoop loop;
  std::thread thread([&] {
    loop.call_soon([] {});
    loop.create_task(work()).detach();
    loop.run_forever();
  });
  thread.join();
  loop.close();
}
void private_loop_of_the_thread_ok() {
  std::thread thread([] {
    auto loop = aio::new_event_loop();
    loop->call_soon([] {});
    loop->run_until_complete(work());
    loop->close();
  });
  thread.join();
}
void run_in_the_thread_ok() {
  std::thread thread([] {
    aio::run([]() -> aio::Coro<> {
      aio::get_running_loop().call_soon([] {});
      co_return;
    });
  });
  thread.join();
}
void moved_into_the_thread_ok() {
  auto loop = aio::new_event_loop();
  std::jthread thread([loop = std::move(loop)] {
    loop->call_soon([] {});
    loop->run_forever();
    loop->close();
  });
}
void thread_body(aio::EventLoop &loop) {
  loop.call_soon([] {});
  loop.run_forever();
}
void function_runs_it_ok(aio::EventLoop &loop) {
  std::thread thread(thread_body, std::ref(loop));
  thread.join();
}
class LoopThread {
public:
  void start() {
    thread_ = std::thread([this] { main(); });
  }
  void post(std::function<void()> f) { loop_.call_soon_threadsafe(std::move(f)); }
  ~LoopThread() {
    loop_.call_soon_threadsafe([this] { loop_.stop(); });
    thread_.join();
    loop_.close();
  }

private:
  void main() {
    loop_.call_soon([] {});
    loop_.run_forever();
  }
  aio::EventLoop loop_;
  std::thread thread_;
};

// Set up before the thread starts, touched again after it was joined.
void before_and_after_ok() {
  aio::EventLoop loop;
  loop.set_debug(true);
  loop.call_soon([] {});
  std::thread thread([&] { loop.run_forever(); });
  loop.call_soon_threadsafe([&] { loop.stop(); });
  thread.join();
  loop.create_task(work()).detach();
  aio::drain(loop);
  loop.close();
}
void after_the_scope_of_a_jthread_ok() {
  aio::EventLoop loop;
  {
    std::jthread thread([&] { loop.run_until_complete(work()); });
  }
  loop.call_soon([] {});
  loop.close();
}

// Nobody runs it until the thread was joined.
void not_running_yet_ok() {
  aio::EventLoop loop;
  std::thread thread([&] { loop.call_soon([] {}); });
  thread.join();
  loop.run_until_complete(work());
  loop.close();
}

// Threads that have nothing to do with the loop.
void unrelated_thread_ok(aio::EventLoop &loop) {
  std::atomic<int> count = 0;
  std::thread thread([&] { ++count; });
  loop.call_soon([&] { ++count; });
  loop.run_forever();
  thread.join();
}
void another_loop_ok(aio::EventLoop &ours) {
  std::thread thread([] {
    aio::EventLoop theirs;
    theirs.call_soon([] {});
    theirs.run_until_complete(work());
    theirs.close();
  });
  ours.call_soon([] {});
  ours.run_forever();
  thread.join();
}
aio::Coro<int> computes_ok() {
  auto &loop = aio::get_running_loop();
  int value = co_await aio::to_thread([] { return 42; });
  loop.call_soon([] {});
  co_return value;
}
void read_only_ok(aio::EventLoop &loop) {
  std::thread thread([&] {
    while (!loop.is_closed())
      std::this_thread::sleep_for(1ms);
    (void)loop.time();
    (void)loop.is_running();
  });
  thread.join();
}

// The result of the door is made for other threads.
void concurrent_future_ok(aio::EventLoop &loop) {
  auto result = aio::run_coroutine_threadsafe(work(), loop);
  std::thread thread([&] { result.cancel(); });
  loop.run_forever();
  thread.join();
}

// Deferred is not another thread; a lambda nobody gives to a thread is none.
void deferred_ok(aio::EventLoop &loop) {
  auto later = std::async(std::launch::deferred, [&] { loop.call_soon([] {}); });
  later.get();
}
void uncalled_lambda_ok(aio::EventLoop &loop) {
  auto never = [&] { loop.call_soon([] {}); };
  (void)never;
}

// Unevaluated; never instantiated; same words.
void unevaluated_ok(aio::EventLoop &loop) {
  std::thread thread([&] {
    using H = decltype(loop.call_soon([] {}));
    static_assert(sizeof(H) > 0);
  });
  thread.join();
}
template <class T> void never_instantiated_ok(aio::EventLoop &loop) {
  std::thread thread([&] { loop.call_soon([] {}); });
  thread.join();
}
namespace mine {
struct EventLoop {
  void call_soon(std::function<void()>) {}
};
} // namespace mine
void same_words_ok(mine::EventLoop &loop) {
  std::thread thread([&] { loop.call_soon([] {}); });
  thread.join();
}

// Joined in the usual words, by a helper, by a lambda.
void joinable_ok() {
  aio::EventLoop loop;
  std::thread thread([&] { loop.run_until_complete(work()); });
  if (thread.joinable())
    thread.join();
  loop.call_soon([] {});
  loop.close();
}
static void join_it(std::thread &thread) { thread.join(); }
void joined_by_a_helper_ok() {
  aio::EventLoop loop;
  std::thread thread([&] { loop.run_until_complete(work()); });
  join_it(thread);
  loop.call_soon([] {});
  loop.close();
}
// The recommended way: the door only where it is needed.
class EitherWay {
public:
  EitherWay() : thread_([this] { loop_.run_forever(); }) {}
  void post_ok() {
    if (aio::running_loop() == &loop_)
      loop_.call_soon([] {});
    else
      loop_.call_soon_threadsafe([] {});
  }
  ~EitherWay() {
    loop_.call_soon_threadsafe([this] { loop_.stop(); });
    thread_.join();
    loop_.close();
  }

private:
  aio::EventLoop loop_;
  std::thread thread_;
};
