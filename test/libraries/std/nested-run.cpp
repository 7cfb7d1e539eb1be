// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-nested-run %t
#include <aio/aio.h>

#include <algorithm>
#include <functional>
#include <future>
#include <mutex>
#include <numeric>
#include <optional>
#include <thread>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

aio::Coro<> work();
aio::Coro<int> leaf();

// What the standard library calls at once runs where the caller runs.
aio::Coro<> invoke_bad() {
  std::invoke([] { aio::run(work()); });
  // CHECK-MESSAGES: :[[@LINE-1]]:25: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
  co_return;
}
aio::Coro<> apply_bad() {
  std::apply([](int) { aio::run(work()); }, std::tuple<int>(1));
  // CHECK-MESSAGES: :[[@LINE-1]]:29: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
  co_return;
}
aio::Coro<> transform_bad(std::vector<int> numbers) {
  std::transform(numbers.begin(), numbers.end(), numbers.begin(), [](int) { return aio::run(leaf()); });
  // CHECK-MESSAGES: :[[@LINE-1]]:89: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
  co_return;
}
aio::Coro<> sort_bad(std::vector<int> numbers) {
  std::sort(numbers.begin(), numbers.end(), [](int, int) { return aio::run(leaf()) > 0; });
  // CHECK-MESSAGES: :[[@LINE-1]]:72: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
  co_return;
}
aio::Coro<> call_once_bad(std::once_flag &once) {
  std::call_once(once, [] { aio::run(work()); });
  // CHECK-MESSAGES: :[[@LINE-1]]:34: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
  co_return;
}
aio::Coro<> visit_bad(std::variant<int, long> either) {
  std::visit([](auto) { aio::run(work()); }, either);
  // CHECK-MESSAGES: :[[@LINE-1]]:30: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
  co_return;
}

// What it gives to a thread runs there.
aio::Coro<> thread_ok() {
  std::thread thread(&std::invoke<int (*)()>, +[] { return aio::run(leaf()); });
  thread.join();
  co_return;
}
aio::Coro<> packaged_task_ok() {
  std::packaged_task<int()> job([] { return aio::run(leaf()); });
  auto result = job.get_future();
  std::jthread thread(std::move(job));
  co_return;
}
aio::Coro<> async_ok() {
  auto first = std::async([] { return aio::run(leaf()); });
  auto second = std::async(std::launch::async, [](int) { return aio::run(leaf()); }, 1);
  co_return;
}
aio::Coro<> bound_for_a_thread_ok() {
  auto job = std::bind([](int) { aio::run(work()); }, 1);
  std::thread(job).detach();
  co_return;
}
