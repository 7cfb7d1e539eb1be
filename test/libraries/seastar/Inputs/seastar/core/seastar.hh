// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A mock: those declarations of Seastar that its model names, written for these tests.
#pragma once
#include <chrono>
#include <mock_coroutine.h>

namespace seastar {
template <class T = void> class [[nodiscard]] future : public mock::Awaiter<T> {
public:
  using promise_type = mock::Promise<future, T, std::suspend_never>;
  T get();
  future &wait();
  bool available() const;
  template <class F> future<int> then(F &&) { throw 0; }
  template <class F> future<int> then_wrapped(F &&) { throw 0; }
  template <class F> future finally(F &&) { throw 0; }
  template <class F> future handle_exception(F &&) { throw 0; }
  template <class F> future handle_exception_type(F &&) { throw 0; }
};
namespace coroutine {
template <class T> struct as_future : mock::Awaiter<future<T>> {
  explicit as_future(future<T> &&);
};
} // namespace coroutine
class thread {
public:
  template <class F> explicit thread(F &&) { throw 0; }
  future<> join();
};
template <class F> future<int> async(F &&) { throw 0; }
template <class F> future<> repeat(F &&) { throw 0; }
template <class F> future<> keep_doing(F &&) { throw 0; }
template <class Stop, class F> future<> do_until(Stop &&, F &&) { throw 0; }
template <class C, class F> future<> do_for_each(C &&, F &&) { throw 0; }
template <class C, class F> future<> parallel_for_each(C &&, F &&) { throw 0; }
template <class C, class F> future<> max_concurrent_for_each(C &&, unsigned, F &&) { throw 0; }
template <class T, class F> future<> do_with(T &&, F &&) { throw 0; }
struct semaphore {};
struct semaphore_units {
  ~semaphore_units();
};
struct gate {};
struct rwlock {
  future<semaphore_units> hold_read_lock();
  future<semaphore_units> hold_write_lock();
};
future<semaphore_units> get_units(semaphore &, unsigned);
template <class F> future<> with_semaphore(semaphore &, unsigned, F &&) { throw 0; }
template <class F> future<> with_gate(gate &, F &&) { throw 0; }
template <class L, class F> future<> with_lock(L &, F &&) { throw 0; }
struct smp {
  template <class F> static future<int> submit_to(unsigned shard, F &&) { throw 0; }
  template <class F> static future<> invoke_on_all(F &&) { throw 0; }
};
template <class S> class sharded {
public:
  template <class F> future<> invoke_on(unsigned, F &&) { throw 0; }
  template <class F> future<> invoke_on_all(F &&) { throw 0; }
};
namespace alien {
struct instance;
template <class F> void run_on(instance &, unsigned shard, F) { throw 0; }
template <class F> void submit_to(instance &, unsigned shard, F) { throw 0; }
} // namespace alien
future<> sleep(std::chrono::milliseconds);
future<> sleep_abortable(std::chrono::milliseconds);
class app_template {
public:
  template <class F> int run(int, char **, F &&) { throw 0; }
  template <class F> int run_deprecated(int, char **, F &&) { throw 0; }
};
} // namespace seastar
