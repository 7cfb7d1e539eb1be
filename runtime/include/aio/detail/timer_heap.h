// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What waits for its time.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "aio/vocabulary.h"

namespace aio::detail {

class LoopState;

/// Something that becomes ready at a time; lives in its owner. Equal times: in the order they were made.
struct TimerNode {
  static constexpr std::size_t nowhere = ~std::size_t{0};
  std::size_t slot = nowhere;
  virtual void expire(LoopState& loop) noexcept = 0;
  virtual void drop_timer() noexcept = 0;

 protected:
  ~TimerNode() = default;
};

/// A heap that knows where each node is, so that a cancelled timer leaves at once. Four children per node: with many
/// timers it is memory that costs, and half as many levels are half as many places to look at. Nodes are only written
/// to.
class TimerHeap {
 public:
  bool empty() const noexcept { return heap_.empty(); }
  std::size_t size() const noexcept { return heap_.size(); }
  TimePoint next() const noexcept { return heap_.front().when; }
  /// Errors: std::bad_alloc; the heap is then as before.
  void push(TimerNode* node, TimePoint when) {
    heap_.push_back({when, sequence_++, node});
    sift_up(heap_.size() - 1, heap_.back());
  }
  TimerNode* pop() noexcept {
    TimerNode* node = heap_.front().node;
    remove(node);
    return node;
  }
  void remove(TimerNode* node) noexcept {
    const std::size_t slot = std::exchange(node->slot, TimerNode::nowhere);
    if (slot == TimerNode::nowhere) return;
    __builtin_prefetch(heap_.data() + (slot ? slot - 1 : 0) / 4);  // both are far away when there are many
    __builtin_prefetch(heap_.data() + std::min(4 * slot + 2, heap_.size()));
    const Entry last = heap_.back();
    heap_.pop_back();
    if (slot == heap_.size()) return;
    if (slot > 0 && last.before(heap_[(slot - 1) / 4]))
      sift_up(slot, last);
    else
      sift_down(slot, last);
  }

 private:
  struct Entry {
    TimePoint when;
    std::uint64_t sequence;
    TimerNode* node;
    bool before(const Entry& other) const noexcept {
      return when != other.when ? when < other.when : sequence < other.sequence;
    }
  };
  void put(std::size_t slot, const Entry& entry) noexcept {
    heap_[slot] = entry;
    entry.node->slot = slot;
  }
  void sift_up(std::size_t slot, const Entry entry) noexcept {
    while (slot > 0 && entry.before(heap_[(slot - 1) / 4])) {
      put(slot, heap_[(slot - 1) / 4]);
      slot = (slot - 1) / 4;
    }
    put(slot, entry);
  }
  void sift_down(std::size_t slot, const Entry entry) noexcept {
    for (std::size_t child; (child = 4 * slot + 1) < heap_.size(); slot = child) {
      const std::size_t end = std::min(child + 4, heap_.size());
      for (std::size_t other = child + 1; other < end; ++other) {
        if (heap_[other].before(heap_[child])) child = other;
      }
      if (!heap_[child].before(entry)) break;
      put(slot, heap_[child]);
    }
    put(slot, entry);
  }
  std::vector<Entry> heap_;
  std::uint64_t sequence_ = 0;
};

}  // namespace aio::detail
