// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %clang-tidy --config={} "--checks=-*,async-*" %s -- %aio-flags | count 0
//
// What the analysis cannot see: docs/limits.md tells each. A change that finds one of these moves it to the check's warn.cpp.
#include <aio/aio.h>

#include <functional>
#include <map>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

aio::Coro<> work();
aio::Coro<int> leaf();

// 1. Another file's function may run a loop: its body is not here. (async-tidy sees it: test/tool/whole-program.test.)
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

// 7. A task that a function of another file starts. (async-tidy sees it: test/tool/across-files.test.)
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

// 10. A virtual call means the overriders of this file; the one that runs a loop is in another.
struct Step {
  virtual ~Step() = default;
  virtual void go() = 0;
};
aio::Coro<> missed_alarm_overridden_elsewhere(Step &step) {
  step.go();
  co_return;
}

// 11. A call wrapper passed on through two functions: only the first one's parameter is known to be called.
void call(const std::function<void()> &step) { step(); }
void call_through(const std::function<void()> &step) { call(step); }
aio::Coro<> missed_alarm_passed_on_twice() {
  call_through(run_now);
  co_return;
}

// 12. A call wrapper kept in a member; a pointer to a member function; a choice of two.
struct Button {
  std::function<void()> pressed = run_now;
  void press() { pressed(); }
  void run() { aio::run(work()); }
};
aio::Coro<> missed_alarm_callable_in_a_member(Button &button) {
  button.press();
  co_return;
}
aio::Coro<> missed_alarm_pointer_to_member(Button &button) {
  void (Button::*step)() = &Button::run;
  (button.*step)();
  co_return;
}
aio::Coro<> missed_alarm_one_of_two(bool now) {
  void (*step)() = now ? run_now : do_nothing;
  step();
  co_return;
}

// 13. Loops reached through an element or a getter have no name to compare by.
void missed_alarm_element(std::map<int, aio::EventLoop *> &loops) {
  std::thread thread([&] { loops[0]->call_soon([] {}); });
  loops[0]->run_forever();
  thread.join();
}
class Application {
public:
  aio::EventLoop &loop() { return loop_; }
  ~Application() { loop_.close(); }

private:
  aio::EventLoop loop_;
};
void missed_alarm_getter(Application &application) {
  std::thread thread([&] { application.loop().call_soon([] {}); });
  application.loop().run_forever();
  thread.join();
}

// 14. A template that this file does not instantiate.
template <class T> aio::Coro<> missed_alarm_never_instantiated(T) {
  aio::run(work());
  co_return;
}

// 15. Loops of static storage are nobody's to close, as far as can be seen.
void missed_alarm_static_loop() {
  static aio::EventLoop loop;
  loop.run_until_complete(work());
}

// 16. A class with a member function in another file: that one may close the loop. (async-tidy sees it: test/tool/across-files.test.)
class Half {
public:
  void missed_alarm_closed_by_no_one() { loop_.run_until_complete(work()); }
  void body_in_another_file();

private:
  aio::EventLoop loop_;
};

// 17. An exception that leaves before the 'co_await'.
int may_throw();
aio::Coro<int> missed_alarm_exception_before_await() {
  auto coroutine = leaf();
  int more = may_throw();
  co_return more + co_await std::move(coroutine);
}

// 23. A pointer that is set again, and a loop that is made anew on each turn, are not one loop throughout.
void missed_alarm_pointer_set_again(aio::EventLoop *loop, aio::EventLoop *next) {
  std::thread thread([loop] { loop->run_forever(); });
  loop->call_soon([] {});
  loop = next;
  thread.join();
}
void missed_alarm_made_on_each_turn() noexcept {
  for (int turn = 0; turn < 2; ++turn) {
    aio::EventLoop loop;
    std::thread thread([&] { loop.run_forever(); });
    loop.call_soon([] {});
    thread.join();
    loop.close();
  }
}

// 25. What a member function of another file does with the members of its own object.
class StartsElsewhere {
public:
  explicit StartsElsewhere(aio::EventLoop &loop) : loop_(loop) {}
  void start(); // a thread that runs 'loop_'
private:
  aio::EventLoop &loop_;
};
void missed_alarm_thread_of_a_member_function(aio::EventLoop &loop) {
  StartsElsewhere server(loop);
  server.start();
  loop.call_soon([] {});
}
