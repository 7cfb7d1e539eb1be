// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A mock: those declarations of folly that its model names, written for these tests.
#pragma once
#include <folly/io/async/EventBase.h>

namespace folly {
class CPUThreadPoolExecutor : public Executor {
public:
  explicit CPUThreadPoolExecutor(unsigned threads);
  void add(Func) override;
};
class IOThreadPoolExecutor : public Executor {
public:
  explicit IOThreadPoolExecutor(unsigned threads);
  void add(Func) override;
};
} // namespace folly
