// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Threads for blocking work. Source: concurrent/futures/thread.py.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

namespace aio {

/// Runs callables somewhere else. Threads: every member may be called from any thread.
class Executor {
 public:
  virtual ~Executor() = default;
  /// Errors: RuntimeError after shutdown().
  virtual void submit(std::function<void()> work) = 0;
  /// Refuses new work; with `wait`, returns when all work given before has ended. Idempotent.
  virtual void shutdown(bool wait) = 0;
};

/// Threads are made when work comes and no thread is idle. The destructor is shutdown(false): threads finish on their
/// own.
class ThreadPoolExecutor : public Executor {
 public:
  /// At most `threads` threads; 0: min(32, cores + 4).
  explicit ThreadPoolExecutor(std::size_t threads = 0);
  ~ThreadPoolExecutor() override;
  ThreadPoolExecutor(const ThreadPoolExecutor&) = delete;
  void submit(std::function<void()> work) override;
  void shutdown(bool wait) override;

 private:
  struct Pool;
  std::shared_ptr<Pool> pool_;
};

}  // namespace aio
