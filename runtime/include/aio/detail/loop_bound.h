// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A primitive belongs to the loop in which it first had to block. Source: asyncio/mixins.py.
#pragma once

#include <atomic>
#include <cstdint>

namespace aio::detail {

/// Threads: bind() may race, one loop wins; what is bound is not thread-safe for all that.
class LoopBound {
 public:
  /// Binds nothing yet; in debug mode, to the loop that runs here.
  LoopBound() noexcept;
  /// Binds to the running loop. Errors: WrongLoopError "<what> is bound to a different event loop".
  void bind(const char* what);

 private:
  std::atomic<std::uint64_t> loop_{0};  // an id, never an address
};

}  // namespace aio::detail
