// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-repeated-run %t -- -- -I%inputs/catch2
#include <aio/aio.h>

#include <catch_declarations.h> // the declarations of Catch2 that matter

aio::Coro<int> step(int number);

TEST_CASE("steps go on") {
  for (int turn = 0; turn < 3; ++turn)
    aio::run(step(turn));
}
void not_a_test_bad() {
  for (int turn = 0; turn < 3; ++turn)
    aio::run(step(turn));
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'aio::run' runs again and again, each time on a new event loop [async-repeated-run]
}
