// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A double-ended queue that allocates only when it grows (std::deque does on its way through memory).
#pragma once

#include <cstddef>
#include <memory>
#include <utility>

namespace aio::detail {

template <class T>
class Ring {
 public:
  Ring() = default;
  Ring(const Ring&) = delete;
  ~Ring() {
    while (size_ > 0) (void)pop_back();
    if (cells_) std::allocator<T>().deallocate(cells_, capacity_);
  }
  std::size_t size() const noexcept { return size_; }

  void push_back(T&& item) {
    if (size_ == capacity_) grow();
    std::construct_at(cell(size_), std::move(item));
    ++size_;
  }
  T pop_front() {
    T item = std::move(*cell(0));
    std::destroy_at(cell(0));
    head_ = (head_ + 1) & (capacity_ - 1);
    --size_;
    return item;
  }
  T pop_back() {
    T item = std::move(*cell(size_ - 1));
    std::destroy_at(cell(--size_));
    return item;
  }

 private:
  T* cell(std::size_t i) noexcept { return cells_ + ((head_ + i) & (capacity_ - 1)); }
  void grow() {
    const std::size_t capacity = capacity_ ? capacity_ * 2 : 8;  // a power of two: positions wrap by a mask
    T* const cells = std::allocator<T>().allocate(capacity);
    for (std::size_t i = 0; i < size_; ++i) {
      std::construct_at(cells + i, std::move(*cell(i)));
      std::destroy_at(cell(i));
    }
    if (cells_) std::allocator<T>().deallocate(cells_, capacity_);
    cells_ = cells;
    capacity_ = capacity;
    head_ = 0;
  }

  T* cells_ = nullptr;
  std::size_t capacity_ = 0;
  std::size_t head_ = 0;
  std::size_t size_ = 0;
};

}  // namespace aio::detail
