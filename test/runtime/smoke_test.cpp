// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <aio/aio.h>
#include <gtest/gtest.h>
using namespace std::chrono_literals;
namespace {
aio::Coro<int> answer() { co_return 42; }
aio::Coro<int> amain() {
  auto task = aio::create_task(answer(), {.name = "worker"});
  int total = co_await aio::task_group([&](aio::TaskGroup& tg) -> aio::Coro<int> {
    auto a = tg.create_task(answer());
    auto b = tg.create_task(answer());
    co_return co_await a + co_await b;
  });
  auto [x, y] = co_await aio::gather(answer(), aio::sleep(1ms, 3));
  auto [u, v] = co_await aio::gather_settled(answer(), aio::sleep(1ms));
  EXPECT_EQ(u.value(), 42);
  EXPECT_TRUE(v.has_value());
  std::vector<aio::Coro<int>> many;
  many.push_back(answer());
  many.push_back(answer());
  auto all = co_await aio::gather_all(std::move(many));
  EXPECT_EQ(all.size(), 2u);
  EXPECT_EQ(co_await aio::to_thread([] { return 7; }), 7);
  co_return total + co_await task + x + y;
}
aio::Coro<long> deep(long n) { co_return n == 0 ? 0 : 1 + co_await deep(n - 1); }
TEST(Smoke, Runs) { EXPECT_EQ(aio::run(amain(), {.debug = true, .loop_factory = aio::new_event_loop}), 42 * 4 + 3); }
TEST(Smoke, Deep) { EXPECT_EQ(aio::run(deep(100'000)), 100'000); }
TEST(Smoke, NeverAwaited) { testing::internal::CaptureStderr(); { (void)answer(); }  std::puts(testing::internal::GetCapturedStderr().c_str()); }
TEST(Smoke, Callable) { EXPECT_EQ(aio::run([] { return answer(); }), 42); }
}  // namespace
