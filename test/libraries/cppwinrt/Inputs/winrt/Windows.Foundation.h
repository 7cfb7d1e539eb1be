// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A mock: those declarations of C++/WinRT that its model names, written for these tests. As there, the members come
// from a base.
#pragma once
#include <chrono>
#include <mock_coroutine.h>

namespace winrt {
namespace impl {
template <class D, class T> struct consume_async : mock::Awaiter<T> {
  T get() const;
  T get_unchecked() const;
  int wait_for(std::chrono::milliseconds) const;
};
} // namespace impl
namespace Windows::Foundation {
struct IAsyncAction : impl::consume_async<IAsyncAction, void> {
  using promise_type = mock::Promise<IAsyncAction, void, std::suspend_never>;
};
template <class T> struct IAsyncOperation : impl::consume_async<IAsyncOperation<T>, T> {
  using promise_type = mock::Promise<IAsyncOperation, T, std::suspend_never>;
};
} // namespace Windows::Foundation
struct fire_and_forget {
  using promise_type = mock::Promise<fire_and_forget, void, std::suspend_never>;
};
} // namespace winrt
