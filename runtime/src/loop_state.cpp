// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One turn of the loop, numbered as in docs/aio/loop.md: 1 collect what other threads left, 2 signals, 3 poll, 4
// descriptors, 5 timers that are due, 6 run exactly what is ready now.
#include "aio/detail/loop_state.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <ctime>
#include <mutex>
#include <string>
#include <system_error>
#include <utility>

#include "aio/detail/generator_state.h"
#include "aio/errors.h"
#include "aio/event_loop.h"
#include "aio/warnings.h"

namespace aio::detail {

namespace {
std::uint64_t next_loop_id() noexcept {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}
}  // namespace

/// The loop runs in this thread, for the time of a scope.
class LoopState::Running {
 public:
  explicit Running(LoopState& loop) : loop_(loop) {
    std::thread::id nobody{};
    if (!loop.running_in_.compare_exchange_strong(nobody, std::this_thread::get_id()))
      throw LoopRunningError("This event loop is already running");
    loop.thread_ = &this_thread();
    loop.thread_->running = &loop;
  }
  ~Running() {
    loop_.stopping_ = false;
    loop_.begin_step();
    loop_.thread_->running = nullptr;
    loop_.running_in_.store(std::thread::id{});
  }

 private:
  LoopState& loop_;
};

LoopState::LoopState(EventLoop& owner, std::unique_ptr<Poller> poller, Where made)
    : id(next_loop_id()), made_at(made), loop(&owner), poller_(std::move(poller)),
      has_completions_(poller_->has_completions()), has_kernel_time_(poller_->has_kernel_time()) {
  watch_forks();
}

LoopState::~LoopState() = default;

void LoopState::refuse_closed() { throw LoopClosedError("Event loop is closed"); }

void LoopState::refuse_foreign_thread() const {
  if (is_running() && !runs_here())
    throw RuntimeError("Non-thread-safe operation invoked on an event loop other than the current one");
}

void LoopState::check_process() const {
  if (is_inherited()) throw RuntimeError("This event loop belongs to the parent process: make one after fork()");
}

void LoopState::check_runnable() const {
  check_open();
  check_process();
  if (is_running() && this_thread().running != this && !runs_here())
    throw LoopRunningError("This event loop is already running");
  if (this_thread().running == this) throw LoopRunningError("This event loop is already running");
  if (this_thread().running) throw LoopRunningError("Cannot run the event loop while another loop is running");
}

bool LoopState::post(ReadyNode* node) noexcept {
  const std::lock_guard lock(inbox_lock_);
  if (is_closed()) return false;
  inbox_.push(node);
  inbox_filled_.store(true, std::memory_order_relaxed);
  if (std::exchange(asleep_, false) && !is_inherited()) poller_->wake();
  return true;
}

void LoopState::collect_inbox() noexcept {
  const std::lock_guard lock(inbox_lock_);
  ready_.splice(inbox_);
  inbox_filled_.store(false, std::memory_order_relaxed);
}

TimePoint LoopState::step_time() noexcept {
  if (!has_kernel_time_) return now();
  timespec tick{};
  clock_gettime(CLOCK_MONOTONIC_COARSE, &tick);
  const std::int64_t ticks = tick.tv_sec * std::int64_t{1000000000} + tick.tv_nsec;
  if (std::exchange(step_tick_, ticks) != ticks) step_time_ = now();
  return step_time_;
}

void LoopState::run_forever() {
  check_runnable();
  Running running(*this);
  do run_once();
  while (!stopping_);
}

void LoopState::run_once() {
  if (inbox_filled_.load(std::memory_order_relaxed)) collect_inbox();
  if (signal_flag_.load(std::memory_order_relaxed)) dispatch_signals();
  check_process();
  std::optional<TimePoint> asked;
  if (ready_.empty() || watched_ || has_completions_) asked = poll();  // else there is nothing to learn
  if (signal_flag_.load(std::memory_order_relaxed)) dispatch_signals();
  if (!timers_.empty()) {
    for (const TimePoint due = asked ? *asked : now(); !timers_.empty() && timers_.next() <= due;)
      timers_.pop()->expire(*this);
  }
  for (std::size_t left = ready_.size(); left > 0; --left) {
    ReadyNode* node = ready_.pop();
    begin_step();
    if (debug.load(std::memory_order_relaxed)) [[unlikely]]
      run_described(*node);
    else
      node->run_ready(*this);
  }
}

void LoopState::run_described(ReadyNode& node) {
  const ReadyNode::Description description = node.describe();
  const TimePoint begin = now();
  node.run_ready(*this);
  const Duration took = now() - begin;
  if (!loop || took < loop->slow_callback_duration) return;
  char seconds[32];
  std::snprintf(seconds, sizeof seconds, "%.3f", std::chrono::duration<double>(took).count());
  warn("RuntimeWarning", "Executing " + description.what + " took " + seconds + " seconds", description.where);
}

std::optional<TimePoint> LoopState::poll() {
  std::optional<Duration> timeout;
  std::optional<TimePoint> asked;
  if (!ready_.empty() || stopping_) {
    timeout = Duration::zero();
  } else if (!timers_.empty()) {
    asked = now();
    timeout = std::clamp<Duration>(timers_.next() - *asked, Duration::zero(), std::chrono::hours(24));
  }
  bool sleeps = !timeout || *timeout > Duration::zero();
  if (!sleeps && !watched_ && !has_completions_) return asked;  // nothing to learn
  if (sleeps) {
    const std::lock_guard lock(inbox_lock_);
    if (inbox_.empty()) {
      asleep_ = true;
    } else {
      sleeps = false;
      timeout = Duration::zero();
    }
  }
  polled_.clear();
  poller_->wait(timeout, polled_);
  if (sleeps) {
    const std::lock_guard lock(inbox_lock_);
    asleep_ = false;
  }
  for (const Poller::Ready& ready : polled_) dispatch(ready);
  if (inbox_filled_.load(std::memory_order_relaxed)) collect_inbox();
  return std::nullopt;
}

void LoopState::dispatch(const Poller::Ready& ready) {
  const auto index = static_cast<std::size_t>(ready.fd);
  if (index >= watches_.size()) return;
  Watch& watch = watches_[index];
  if (watch.owner) return watch.owner->ready(ready.events);
  for (const unsigned event : {Poller::read, Poller::write}) {
    Ref<Callback>& callback = event == Poller::read ? watch.reader : watch.writer;
    if (!(ready.events & event) || !callback || callback->queued) continue;
    callback->queued = true;
    ready_.push(Ref<Callback>(callback).leak());
  }
}

LoopState::Watch& LoopState::watch_of(int fd) {
  if (fd < 0) throw std::system_error(EBADF, std::system_category(), "cannot watch descriptor " + std::to_string(fd));
  const auto index = static_cast<std::size_t>(fd);
  if (index >= watches_.size()) watches_.resize(std::max(index + 1, 2 * watches_.size()));
  return watches_[index];
}

void LoopState::watch(int fd, bool write, Ref<Callback> callback) {
  Watch& watch = watch_of(fd);
  if (watch.owner) throw RuntimeError("File descriptor " + std::to_string(fd) + " is used by a stream or a server");
  Ref<Callback>& place = write ? watch.writer : watch.reader;
  std::swap(place, callback);
  try {
    update(fd, watch);
  } catch (...) {
    std::swap(place, callback);
    throw;
  }
  if (callback) callback->cancel();
}

bool LoopState::unwatch(int fd, bool write) noexcept {
  const auto index = static_cast<std::size_t>(fd);
  if (fd < 0 || index >= watches_.size()) return false;
  Watch& watch = watches_[index];
  Ref<Callback> callback = std::move(write ? watch.writer : watch.reader);
  if (!callback) return false;
  callback->cancel();
  try {
    update(fd, watch);
  } catch (...) {  // the descriptor was closed before; the kernel has forgotten it already
  }
  return true;
}

void LoopState::update(int fd, Watch& watch) {
  set_events(fd, watch, (watch.reader ? Poller::read : 0u) | (watch.writer ? Poller::write : 0u));
}

void LoopState::set_events(int fd, Watch& watch, unsigned events) {
  if (events == watch.events) return;
  if (!events) --watched_;  // even when the backend cannot find it any more
  const unsigned before = std::exchange(watch.events, events);
  try {
    check_process();  // what the poller watches is shared with the parent
    poller_->watch(fd, events);
  } catch (...) {
    if (events) watch.events = before;
    throw;
  }
  if (!before) ++watched_;
}

void LoopState::attach(int fd, Watcher& owner) {
  Watch& watch = watch_of(fd);
  if (watch.owner || watch.reader || watch.writer)
    throw RuntimeError("File descriptor " + std::to_string(fd) + " is watched already");
  watch.owner = &owner;
}

void LoopState::detach(int fd) noexcept {
  const auto index = static_cast<std::size_t>(fd);
  if (index >= watches_.size()) return;  // the loop was closed
  Watch& watch = watches_[index];
  watch.owner = nullptr;
  try {
    set_events(fd, watch, 0);
  } catch (...) {  // the kernel has forgotten it already
  }
}

void LoopState::want(int fd, unsigned events) { set_events(fd, watch_of(fd), events); }

bool LoopState::want_edges(int fd) {
  check_process();
  Watch& watch = watch_of(fd);
  if (watch.events || !poller_->watch_edges(fd)) return false;
  watch.events = Poller::read | Poller::write | Poller::finish;
  ++watched_;
  return true;
}

void LoopState::adopt(TaskState& task) {
  task.retain_unshared();
  const std::lock_guard lock(tasks_lock_);
  task.previous_task = last_task_;
  (last_task_ ? last_task_->next_task : first_task_) = &task;
  last_task_ = &task;
}

Ref<TaskState> LoopState::disown(TaskState& task) noexcept {
  const std::lock_guard lock(tasks_lock_);
  (task.previous_task ? task.previous_task->next_task : first_task_) = task.next_task;
  (task.next_task ? task.next_task->previous_task : last_task_) = task.previous_task;
  task.previous_task = task.next_task = nullptr;
  return Ref<TaskState>::adopt(&task);
}

std::vector<Ref<TaskState>> LoopState::tasks() {
  std::vector<Ref<TaskState>> found;
  const std::lock_guard lock(tasks_lock_);
  for (TaskState* task = first_task_; task; task = task->next_task) found.emplace_back(task);
  return found;
}

void LoopState::run_until_done(FutureState& future) {
  check_runnable();
  if (&future.loop() != this)
    throw ValueError("The future belongs to a different loop than the one specified as the loop argument");
  auto stopper = [this](Future<void>&) { stop(); };
  const std::uint64_t id = next_callback_id();
  auto* callback = new DoneCallbackOf<Future<void>, decltype(stopper)>(stopper, std::nullopt, made_at, id);
  struct Forget {  // a later end of the future must not stop a later run
    Ref<FutureState> future;
    Ref<Callback> callback;
    std::uint64_t id;
    ~Forget() {
      future->remove(id);
      callback->cancel();
    }
  } forget{Ref<FutureState>(&future), Ref<Callback>(callback), id};
  future.add(*callback);
  run_forever();
  if (!future.done()) throw RuntimeError("Event loop stopped before Future completed.");
}

void LoopState::handle_error(const ErrorContext& context) {
  ContextData* own = this_thread().context;  // the handler runs in the context of whom it is about
  if (context.task && *context.task)
    own = context.task->state()->context_data();
  else if (context.handle)
    own = context.handle->context_data();
  ContextScope scope(own);
  auto report = [this](const ErrorContext& what) {
    if (loop) return loop->default_exception_handler(what);
    warn("error", what.message + ": " + describe(what.exception), what.created_at);
  };
  if (!loop || !exception_handler) return report(context);
  try {
    const ExceptionHandler handler = exception_handler;
    handler(*loop, context);
  } catch (const KeyboardInterrupt&) {
    throw;
  } catch (const SystemExit&) {
    throw;
  } catch (...) {
    ErrorContext broken = context;
    broken.message = "Unhandled error in exception handler, while handling: " + context.message;
    broken.exception = std::current_exception();
    report(broken);
  }
}

void LoopState::close() {
  if (is_running()) throw LoopRunningError("Cannot close a running event loop");
  if (is_closed()) return;
  {
    const std::lock_guard lock(inbox_lock_);
    closed_ = true;
    ready_.splice(inbox_);
    inbox_filled_ = false;
  }
  closing_ = true;
  poller_->abandon();
  while (!signals_.empty()) remove_signal(signals_.begin()->first);
  while (!ready_.empty()) ready_.pop()->drop_ready();
  destroy_tasks();
  for (std::list<Ref<GeneratorState>> left = std::move(generators); const auto& generator : left)
    generator->forget_loop();
  while (!timers_.empty()) timers_.pop()->drop_timer();
  for (std::size_t fd = 0; fd < watches_.size(); ++fd) {  // by index: an owner may close others
    if (watches_[fd].reader) watches_[fd].reader->cancel();
    if (watches_[fd].writer) watches_[fd].writer->cancel();
    if (watches_[fd].owner) watches_[fd].owner->loop_closes();
  }
  watches_.clear();
  executor_shut_down = true;
  if (auto pool = std::move(executor)) pool->shutdown(false);
  poller_.reset();
}

void LoopState::destroy_tasks() noexcept {
  const auto pending = tasks();
  for (const Ref<TaskState>& task : pending) {
    try {
      handle_error(
          {.message = "Task was destroyed but it is pending!", .task = AnyTask(task), .created_at = task->created_at});
    } catch (...) {  // the loop is closing, nothing can be stopped any more
    }
  }
  for (auto task = pending.rbegin(); task != pending.rend(); ++task) {  // children before the parents they refer to
    (*task)->destroy_pending();
    disown(**task);
  }
}

}  // namespace aio::detail
