// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A mock: those declarations of async_simple that its model names, written for these tests.
#pragma once
#include <mock_coroutine.h>

namespace async_simple {
class Executor {
public:
  virtual ~Executor() = default;
};
namespace coro {
template <class T> struct [[nodiscard]] RescheduleLazy : mock::Awaiter<T> {
  using promise_type = mock::Promise<RescheduleLazy, T>;
  template <class F> void start(F &&callback) { throw 0; }
};
template <class T = void> struct [[nodiscard]] Lazy : mock::Awaiter<T> {
  using promise_type = mock::Promise<Lazy, T>;
  template <class F> void start(F &&callback) { throw 0; }
  RescheduleLazy<T> via(Executor *) &&;
};
} // namespace coro
} // namespace async_simple
