// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A mock: those declarations of stdexec that its model names, written for these tests.
#pragma once
#include <stdexec/execution.hpp>

namespace exec {
namespace __task {
template <class T, class Context> struct [[nodiscard]] basic_task : mock::Awaiter<T> {
  using promise_type = mock::Promise<basic_task, T>;
};
} // namespace __task
struct default_task_context;
template <class T> using task = __task::basic_task<T, default_task_context>;
} // namespace exec
