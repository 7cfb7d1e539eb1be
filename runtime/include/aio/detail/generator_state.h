// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What an AsyncGenerator shares with its loop and with those who draw from it.
#pragma once

#include <atomic>
#include <coroutine>
#include <cstdint>
#include <exception>
#include <list>
#include <optional>
#include <utility>

#include "aio/coro.h"
#include "aio/detail/ref.h"
#include "aio/detail/task_state.h"

namespace aio {

/// What a generator sees at its co_yield when it is closed. Who catches it cleans up (and may await, after the
/// handler) and ends; to yield again is an error. Source: builtin GeneratorExit.
struct GeneratorExit {};

namespace detail {

struct GeneratorPromise : CoroPromise {
  bool is_at_yield = true;  // or has not begun
  bool closing = false;
};

/// An error that next() throws while the generator goes on.
struct Raise {
  std::exception_ptr error;
};

/// Back to who drew.
struct GeneratorYield {
  GeneratorPromise& promise;
  bool await_ready() const noexcept { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<>) const noexcept;
  void await_resume() const {
    if (promise.closing) throw GeneratorExit{};
  }
};

/// Threads: the loop's, but for retain(), release() and the counting of users.
class GeneratorState final : public CoroOwner {
 public:
  explicit GeneratorState(GeneratorPromise& promise) noexcept;
  GeneratorState(const GeneratorState&) = delete;
  void retain() noexcept { references_.fetch_add(1, std::memory_order_relaxed); }
  void release() noexcept {
    if (references_.fetch_sub(1, std::memory_order_acq_rel) == 1) delete this;
  }
  /// Handles and those who draw. Without any, a suspended generator is given to its loop to be closed.
  void add_user() noexcept { users_.fetch_add(1, std::memory_order_relaxed); }
  void drop_user() noexcept;

  /// For next(): registers with the running loop. False: exhausted. RuntimeError when somebody draws already.
  bool begin_next();
  /// For aclose(): leaves the loop's list. False: there is nothing to close, or no more.
  bool begin_close();
  /// After either: destroys a frame that has ended.
  void end() noexcept;
  /// The generator has answered to its closing. Throws what it threw; RuntimeError when it yielded.
  void check_closed();
  /// The loop closes and gives its reference back; the last one destroys the frame.
  void forget_loop() noexcept { place_.reset(); }

  GeneratorPromise& promise() const noexcept { return static_cast<GeneratorPromise&>(*frame); }
  Where where() const noexcept { return where_; }

 private:
  ~GeneratorState() { destroy_frame(); }
  void check_idle(const char* operation) const;
  void leave_list() noexcept;
  void destroy_frame() noexcept;

  std::atomic<std::uint32_t> references_{1};
  std::atomic<std::uint32_t> users_{0};
  std::atomic<bool> given_to_loop_{false};
  Ref<LoopState> loop_;
  std::optional<std::list<Ref<GeneratorState>>::iterator> place_;
  bool drawing_ = false;
  Where where_;
};

/// A counted user.
class GeneratorUse {
 public:
  explicit GeneratorUse(Ref<GeneratorState> state) noexcept : state_(std::move(state)) { state_->add_user(); }
  GeneratorUse(const GeneratorUse& other) : state_(other.state_) {
    if (!state_) throw RuntimeError("the asynchronous generator was moved away");
    state_->add_user();
  }
  GeneratorUse(GeneratorUse&& other) noexcept = default;
  GeneratorUse& operator=(GeneratorUse other) noexcept {
    std::swap(state_, other.state_);
    return *this;
  }
  ~GeneratorUse() {
    if (state_) state_->drop_user();
  }
  GeneratorState& state() const noexcept { return *state_; }

 private:
  Ref<GeneratorState> state_;
};

/// The time in which a generator runs.
class GeneratorTurn {
 public:
  explicit GeneratorTurn(GeneratorState& state) noexcept : state_(state) {}
  GeneratorTurn(const GeneratorTurn&) = delete;
  ~GeneratorTurn() { state_.end(); }

 private:
  GeneratorState& state_;
};

/// Into the generator, until it yields or ends.
class GeneratorAwaiter : public NativeAwaiter {
 public:
  explicit GeneratorAwaiter(GeneratorState& state) noexcept : promise_(state.promise()) {}
  bool await_ready() const noexcept { return false; }
  template <std::derived_from<PromiseBase> P>
  std::coroutine_handle<> await_suspend(std::coroutine_handle<P> handle) noexcept {
    promise_.is_at_yield = false;
    promise_.started = true;
    promise_.continuation = handle;
    promise_.parent = &handle.promise();
    promise_.task = handle.promise().task;
    return promise_.self;
  }
  void await_resume() const noexcept {}

 private:
  GeneratorPromise& promise_;
};

Coro<> close_generator(GeneratorUse use);

}  // namespace detail
}  // namespace aio
