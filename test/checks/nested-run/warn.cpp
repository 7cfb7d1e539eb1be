// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-nested-run %t
#include <aio/aio.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

using namespace std::chrono_literals;

aio::Coro<> work();
aio::Coro<int> leaf();

// The text, once in full.
aio::Coro<> in_a_coroutine_bad() {
  aio::run(work());
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
  // CHECK-MESSAGES: :[[@LINE-3]]:13: note: 'in_a_coroutine_bad' runs on the loop: it is a coroutine
  // CHECK-MESSAGES: :[[@LINE-3]]:8: note: 'co_await' the coroutine instead
  co_return;
}

// One helper between the coroutine and the run.
int one_hop_bad() {
  return aio::run(leaf());
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
  // CHECK-MESSAGES: :[[@LINE+4]]:13: note: 'one_hop' runs on the loop: it is a coroutine
  // CHECK-MESSAGES: :[[@LINE+4]]:11: note: 'one_hop' calls 'one_hop_bad' here
  // CHECK-MESSAGES: :[[@LINE-4]]:15: note: 'co_await' the coroutine instead
}
aio::Coro<> one_hop() {
  int v = one_hop_bad();
  (void)v;
  co_return;
}

// Many helpers; every hop has its note, from the loop towards the run.
namespace far_away {
void third_bad() {
  aio::run(work());
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
  // CHECK-MESSAGES: :[[@LINE+8]]:13: note: 'far_away::handle' runs on the loop: it is a coroutine
  // CHECK-MESSAGES: :[[@LINE+8]]:3: note: 'far_away::handle' calls 'far_away::first' here
  // CHECK-MESSAGES: :[[@LINE+5]]:16: note: 'far_away::first' calls 'far_away::second' here
  // CHECK-MESSAGES: :[[@LINE+3]]:17: note: 'far_away::second' calls 'far_away::third_bad' here
  // CHECK-MESSAGES: :[[@LINE-6]]:8: note: 'co_await' the coroutine instead
}
void second() { third_bad(); }
void first() { second(); }
aio::Coro<> handle() {
  first();
  co_return;
}
} // namespace far_away

// Other ways in.
aio::Coro<> runner_bad() {
  aio::Runner runner;
  runner.run(work());
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'aio::Runner::run' is called on a running event loop; it throws [async-nested-run]
  co_return;
}

aio::Coro<> until_complete_bad() {
  int v = aio::get_running_loop().run_until_complete(leaf());
  // CHECK-MESSAGES: :[[@LINE-1]]:35: warning: 'aio::EventLoop::run_until_complete' is called on a running event loop; it throws [async-nested-run]
  co_return (void)v;
}

aio::Coro<> forever_bad(aio::EventLoop &loop) {
  loop.run_forever();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'aio::EventLoop::run_forever' is called on a running event loop; it throws [async-nested-run]
  co_return;
}

aio::Coro<> drain_bad(aio::EventLoop &loop) {
  aio::drain(loop);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'aio::drain' is called on a running event loop; it throws [async-nested-run]
  co_return;
}

aio::Coro<> callable_bad() {
  aio::run([] { return work(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
  co_return;
}

// Another loop on the same thread does not help: aio refuses that too.
aio::Coro<> private_loop_bad() {
  auto loop = aio::new_event_loop();
  loop->run_until_complete(work());
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'aio::EventLoop::run_until_complete' is called on a running event loop; it throws [async-nested-run]
  loop->close();
  co_return;
}

// Names are resolved, not read.
namespace short_name = aio;
using Job = aio::Coro<>;
Job namespace_alias_bad() {
  short_name::run(work());
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
  co_return;
}
Job using_declaration_bad() {
  using aio::run;
  run(work());
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
  co_return;
}

// Inside another expression.
aio::Coro<> operand_bad() {
  co_await aio::sleep(std::chrono::milliseconds(aio::run(leaf())));
  // CHECK-MESSAGES: :[[@LINE-1]]:54: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
}
aio::Coro<int> co_return_bad() {
  co_return aio::run(leaf());
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
}
aio::Coro<> handler_bad() {
  try {
    co_await work();
  } catch (const std::exception &) {
    aio::run(work());
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
  }
}

// Callbacks handed to the loop.
void call_soon_bad(aio::EventLoop &loop) {
  loop.call_soon([] { aio::run(work()); });
  // CHECK-MESSAGES: :[[@LINE-1]]:28: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
  // CHECK-MESSAGES: :[[@LINE-2]]:{{[0-9]+}}: note: a lambda runs on the loop: it is handed to 'aio::EventLoop::call_soon' here
  // CHECK-MESSAGES: :[[@LINE-3]]:28: note: 'co_await' the coroutine instead
}
void call_later_bad(aio::EventLoop &loop) {
  loop.call_later(5ms, [] { aio::run(work()); });
  // CHECK-MESSAGES: :[[@LINE-1]]:34: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
}
void call_at_bad(aio::EventLoop &loop) {
  loop.call_at(loop.time() + 5ms, [] { aio::run(work()); });
  // CHECK-MESSAGES: :[[@LINE-1]]:45: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
}
void call_soon_threadsafe_bad(aio::EventLoop &loop) {
  loop.call_soon_threadsafe([] { aio::run(work()); });
  // CHECK-MESSAGES: :[[@LINE-1]]:39: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
}
void reader_bad(aio::EventLoop &loop, int fd) {
  loop.add_reader(fd, [] { aio::run(work()); });
  // CHECK-MESSAGES: :[[@LINE-1]]:33: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
}
void writer_bad(aio::EventLoop &loop, int fd) {
  loop.add_writer(fd, [] { aio::run(work()); });
  // CHECK-MESSAGES: :[[@LINE-1]]:33: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
}
void signal_bad(aio::EventLoop &loop) {
  loop.add_signal_handler(15, [] { aio::run(work()); });
  // CHECK-MESSAGES: :[[@LINE-1]]:41: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
}
void done_callback_bad(aio::Future<int> &future) {
  future.add_done_callback([](aio::Future<int> &) { aio::run(work()); });
  // CHECK-MESSAGES: :[[@LINE-1]]:58: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
}

// A function, a functor and a lambda kept in a variable are callbacks as well.
void tick_bad() {
  aio::run(work());
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
  // CHECK-MESSAGES: :[[@LINE+3]]:{{[0-9]+}}: note: 'tick_bad' runs on the loop: it is handed to 'aio::EventLoop::call_soon' here
  // CHECK-MESSAGES: :[[@LINE-3]]:8: note: 'co_await' the coroutine instead
}
void hand_over_function(aio::EventLoop &loop) { loop.call_soon(tick_bad); }
void tock_bad() {
  aio::run(work());
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
}
void hand_over_address(aio::EventLoop &loop) { loop.call_soon(&tock_bad); }
struct Functor {
  void operator()() const {
    aio::run(work());
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
  }
};
void functor_bad(aio::EventLoop &loop) { loop.call_soon(Functor{}); }
void kept_lambda_bad(aio::EventLoop &loop) {
  auto callback = [] {
    aio::run(work());
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
  };
  loop.call_soon(callback);
}
void kept_function_object_bad(aio::EventLoop &loop) {
  std::function<void()> callback = [] {
    aio::run(work());
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
  };
  loop.call_soon(std::move(callback));
}

// Members, constructors, destructors, operators, overriders.
struct Client {
  int get() {
    return aio::run(leaf());
    // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
    // CHECK-MESSAGES: :[[@LINE+5]]:16: note: 'member_bad' runs on the loop: it is a coroutine
    // CHECK-MESSAGES: :[[@LINE+4]]:61: note: 'member_bad' calls 'Client::get' here
    // CHECK-MESSAGES: :[[@LINE-4]]:17: note: 'co_await' the coroutine instead
  }
};
aio::Coro<int> member_bad(Client client) { co_return client.get(); }
struct Eager {
  Eager() {
    aio::run(work());
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
  }
};
aio::Coro<> constructor_bad() {
  Eager eager;
  co_return;
}
struct Closer {
  ~Closer() {
    aio::run(work());
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
  }
};
aio::Coro<> destructor_bad() {
  Closer closer;
  co_await work();
}
struct Matrix {
  Matrix operator+(const Matrix &) const {
    aio::run(work());
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
    return {};
  }
};
aio::Coro<> operator_bad(Matrix a, Matrix b) {
  Matrix c = a + b;
  (void)c;
  co_return;
}
struct Source {
  virtual ~Source() = default;
  virtual int read() = 0;
};
struct SyncSource : Source {
  int read() override {
    return aio::run(leaf());
    // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
  }
};
aio::Coro<int> overrider_bad(Source &source) { co_return source.read(); }

// Callables passed to a visible body are called there.
template <class F> void twice(F f) {
  f();
  f();
}
aio::Coro<> visible_body_bad() {
  twice([] {
    aio::run(work());
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
  });
  co_return;
}
aio::Coro<> immediately_bad() {
  int v = [] { return aio::run(leaf()); }();
  // CHECK-MESSAGES: :[[@LINE-1]]:28: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
  co_return (void)v;
}
aio::Coro<> algorithm_bad(std::vector<int> numbers) {
  std::for_each(numbers.begin(), numbers.end(), [](int) {
    aio::run(work());
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
  });
  co_return;
}
aio::Coro<> function_object_bad() {
  std::function<int()> f = [] {
    return aio::run(leaf());
    // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
  };
  int v = f();
  co_return (void)v;
}
int through_pointer_bad() {
  return aio::run(leaf());
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
}
aio::Coro<> pointer_bad() {
  int (*p)() = &through_pointer_bad;
  int v = p();
  co_return (void)v;
}

// A lambda that is a coroutine.
void coroutine_lambda_bad() {
  auto coroutine = []() -> aio::Coro<> {
    aio::run(work());
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
    // CHECK-MESSAGES: :[[@LINE-3]]:{{[0-9]+}}: note: a lambda runs on the loop: it is a coroutine
    // CHECK-MESSAGES: :[[@LINE-3]]:10: note: 'co_await' the coroutine instead
    co_return;
  };
  aio::run(coroutine());
}

// Templates: one finding for all instantiations.
template <class T> T fetch_bad(aio::Coro<T> coroutine) {
  return aio::run(std::move(coroutine));
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
}
aio::Coro<long> more();
aio::Coro<> instantiations() {
  int a = fetch_bad(leaf());
  long b = fetch_bad(more());
  co_return (void)(a + b);
}
template <class T> aio::Coro<T> template_coroutine_bad() {
  co_return aio::run(leaf());
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
}
template aio::Coro<int> template_coroutine_bad<int>();
template aio::Coro<long> template_coroutine_bad<long>();

// Macros: where the outermost one is written.
#define WAIT_FOR(coroutine) aio::run(coroutine)
aio::Coro<> macro_bad() {
  WAIT_FOR(work());
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
  co_return;
}

// A default argument is reported where it is written.
void with_default(int v = aio::run(leaf()));
// CHECK-MESSAGES: :[[@LINE-1]]:32: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
aio::Coro<> default_argument_bad() {
  with_default();
  co_return;
}

// The function's own guard proves the loop; it needs no caller.
void guard_bad() {
  if (aio::running_loop())
    aio::run(work());
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
  // CHECK-MESSAGES: :[[@LINE-3]]:{{[0-9]+}}: note: 'guard_bad' runs on the loop: 'aio::running_loop' is true here
  // CHECK-MESSAGES: :[[@LINE-3]]:10: note: 'co_await' the coroutine instead
}
void early_return_guard_bad() {
  if (!aio::running_loop())
    return;
  aio::run(work());
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
}
void else_guard_bad() {
  if (aio::running_loop() == nullptr) {
    aio::run(work());
  } else {
    aio::run(work());
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
  }
}

// A thread is off the loop, but what it posts to the loop is on it again.
void posted_from_helper(aio::EventLoop &loop) {
  loop.run_in_executor(nullptr, [&loop] {
    aio::run(work());
    loop.call_soon_threadsafe([] {
      aio::run(work());
      // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
    });
  });
}

// Several callers: the shortest chain, and how many more there are.
void popular_bad() {
  aio::run(work());
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
  // CHECK-MESSAGES: :[[@LINE+5]]:13: note: 'caller_one' runs on the loop: it is a coroutine
  // CHECK-MESSAGES: :[[@LINE+5]]:3: note: 'caller_one' calls 'popular_bad' here
  // CHECK-MESSAGES: note: and 2 more callers{{$}}
  // CHECK-MESSAGES: :[[@LINE-5]]:8: note: 'co_await' the coroutine instead
}
aio::Coro<> caller_one() {
  popular_bad();
  co_return;
}
aio::Coro<> caller_two() {
  popular_bad();
  co_return;
}
aio::Coro<> caller_three() {
  popular_bad();
  co_return;
}

// An implicit conversion is a call, though it has no name.
struct Converts {
  operator int() const {
    return aio::run(leaf());
    // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
    // CHECK-MESSAGES: :[[@LINE+5]]:7: note: 'conversion_bad' calls 'Converts::operator int' here
  }
};
aio::Coro<int> conversion_bad(Converts value) {
  int result =
      value;
  co_return result;
}
