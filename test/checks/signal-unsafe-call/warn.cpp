// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-signal-unsafe-call %t
#include <aio/aio.h>

#include <csignal>

static aio::EventLoop *loop;

// 1. std::signal, with a function, and with a lambda.
static void on_term_bad(int) {
  loop->stop();
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'aio::EventLoop::stop' is called in a signal handler; it is not async-signal-safe [async-signal-unsafe-call]
  // CHECK-MESSAGES: :[[@LINE+4]]:8: note: 'on_term_bad' handles a signal: it is given to 'signal' here
  // CHECK-MESSAGES: :[[@LINE-3]]:9: note: 'add_signal_handler' runs a function on the loop
}
void function_bad() {
  std::signal(SIGTERM, on_term_bad);
  signal(SIGINT, [](int) { loop->call_soon([] {}); });
  // CHECK-MESSAGES: :[[@LINE-1]]:34: warning: 'aio::EventLoop::call_soon' is called in a signal handler; it is not async-signal-safe [async-signal-unsafe-call]
}

// 2. Through helpers.
static void finish() {
  loop->call_soon_threadsafe([] {});
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'aio::EventLoop::call_soon_threadsafe' is called in a signal handler; it is not async-signal-safe [async-signal-unsafe-call]
  // CHECK-MESSAGES: :[[@LINE+5]]:26: note: 'on_hangup' handles a signal: it is given to 'signal' here
  // CHECK-MESSAGES: :[[@LINE+3]]:30: note: 'on_hangup' calls 'finish' here
  // CHECK-MESSAGES: :[[@LINE-4]]:9: note: 'add_signal_handler' runs a function on the loop
}
static void on_hangup(int) { finish(); }
void helper_bad() { std::signal(SIGHUP, &on_hangup); }

// 3. sigaction: a member that is assigned, or initialised; the handler with three arguments.
static void on_user_bad(int) {
  loop->close();
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'aio::EventLoop::close' is called in a signal handler; it is not async-signal-safe [async-signal-unsafe-call]
  // CHECK-MESSAGES: :[[@LINE+5]]:23: note: 'on_user_bad' handles a signal: it is installed here
  // CHECK-MESSAGES: :[[@LINE-3]]:9: note: 'add_signal_handler' runs a function on the loop
}
void assigned_bad() {
  struct sigaction action = {};
  action.sa_handler = on_user_bad;
  sigaction(SIGUSR1, &action, nullptr);
}
static void on_info_bad(int, siginfo_t *, void *) {
  aio::create_task([]() -> aio::Coro<> { co_return; }()).detach();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'aio::create_task' is called in a signal handler; it is not async-signal-safe [async-signal-unsafe-call]
  // CHECK-MESSAGES: :[[@LINE-2]]:58: warning: 'aio::Task::detach' is called in a signal handler; it is not async-signal-safe [async-signal-unsafe-call]
}
struct Watch {
  struct sigaction action = {};
  void start(aio::Event &event);
};
void Watch::start(aio::Event &) {
  action.sa_sigaction = on_info_bad;
  action.sa_flags = SA_SIGINFO;
  sigaction(SIGUSR2, &action, nullptr);
}
static aio::Event *event;
static void on_child_bad(int) {
  event->set();
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'aio::Event::set' is called in a signal handler; it is not async-signal-safe [async-signal-unsafe-call]
}
const struct sigaction initialised = {.sa_handler = on_child_bad};
