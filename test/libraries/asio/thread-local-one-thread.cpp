// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-thread-local-across-await %t --silent -- -- -DASIO_HAS_CO_AWAIT -DASIO_HAS_STD_COROUTINE
// REQUIRES: asio
#include <asio.hpp>

thread_local int count;

// As far as can be seen one thread runs the context, so that thread resumes.
asio::awaitable<void> kept_ok(asio::steady_timer &timer) {
  int &kept = count;
  co_await timer.async_wait(asio::use_awaitable);
  ++kept;
}
void one_thread(asio::io_context &context) { context.run(); }
