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
  std::size_t place = nowhere;
  virtual void expire(LoopState& loop) noexcept = 0;
  virtual void drop_timer() noexcept = 0;

 protected:
  ~TimerNode() = default;
};

/// With many timers it is memory that costs. So a node knows only its place in a table that is small next to the nodes,
/// and cancelling it empties that place; its entry in the heap is dropped when it comes to the top, or with all such
/// when they are more than half. Four children per entry: half as many levels are half as many places to look at.
class TimerHeap {
 public:
  bool empty() const noexcept { return used_ == 0; }
  /// How many wait, the cancelled ones not among them.
  std::size_t size() const noexcept { return used_ - cancelled_; }
  TimePoint next() const noexcept { return heap_.front().when; }
  /// Errors: std::bad_alloc; the heap is then as before.
  void push(TimerNode* node, TimePoint when) {
    if (used_ == heap_.size()) make_room();
    const Entry entry{when, sequence_++, heap_[used_].place};
    nodes_[entry.place] = node;
    node->place = entry.place;
    sift_up(used_++, entry);
  }
  TimerNode* pop() noexcept {
    TimerNode* node = std::exchange(nodes_[heap_.front().place], nullptr);
    node->place = TimerNode::nowhere;
    drop_front();
    drop_cancelled();
    return node;
  }
  void remove(TimerNode* node) noexcept {
    const std::size_t place = std::exchange(node->place, TimerNode::nowhere);
    if (place == TimerNode::nowhere) return;
    nodes_[place] = nullptr;
    if (heap_[used_ - 1].place == place) {
      --used_;
    } else if (++cancelled_ > size() + few) {
      sweep();
    } else {
      drop_cancelled();
    }
  }

 private:
  static constexpr std::size_t few = 64;
  /// Each place is in one entry; those from used_ on say which are free.
  struct Entry {
    TimePoint when;
    std::uint64_t sequence;
    std::size_t place;
    bool before(const Entry& other) const noexcept {
      return when != other.when ? when < other.when : sequence < other.sequence;
    }
  };
  bool is_cancelled(const Entry& entry) const noexcept { return nodes_[entry.place] == nullptr; }
  void drop_front() noexcept {
    const std::size_t place = heap_.front().place;
    const Entry last = heap_[--used_];
    heap_[used_].place = place;
    if (used_ > 0) sift_down(0, last);
  }
  void drop_cancelled() noexcept {
    for (; used_ > 0 && is_cancelled(heap_.front()); --cancelled_) drop_front();
  }
  void make_room() {
    const std::size_t room = std::max(2 * used_, few);
    nodes_.reserve(room);
    heap_.reserve(room);
    nodes_.resize(room);
    for (std::size_t place = used_; place < room; ++place) heap_.push_back({TimePoint(), 0, place});
  }
  void sweep() noexcept {
    std::size_t kept = 0;
    for (std::size_t slot = 0; slot < used_; ++slot) {
      if (!is_cancelled(heap_[slot])) std::swap(heap_[kept++], heap_[slot]);
    }
    used_ = kept;
    cancelled_ = 0;
    for (std::size_t parents = (used_ + 2) / 4; parents-- > 0;) sift_down(parents, heap_[parents]);
  }
  void sift_up(std::size_t slot, const Entry entry) noexcept {
    for (; slot > 0 && entry.before(heap_[(slot - 1) / 4]); slot = (slot - 1) / 4) heap_[slot] = heap_[(slot - 1) / 4];
    heap_[slot] = entry;
  }
  void sift_down(std::size_t slot, const Entry entry) noexcept {
    for (std::size_t child; (child = 4 * slot + 1) < used_; slot = child) {
      const std::size_t end = std::min(child + 4, used_);
      for (std::size_t other = child + 1; other < end; ++other) {
        if (heap_[other].before(heap_[child])) child = other;
      }
      if (!heap_[child].before(entry)) break;
      heap_[slot] = heap_[child];
    }
    heap_[slot] = entry;
  }
  std::vector<Entry> heap_;
  std::vector<TimerNode*> nodes_;  // by place; none: cancelled
  std::size_t used_ = 0;           // of heap_; the front is never a cancelled one
  std::size_t cancelled_ = 0;      // of these
  std::uint64_t sequence_ = 0;
};

}  // namespace aio::detail
