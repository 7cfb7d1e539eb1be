// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-implicit-loop %t
#include <aio/aio.h>
#include <aio/legacy.h>

#include <functional>

aio::Coro<> work();
aio::Coro<int> leaf();

// The text, once in full.
void getter_bad() {
  auto &loop = aio::get_event_loop();
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'aio::get_event_loop' picks an implicit event loop; it throws when none is set [async-implicit-loop]
  loop.call_soon([] {});
}
aio::Coro<> coroutine_bad() {
  aio::get_event_loop().call_soon([] {});
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'aio::get_event_loop' picks an implicit event loop; it throws when none is set [async-implicit-loop]
  co_return;
}
int getter_and_run_bad() {
  return aio::get_event_loop().run_until_complete(leaf());
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'aio::get_event_loop' picks an implicit event loop; it throws when none is set [async-implicit-loop]
}
void using_declaration_bad() {
  using aio::get_event_loop;
  get_event_loop().stop();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'aio::get_event_loop' picks an implicit event loop; it throws when none is set [async-implicit-loop]
}
void using_directive_bad() {
  using namespace aio;
  get_event_loop().stop();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'aio::get_event_loop' picks an implicit event loop; it throws when none is set [async-implicit-loop]
}
void alias_bad() {
  namespace io = aio;
  io::get_event_loop().stop();
  // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'aio::get_event_loop' picks an implicit event loop; it throws when none is set [async-implicit-loop]
}
void argument_bad() {
  auto tasks = aio::all_tasks(&aio::get_event_loop());
  // CHECK-MESSAGES: :[[@LINE-1]]:37: warning: 'aio::get_event_loop' picks an implicit event loop; it throws when none is set [async-implicit-loop]
}
void lambda_bad() {
  auto post = [](std::function<void()> f) { aio::get_event_loop().call_soon(std::move(f)); };
  // CHECK-MESSAGES: :[[@LINE-1]]:50: warning: 'aio::get_event_loop' picks an implicit event loop; it throws when none is set [async-implicit-loop]
  post([] {});
}
struct Client {
  explicit Client(aio::EventLoop &loop = aio::get_event_loop()) : loop_(loop) {}
  // CHECK-MESSAGES: :[[@LINE-1]]:47: warning: 'aio::get_event_loop' picks an implicit event loop; it throws when none is set [async-implicit-loop]
  aio::EventLoop &loop_;
};
struct Server {
  aio::EventLoop &loop_ = aio::get_event_loop();
  // CHECK-MESSAGES: :[[@LINE-1]]:32: warning: 'aio::get_event_loop' picks an implicit event loop; it throws when none is set [async-implicit-loop]
};
void use_both() {
  Client client;
  Server server;
}
struct Initializer {
  Initializer() : loop_(aio::get_event_loop()) {}
  // CHECK-MESSAGES: :[[@LINE-1]]:30: warning: 'aio::get_event_loop' picks an implicit event loop; it throws when none is set [async-implicit-loop]
  aio::EventLoop &loop_;
};
template <class F> void template_bad(F f) {
  aio::get_event_loop().call_soon(f);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'aio::get_event_loop' picks an implicit event loop; it throws when none is set [async-implicit-loop]
}
void (*instantiated_1)(void (*)()) = template_bad<void (*)()>;
void (*instantiated_2)(std::function<void()>) = template_bad<std::function<void()>>;
#define LOOP() aio::get_event_loop()
void macro_bad() {
  LOOP().stop();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'aio::get_event_loop' picks an implicit event loop; it throws when none is set [async-implicit-loop]
}
int main() {
  aio::get_event_loop().run_until_complete(work());
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'aio::get_event_loop' picks an implicit event loop; it throws when none is set [async-implicit-loop]
}
