// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %clang-tidy --config={} "--checks=-*,async-*" %s -- %aio-flags | count 0
//
// What the analysis cannot see: docs/limits.md tells each. A change that finds one of these moves it to the check's warn.cpp.
#include <aio/aio.h>

#include <functional>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

aio::Coro<> work();
aio::Coro<int> leaf();

// 1. Another file's function may run a loop: its body is not here.
int helper_of_another_file();
aio::Coro<> missed_alarm_other_file() {
  helper_of_another_file();
  co_return;
}

// 2. A callable that is assigned more than once.
void run_now() { aio::run(work()); }
void do_nothing() {}
aio::Coro<> missed_alarm_reassigned_pointer(bool now) {
  void (*step)() = do_nothing;
  if (now)
    step = run_now;
  step();
  co_return;
}

// 3. A callable kept in a container.
aio::Coro<> missed_alarm_callbacks_in_a_container() {
  std::vector<std::function<void()>> steps{run_now};
  for (auto &step : steps)
    step();
  co_return;
}

// 4. Destructors of temporaries and members.
struct RunsAtTheEnd {
  ~RunsAtTheEnd() { aio::run(work()); }
};
struct Holder {
  RunsAtTheEnd last;
};
aio::Coro<> missed_alarm_member_destructor() {
  Holder holder;
  co_return;
}

// 5. A loop that is kept in a local container and never closed.
void missed_alarm_loops_in_a_container() {
  std::vector<std::unique_ptr<aio::EventLoop>> loops;
  loops.push_back(aio::new_event_loop());
}

// 6. What the standard library throws.
int missed_alarm_at_throws(const std::vector<int> &values) {
  aio::EventLoop loop;
  int value = values.at(3);
  loop.close();
  return value;
}

// 7. A task that a function of another file starts.
void start_in_another_file(aio::EventLoop &loop) noexcept;
void missed_alarm_started_elsewhere() {
  aio::EventLoop loop;
  start_in_another_file(loop);
  loop.close();
}

// 8. A thread started in one function, a touch in another.
class Service {
public:
  void start() {
    thread_ = std::thread([this] { loop_.run_forever(); });
  }
  void missed_alarm_touch() { loop_.call_soon([] {}); }
  void stop() {
    loop_.call_soon_threadsafe([this] { loop_.stop(); });
    thread_.join();
    loop_.close();
  }

private:
  aio::EventLoop loop_;
  std::thread thread_;
};

// 9. A coroutine moved into a local object that drops it.
struct Keeps {
  aio::Coro<int> coroutine;
};
void missed_alarm_kept_and_dropped() { Keeps keeps{leaf()}; }
