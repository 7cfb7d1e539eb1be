// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A template whose instantiations agree.
// Fix: suggested
//--- before
#include <aio/aio.h>
#include <future>
#include <iostream>

template <class T> static aio::Coro<T> ask(T what) {
  std::future<T> later = std::async(std::launch::async, [what] { return what; });
  co_return later.get();
}

static aio::Coro<> serve() {
  std::cout << co_await ask(1) << co_await ask(2L) << "\n";
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <future>
#include <iostream>

template <class T> static aio::Coro<T> ask(T what) {
  std::future<T> later = std::async(std::launch::async, [what] { return what; });
  co_return co_await aio::to_thread([&] { return later.get(); });
}

static aio::Coro<> serve() {
  std::cout << co_await ask(1) << co_await ask(2L) << "\n";
}

int main() { aio::run(serve()); }
