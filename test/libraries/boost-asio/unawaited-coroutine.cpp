// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-unawaited-coroutine %t --left=4
// REQUIRES: boost-asio
#include <boost/asio.hpp>

#include <utility>

boost::asio::awaitable<void> child();
boost::asio::awaitable<int> value();

boost::asio::awaitable<void> dropped_bad() {
  child();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: coroutine returned by 'child' is dropped; its body never runs [async-unawaited-coroutine]
  // CHECK-FIXES: {{^}}  co_await child();{{$}}
  (void)value();
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: coroutine returned by 'value' is dropped; its body never runs [async-unawaited-coroutine]
  co_return;
}
void elsewhere_bad() {
  child();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: coroutine returned by 'child' is dropped; its body never runs [async-unawaited-coroutine]
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: run it or start it as a task
}
boost::asio::awaitable<void> kept_bad() {
  auto coroutine = value();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: coroutine in 'coroutine' is never awaited; its body never runs [async-unawaited-coroutine]
  co_return;
}
boost::asio::awaitable<void> operation_bad(boost::asio::steady_timer &timer) {
  timer.async_wait(boost::asio::use_awaitable);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: coroutine returned by 'boost::asio::basic_waitable_timer::async_wait' is dropped; its body never runs [async-unawaited-coroutine]
  // CHECK-FIXES: {{^}}  co_await timer.async_wait(boost::asio::use_awaitable);{{$}}
  co_return;
}
boost::asio::awaitable<void> branch_bad(bool wanted) {
  auto coroutine = child();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: coroutine in 'coroutine' is not awaited on every path; its body never runs there [async-unawaited-coroutine]
  if (wanted)
    co_await std::move(coroutine);
}

boost::asio::awaitable<int> awaited_ok(boost::asio::steady_timer &timer) {
  co_await child();
  co_await timer.async_wait(boost::asio::use_awaitable);
  auto kept = value();
  co_return co_await std::move(kept);
}
boost::asio::awaitable<int> returned_ok() { return value(); }
void spawned_ok(boost::asio::io_context &context) {
  boost::asio::co_spawn(context, child(), boost::asio::detached);
  auto kept = child();
  boost::asio::co_spawn(context, std::move(kept), boost::asio::detached);
  boost::asio::co_spawn(context, value, boost::asio::detached);
}
void other_tokens_ok(boost::asio::steady_timer &timer) {
  timer.async_wait(boost::asio::detached);
  timer.async_wait([](auto) {});
  auto result = timer.async_wait(boost::asio::use_future);
}
