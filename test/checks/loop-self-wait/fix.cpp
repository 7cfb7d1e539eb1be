// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-loop-self-wait %t --left=2
#include <aio/aio.h>

#include <string>

aio::Coro<std::string> name(int id);

aio::Coro<std::string> plain_bad() {
  co_return aio::run_coroutine_threadsafe(name(1), aio::get_running_loop()).get();
  // CHECK-FIXES: {{^}}  co_return co_await name(1);{{$}}
}
aio::Coro<std::size_t> member_bad() {
  co_return aio::run_coroutine_threadsafe(name(2), aio::get_running_loop()).get().size();
  // CHECK-FIXES: {{^}}  co_return (co_await name(2)).size();{{$}}
}
// Refused: a handle that was kept, and a function that is no coroutine.
aio::Coro<std::string> kept_bad() {
  auto later = aio::run_coroutine_threadsafe(name(3), aio::get_running_loop());
  co_return later.get();
  // CHECK-FIXES: {{^}}  co_return later.get();{{$}}
}
void callback_bad(aio::EventLoop &loop) {
  loop.call_soon([&] { aio::run_coroutine_threadsafe(name(4), loop).get(); });
  // CHECK-FIXES: {{^}}  loop.call_soon([&] { aio::run_coroutine_threadsafe(name(4), loop).get(); });{{$}}
}
