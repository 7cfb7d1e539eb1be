// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A mock: those declarations of folly that its model names, written for these tests.
#pragma once
#include <folly/io/async/EventBase.h>

namespace folly {
class AsyncTimeout {
public:
  explicit AsyncTimeout(EventBase *);
  virtual ~AsyncTimeout() = default;
  virtual void timeoutExpired() noexcept = 0;
};
} // namespace folly
