// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A mock: those declarations of libunifex that its model names, written for these tests. As there, the names that
// programs write are aliases.
#pragma once
#include <mock_coroutine.h>

namespace unifex {
namespace _task {
template <class T, bool Nothrow> struct _task {
  struct [[nodiscard]] type : mock::Awaiter<T> {
    using promise_type = mock::Promise<type, T>;
  };
};
} // namespace _task
template <class T> using task = typename _task::_task<T, false>::type;
template <class T> using nothrow_task = typename _task::_task<T, true>::type;
} // namespace unifex
