// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A mock: those declarations of async_simple that its model names, written for these tests.
#pragma once
#include <mock_coroutine.h>

namespace async_simple {
template <class T> class Future : public mock::Awaiter<T> {
public:
  T get() &&;
  void wait();
  bool hasResult() const;
};
} // namespace async_simple
