// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A counted pointer for things that count their own references.
#pragma once

#include <atomic>
#include <cstdint>
#include <utility>

namespace aio::detail {

/// Who may hold references: the loop's thread alone, which needs no atomic operations, or any thread.
enum class Reach : std::uint8_t { loop, anywhere };

class Count {
 public:
  void add(Reach reach) noexcept {
    if (reach == Reach::anywhere)
      count_.fetch_add(1, std::memory_order_relaxed);
    else
      count_.store(count_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  }
  /// True: that was the last one.
  bool drop(Reach reach) noexcept {
    if (reach == Reach::anywhere) return is_one() || count_.fetch_sub(1, std::memory_order_acq_rel) == 1;
    const std::uint32_t left = count_.load(std::memory_order_relaxed) - 1;
    count_.store(left, std::memory_order_relaxed);
    return left == 0;
  }
  /// Only who holds that one reference could make another.
  bool is_one() const noexcept { return count_.load(std::memory_order_acquire) == 1; }

 private:
  std::atomic<std::uint32_t> count_{1};
};

template <class T>
class Ref {
 public:
  Ref() noexcept = default;
  explicit Ref(T* target) noexcept : target_(target) {
    if (target_) target_->retain();
  }
  Ref(const Ref& other) noexcept : Ref(other.target_) {}
  template <class U>
  Ref(const Ref<U>& other) noexcept : Ref(other.get()) {}
  Ref(Ref&& other) noexcept : target_(std::exchange(other.target_, nullptr)) {}
  template <class U>
  Ref(Ref<U>&& other) noexcept : target_(other.leak()) {}
  Ref& operator=(Ref other) noexcept {
    std::swap(target_, other.target_);
    return *this;
  }
  ~Ref() {
    if (target_) target_->release();
  }
  /// Takes over a reference somebody already counted.
  static Ref adopt(T* target) noexcept {
    Ref ref;
    ref.target_ = target;
    return ref;
  }
  T* leak() noexcept { return std::exchange(target_, nullptr); }
  T* get() const noexcept { return target_; }
  T* operator->() const noexcept { return target_; }
  T& operator*() const noexcept { return *target_; }
  explicit operator bool() const noexcept { return target_ != nullptr; }

 private:
  T* target_ = nullptr;
};

}  // namespace aio::detail
