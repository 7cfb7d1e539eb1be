// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A child is waited for.
// Fix: suggested
//--- before
#include <aio/aio.h>
#include <iostream>
#include <sys/wait.h>
#include <unistd.h>

static aio::Coro<> serve() {
  const pid_t child = fork();
  if (child == 0)
    _exit(0);
  std::cout << (waitpid(child, nullptr, 0) == child) << "\n";
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <iostream>
#include <sys/wait.h>
#include <unistd.h>

static aio::Coro<> serve() {
  const pid_t child = fork();
  if (child == 0)
    _exit(0);
  std::cout << (co_await aio::to_thread([&] { return waitpid(child, nullptr, 0); }) == child) << "\n";
  co_return;
}

int main() { aio::run(serve()); }
