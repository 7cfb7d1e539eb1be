// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A template whose instantiations agree.
// Fix: safe
// Before: unclosed event loop
//--- before
#include <aio/aio.h>
#include <iostream>

static aio::Coro<> work(long what) {
  std::cout << "worked " << what << "\n";
  co_return;
}

template <class T> static void serve(T what) {
  aio::EventLoop loop;
  loop.run_until_complete(work(what));
}

int main() {
  serve(1);
  serve(2L);
}
//--- after
#include <aio/aio.h>
#include <iostream>

static aio::Coro<> work(long what) {
  std::cout << "worked " << what << "\n";
  co_return;
}

template <class T> static void serve(T what) {
  aio::EventLoop loop;
  const std::unique_ptr<aio::EventLoop, void (*)(aio::EventLoop *)> loop_closer(&loop, [](aio::EventLoop *open) { aio::drain(*open); open->close(); });
  loop.run_until_complete(work(what));
}

int main() {
  serve(1);
  serve(2L);
}
