// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A mock: those declarations of libunifex that its model names, written for these tests.
#pragma once
#include <optional>
#include <unifex/task.hpp>

namespace unifex {
namespace _sync_wait {
struct closure {
  template <class Sender> friend int operator|(Sender &&, closure) { return 0; }
};
struct _fn {
  template <class Sender> auto operator()(Sender &&sender) const -> std::optional<int>;
  closure operator()() const;
};
template <class Result> struct _fn_r {
  template <class Sender> std::optional<Result> operator()(Sender &&) const;
};
} // namespace _sync_wait
inline constexpr _sync_wait::_fn sync_wait{};
template <class Result> inline constexpr _sync_wait::_fn_r<Result> sync_wait_r{};
} // namespace unifex
