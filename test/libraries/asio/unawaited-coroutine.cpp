// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-unawaited-coroutine %t --left=4 -- -- -DASIO_HAS_CO_AWAIT -DASIO_HAS_STD_COROUTINE
// REQUIRES: asio
#include <asio.hpp>

#include <utility>

asio::awaitable<void> child();
asio::awaitable<int> value();

asio::awaitable<void> dropped_bad() {
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
asio::awaitable<void> kept_bad() {
  auto coroutine = value();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: coroutine in 'coroutine' is never awaited; its body never runs [async-unawaited-coroutine]
  co_return;
}
asio::awaitable<void> operation_bad(asio::steady_timer &timer) {
  timer.async_wait(asio::use_awaitable);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: coroutine returned by 'asio::basic_waitable_timer::async_wait' is dropped; its body never runs [async-unawaited-coroutine]
  // CHECK-FIXES: {{^}}  co_await timer.async_wait(asio::use_awaitable);{{$}}
  co_return;
}
asio::awaitable<void> branch_bad(bool wanted) {
  auto coroutine = child();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: coroutine in 'coroutine' is not awaited on every path; its body never runs there [async-unawaited-coroutine]
  if (wanted)
    co_await std::move(coroutine);
}

asio::awaitable<int> awaited_ok(asio::steady_timer &timer) {
  co_await child();
  co_await timer.async_wait(asio::use_awaitable);
  auto kept = value();
  co_return co_await std::move(kept);
}
asio::awaitable<int> returned_ok() { return value(); }
void spawned_ok(asio::io_context &context) {
  asio::co_spawn(context, child(), asio::detached);
  auto kept = child();
  asio::co_spawn(context, std::move(kept), asio::detached);
  asio::co_spawn(context, value, asio::detached);
}
void other_tokens_ok(asio::steady_timer &timer) {
  timer.async_wait(asio::detached);
  timer.async_wait([](auto) {});
  auto result = timer.async_wait(asio::use_future);
}
