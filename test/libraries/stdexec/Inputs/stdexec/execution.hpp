// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A mock: those declarations of stdexec, and of std::execution, that their model names, written for these tests.
#pragma once
#include <mock_coroutine.h>
#include <optional>
#include <tuple>

namespace stdexec {
struct closure {
  template <class Sender> friend int operator|(Sender &&, closure) { return 0; }
};
struct sync_wait_t {
  template <class Sender> std::optional<std::tuple<int>> operator()(Sender &&) const;
  closure operator()() const;
};
struct sync_wait_with_variant_t {
  template <class Sender> std::optional<int> operator()(Sender &&) const;
};
inline constexpr sync_wait_t sync_wait{};
inline constexpr sync_wait_with_variant_t sync_wait_with_variant{};
namespace __run_loop {
class __run_loop_base {
public:
  void run();
  void finish();
};
} // namespace __run_loop
class run_loop : public __run_loop::__run_loop_base {};
} // namespace stdexec

namespace std::this_thread {
inline constexpr stdexec::sync_wait_t sync_wait{};
inline constexpr stdexec::sync_wait_with_variant_t sync_wait_with_variant{};
} // namespace std::this_thread
namespace std::execution {
template <class T> struct task : mock::Awaiter<T> {
  using promise_type = mock::Promise<task, T>;
};
} // namespace std::execution
