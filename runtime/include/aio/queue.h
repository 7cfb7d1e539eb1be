// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Items from some tasks to others. Source: asyncio/queues.py.
#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

#include "aio/coro.h"
#include "aio/detail/loop_bound.h"
#include "aio/detail/ring.h"
#include "aio/detail/wait_list.h"
#include "aio/errors.h"
#include "aio/event.h"

namespace aio {

namespace detail {

/// What queues share whatever they hold: who waits, and what is unfinished.
class QueueState {
 protected:
  /// A place in line; a wake-up that it does not use goes to the next.
  struct Turn {
    Turn(QueueState& queue, WaitList& line) : waiter((queue.check_open(), queue.bound_.bind("Queue"), line)) {}
    ~Turn() {
      if (!used && waiter.was_woken()) waiter.hand_on();
    }
    ListWaiter waiter;
    bool used = false;
  };

  QueueState() { finished_.set(); }
  void check_open() const {
    if (shut_down_) throw QueueShutDown();
  }
  void item_came() noexcept {
    ++unfinished_;
    finished_.clear();
    getters_.wake_next();
  }
  void item_done() {
    if (unfinished_ > 0 && --unfinished_ == 0) finished_.set();
  }

  bool shut_down_ = false;
  std::size_t unfinished_ = 0;
  Event finished_;
  LoopBound bound_;
  WaitList getters_;
  WaitList putters_;
};

}  // namespace detail

/// First in, first out. Binds to the loop of its first blocking put(), get() or join(). Who waits is woken in order;
/// who finds that another was faster keeps the place in line.
/// Lifetime: must outlive its waiters; owns the items. Threads: the loop's only.
template <std::movable T>
class Queue : private detail::QueueState {
 public:
  /// At most `maxsize` items at a time; 0: no limit.
  explicit Queue(std::size_t maxsize = 0) : maxsize_(maxsize) {}
  virtual ~Queue() = default;
  Queue(const Queue&) = delete;

  /// Suspends: while the queue is full. Cancellation: nothing was put; the item is dropped.
  /// Errors: QueueShutDown; WrongLoopError "… is bound to a different event loop".
  Coro<> put(T item);
  /// Errors: QueueFull, QueueShutDown; `item` is dropped.
  void put_nowait(T item);
  /// Suspends: while the queue is empty. Cancellation: no item is lost. Errors: QueueShutDown when it is shut down and
  /// empty; WrongLoopError.
  Coro<T> get();
  /// Errors: QueueEmpty, QueueShutDown.
  T get_nowait();

  /// An item got was dealt with. Errors: ValueError "task_done() called too many times".
  void task_done() {
    if (unfinished_ == 0) throw ValueError("task_done() called too many times");
    item_done();
  }
  /// Suspends: until each item put was answered by a task_done(). Cancellation: nothing is lost. Errors:
  /// WrongLoopError.
  Coro<> join() {
    if (unfinished_ > 0) co_await finished_.wait();
  }
  /// From now on put() throws QueueShutDown, and get() once the queue is empty; who waits is woken to find out.
  /// `immediate` drops the items, which count as done. Idempotent.
  void shutdown(bool immediate = false);

  std::size_t qsize() const noexcept { return do_qsize(); }
  std::size_t maxsize() const noexcept { return maxsize_; }
  bool empty() const noexcept { return do_qsize() == 0; }
  bool full() const noexcept { return maxsize_ > 0 && do_qsize() >= maxsize_; }

 protected:
  /// What a queue of another order overrides: _put, _get and _qsize.
  virtual void do_put(T&& item) { items_.push_back(std::move(item)); }
  virtual T do_get() { return items_.pop_front(); }
  virtual std::size_t do_qsize() const noexcept { return items_.size(); }
  detail::Ring<T> items_;

 private:
  void take_in(T&& item) {  // there is room
    check_open();
    do_put(std::move(item));
    item_came();
  }
  T give_out() {  // there is one
    T item = do_get();
    putters_.wake_next();
    return item;
  }
  std::size_t maxsize_;
};

/// The smallest item first, by `Less`; equal ones in no order.
template <std::movable T, class Less = std::less<>>
class PriorityQueue : public Queue<T> {
 public:
  using Queue<T>::Queue;

 protected:
  void do_put(T&& item) override {
    heap_.push_back(std::move(item));
    std::push_heap(heap_.begin(), heap_.end(), greater);
  }
  T do_get() override {
    std::pop_heap(heap_.begin(), heap_.end(), greater);
    T item = std::move(heap_.back());
    heap_.pop_back();
    return item;
  }
  std::size_t do_qsize() const noexcept override { return heap_.size(); }

 private:
  static bool greater(const T& a, const T& b) { return Less{}(b, a); }
  std::vector<T> heap_;
};

/// The newest item first.
template <std::movable T>
class LifoQueue : public Queue<T> {
 public:
  using Queue<T>::Queue;

 protected:
  T do_get() override { return this->items_.pop_back(); }
};

template <std::movable T>
Coro<> Queue<T>::put(T item) {
  if (!full()) {
    take_in(std::move(item));
    co_return;
  }
  Turn turn(*this, putters_);
  do {
    check_open();
    turn.waiter.rearm();
    co_await turn.waiter;
  } while (full());
  take_in(std::move(item));
  turn.used = true;
}

template <std::movable T>
void Queue<T>::put_nowait(T item) {
  check_open();
  if (full()) throw QueueFull();
  take_in(std::move(item));
}

template <std::movable T>
Coro<T> Queue<T>::get() {
  if (!empty()) co_return give_out();
  Turn turn(*this, getters_);
  do {
    check_open();
    turn.waiter.rearm();
    co_await turn.waiter;
  } while (empty());
  T item = give_out();
  turn.used = true;
  co_return item;
}

template <std::movable T>
T Queue<T>::get_nowait() {
  if (empty()) {
    check_open();
    throw QueueEmpty();
  }
  return give_out();
}

template <std::movable T>
void Queue<T>::shutdown(bool immediate) {
  shut_down_ = true;
  for (; immediate && !empty(); item_done()) (void)do_get();
  getters_.wake_all();
  putters_.wake_all();
}

}  // namespace aio
