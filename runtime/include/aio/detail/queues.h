// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The two queues of a loop: what is ready, and what waits for its time. Both hold nodes that live in their owners.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "aio/vocabulary.h"

namespace aio::detail {

class LoopState;

/// Something to run in a turn of the loop. In at most one queue at a time.
struct ReadyNode {
  ReadyNode* next_ready = nullptr;
  virtual void run_ready(LoopState& loop) = 0;  // lets out KeyboardInterrupt and SystemExit only
  virtual void drop_ready() noexcept = 0;       // the loop closes: give back what the queue held
  struct Description {
    std::string what;
    Where where;
  };
  virtual Description describe() const { return {"<callback>", {}}; }  // for "Executing … took … seconds"

 protected:
  ~ReadyNode() = default;
};

class ReadyQueue {
 public:
  bool empty() const noexcept { return head_ == nullptr; }
  std::size_t size() const noexcept { return size_; }
  void push(ReadyNode* node) noexcept {
    node->next_ready = nullptr;
    (head_ ? tail_->next_ready : head_) = node;
    tail_ = node;
    ++size_;
  }
  ReadyNode* pop() noexcept {
    ReadyNode* node = head_;
    head_ = node->next_ready;
    --size_;
    return node;
  }
  void splice(ReadyQueue& other) noexcept {
    if (other.empty()) return;
    (head_ ? tail_->next_ready : head_) = other.head_;
    tail_ = other.tail_;
    size_ += std::exchange(other.size_, 0);
    other.head_ = nullptr;
  }

 private:
  ReadyNode* head_ = nullptr;
  ReadyNode* tail_ = nullptr;
  std::size_t size_ = 0;
};

/// Something that becomes ready at a time. Equal times: in the order they were made.
struct TimerNode {
  static constexpr std::size_t nowhere = ~std::size_t{0};
  std::size_t slot = nowhere;
  virtual void expire(LoopState& loop) noexcept = 0;
  virtual void drop_timer() noexcept = 0;

 protected:
  ~TimerNode() = default;
};

/// A binary heap that knows where each node is, so that a cancelled timer leaves at once.
class TimerHeap {
 public:
  bool empty() const noexcept { return heap_.empty(); }
  std::size_t size() const noexcept { return heap_.size(); }
  TimePoint next() const noexcept { return heap_.front().when; }
  void push(TimerNode* node, TimePoint when) {
    heap_.push_back({when, sequence_++, node});
    sift_up(heap_.size() - 1);
  }
  TimerNode* pop() noexcept {
    TimerNode* node = heap_.front().node;
    remove(node);
    return node;
  }
  void remove(TimerNode* node) noexcept {
    const std::size_t slot = std::exchange(node->slot, TimerNode::nowhere);
    if (slot == TimerNode::nowhere) return;
    const Entry last = heap_.back();
    heap_.pop_back();
    if (last.node == node) return;
    put(slot, last);
    sift_up(slot);
    sift_down(last.node->slot);
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
  void sift_up(std::size_t slot) noexcept {
    const Entry entry = heap_[slot];
    while (slot > 0 && entry.before(heap_[(slot - 1) / 2])) {
      put(slot, heap_[(slot - 1) / 2]);
      slot = (slot - 1) / 2;
    }
    put(slot, entry);
  }
  void sift_down(std::size_t slot) noexcept {
    const Entry entry = heap_[slot];
    for (std::size_t child; (child = 2 * slot + 1) < heap_.size(); slot = child) {
      if (child + 1 < heap_.size() && heap_[child + 1].before(heap_[child])) ++child;
      if (!heap_[child].before(entry)) break;
      put(slot, heap_[child]);
    }
    put(slot, entry);
  }
  std::vector<Entry> heap_;
  std::uint64_t sequence_ = 0;
};

}  // namespace aio::detail
