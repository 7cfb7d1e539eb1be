// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "aio/executor.h"

#include <pthread.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "aio/errors.h"

namespace aio {

struct ThreadPoolExecutor::Pool {
  explicit Pool(std::size_t threads) : limit(threads) {}

  /// Errors: std::system_error when there is none at all; with fewer threads than wished the work only takes longer.
  void add_thread(const std::shared_ptr<Pool>& self) {
    try {
      std::thread([self, name = "aio_" + std::to_string(made)] {
        pthread_setname_np(pthread_self(), name.c_str());
        work(self);
      }).detach();  // shutdown(true) waits for `live`
    } catch (const std::system_error&) {
      if (live == 0) throw;
      return;
    }
    ++live;
    ++made;
  }

  static void work(const std::shared_ptr<Pool>& pool) {
    std::unique_lock lock(pool->mutex);
    for (;;) {
      ++pool->idle;
      pool->changed.wait(lock, [&] { return pool->shut_down || !pool->queue.empty(); });
      --pool->idle;
      if (pool->queue.empty()) break;
      std::function<void()> next = std::move(pool->queue.front());
      pool->queue.pop_front();
      lock.unlock();
      next();
      next = nullptr;
      lock.lock();
    }
    --pool->live;
    pool->changed.notify_all();
  }

  std::mutex mutex;
  std::condition_variable changed;
  std::deque<std::function<void()>> queue;
  const std::size_t limit;
  std::size_t live = 0;
  std::size_t made = 0;
  std::size_t idle = 0;
  bool shut_down = false;
};

ThreadPoolExecutor::ThreadPoolExecutor(std::size_t threads)
    : pool_(std::make_shared<Pool>(threads ? threads
                                           : std::min<std::size_t>(32, std::thread::hardware_concurrency() + 4))) {}

ThreadPoolExecutor::~ThreadPoolExecutor() { shutdown(false); }

void ThreadPoolExecutor::submit(std::function<void()> work) {
  std::lock_guard lock(pool_->mutex);
  if (pool_->shut_down) throw RuntimeError("cannot schedule new futures after shutdown");
  if (pool_->idle <= pool_->queue.size() && pool_->live < pool_->limit) pool_->add_thread(pool_);
  pool_->queue.push_back(std::move(work));
  pool_->changed.notify_one();
}

void ThreadPoolExecutor::shutdown(bool wait) {
  std::unique_lock lock(pool_->mutex);
  pool_->shut_down = true;
  pool_->changed.notify_all();
  if (wait) pool_->changed.wait(lock, [this] { return pool_->live == 0; });
}

}  // namespace aio
