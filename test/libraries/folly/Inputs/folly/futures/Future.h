// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A mock: those declarations of folly that its model names, written for these tests.
#pragma once
#include <mock_coroutine.h>

namespace folly {
template <class T> class [[nodiscard]] SemiFuture : public mock::Awaiter<T> {
public:
  T get() &&;
  T getTry() &&;
  SemiFuture &wait() &;
  bool isReady() const;
};
template <class T> class [[nodiscard]] Future : public mock::Awaiter<T> {
public:
  T get() &&;
  Future &wait() &;
  bool isReady() const;
};
} // namespace folly
