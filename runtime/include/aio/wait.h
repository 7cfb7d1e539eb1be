// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Tasks in the order of their ends, without touching them. Source: asyncio/tasks.py, wait.
#pragma once

#include <cstdint>
#include <optional>
#include <ranges>
#include <type_traits>
#include <utility>
#include <vector>

#include "aio/coro.h"
#include "aio/detail/delay.h"
#include "aio/detail/owned.h"
#include "aio/detail/wait_awaiter.h"
#include "aio/task.h"

namespace aio {

/// Each task once, in argument order.
template <class T>
struct WaitResult {
  std::vector<Task<T>> done, pending;
};

namespace detail {

void check_not_empty(std::span<Ref<FutureState>> futures);

template <class T>
Coro<WaitResult<T>> wait_owned(std::vector<Task<T>> tasks, Delay timeout, ReturnWhen return_when) {
  std::vector<Ref<FutureState>> futures;
  futures.reserve(tasks.size());
  for (const Task<T>& task : tasks) futures.push_back(task.state());
  tasks.clear();
  keep_distinct(futures);
  check_not_empty(futures);
  {
    WaitAwaiter enough(futures, timeout, return_when);
    co_await enough;
  }
  WaitResult<T> result;
  for (Ref<FutureState>& future : futures) {
    auto& side = future->done() ? result.done : result.pending;
    side.push_back(Task<T>(std::move(future)));
  }
  co_return std::move(result);
}

}  // namespace detail

/// Waits for tasks; throws nothing of theirs, cancels nothing, and takes a timeout as an answer: see `pending`.
/// Suspends: until all are done, one is done, or one failed (a cancelled task did not fail), as `return_when` says, or
/// until `timeout` has passed. Cancellation: stops waiting; the tasks go on. Errors: ValueError "Set of Tasks/Futures
/// is empty.", and for a task of another loop. Units: any chrono duration, none for no limit.
template <class T>
Coro<WaitResult<T>> wait(std::vector<Task<T>> tasks, detail::Delay timeout = {},
                         ReturnWhen return_when = ReturnWhen::all_completed) {
  return detail::wait_owned<T>(std::move(tasks), timeout, return_when);
}

/// The same with any range of tasks.
template <std::ranges::input_range Rng>
  requires(!std::same_as<std::remove_cvref_t<Rng>, std::vector<std::ranges::range_value_t<Rng>>>)
auto wait(Rng&& tasks, detail::Delay timeout = {}, ReturnWhen return_when = ReturnWhen::all_completed) {
  return wait(detail::own(std::forward<Rng>(tasks)), timeout, return_when);
}

}  // namespace aio
