// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-repeated-run %t
// REQUIRES: googletest
#include <aio/aio.h>

#include <gtest/gtest.h>

aio::Coro<int> step(int number);

// In a test, and in what tests call, a loop for each run is what is meant.
static int twice(int number) {
  int sum = 0;
  for (int turn = 0; turn < 2; ++turn)
    sum += aio::run(step(number));
  return sum;
}
TEST(Steps, go_on_ok) {
  for (int turn = 0; turn < 3; ++turn)
    EXPECT_EQ(turn, aio::run(step(turn)));
  EXPECT_EQ(2, twice(1));
}
class Fixture : public testing::Test {};
TEST_F(Fixture, go_on_ok) {
  for (int turn = 0; turn < 3; ++turn)
    EXPECT_EQ(turn, aio::run(step(turn)));
}
class Table : public testing::TestWithParam<int> {};
TEST_P(Table, goes_on_ok) {
  for (int turn = 0; turn < GetParam(); ++turn)
    EXPECT_EQ(turn, aio::run(step(turn)));
}
void not_a_test_bad() {
  for (int turn = 0; turn < 3; ++turn)
    aio::run(step(turn));
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'aio::run' runs again and again, each time on a new event loop [async-repeated-run]
}
