// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-unawaited-coroutine %t --silent -- --header-filter=.* -- -isystem %inputs/system
#include <aio/aio.h>

#include <nested_run_in_a_system_header.h>

#include <chrono>
#include <functional>
#include <lazy.h>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

using namespace std::chrono_literals;

aio::Coro<> work();
aio::Coro<> other();
aio::Coro<int> leaf();
bool ready();

// Awaited.
aio::Coro<> awaited_ok() {
  co_await work();
  int value = co_await leaf();
  (void)co_await leaf();
  (void)value;
}
aio::Coro<int> kept_and_awaited_ok() {
  auto coroutine = leaf();
  co_await aio::yield_now();
  co_return co_await std::move(coroutine);
}
aio::Coro<> on_both_paths_ok(bool first) {
  auto coroutine = work();
  if (first)
    co_await std::move(coroutine);
  else
    co_await aio::gather(std::move(coroutine), other());
}
aio::Coro<> made_in_branches_ok(bool first) {
  auto coroutine = first ? work() : other();
  co_await std::move(coroutine);
}
aio::Coro<> made_again_ok() {
  auto coroutine = work();
  co_await std::move(coroutine);
  coroutine = other();
  co_await std::move(coroutine);
}
aio::Coro<> rvalue_cast_ok() {
  auto &&coroutine = work();
  co_await static_cast<aio::Coro<> &&>(coroutine);
}

// Returned.
aio::Coro<int> returned_ok() { return leaf(); }
aio::Coro<int> returned_later_ok(bool first) {
  auto coroutine = leaf();
  if (first)
    return coroutine;
  return std::move(coroutine);
}
auto deduced_ok() { return leaf(); }
aio::Coro<int> conditional_ok(bool first) { return first ? leaf() : returned_ok(); }
aio::Coro<aio::Coro<int>> co_returned_ok() { co_return leaf(); }

// Passed to any function.
void take(aio::Coro<> coroutine);
void passed_ok(aio::EventLoop &loop) {
  aio::run(work());
  take(work());
  auto kept = work();
  take(std::move(kept));
  loop.create_task(work()).detach();
  loop.run_until_complete(work());
  aio::run_coroutine_threadsafe(work(), loop).get();
}
aio::Coro<> combined_ok() {
  co_await aio::gather(work(), leaf());
  co_await aio::settle(work());
  auto task = aio::create_task(leaf());
  co_await std::move(task);
  co_await aio::task_group([](aio::TaskGroup &group) -> aio::Coro<> {
    group.create_task(work()).detach();
    co_return;
  });
}
aio::Coro<> gather_variables_ok() {
  auto first = work();
  auto second = leaf();
  co_await aio::gather(std::move(first), std::move(second));
}

// Stored where it outlives the function.
struct Pending {
  std::optional<aio::Coro<>> next;
  std::vector<aio::Coro<>> queue;
  std::map<std::string, std::unique_ptr<aio::Coro<>>> named;
  explicit Pending(aio::Coro<> first) : next(std::move(first)) {}
  void add() {
    queue.push_back(work());
    next = work();
    named["x"] = std::make_unique<aio::Coro<>>(work());
  }
};
Pending member_ok() { return Pending(work()); }
std::vector<aio::Coro<int>> container_ok() {
  std::vector<aio::Coro<int>> all;
  all.push_back(leaf());
  all.emplace_back(leaf());
  return all;
}
aio::Coro<> container_awaited_ok() {
  std::vector<aio::Coro<>> all;
  all.push_back(work());
  for (auto &one : all)
    co_await std::move(one);
}
void out_parameter_ok(aio::Coro<> &out) { out = work(); }
struct Job {
  aio::Coro<> body;
  std::string name;
};
Job aggregate_ok() { return Job{work(), "job"}; }
std::function<void()> captured_ok() {
  return [coroutine = std::make_shared<aio::Coro<>>(work())] { aio::run(std::move(*coroutine)); };
}
aio::Coro<> captured_in_lambda_ok() {
  auto coroutine = work();
  auto run_it = [&]() -> aio::Coro<> { co_await std::move(coroutine); };
  co_await run_it();
}

// Ended on purpose.
void closed_ok() {
  auto coroutine = work();
  coroutine.close();
}

// Tasks and futures have started; observing them is another law.
aio::Coro<> tasks_ok(aio::EventLoop &loop) {
  aio::create_task(work());
  auto task = loop.create_task(leaf());
  loop.run_in_executor(nullptr, [] { return 1; });
  auto future = loop.create_future<int>();
  co_return;
}

// Types that no model calls a lazy coroutine of a loop.
lazy::Lazy<int> unknown();
void unknown_type_ok() {
  unknown();
  auto kept = unknown();
}
struct [[nodiscard]] Status {};
Status status();
void nodiscard_ok() { (void)status(); }
namespace mine {
template <class T = void> struct Coro {};
Coro<> work();
} // namespace mine
void same_words_ok() {
  mine::work();
  auto coroutine = mine::work();
}

// A lambda that makes one and is only defined; a parameter somebody else made.
void only_defined_ok() {
  auto never = []() -> aio::Coro<> { co_return; };
  (void)never;
}
void parameter_ok(aio::Coro<> coroutine) { (void)coroutine; }
void reference_ok(aio::Coro<> &coroutine) { auto &again = coroutine; (void)again; }

// Unevaluated, never instantiated, not code.
void unevaluated_ok() {
  static_assert(std::is_same_v<decltype(leaf()), aio::Coro<int>>);
  static_assert(sizeof(leaf()) > 0);
  static_assert(!noexcept(leaf()));
  using Result = decltype(leaf());
}
template <class T> concept Startable = requires(T t) { t(); };
static_assert(Startable<decltype(leaf)>);
template <class T> void never_instantiated_ok() { work(); }
#define IGNORE(expression)
void macro_ok() { IGNORE(work()); }
template <bool Started> void discarded() {
  if constexpr (!Started)
    work();
}
void discarded_ok() { discarded<true>(); }

// A system header's own.
void system_header_ok() { vendor::drops(); }

// Paths that do not come back.
int process_ends_ok(bool broken) {
  auto coroutine = leaf();
  if (broken)
    std::abort();
  return aio::run(std::move(coroutine));
}
int exception_ok() {
  auto coroutine = leaf();
  if (!ready())
    throw std::runtime_error("an error is on its way; nothing is hidden");
  return aio::run(std::move(coroutine));
}

void silenced_ok() {
  work(); // NOLINT(async-unawaited-coroutine): shown on purpose
}
