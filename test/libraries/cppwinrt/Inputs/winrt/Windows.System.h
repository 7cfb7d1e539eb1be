// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A mock: those declarations of C++/WinRT that its model names, written for these tests. As there, the members come
// from a base.
#pragma once
#include <functional>
#include <winrt/Windows.Foundation.h>

namespace winrt::Windows::System {
struct DispatcherQueueHandler {
  template <class F> DispatcherQueueHandler(F &&) {}
};
struct DispatcherQueue {
  bool TryEnqueue(const DispatcherQueueHandler &) const;
};
namespace Threading {
struct WorkItemHandler {
  template <class F> WorkItemHandler(F &&) {}
};
struct ThreadPool {
  static Foundation::IAsyncAction RunAsync(const WorkItemHandler &);
};
} // namespace Threading
} // namespace winrt::Windows::System
