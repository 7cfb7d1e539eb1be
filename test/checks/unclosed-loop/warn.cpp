// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-unclosed-loop %t
#include <aio/aio.h>
#include <aio/uv.h>

#include <memory>
#include <stdexcept>
#include <thread>
#include <utility>

aio::Coro<> work();
void may_throw();
void cannot_throw() noexcept;

// The text, once in full.
void never_closed_bad() {
  auto loop = aio::new_event_loop();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: event loop 'loop' is never closed; its descriptors leak [async-unclosed-loop]
  // CHECK-MESSAGES: :[[@LINE-2]]:8: note: a 'Runner' closes its loop on every path
  loop->run_until_complete(work());
}

// Every maker.
void on_the_stack_bad() {
  aio::EventLoop loop;
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: event loop 'loop' is never closed; its descriptors leak [async-unclosed-loop]
  loop.run_until_complete(work());
}
void epoll_bad() {
  std::unique_ptr<aio::EventLoop> poller = aio::epoll::new_event_loop();
  // CHECK-MESSAGES: :[[@LINE-1]]:35: warning: event loop 'poller' is never closed; its descriptors leak [async-unclosed-loop]
  poller->run_forever();
}
void io_uring_bad() {
  std::unique_ptr<aio::EventLoop> ring = aio::io_uring::new_event_loop();
  // CHECK-MESSAGES: :[[@LINE-1]]:35: warning: event loop 'ring' is never closed; its descriptors leak [async-unclosed-loop]
  ring->run_forever();
}
void uv_bad() {
  std::unique_ptr<aio::EventLoop> uv = aio::uv::new_event_loop();
  // CHECK-MESSAGES: :[[@LINE-1]]:35: warning: event loop 'uv' is never closed; its descriptors leak [async-unclosed-loop]
  uv->run_forever();
}
class Custom : public aio::EventLoop {};
void derived_bad() {
  Custom loop;
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: event loop 'loop' is never closed; its descriptors leak [async-unclosed-loop]
  loop.run_forever();
}
void allocated_bad() {
  auto *loop = new aio::EventLoop;
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: event loop 'loop' is never closed; its descriptors leak [async-unclosed-loop]
  loop->run_forever();
  delete loop;
}
void made_unique_bad() {
  auto loop = std::make_unique<aio::EventLoop>();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: event loop 'loop' is never closed; its descriptors leak [async-unclosed-loop]
  loop->run_forever();
}

// Some path: the first one is told.
int early_return_bad(bool enough) {
  auto loop = aio::new_event_loop();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: event loop 'loop' is not closed on every path; its descriptors leak [async-unclosed-loop]
  // CHECK-MESSAGES: :[[@LINE+3]]:5: note: it is still open at this 'return'
  // CHECK-MESSAGES: :[[@LINE-3]]:8: note: a 'Runner' closes its loop on every path
  if (enough)
    return 1;
  loop->close();
  return 0;
}
void throw_bad(bool broken) {
  auto loop = aio::new_event_loop();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: event loop 'loop' is not closed on every path; its descriptors leak [async-unclosed-loop]
  // CHECK-MESSAGES: :[[@LINE+2]]:5: note: it is still open at this 'throw'
  if (broken)
    throw std::runtime_error("broken");
  loop->close();
}
void closed_in_one_branch_bad(bool tidy) {
  auto loop = aio::new_event_loop();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: event loop 'loop' is not closed on every path; its descriptors leak [async-unclosed-loop]
  // CHECK-MESSAGES: :[[@LINE+3]]:1: note: it is still open where this function ends
  if (tidy)
    loop->close();
}
void exception_of_the_run_bad() {
  auto loop = aio::new_event_loop();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: event loop 'loop' is not closed on every path; its descriptors leak [async-unclosed-loop]
  // CHECK-MESSAGES: :[[@LINE+1]]:{{[0-9]+}}: note: an exception from 'aio::EventLoop::run_until_complete' leaves it open
  loop->run_until_complete(work());
  loop->close();
}
void exception_of_a_function_bad() {
  aio::EventLoop loop;
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: event loop 'loop' is not closed on every path; its descriptors leak [async-unclosed-loop]
  // CHECK-MESSAGES: :[[@LINE+1]]:{{[0-9]+}}: note: an exception from 'may_throw' leaves it open
  may_throw();
  loop.close();
}
void closed_for_one_type_bad() {
  auto loop = aio::new_event_loop();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: event loop 'loop' is not closed on every path; its descriptors leak [async-unclosed-loop]
  try {
    loop->run_until_complete(work());
  } catch (const std::exception &) { // a cancellation is none
    loop->close();
    throw;
  }
  loop->close();
}
void handler_throws_first_bad() {
  auto loop = aio::new_event_loop();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: event loop 'loop' is not closed on every path; its descriptors leak [async-unclosed-loop]
  try {
    loop->run_until_complete(work());
  } catch (...) {
    throw;
  }
  loop->close();
}
int switch_bad(int kind) {
  aio::EventLoop loop;
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: event loop 'loop' is not closed on every path; its descriptors leak [async-unclosed-loop]
  switch (kind) {
  case 0:
    loop.close();
    return 0;
  case 1:
    return 1;
  default:
    loop.close();
  }
  return 2;
}
void left_by_break_bad(bool (*next)() noexcept) {
  while (next()) {
    auto loop = aio::new_event_loop();
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: event loop 'loop' is not closed on every path; its descriptors leak [async-unclosed-loop]
    if (!next())
      break;
    loop->close();
  }
}

// In a lambda, a thread, a template, a macro.
void lambda_bad() {
  std::thread thread([] {
    auto loop = aio::new_event_loop();
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: event loop 'loop' is never closed; its descriptors leak [async-unclosed-loop]
    loop->run_forever();
  });
  thread.join();
}
template <class T> void template_bad(T value) {
  aio::EventLoop loop;
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: event loop 'loop' is never closed; its descriptors leak [async-unclosed-loop]
  (void)value;
}
template void template_bad(int);
template void template_bad(long);
#define MAKE_LOOP(name) auto name = aio::new_event_loop()
void macro_bad() {
  MAKE_LOOP(loop);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: event loop 'loop' is never closed; its descriptors leak [async-unclosed-loop]
  cannot_throw();
}

// Nobody holds it.
void dropped_bad() {
  (void)aio::new_event_loop();
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: event loop returned by 'aio::new_event_loop' is dropped; its descriptors leak [async-unclosed-loop]
}
void used_and_dropped_bad() {
  aio::new_event_loop()->run_until_complete(work());
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: event loop returned by 'aio::new_event_loop' is dropped; its descriptors leak [async-unclosed-loop]
}

// Moved into a visible sink that drops it.
void visible_sink(std::unique_ptr<aio::EventLoop> loop) { loop->run_until_complete(work()); }
void sink_bad() {
  auto loop = aio::new_event_loop();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: event loop 'loop' is never closed; its descriptors leak [async-unclosed-loop]
  visible_sink(std::move(loop));
}

// A class that owns a loop and has nothing that closes it.
class Service {
public:
  void start() { loop_->run_until_complete(work()); }

private:
  std::unique_ptr<aio::EventLoop> loop_ = aio::new_event_loop();
  // CHECK-MESSAGES: :[[@LINE-1]]:35: warning: event loop 'loop_' is never closed by 'Service'; its descriptors leak [async-unclosed-loop]
};
void use_service() { Service().start(); }
namespace net {
struct Holder {
  aio::EventLoop loop;
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: event loop 'loop' is never closed by 'net::Holder'; its descriptors leak [async-unclosed-loop]
  ~Holder() { loop.stop(); }
};
void use_holder() { Holder holder; }
} // namespace net

// Two that call each other, and one throws.
static void list(int n);
static void value(int n) {
  if (n > 9)
    throw n;
  list(n + 1);
}
static void list(int n) { value(n); }
void cycle_bad() {
  aio::EventLoop loop;
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: event loop 'loop' is not closed on every path; its descriptors leak [async-unclosed-loop]
  list(0);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: note: an exception from 'list' leaves it open
  loop.close();
}
