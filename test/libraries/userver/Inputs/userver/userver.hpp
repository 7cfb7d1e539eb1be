// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A mock: those declarations of userver that its model names, written for these tests.
#pragma once
#include <functional>
#include <string>

namespace userver {
namespace engine {
class TaskProcessor;
class TaskBase {
public:
  ~TaskBase();
  void Wait() const;
  void BlockingWait() const;
};
template <class T> class [[nodiscard]] TaskWithResult : public TaskBase {
public:
  T Get();
};
void RunStandalone(std::function<void()> payload);
void RunStandalone(std::size_t threads, std::function<void()> payload);
template <class F> TaskWithResult<int> AsyncNoSpan(F &&) { throw 0; }
template <class F> TaskWithResult<int> AsyncNoSpan(TaskProcessor &, F &&) { throw 0; }
template <class F> TaskWithResult<int> CriticalAsyncNoSpan(F &&) { throw 0; }
} // namespace engine
namespace utils {
template <class F> engine::TaskWithResult<int> Async(std::string name, F &&) { throw 0; }
template <class F> engine::TaskWithResult<int> Async(engine::TaskProcessor &, std::string name, F &&) { throw 0; }
template <class F> engine::TaskWithResult<int> CriticalAsync(std::string name, F &&) { throw 0; }
} // namespace utils
namespace server {
struct Request;
namespace handlers {
class HttpHandlerBase {
public:
  virtual ~HttpHandlerBase() = default;
  virtual std::string HandleRequestThrow(const Request &) const { return {}; }
  virtual std::string HandleRequest(Request &) const { return {}; }
};
} // namespace handlers
} // namespace server
} // namespace userver
