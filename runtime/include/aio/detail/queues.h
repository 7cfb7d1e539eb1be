// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What is ready to run in a turn; nodes live in their owners.
#pragma once

#include <cstddef>
#include <string>
#include <utility>

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

}  // namespace aio::detail
