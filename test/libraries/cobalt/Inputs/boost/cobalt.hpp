// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A mock: those declarations of Boost.Cobalt that its model names, written for these tests.
#pragma once
#include <mock_coroutine.h>
namespace boost::cobalt {
template <class T = void> struct [[nodiscard]] task : mock::Awaiter<T> {
  using promise_type = mock::Promise<task, T>;
};
template <class T = void> struct [[nodiscard]] promise : mock::Awaiter<T> {
  using promise_type = mock::Promise<promise, T>;
};
template <class T> T run(task<T>) { return {}; }
} // namespace boost::cobalt
