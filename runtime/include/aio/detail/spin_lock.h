// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A lock for a few instructions: one atomic operation where std::mutex has two.
#pragma once

#include <atomic>
#include <thread>

namespace aio::detail {

/// Unlocking is the last thing that touches it: who gets it next may destroy it.
class SpinLock {
 public:
  void lock() noexcept {
    while (held_.exchange(true, std::memory_order_acquire)) {
      for (int i = 0; held_.load(std::memory_order_relaxed); ++i) {
        if (i >= spins) std::this_thread::yield();  // its holder may have lost the processor
      }
    }
  }
  void unlock() noexcept { held_.store(false, std::memory_order_release); }

 private:
  static constexpr int spins = 64;
  std::atomic<bool> held_{false};
};

}  // namespace aio::detail
