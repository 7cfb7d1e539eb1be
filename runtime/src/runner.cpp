// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "aio/runner.h"

#include <chrono>
#include <utility>
#include <vector>

#include "aio/errors.h"
#include "aio/gather.h"
#include "aio/warnings.h"

namespace aio {

namespace {

constexpr std::chrono::seconds executor_patience{300};
constexpr int cancel_rounds = 16;

/// Clean-up, step 1: what is left is cancelled and awaited; the tasks it starts meanwhile too.
void cancel_all_tasks(EventLoop& loop) {
  for (int round = 0; round < cancel_rounds; ++round) {
    std::vector<AnyTask> left = all_tasks(&loop);
    if (left.empty()) return;
    for (AnyTask& task : left) task.cancel();
    loop.run_until_complete(gather_all_settled(left));
    for (AnyTask& task : left) {
      if (task.cancelled()) continue;
      if (std::exception_ptr error = task.exception()) {
        loop.call_exception_handler({.message = "unhandled exception during run() shutdown",
                                     .exception = error,
                                     .task = task,
                                     .created_at = task.created_at()});
      }
    }
  }
}

}  // namespace

void drain(EventLoop& loop) {
  loop.state().check_runnable();
  cancel_all_tasks(loop);
  loop.run_until_complete(loop.shutdown_asyncgens());
  loop.run_until_complete(loop.shutdown_default_executor(executor_patience));
}

Runner::Runner(RunOptions options) noexcept : options_(std::move(options)) {}

Runner::~Runner() {
  detail::Ref<detail::LoopState> state;
  if (loop_) state = detail::Ref<detail::LoopState>(&loop_->state());
  try {
    close();
  } catch (...) {
    try {
      if (state)
        state->handle_error({.message = "error while closing a Runner", .exception = std::current_exception()});
    } catch (...) {  // a destructor throws nothing
    }
  }
}

void Runner::check_runnable() const {
  if (running_loop()) throw LoopRunningError("Runner.run() cannot be called from a running event loop");
  if (state_ == State::closed) throw RuntimeError("Runner is closed");
}

void Runner::initialize() {
  if (state_ == State::closed) throw RuntimeError("Runner is closed");
  if (state_ == State::initialized) return;
  if (options_.loop_factory) {
    loop_ = options_.loop_factory();
  } else {
    loop_ = new_event_loop();
    set_event_loop(loop_.get());
    is_current_ = true;
  }
  if (options_.debug) loop_->set_debug(*options_.debug);
  context_ = copy_context();
  state_ = State::initialized;
}

EventLoop& Runner::get_loop() {
  initialize();
  return *loop_;
}

void Runner::close() {
  if (state_ != State::initialized) return;
  if (loop_->is_running()) throw LoopRunningError("Cannot close a running event loop");
  std::exception_ptr error;
  try {
    drain(*loop_);
  } catch (...) {
    error = std::current_exception();
  }
  if (is_current_) set_event_loop(nullptr);
  state_ = State::closed;
  loop_->close();
  loop_.reset();
  if (error) std::rethrow_exception(error);
}

namespace detail {
void check_run_allowed() {
  if (running_loop()) throw LoopRunningError("run() cannot be called from a running event loop");
}

void close_after(Runner& runner, const std::exception_ptr& error) {
  try {
    runner.close();
  } catch (...) {
    if (error) warn("error", "the clean-up of run() failed as well; main's own error was: " + describe(error), Where{});
    throw;
  }
}
}  // namespace detail

}  // namespace aio
