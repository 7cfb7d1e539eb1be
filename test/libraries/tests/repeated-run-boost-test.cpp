// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-repeated-run %t
// REQUIRES: boost-test
#include <aio/aio.h>

#define BOOST_TEST_MODULE steps
#include <boost/test/included/unit_test.hpp>

aio::Coro<int> step(int number);

BOOST_AUTO_TEST_CASE(go_on_ok) {
  for (int turn = 0; turn < 3; ++turn)
    BOOST_TEST(turn == aio::run(step(turn)));
}
struct Fixture {
  int turns = 3;
};
BOOST_FIXTURE_TEST_CASE(with_a_fixture_ok, Fixture) {
  for (int turn = 0; turn < turns; ++turn)
    BOOST_TEST(turn == aio::run(step(turn)));
}
void not_a_test_bad() {
  for (int turn = 0; turn < 3; ++turn)
    aio::run(step(turn));
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'aio::run' runs again and again, each time on a new event loop [async-repeated-run]
}
