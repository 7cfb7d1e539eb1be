// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The templates of event_loop.h.
#pragma once

#include "aio/event_loop.h"

namespace aio {

namespace detail {

/// Delivers what an executor computed; when the loop has gone, drops it.
template <class T, class F>
void compute(LoopState& loop, Ref<FutureState> future, F& fn) {
  std::exception_ptr error;
  Slot<T> slot;
  try {
    if constexpr (std::is_void_v<T>)
      std::invoke(fn);
    else
      slot.value.emplace(std::invoke(fn));
  } catch (...) {
    error = std::current_exception();
  }
  auto deliver = [future = std::move(future), error = std::move(error), slot = std::move(slot)]() mutable {
    if (future->done()) return;
    if (error) return future->fail(std::move(error));
    if constexpr (std::is_void_v<T>)
      (void)slot;
    else
      slot_of<T>(*future).emplace(std::move(*slot.value));
    future->finish(Progress::finished);
  };
  Ref<Callback> callback = make_callback(std::move(deliver), std::optional<Context>(), Where::current());
  if (loop.post(callback.get())) callback.leak();
}

}  // namespace detail

template <class T>
T EventLoop::run_until_complete(Coro<T> main, Where where) {
  state_->check_runnable();
  auto task = create_task(std::move(main), {}, where).state();
  try {
    state_->run_until_done(*task);
  } catch (...) {
    if (task->done()) task->mark_retrieved();
    throw;
  }
  return detail::take<T>(task);
}

template <class T>
T EventLoop::run_until_complete(Future<T> future, Where) {
  auto state = std::move(future).state();
  state_->run_until_done(*state);
  return detail::take<T>(state);
}

template <detail::Callable F>
Handle EventLoop::call_soon(F&& fn, std::optional<Context> context, Where where) {
  state_->check_open();
  state_->check_thread();
  auto callback = detail::make_callback(std::forward<F>(fn), std::move(context), where, detail::Reach::loop);
  callback->retain();
  state_->push(callback.get());
  return Handle(std::move(callback));
}

template <detail::Callable F>
Handle EventLoop::call_soon_threadsafe(F&& fn, std::optional<Context> context, Where where) {
  auto callback = detail::make_callback(std::forward<F>(fn), std::move(context), where);
  callback->retain();
  if (!state_->post(callback.get())) {
    callback->release();
    throw LoopClosedError("Event loop is closed");
  }
  return Handle(std::move(callback));
}

template <detail::Callable F>
TimerHandle EventLoop::call_at(TimePoint when, F&& fn, std::optional<Context> context, Where where) {
  state_->check_open();
  state_->check_thread();
  auto timer = detail::Ref<detail::TimerCallback>::adopt(new detail::CallbackOf<std::decay_t<F>, detail::TimerCallback>(
      std::forward<F>(fn), *state_, when, std::move(context), where));
  state_->add_timer(timer.get(), when);
  timer->retain();
  return TimerHandle(std::move(timer));
}

template <class T>
Task<T> EventLoop::create_task(Coro<T> coro, TaskOptions options, Where where) {
  return start_task(std::move(coro), &options, where);
}

template <class T>
Task<T> EventLoop::start_task(Coro<T>&& coro, TaskOptions* options, Where where) {
  state_->check_open();
  state_->check_thread();
  if (!coro.promise()) throw RuntimeError("cannot reuse already awaited coroutine");
  auto state = detail::Ref<detail::TaskState>::adopt(new detail::TaskValue<T>(*state_, *coro.promise(), where));
  coro.release();
  state->start(options);
  return Task<T>(std::move(state));
}

template <detail::Callable F>
auto EventLoop::run_in_executor(Executor* executor, F&& fn) -> Future<std::invoke_result_t<F>> {
  using T = std::invoke_result_t<F>;
  state_->check_open();
  state_->check_thread();
  if (!executor) executor = &default_executor();
  auto future = create_future<T>();
  executor->submit(
      [loop = state_, state = future.state(), fn = std::make_shared<std::decay_t<F>>(std::forward<F>(fn))]() mutable {
        detail::compute<T>(*loop, std::move(state), *fn);
        fn.reset();
      });
  return future;
}

}  // namespace aio
