// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Memory for what comes and goes all the time: coroutine frames, tasks, callbacks.
#pragma once

#include <cstddef>

namespace aio::detail {

/// Each thread keeps the small blocks that were given back to it for the next of their size: 1 MiB at most, the rest
/// goes to operator delete. Nothing is kept under AddressSanitizer, which would not see a use of what was given back.
/// Errors: std::bad_alloc. Threads: a block may be given back in another thread than the one that got it.
void* pool_allocate(std::size_t bytes);
void pool_release(void* block, std::size_t bytes) noexcept;

/// A base whose derived classes, virtual destructors included, live in the pool.
struct Pooled {
  static void* operator new(std::size_t bytes) { return pool_allocate(bytes); }
  static void operator delete(void* block, std::size_t bytes) noexcept { pool_release(block, bytes); }
};

}  // namespace aio::detail
