// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-unclosed-loop %t --silent -- --header-filter=.*
#include <aio/aio.h>

#include <cstdlib>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

aio::Coro<> work();
void may_throw();
void cannot_throw() noexcept;

// Closed on the only path.
void closed_ok() {
  auto loop = aio::new_event_loop();
  loop->set_debug(true);
  loop->close();
}
void closed_on_the_stack_ok() {
  aio::EventLoop loop;
  loop.close();
}
int closed_on_both_paths_ok(bool enough) {
  auto loop = aio::new_event_loop();
  if (enough) {
    loop->close();
    return 1;
  }
  loop->close();
  return 0;
}

// Closed in a catch-all that rethrows, and on the normal path.
void catch_all_ok() {
  auto loop = aio::new_event_loop();
  try {
    loop->run_until_complete(work());
    may_throw();
  } catch (...) {
    loop->close();
    throw;
  }
  loop->close();
}
void caught_before_close_ok() {
  aio::EventLoop loop;
  try {
    loop.run_until_complete(work());
  } catch (...) {
  }
  loop.close();
}
void nothing_throws_ok() {
  auto loop = aio::new_event_loop();
  cannot_throw();
  loop->close();
}
// An exception ends the process here, not the scope.
void noexcept_ok() noexcept {
  auto loop = aio::new_event_loop();
  loop->run_until_complete(work());
  loop->close();
}
void process_ends_ok(bool broken) {
  auto loop = aio::new_event_loop();
  if (broken)
    std::abort();
  loop->close();
}
void asked_first_ok() {
  auto loop = aio::new_event_loop();
  if (loop)
    loop->close();
}
void asked_whether_closed_ok() {
  auto loop = aio::new_event_loop();
  if (!loop->is_closed())
    loop->close();
}
void alias_closes_ok() {
  auto owner = aio::new_event_loop();
  aio::EventLoop &loop = *owner;
  loop.close();
}

// RAII: a guard's destructor closes it.
struct CloseGuard {
  explicit CloseGuard(aio::EventLoop &l) : loop(l) {}
  ~CloseGuard() {
    aio::drain(loop);
    loop.close();
  }
  CloseGuard(const CloseGuard &) = delete;
  aio::EventLoop &loop;
};
void guard_ok() {
  auto loop = aio::new_event_loop();
  CloseGuard guard(*loop);
  loop->run_until_complete(work());
  may_throw();
}
template <class F> struct ScopeExit {
  F action;
  explicit ScopeExit(F f) : action(std::move(f)) {}
  ~ScopeExit() { action(); }
};
void scope_guard_ok() {
  auto loop = aio::new_event_loop();
  ScopeExit close([&] { loop->close(); });
  loop->run_until_complete(work());
}
struct Finally {
  std::function<void()> action;
  ~Finally() { action(); }
};
void erased_scope_guard_ok(bool enough) {
  aio::EventLoop loop;
  Finally close{[&loop] { loop.close(); }};
  if (enough)
    return;
  loop.run_until_complete(work());
}
struct CloseAndDelete {
  void operator()(aio::EventLoop *loop) const {
    loop->close();
    delete loop;
  }
};
void deleter_ok() {
  std::unique_ptr<aio::EventLoop, CloseAndDelete> loop(new aio::EventLoop);
  loop->run_until_complete(work());
}
void shared_deleter_ok() {
  std::shared_ptr<aio::EventLoop> loop(aio::new_event_loop().release(), [](aio::EventLoop *l) {
    l->close();
    delete l;
  });
  loop->run_until_complete(work());
}

// Ownership goes on.
std::unique_ptr<aio::EventLoop> returned_ok() {
  auto loop = aio::new_event_loop();
  loop->set_debug(true);
  return loop;
}
std::unique_ptr<aio::EventLoop> returned_at_once_ok() { return aio::new_event_loop(); }
std::pair<std::unique_ptr<aio::EventLoop>, int> returned_in_a_pair_ok() {
  auto loop = aio::new_event_loop();
  return {std::move(loop), 1};
}
void out_parameter_ok(std::unique_ptr<aio::EventLoop> &out) {
  auto loop = aio::new_event_loop();
  out = std::move(loop);
}
void out_pointer_ok(aio::EventLoop **out) { *out = aio::new_event_loop().release(); }
void container_ok(std::vector<std::unique_ptr<aio::EventLoop>> &loops) {
  auto loop = aio::new_event_loop();
  loops.push_back(std::move(loop));
  loops.emplace_back(aio::new_event_loop());
}
void map_ok(std::map<std::string, std::unique_ptr<aio::EventLoop>> &loops) { loops["main"] = aio::new_event_loop(); }
void take(std::unique_ptr<aio::EventLoop> loop);
void moved_into_unknown_ok() {
  auto loop = aio::new_event_loop();
  take(std::move(loop));
}
void passed_at_once_ok() { take(aio::new_event_loop()); }
void finish(aio::EventLoop &loop);
void reference_to_unknown_ok() {
  auto loop = aio::new_event_loop();
  finish(*loop);
}
void close_it(aio::EventLoop &loop) { loop.close(); }
void visible_helper_closes_ok() {
  auto loop = aio::new_event_loop();
  close_it(*loop);
}
void visible_sink_closes(std::unique_ptr<aio::EventLoop> loop) { loop->close(); }
void visible_sink_ok() {
  auto loop = aio::new_event_loop();
  visible_sink_closes(std::move(loop));
}
std::function<void()> captured_ok() {
  std::shared_ptr<aio::EventLoop> loop = aio::new_event_loop();
  return [loop] { loop->close(); };
}
void moved_into_a_thread_ok() {
  auto loop = aio::new_event_loop();
  std::thread([loop = std::move(loop)] { loop->close(); }).detach();
}

// A class that closes its loop, or whose bodies are not all here.
class ClosedByDestructor {
public:
  ~ClosedByDestructor() {
    aio::drain(*loop_);
    loop_->close();
  }

private:
  std::unique_ptr<aio::EventLoop> loop_ = aio::new_event_loop();
};
class ClosedByStop {
public:
  void stop() { close_all(); }

private:
  void close_all() { loop_.close(); }
  aio::EventLoop loop_;
};
class Elsewhere {
public:
  Elsewhere();
  ~Elsewhere();

private:
  std::unique_ptr<aio::EventLoop> loop_;
};
void stored_in_a_member_ok(ClosedByStop &);
class Stores {
public:
  ~Stores() {
    if (loop_)
      loop_->close();
  }
  void start() {
    auto loop = aio::new_event_loop();
    loop_ = std::move(loop);
  }
  void restart() { loop_ = aio::new_event_loop(); }

private:
  std::unique_ptr<aio::EventLoop> loop_;
};
// It does not own what it refers to.
class Borrows {
  aio::EventLoop &loop_;
  aio::EventLoop *other_ = nullptr;

public:
  explicit Borrows(aio::EventLoop &loop) : loop_(loop) {}
  void start() {
    loop_.run_forever();
    other_ = &loop_;
  }
};

// Process lifetime.
aio::EventLoop global_loop;
static std::unique_ptr<aio::EventLoop> static_loop = aio::new_event_loop();
aio::EventLoop &singleton_ok() {
  static aio::EventLoop loop;
  return loop;
}

// Loops somebody else owns, and owners that close.
void parameter_ok(aio::EventLoop &loop) { loop.run_until_complete(work()); }
void runner_ok() {
  aio::Runner runner;
  runner.run(work());
}
void run_ok() { aio::run(work()); }
void factory_ok() {
  aio::Runner runner({.loop_factory = [] { return aio::epoll::new_event_loop(); }});
  runner.run(work());
  aio::run(work(), {.loop_factory = aio::new_event_loop});
}
void running_loop_ok() {
  auto &loop = aio::get_running_loop();
  loop.call_soon([] {});
}

// Unevaluated; never instantiated.
using Loop = decltype(aio::new_event_loop());
static_assert(sizeof(aio::EventLoop) > 0);
template <class T> void never_instantiated_ok() {
  auto loop = aio::new_event_loop();
  loop->run_forever();
}

// Same words, other meaning.
namespace mine {
struct EventLoop {
  void run_forever() {}
  void close() {}
};
std::unique_ptr<EventLoop> new_event_loop() { return std::make_unique<EventLoop>(); }
} // namespace mine
void same_words_ok() {
  auto loop = mine::new_event_loop();
  loop->run_forever();
  mine::EventLoop other;
  other.run_forever();
}

// Given to what closes it: on the heap, in another thread, out of its smart pointer.
struct HeapGuard {
  explicit HeapGuard(std::unique_ptr<aio::EventLoop> l) : loop(std::move(l)) {}
  ~HeapGuard() { loop->close(); }
  std::unique_ptr<aio::EventLoop> loop;
};
void guard_on_the_heap_ok() {
  auto loop = aio::new_event_loop();
  auto guard = std::make_unique<HeapGuard>(std::move(loop));
}
void closed_by_a_thread_ok() {
  auto loop = aio::new_event_loop();
  std::thread([](std::unique_ptr<aio::EventLoop> l) { l->close(); }, std::move(loop)).detach();
}
void released_ok() {
  auto loop = aio::new_event_loop();
  auto *raw = loop.release();
  raw->close();
  delete raw;
}
class ClosesItself : public aio::EventLoop {
public:
  ~ClosesItself() override { aio::EventLoop::close(); }
};
void derived_ok() { ClosesItself loop; }
// A name that stands for itself: nothing to say, and no endless search.
void self_ok() {
  aio::EventLoop &loop = loop;
  loop.close();
}
