// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <aio/aio.h>

aio::Coro<int> answer() { co_return 42; }
aio::Coro<int> twice() {
  co_return 2 * aio::run(answer());
} // L1: refused by async-nested-run

int main() { return aio::run(twice()); }
