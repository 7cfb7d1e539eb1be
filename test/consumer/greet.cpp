// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <chrono>
#include <iostream>

#include <aio/aio.h>

aio::Coro<int> answer() {
  co_await aio::sleep(std::chrono::milliseconds(1));
  co_return 42;
}

int main() { std::cout << "the answer is " << aio::run(answer()) << '\n'; }
