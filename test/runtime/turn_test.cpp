// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One turn of the loop, by the steps of docs/aio/loop.md: rows L-19 … L-23, L-41 … L-46.
#include "support.h"

#include <algorithm>
#include <deque>

namespace {
using namespace aio_test;

/// Never waits: notes how long it was asked to, and says what is ready.
struct Script {
  std::deque<aio::Poller::Ready> ready;
  std::vector<std::optional<aio::Duration>> asked;
  aio::TimePoint now{};
};
class ScriptedPoller final : public aio::Poller {
 public:
  explicit ScriptedPoller(Script& script) : script_(script) {}
  void watch(int, unsigned) override {}
  void wait(std::optional<aio::Duration> timeout, std::vector<Ready>& ready) override {
    script_.asked.push_back(timeout);
    ready.assign(script_.ready.begin(), script_.ready.end());
    script_.ready.clear();
    if (timeout) script_.now += *timeout;
  }
  void wake() noexcept override {}
  aio::TimePoint now() const noexcept override { return script_.now; }

 private:
  Script& script_;
};

/// One turn: stop() before, and everything of the turn still runs (L-20).
void turn(aio::EventLoop& loop) {
  loop.stop();
  loop.run_forever();
}

TEST(Turn, AsksThePollerForExactlyTheTimeThereIs) {  // L-41 (step 3)
  Script script;
  aio::EventLoop loop(std::make_unique<ScriptedPoller>(script));
  loop.add_reader(5, [] {});
  auto timer = loop.call_later(7s, [&] { loop.stop(); });
  loop.run_forever();
  ASSERT_EQ(script.asked.size(), 1u);  // time to the next timer
  EXPECT_EQ(script.asked[0], aio::Duration(7s));
  loop.call_soon([] {});
  turn(loop);
  EXPECT_EQ(script.asked.at(1), aio::Duration::zero());  // something is ready
  turn(loop);
  EXPECT_EQ(script.asked.at(2), aio::Duration::zero());  // stopping
  timer = loop.call_later(72h, [&] { loop.stop(); });
  loop.run_forever();
  EXPECT_EQ(script.asked.at(3), aio::Duration(24h));  // a day at most
  EXPECT_EQ(script.asked.size(), 6u);
  script.ready.push_back({5, aio::Poller::read});
  loop.add_reader(5, [&] { loop.stop(); });
  loop.run_forever();
  EXPECT_EQ(script.asked.at(6), std::nullopt);  // nothing to wait for but the descriptor
  loop.close();
}

TEST(Turn, RunsWhatWasReadyThenDescriptorsThenTimers) {  // L-41, S-07 (steps 4, 5, 6)
  Script script;
  aio::EventLoop loop(std::make_unique<ScriptedPoller>(script));
  std::string order;
  loop.add_reader(5, [&] { order += "d"; });
  script.ready.push_back({5, aio::Poller::read});
  loop.call_later(0s, [&] { order += "t"; });
  loop.call_soon([&] {
    order += "r";
    loop.call_soon([&] { order += "next"; });
  });
  turn(loop);
  EXPECT_EQ(order, "rdt");
  turn(loop);
  EXPECT_EQ(order, "rdtnext");
  loop.close();
}

TEST(Turn, TakesATimerOfNowWithoutAnotherPoll) {  // L-43 (step 5)
  ManualLoop manual;
  manual.loop.call_later(1ns, [&] { manual.loop.stop(); });
  manual.loop.run_forever();
  EXPECT_EQ(manual.clock->waits, 1);
  aio::EventLoop real;
  const auto begin = real.time();
  aio::TimePoint fired;
  real.call_later(300us, [&] { fired = real.time(), real.stop(); });
  real.run_forever();
  EXPECT_GE(fired - begin, 300us);
  real.close();
}

TEST(Turn, ForgetsCancelledTimersAtOnce) {  // L-42: at once, not when they are the majority
  aio::EventLoop loop;
  std::vector<aio::TimerHandle> handles;
  for (int i = 0; i < 1000; ++i) handles.push_back(loop.call_later(1h, [] {}));
  for (int i = 0; i < 1000; i += 2) handles[static_cast<std::size_t>(i)].cancel();
  EXPECT_EQ(loop.state().timer_count(), 500u);
  loop.close();
}

TEST(Turn, RunsForEverUntilItIsStopped) {  // L-19, L-22, L-23
  aio::EventLoop loop;
  int ran = 0;
  bool running = false;
  loop.stop();
  loop.stop();
  loop.run_forever();  // one turn, and the flag is down again
  loop.call_soon([&] {
    running = loop.is_running();
    loop.call_soon([&] { ++ran, loop.call_soon([&] { ++ran, loop.stop(), loop.stop(); }); });
  });
  EXPECT_FALSE(loop.is_running());
  loop.run_forever();
  EXPECT_FALSE(loop.is_running());
  EXPECT_TRUE(running);
  EXPECT_EQ(ran, 2);
  EXPECT_FALSE(loop.is_closed());
  loop.close();
  EXPECT_TRUE(loop.is_closed());
}

TEST(Turn, KeepsTheTimeOfAClockThatNeverGoesBack) {  // L-46
  aio::EventLoop loop;
  const auto begin = loop.time();
  std::vector<aio::TimePoint> times{begin};
  loop.call_at(begin + 1ms, [&] { times.push_back(loop.time()); });
  loop.call_at(begin + 2ms, [&] { times.push_back(loop.time()), loop.stop(); });
  loop.run_forever();
  ASSERT_EQ(times.size(), 3u);
  EXPECT_GE(times[1], begin + 1ms);
  EXPECT_GE(times[2], begin + 2ms);
  EXPECT_TRUE(std::is_sorted(times.begin(), times.end()));
  loop.close();
}

TEST(Turn, KeepsTimersFinerThanAMillisecond) {  // U-02: uvloop rounds, aio does not
  ManualLoop manual;
  std::string order;
  manual.loop.call_later(300us, [&] { order += "b"; });
  manual.loop.call_later(100ns, [&] { order += "a"; });
  manual.loop.call_later(301us, [&] { order += "c", manual.loop.stop(); });
  manual.loop.call_soon([&] { order += "0"; });
  const auto begin = manual.loop.time();
  manual.loop.run_forever();
  EXPECT_EQ(order, "0abc");
  EXPECT_EQ(manual.loop.time() - begin, 301us);
}

TEST(Turn, OfAnInfiniteDelayIsACenturyAway) {  // U-02: clipped, as uvloop does
  ManualLoop manual;
  auto timer = manual.loop.call_later(std::chrono::duration<double>(1e300), [] {});
  EXPECT_GT(timer.when() - manual.loop.time(), 24h * 365 * 90);
  timer.cancel();
}

}  // namespace
