// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-blocking-call %t -- -- -isystem %S/Inputs
// RUN: %async-tidy models verify %S/../../../checks/models/cppwinrt.yaml -- -std=c++20 -isystem %S/Inputs -I%inputs
#include <winrt/Windows.System.h>

#include <chrono>
#include <thread>

using namespace winrt;
using namespace winrt::Windows;

Foundation::IAsyncOperation<int> read();
Foundation::IAsyncAction save();

Foundation::IAsyncOperation<int> gets_bad() {
  co_return read().get();
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'winrt::impl::consume_async::get' blocks the thread of a running event loop [async-blocking-call]
  // CHECK-MESSAGES: :[[@LINE-2]]:20: note: 'co_await' the operation; on a thread of a user interface the wait is a deadlock
}
static void store() {
  save().get();
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'winrt::impl::consume_async::get' blocks the thread of a running event loop [async-blocking-call]
}
fire_and_forget hidden_bad() {
  store();
  co_return;
}
void queued_bad(const System::DispatcherQueue &queue) {
  queue.TryEnqueue([] { save().wait_for(std::chrono::seconds(1)); });
  // CHECK-MESSAGES: :[[@LINE-1]]:32: warning: 'winrt::impl::consume_async::wait_for' blocks the thread of a running event loop [async-blocking-call]
}

Foundation::IAsyncOperation<int> awaited_ok() {
  co_await save();
  co_return co_await read();
}
// Asked for by name: not every apartment has a user interface.
Foundation::IAsyncOperation<int> unchecked_ok() { co_return read().get_unchecked(); }
void pool_ok() {
  System::Threading::ThreadPool::RunAsync([] { save().get(); });
}
fire_and_forget thread_ok() {
  std::thread([] { save().get(); }).detach();
  co_return;
}
int main() { return read().get(); }
