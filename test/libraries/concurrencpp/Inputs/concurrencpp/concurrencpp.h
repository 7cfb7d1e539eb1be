// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A mock: those declarations of concurrencpp that its model names, written for these tests.
#pragma once
#include <mock_coroutine.h>

namespace concurrencpp {
template <class T> class result : public mock::Awaiter<T> {
public:
  using promise_type = mock::Promise<result, T, std::suspend_never>;
  T get();
  void wait();
  mock::Awaiter<result> resolve();
};
template <class T> class shared_result : public mock::Awaiter<T> {
public:
  T &get();
  void wait();
};
struct null_result {
  using promise_type = mock::Promise<null_result, void, std::suspend_never>;
};
template <class T> class lazy_result : public mock::Awaiter<T> {
public:
  using promise_type = mock::Promise<lazy_result, T>;
  result<T> run();
};
template <class Concrete> class derivable_executor {
public:
  template <class F> void post(F &&) { throw 0; }
  template <class F> result<int> submit(F &&) { throw 0; }
};
class thread_pool_executor : public derivable_executor<thread_pool_executor> {};
class thread_executor : public derivable_executor<thread_executor> {};
class worker_thread_executor : public derivable_executor<worker_thread_executor> {};
class manual_executor : public derivable_executor<manual_executor> {
public:
  bool loop_once();
  unsigned loop(unsigned max);
};
} // namespace concurrencpp
