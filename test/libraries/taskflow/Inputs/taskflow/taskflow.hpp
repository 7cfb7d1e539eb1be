// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A mock: those declarations of Taskflow that its model names, written for these tests.
#pragma once
#include <future>
#include <type_traits>
namespace tf {
struct Taskflow {};
class Executor {
public:
  explicit Executor(unsigned workers = 4);
  template <class F> std::future<std::invoke_result_t<F>> async(F &&) { return {}; }
  template <class F> void silent_async(F &&) {}
  template <class T> void corun(T &) {}
  void wait_for_all();
};
} // namespace tf
