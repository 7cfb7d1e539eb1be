// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "aio/detail/pool.h"

#include <new>
#include <utility>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define AIO_KEEPS_NO_BLOCKS
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#define AIO_KEEPS_NO_BLOCKS
#endif

namespace aio::detail {

#ifdef AIO_KEEPS_NO_BLOCKS

void* pool_allocate(std::size_t bytes) { return ::operator new(bytes); }
void pool_release(void* block, std::size_t bytes) noexcept { ::operator delete(block, bytes); }

#else

namespace {

constexpr std::size_t step = 16, shelves = 65, most_kept = std::size_t{1} << 20;

struct Block {
  Block* next;
};
/// Nothing to construct or destroy: it can be used before the first and after the last object of its thread.
struct Pool {
  Block* shelf[shelves];
  std::size_t kept;
  std::size_t limit;  // 0 before the first block and after the thread's end
  bool ended;
};
thread_local constinit Pool pool{};

/// Gives everything back when its thread ends.
struct End {
  ~End() {
    pool.limit = 0;
    pool.ended = true;
    for (std::size_t i = 0; i < shelves; ++i) {
      while (Block* block = pool.shelf[i]) {
        pool.shelf[i] = block->next;
        ::operator delete(block, i * step);
      }
    }
  }
};

constexpr std::size_t shelf_of(std::size_t bytes) noexcept { return (bytes + step - 1) / step; }

[[gnu::noinline]] bool open_pool() noexcept {
  if (pool.limit != 0 || pool.ended) return false;
  static thread_local End end;
  (void)end;
  pool.limit = most_kept;
  return true;
}

}  // namespace

void* pool_allocate(std::size_t bytes) {
  const std::size_t at = shelf_of(bytes);
  if (at >= shelves) return ::operator new(bytes);
  Block* const block = pool.shelf[at];
  if (!block) return ::operator new(at * step);
  pool.shelf[at] = block->next;
  pool.kept -= at * step;
  return block;
}

void pool_release(void* block, std::size_t bytes) noexcept {
  const std::size_t at = shelf_of(bytes);
  if (at >= shelves) return ::operator delete(block, bytes);
  if (pool.kept + at * step > pool.limit && !open_pool()) return ::operator delete(block, at * step);
  pool.shelf[at] = ::new (block) Block{pool.shelf[at]};
  pool.kept += at * step;
}

#endif

}  // namespace aio::detail
