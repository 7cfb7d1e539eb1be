// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-undrained-loop %t --silent -- --header-filter=.*
#include <aio/aio.h>

#include <chrono>
#include <utility>
#include <vector>

using namespace std::chrono_literals;

aio::Coro<> work();
aio::Coro<> other();
aio::Coro<int> leaf();

// Drained on every path.
void drained_ok() {
  auto loop = aio::new_event_loop();
  loop->create_task(work()).detach();
  loop->run_until_complete(other());
  aio::drain(*loop);
  loop->close();
}
void drained_on_both_paths_ok(bool enough) {
  aio::EventLoop loop;
  auto task = loop.create_task(work());
  if (enough) {
    aio::drain(loop);
  } else {
    loop.run_until_complete(other());
    aio::drain(loop);
  }
  loop.close();
}
struct Guard {
  aio::EventLoop &loop;
  ~Guard() {
    aio::drain(loop);
    loop.close();
  }
};
void drained_by_a_guard_ok() {
  auto loop = aio::new_event_loop();
  Guard guard{*loop};
  loop->create_task(work()).detach();
  loop->run_until_complete(other());
}
void shut_down(aio::EventLoop &loop) {
  aio::drain(loop);
  loop.close();
}
void drained_by_a_helper_ok() {
  auto loop = aio::new_event_loop();
  loop->create_task(work()).detach();
  shut_down(*loop);
}
void drain_only(aio::EventLoop &loop) { aio::drain(loop); }
void drained_by_another_helper_ok() {
  auto loop = aio::new_event_loop();
  loop->create_task(work()).detach();
  drain_only(*loop);
  loop->close();
}

// By hand, as one did before drain(): all tasks, cancel, await.
void by_hand_ok() {
  auto loop = aio::new_event_loop();
  loop->create_task(work()).detach();
  loop->run_until_complete(other());
  auto tasks = aio::all_tasks(loop.get());
  for (auto &task : tasks)
    task.cancel();
  (void)loop->run_until_complete(aio::gather_all_settled(std::move(tasks)));
  loop->close();
}

// Nothing was started.
void nothing_started_ok() {
  auto loop = aio::new_event_loop();
  loop->run_until_complete(work());
  loop->close();
}
void never_ran_ok() {
  aio::EventLoop loop;
  loop.close();
}
void only_callbacks_ok() {
  auto loop = aio::new_event_loop();
  loop->call_soon([] {});
  loop->call_later(1ms, [&] { loop->stop(); });
  loop->run_forever();
  loop->close();
}
void parameter_ok(aio::EventLoop &loop) { loop.close(); }

// What was started was awaited to its end.
void awaited_by_the_run_ok() {
  auto loop = aio::new_event_loop();
  auto task = loop->create_task(work());
  loop->run_until_complete(std::move(task));
  loop->close();
}
void run_result_ok() {
  auto loop = aio::new_event_loop();
  int value = loop->run_until_complete(loop->create_task(leaf()));
  (void)value;
  loop->close();
}
aio::Coro<> awaits_its_task() {
  auto task = aio::create_task(work());
  co_await aio::yield_now();
  co_await std::move(task);
}
void awaited_in_the_coroutine_ok() {
  auto loop = aio::new_event_loop();
  loop->run_until_complete(awaits_its_task());
  loop->close();
}
aio::Coro<> awaits_at_once() { co_await aio::create_task(work()); }
void awaited_at_once_ok() {
  aio::EventLoop loop;
  loop.run_until_complete(awaits_at_once());
  loop.close();
}
aio::Coro<> gathers() {
  auto first = aio::create_task(work());
  auto second = aio::create_task(other());
  co_await aio::gather(std::move(first), std::move(second));
}
void gathered_ok() {
  aio::EventLoop loop;
  loop.run_until_complete(gathers());
  loop.close();
}
aio::Coro<> groups() {
  co_await aio::task_group([](aio::TaskGroup &group) -> aio::Coro<> {
    group.create_task(work()).detach();
    group.create_task(other()).detach();
    co_return;
  });
}
void grouped_ok() {
  aio::EventLoop loop;
  loop.run_until_complete(groups());
  loop.close();
}

// RAII owners drain for themselves.
void runner_ok() {
  aio::Runner runner;
  runner.run(awaits_its_task());
  runner.close();
}
void run_ok() { aio::run(work()); }

// Not closed at all is another law's business.
void not_closed_ok() {
  aio::EventLoop loop;
  loop.create_task(work()).detach();
}

// Another loop's tasks.
void other_loop_ok(aio::EventLoop &other_loop) {
  aio::EventLoop loop;
  other_loop.create_task(work()).detach();
  loop.close();
}

// Same words, other meaning; unevaluated; never instantiated.
namespace mine {
struct EventLoop {
  void create_task(int) {}
  void close() {}
};
} // namespace mine
void same_words_ok() {
  mine::EventLoop loop;
  loop.create_task(1);
  loop.close();
}
void unevaluated_ok() {
  aio::EventLoop loop;
  using Task = decltype(loop.create_task(work()));
  static_assert(sizeof(Task) > 0);
  loop.close();
}
template <class T> void never_instantiated_ok() {
  aio::EventLoop loop;
  loop.create_task(work()).detach();
  loop.close();
}

// Kept in a container, and gathered from there.
void gathered_from_a_container_ok() {
  aio::EventLoop loop;
  std::vector<aio::Task<>> tasks;
  tasks.push_back(loop.create_task(work()));
  loop.run_until_complete(aio::gather_all_settled(tasks));
  loop.close();
}
