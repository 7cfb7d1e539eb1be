// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-undrained-loop %t
#include <aio/aio.h>

#include <chrono>
#include <utility>
#include <vector>

using namespace std::chrono_literals;

aio::Coro<> work();
aio::Coro<> other();

// The text, once in full.
void spawned_bad() {
  auto loop = aio::new_event_loop();
  auto task = loop->create_task(work());
  loop->run_until_complete(other());
  loop->close();
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'aio::EventLoop::close' reaches event loop 'loop' with tasks possibly pending; they are destroyed unfinished [async-undrained-loop]
  // CHECK-MESSAGES: :[[@LINE-4]]:21: note: 'aio::EventLoop::create_task' starts a task here
  // CHECK-MESSAGES: :[[@LINE-3]]:9: note: 'aio::drain' cancels and awaits them
}

// Every way to start one.
void on_the_stack_bad() {
  aio::EventLoop loop;
  loop.create_task(work()).detach();
  loop.run_until_complete(aio::sleep(1ms));
  loop.close();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'aio::EventLoop::close' reaches event loop 'loop' with tasks possibly pending; they are destroyed unfinished [async-undrained-loop]
}
aio::Coro<> spawner() {
  aio::create_task(work()).detach();
  co_await aio::yield_now();
}
void spawned_by_a_coroutine_bad() {
  auto loop = aio::new_event_loop();
  loop->run_until_complete(spawner());
  loop->close();
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'aio::EventLoop::close' reaches event loop 'loop' with tasks possibly pending; they are destroyed unfinished [async-undrained-loop]
  // CHECK-MESSAGES: :[[@LINE-8]]:8: note: 'aio::create_task' starts a task here
  // CHECK-MESSAGES: :[[@LINE-3]]:9: note: 'aio::drain' cancels and awaits them
}
void spawned_by_a_lambda_bad() {
  auto loop = aio::new_event_loop();
  auto main = []() -> aio::Coro<> {
    auto background = aio::create_task(work());
    co_await aio::sleep(1ms);
    background.detach();
  };
  loop->run_until_complete(main());
  loop->close();
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'aio::EventLoop::close' reaches event loop 'loop' with tasks possibly pending; they are destroyed unfinished [async-undrained-loop]
}
void from_another_thread_bad() {
  aio::EventLoop loop;
  auto result = aio::run_coroutine_threadsafe(work(), loop);
  loop.run_until_complete(other());
  loop.close();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'aio::EventLoop::close' reaches event loop 'loop' with tasks possibly pending; they are destroyed unfinished [async-undrained-loop]
}
void ensured_bad() {
  aio::EventLoop loop;
  auto task = aio::ensure_future(work(), &loop);
  loop.run_until_complete(other());
  loop.close();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'aio::EventLoop::close' reaches event loop 'loop' with tasks possibly pending; they are destroyed unfinished [async-undrained-loop]
}
void start(aio::EventLoop &loop) { loop.create_task(work()).detach(); }
void spawned_by_a_helper_bad() {
  auto loop = aio::new_event_loop();
  start(*loop);
  loop->run_until_complete(other());
  loop->close();
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'aio::EventLoop::close' reaches event loop 'loop' with tasks possibly pending; they are destroyed unfinished [async-undrained-loop]
  // CHECK-MESSAGES: :[[@LINE-7]]:41: note: 'aio::EventLoop::create_task' starts a task here
}
void spawned_by_a_callback_bad() {
  auto loop = aio::new_event_loop();
  loop->call_soon([&] {
    loop->create_task(work()).detach();
    loop->stop();
  });
  loop->run_forever();
  loop->close();
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'aio::EventLoop::close' reaches event loop 'loop' with tasks possibly pending; they are destroyed unfinished [async-undrained-loop]
}

// Half a drain is none.
void cancelled_only_bad() {
  auto loop = aio::new_event_loop();
  auto task = loop->create_task(work());
  loop->run_until_complete(other());
  task.cancel();
  loop->close();
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'aio::EventLoop::close' reaches event loop 'loop' with tasks possibly pending; they are destroyed unfinished [async-undrained-loop]
}
void all_cancelled_only_bad() {
  auto loop = aio::new_event_loop();
  loop->create_task(work()).detach();
  loop->run_until_complete(other());
  for (auto &task : aio::all_tasks(loop.get()))
    task.cancel();
  loop->close();
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'aio::EventLoop::close' reaches event loop 'loop' with tasks possibly pending; they are destroyed unfinished [async-undrained-loop]
}
void drained_on_one_path_bad(bool tidy) {
  auto loop = aio::new_event_loop();
  loop->create_task(work()).detach();
  if (tidy)
    aio::drain(*loop);
  loop->close();
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'aio::EventLoop::close' reaches event loop 'loop' with tasks possibly pending; they are destroyed unfinished [async-undrained-loop]
}
void drained_too_early_bad() {
  auto loop = aio::new_event_loop();
  aio::drain(*loop);
  loop->create_task(work()).detach();
  loop->close();
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'aio::EventLoop::close' reaches event loop 'loop' with tasks possibly pending; they are destroyed unfinished [async-undrained-loop]
}
void one_of_two_awaited_bad() {
  auto loop = aio::new_event_loop();
  auto first = loop->create_task(work());
  auto second = loop->create_task(other());
  loop->run_until_complete(std::move(first));
  loop->close();
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'aio::EventLoop::close' reaches event loop 'loop' with tasks possibly pending; they are destroyed unfinished [async-undrained-loop]
}
void other_loop_drained_bad() {
  aio::EventLoop first;
  aio::EventLoop second;
  first.create_task(work()).detach();
  aio::drain(second);
  first.close();
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'aio::EventLoop::close' reaches event loop 'first' with tasks possibly pending; they are destroyed unfinished [async-undrained-loop]
  second.close();
}
int several_closes_bad(bool enough) {
  aio::EventLoop loop;
  loop.create_task(work()).detach();
  if (enough) {
    loop.close();
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'aio::EventLoop::close' reaches event loop 'loop' with tasks possibly pending; they are destroyed unfinished [async-undrained-loop]
    return 1;
  }
  aio::drain(loop);
  loop.close();
  return 0;
}
void kept_in_a_container_bad() {
  aio::EventLoop loop;
  std::vector<aio::Task<>> tasks;
  tasks.reserve(2);
  tasks.push_back(loop.create_task(work()));
  loop.run_until_complete(other());
  loop.close();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'aio::EventLoop::close' reaches event loop 'loop' with tasks possibly pending; they are destroyed unfinished [async-undrained-loop]
}
