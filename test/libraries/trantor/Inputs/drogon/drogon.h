// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A mock: those declarations of drogon that its model names, written for these tests.
#pragma once
#include <functional>
#include <mock_coroutine.h>
#include <string>
#include <trantor/net/EventLoop.h>
#include <utility>
namespace drogon {
template <class T = void> struct [[nodiscard]] Task : mock::Awaiter<T> {
  using promise_type = mock::Promise<Task, T>;
};
template <class T> T sync_wait(Task<T> &&) { return {}; }
struct HttpAppFramework {
  void run();
};
HttpAppFramework &app();
struct HttpClient {
  std::pair<int, std::string> sendRequest(const std::string &request, double timeout = 0);
  void sendRequest(const std::string &request, const std::function<void(int)> &callback, double timeout = 0);
};
namespace orm {
struct DbClient {
  int execSqlSync(const std::string &sql);
  void execSqlAsync(const std::string &sql, std::function<void(int)> callback);
};
} // namespace orm
} // namespace drogon
