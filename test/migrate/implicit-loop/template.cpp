// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A template whose instantiations agree.
// Fix: safe
// Before: get_event_loop() is deprecated
//--- before
#include <aio/aio.h>
#include <aio/legacy.h>
#include <iostream>

template <class T> static aio::Coro<> show(T what) {
  std::cout << aio::get_event_loop().is_running() << what << "\n";
  co_return;
}

static aio::Coro<> serve() {
  co_await show(1);
  co_await show(2L);
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <aio/legacy.h>
#include <iostream>

template <class T> static aio::Coro<> show(T what) {
  std::cout << aio::get_running_loop().is_running() << what << "\n";
  co_return;
}

static aio::Coro<> serve() {
  co_await show(1);
  co_await show(2L);
  co_return;
}

int main() { aio::run(serve()); }
