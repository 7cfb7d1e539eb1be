// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "aio/async_generator.h"

#include <string>
#include <vector>

#include "aio/errors.h"
#include "aio/event_loop.h"
#include "aio/gather.h"
#include "aio/warnings.h"

namespace aio {

namespace detail {

std::coroutine_handle<> GeneratorYield::await_suspend(std::coroutine_handle<>) const noexcept {
  promise.is_at_yield = true;
  promise.parent = nullptr;
  promise.task = nullptr;
  return std::exchange(promise.continuation, nullptr);
}

GeneratorState::GeneratorState(GeneratorPromise& promise) noexcept {
  frame = &promise;
  promise.owner = this;
}

void GeneratorState::check_idle(const char* operation) const {
  if (drawing_) throw RuntimeError(std::string(operation) + ": asynchronous generator is already running");
}

bool GeneratorState::begin_next() {
  check_idle("anext()");
  if (!frame) return false;
  LoopState& running = running_state();
  if (!promise().started) {
    where_ = promise().where;
    if (running.asyncgens_shut_down) {
      warn("ResourceWarning",
           "asynchronous generator '" + short_name(where_) + "' was scheduled after loop.shutdown_asyncgens() call",
           where_);
    } else {
      loop_ = Ref<LoopState>(&running);
      place_ = running.generators.insert(running.generators.end(), Ref<GeneratorState>(this));
    }
  } else if (loop_ && loop_.get() != &running) {
    throw WrongLoopError("asynchronous generator '" + short_name(where_) + "' is bound to a different event loop");
  }
  return drawing_ = true;
}

bool GeneratorState::begin_close() {
  check_idle("aclose()");
  if (!frame) return false;
  const Ref<GeneratorState> held(this);
  leave_list();
  if (!promise().started) destroy_frame();
  if (!frame) return false;
  promise().closing = true;
  return drawing_ = true;
}

void GeneratorState::end() noexcept {
  drawing_ = false;
  if (frame && promise().is_at_yield) return;
  const Ref<GeneratorState> held(this);
  destroy_frame();
  leave_list();
}

void GeneratorState::check_closed() {
  if (promise().is_at_yield) {
    destroy_frame();
    throw RuntimeError("async generator ignored GeneratorExit");
  }
  if (!promise().error) return;
  try {
    std::rethrow_exception(promise().error);
  } catch (const GeneratorExit&) {
  }
}

void GeneratorState::drop_user() noexcept {
  if (users_.fetch_sub(1, std::memory_order_acq_rel) != 1 || !frame) return;
  if (!loop_ || loop_->is_closed()) return destroy_frame();
  if (given_to_loop_.exchange(true)) return;  // it did not get to it: shutdown_asyncgens() or close() will
  auto close = [state = Ref<GeneratorState>(this)] {
    state->loop_->loop->create_task(close_generator(GeneratorUse(state))).detach();
  };
  Ref<Callback> callback = make_callback(std::move(close), std::optional<Context>(), where_);
  if (loop_->post(callback.get()))
    callback.leak();
  else
    destroy_frame();
}

void GeneratorState::leave_list() noexcept {
  if (!place_) return;
  loop_->generators.erase(*place_);
  place_.reset();
}

void GeneratorState::destroy_frame() noexcept {
  if (PromiseBase* owned = std::exchange(frame, nullptr)) owned->self.destroy();
}

Coro<> close_generator(GeneratorUse use) {
  GeneratorState& state = use.state();
  if (!state.begin_close()) co_return;
  GeneratorTurn turn(state);
  co_await GeneratorAwaiter(state);
  state.check_closed();
}

}  // namespace detail

Coro<> EventLoop::shutdown_asyncgens() {
  state_->asyncgens_shut_down = true;
  std::vector<detail::Ref<detail::GeneratorState>> generators(state_->generators.begin(), state_->generators.end());
  if (generators.empty()) co_return;
  std::vector<Coro<>> closings;
  for (const auto& generator : generators) closings.push_back(detail::close_generator(detail::GeneratorUse(generator)));
  std::vector<Outcome<>> outcomes = co_await gather_all_settled(std::move(closings));
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    const std::exception_ptr error = outcomes[i].error();
    if (!error || detail::is_cancellation(error)) continue;
    call_exception_handler({.message = "an error occurred during closing of asynchronous generator '" +
                                       detail::short_name(generators[i]->where()) + "'",
                            .exception = error,
                            .created_at = generators[i]->where()});
  }
}

}  // namespace aio
