// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "aio/event_loop.h"

#include <cstdlib>
#include <mutex>
#include <thread>
#include <utility>

#include "aio/errors.h"
#include "aio/warnings.h"
#include "backends/backends.h"
#include "default_loop.h"

namespace aio {

namespace {

/// What set_event_loop() set in this thread.
thread_local EventLoop* current_loop = nullptr;

void check_descriptor(int fd) {
  if (fd < 0) throw ValueError("Invalid file descriptor: " + std::to_string(fd));
}

bool debug_by_environment() noexcept {
  const char* value = std::getenv("AIO_DEBUG");
  return value && *value && std::string_view(value) != "0";
}

}  // namespace

EventLoop::EventLoop(Where made_at) : EventLoop(detail::make_default_poller(), made_at) {}

EventLoop::EventLoop(std::unique_ptr<Poller> poller, Where made_at)
    : state_(detail::Ref<detail::LoopState>::adopt(new detail::LoopState(*this, std::move(poller), made_at))) {
  if (debug_by_environment()) set_debug(true);
}

EventLoop::~EventLoop() {
  if (!is_closed() && !is_running()) {
    detail::warn("ResourceWarning", "unclosed event loop, made at " + detail::place(state_->made_at), state_->made_at);
    state_->close();
  }
  if (current_loop == this) current_loop = nullptr;
  state_->loop = nullptr;
}

void EventLoop::add_signal_handler(int sig, std::function<void()> fn, Where where) {
  state_->check_open();
  state_->add_signal(sig, detail::make_callback(std::move(fn), std::optional<Context>(), where));
}

bool EventLoop::remove_signal_handler(int sig) { return state_->remove_signal(sig); }

void EventLoop::add_reader(int fd, std::function<void()> fn, Where where) {
  state_->check_open();
  state_->check_thread();
  check_descriptor(fd);
  auto callback = detail::make_callback(std::move(fn), std::optional<Context>(), where);
  callback->repeats = true;
  state_->watch(fd, false, std::move(callback));
}

void EventLoop::add_writer(int fd, std::function<void()> fn, Where where) {
  state_->check_open();
  state_->check_thread();
  check_descriptor(fd);
  auto callback = detail::make_callback(std::move(fn), std::optional<Context>(), where);
  callback->repeats = true;
  state_->watch(fd, true, std::move(callback));
}

void EventLoop::default_exception_handler(const ErrorContext& context) {
  std::string text = context.message;
  if (context.task) text += "; task: '" + context.task->get_name() + "'";
  if (!context.future.empty()) text += "; future: " + context.future;
  if (context.created_at.line()) text += "; created at " + detail::place(context.created_at);
  if (context.exception) text += "; exception: " + detail::describe(context.exception);
  detail::warn("error", std::move(text), context.created_at);
}

Executor& EventLoop::default_executor() {
  if (state_->executor_shut_down) throw RuntimeError("Executor shutdown has been called");
  if (!state_->executor) state_->executor = std::make_shared<ThreadPoolExecutor>();
  return *state_->executor;
}

void EventLoop::set_default_executor(std::shared_ptr<Executor> executor) { state_->executor = std::move(executor); }

namespace {

/// Joins an executor on a thread of its own, and tells a future about it.
std::thread join_elsewhere(std::shared_ptr<Executor> executor, detail::Ref<detail::LoopState> loop,
                           detail::Ref<detail::FutureState> joined) {
  return std::thread([executor = std::move(executor), loop = std::move(loop), joined = std::move(joined)]() mutable {
    executor->shutdown(true);
    auto tell = [joined = std::move(joined)] {
      if (!joined->done()) joined->finish(detail::Progress::finished);
    };
    auto callback = detail::make_callback(std::move(tell), std::optional<Context>(), Where::current());
    if (loop->post(callback.get())) callback.leak();
  });
}

struct JoinOrDetach {
  std::thread thread;
  bool joined = false;
  // NOLINTNEXTLINE(async-blocking-call): joined says that the thread has nothing left to do.
  ~JoinOrDetach() { joined ? thread.join() : thread.detach(); }
};

}  // namespace

Coro<> EventLoop::shutdown_default_executor(std::optional<Duration> timeout) {
  state_->executor_shut_down = true;
  std::shared_ptr<Executor> executor = std::move(state_->executor);
  if (!executor) co_return;
  Future<void> joined = create_future<void>();
  JoinOrDetach joiner{join_elsewhere(executor, state_, joined.state())};
  bool timed_out = false;
  std::optional<TimerHandle> timer;
  if (timeout) {
    timer = call_later(*timeout, [joined, &timed_out]() mutable {
      if (joined.done()) return;
      timed_out = true;
      joined.set_result();
    });
  }
  struct CancelTimer {
    std::optional<TimerHandle>& timer;
    ~CancelTimer() {
      if (timer) timer->cancel();
    }
  } cancel_timer{timer};
  co_await joined;
  joiner.joined = !timed_out;
  if (!timed_out) co_return;
  const double seconds = std::chrono::duration<double>(*timeout).count();
  detail::warn("RuntimeWarning",
               "The executor did not finishing joining its threads within " + std::to_string(seconds) + " seconds.",
               state_->made_at);
  executor->shutdown(false);
}

EventLoop& get_running_loop() { return *detail::running_state().loop; }

EventLoop* running_loop() noexcept {
  detail::LoopState* running = detail::this_thread().running;
  return running ? running->loop : nullptr;
}

void set_event_loop(EventLoop* loop) noexcept { current_loop = loop; }

std::vector<AnyTask> all_tasks(EventLoop* loop) {
  detail::LoopState& state = loop ? loop->state() : detail::running_state();
  std::vector<AnyTask> found;
  for (auto& task : state.tasks()) found.emplace_back(std::move(task));
  return found;
}

AnyTask current_task(EventLoop* loop) {
  detail::LoopState& state = loop ? loop->state() : detail::running_state();
  return AnyTask(detail::Ref<detail::TaskState>(state.current_task));
}

namespace detail {

namespace {
struct Policy {
  std::mutex mutex;
  LoopFactory factory;
};
Policy& policy() {
  static Policy* const only = new Policy;
  return *only;
}
}  // namespace

EventLoop* event_loop_slot() noexcept { return current_loop; }
void forget_event_loop_after_fork() noexcept { current_loop = nullptr; }

void set_default_factory(LoopFactory factory) {
  std::lock_guard lock(policy().mutex);
  policy().factory = std::move(factory);
}

}  // namespace detail

std::unique_ptr<EventLoop> new_event_loop(Where made_at) {
  LoopFactory factory;
  {
    std::lock_guard lock(detail::policy().mutex);
    factory = detail::policy().factory;
  }
  return factory ? factory() : std::make_unique<EventLoop>(made_at);
}

}  // namespace aio
