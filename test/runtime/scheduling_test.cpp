// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Callbacks and timers: rows S-01 … S-06.
#include "support.h"

namespace {
using namespace aio_test;

aio::ContextVar<int> mark("mark", 0);

TEST(CallSoon, RunsOnceInOrderInACopyOfTheContext) {  // S-01, S-03
  aio::EventLoop loop;
  std::string order;
  auto token = mark.set(1);
  loop.call_soon([&] { order += "a" + std::to_string(mark.get()), mark.set(9); });
  mark.reset(token);
  loop.call_soon([&] { order += "b" + std::to_string(mark.get()); });
  aio::Context own;
  own.run([] { mark.set(5); });
  loop.call_soon([&] { order += "c" + std::to_string(mark.get()), loop.stop(); }, own);
  loop.run_forever();
  EXPECT_EQ(order, "a1b0c5");
  loop.close();
}

TEST(Handle, CancelsAndReleasesWhatItHolds) {  // S-02
  aio::EventLoop loop;
  auto held = std::make_shared<int>(0);
  int ran = 0;
  auto soon = loop.call_soon([&, held] { ++ran; });
  auto later = loop.call_later(1h, [&, held] { ++ran; });
  EXPECT_EQ(held.use_count(), 3);
  soon.cancel();
  later.cancel();
  later.cancel();
  EXPECT_TRUE(soon.cancelled() && later.cancelled());
  EXPECT_EQ(held.use_count(), 1);
  EXPECT_EQ(loop.state().timer_count(), 0u);  // L-42
  loop.stop();
  loop.run_forever();
  EXPECT_EQ(ran, 0);
  loop.close();
}

TEST(Timers, RunInOrderOfTheirDeadlines) {  // S-04, S-05, S-06
  ManualLoop manual;
  aio::EventLoop& loop = manual.loop;
  std::string order;
  const auto begin = loop.time();
  loop.call_later(3s, [&] { order += "3", loop.stop(); });
  loop.call_later(1s, [&] { order += "1"; });
  for (char c : {'x', 'y', 'z'}) loop.call_at(begin + 2s, [&order, c] { order += c; });
  loop.call_later(-1s, [&] { order += "b"; });
  loop.call_later(-2s, [&] { order += "a"; });
  const auto handle = loop.call_later(std::chrono::duration<double>(0.5), [&] { order += "h"; });
  EXPECT_EQ(handle.when() - begin, 500ms);
  loop.run_forever();
  EXPECT_EQ(order, "abh1xyz3");
  EXPECT_EQ(loop.time() - begin, 3s);
}

TEST(Timers, KeepTheirOrderWhateverIsCancelled) {  // S-06, L-42
  ManualLoop manual;
  aio::EventLoop& loop = manual.loop;
  using Timer = std::pair<int, int>;  // when, and the how manieth
  std::vector<Timer> fired, expected;
  std::vector<aio::TimerHandle> handles;
  const auto begin = loop.time();
  unsigned seed = 12345;
  const auto random = [&seed](std::size_t below) {
    seed = seed * 1664525 + 1013904223;
    return static_cast<std::size_t>(seed >> 8) % below;
  };
  for (int i = 0; i < 20000; ++i) {
    const Timer timer(static_cast<int>(random(50)), i);
    handles.push_back(loop.call_at(begin + timer.first * 1ms, [&fired, timer] { fired.push_back(timer); }));
    expected.push_back(timer);
    if (random(4) > 0) handles[random(handles.size())].cancel();
  }
  std::erase_if(expected,
                [&](const Timer& timer) { return handles[static_cast<std::size_t>(timer.second)].cancelled(); });
  EXPECT_EQ(loop.state().timer_count(), expected.size());
  std::sort(expected.begin(), expected.end());
  loop.call_later(2s, [&] { loop.stop(); });
  loop.run_forever();
  EXPECT_EQ(fired, expected);
  EXPECT_EQ(loop.state().timer_count(), 0u);
}

}  // namespace
