// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a loop is made of. EventLoop owns it; futures, tasks and handles keep it in memory, so that they may outlive the
// loop.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <thread>
#include <unordered_map>
#include <vector>

#include "aio/detail/queues.h"
#include "aio/detail/ref.h"
#include "aio/detail/spin_lock.h"
#include "aio/detail/timer_heap.h"
#include "aio/executor.h"
#include "aio/poller.h"
#include "aio/vocabulary.h"

namespace aio {
class EventLoop;
struct ErrorContext;
using ExceptionHandler = std::function<void(EventLoop&, const ErrorContext&)>;
}  // namespace aio

namespace aio::detail {

class Callback;
struct ContextData;
class FutureState;
class GeneratorState;
class TaskState;
class Interrupts;
struct ThreadState;

/// Who owns a descriptor that the loop watches for him; ready() is called inside the poll, and only schedules.
struct Watcher {
  virtual void ready(unsigned events) noexcept = 0;  // of Poller::Ready
  virtual void loop_closes() noexcept = 0;           // last chance to close it

 protected:
  ~Watcher() = default;
};

/// How many fork()s lie between the first process and this one.
inline std::atomic<unsigned> fork_depth{0};
inline unsigned forks_seen() noexcept { return fork_depth.load(std::memory_order_relaxed); }
/// From now on a child of fork() starts clean: no loop runs in it, and no signal reaches a loop of its parent.
void watch_forks();

/// Threads: retain(), release(), post(), is_closed(), is_running(), tasks(); the rest belongs to the thread that runs
/// the loop.
class LoopState {
 public:
  LoopState(EventLoop& loop, std::unique_ptr<Poller> poller, Where made_at);
  LoopState(const LoopState&) = delete;
  void retain() noexcept { references_.fetch_add(1, std::memory_order_relaxed); }
  void release() noexcept {
    if (references_.fetch_sub(1, std::memory_order_acq_rel) == 1) delete this;
  }

  // scheduling
  void push(ReadyNode* node) noexcept {
    if (closing_) return node->drop_ready();
    if (inbox_filled_.load(std::memory_order_relaxed)) collect_inbox();
    ready_.push(node);
  }
  /// From any thread. False, and the node is left alone, when the loop is closed.
  bool post(ReadyNode* node) noexcept;
  void add_timer(TimerNode* node, TimePoint when) { timers_.push(node, when); }
  void remove_timer(TimerNode* node) noexcept { timers_.remove(node); }
  std::size_t timer_count() const noexcept { return timers_.size(); }
  TimePoint now() const noexcept { return poller_ ? poller_->now() : Clock::now(); }
  /// now(), and delays of this step are counted from there.
  TimePoint time() noexcept {
    const TimePoint time = now();
    if (runs_here()) step_time_ = time;
    return time;
  }
  /// What delays are counted from: now, or when this step of the loop last asked for the time, unless the kernel's
  /// clock has ticked since (every few milliseconds). Never before a time that time() gave in this step.
  TimePoint step_time() noexcept;
  void watch(int fd, bool write, Ref<Callback> callback);  // empty: forget
  bool unwatch(int fd, bool write) noexcept;

  // descriptors that have an owner: sockets, pipes
  void attach(int fd, Watcher& owner);  // RuntimeError when somebody else watches it
  void detach(int fd) noexcept;         // before it is closed
  void want(int fd, unsigned events);   // level-triggered, until changed
  bool want_edges(int fd);              // false: the backend has no edges
  Poller& poller() noexcept { return *poller_; }
  /// Memory of scratch_size bytes for what is read and handed on at once: it stays in the cache, as memory of each
  /// connection would not. Errors: std::bad_alloc.
  char* scratch() {
    if (!scratch_) scratch_.reset(new char[scratch_size]);
    return scratch_.get();
  }
  static constexpr std::size_t scratch_size = 64 * 1024;
  bool has_completions() const noexcept { return has_completions_; }

  // running
  void check_open() const {  // LoopClosedError
    if (is_closed()) [[unlikely]]
      refuse_closed();
  }
  void check_process() const;  // RuntimeError in a child of fork()
  void check_thread() const {  // debug mode: RuntimeError on a foreign thread
    if (debug.load(std::memory_order_relaxed)) [[unlikely]]
      refuse_foreign_thread();
  }
  void check_runnable() const;  // closed, running, another loop running: in this order
  void run_forever();
  void run_until_done(FutureState& future);
  void stop() noexcept { stopping_ = true; }
  void close();
  bool is_running() const noexcept { return running_in_.load(std::memory_order_relaxed) != std::thread::id{}; }
  bool runs_here() const noexcept { return running_in_.load(std::memory_order_relaxed) == std::this_thread::get_id(); }
  bool is_closed() const noexcept { return closed_.load(std::memory_order_relaxed); }
  bool is_closing() const noexcept { return closing_; }
  /// A copy in a child of fork(): its descriptors are the parent's.
  bool is_inherited() const noexcept { return forks_ != forks_seen(); }
  ThreadState& thread() const noexcept { return *thread_; }  ///< the one that runs the loop; only while it runs

  // tasks
  void adopt(TaskState& task);  // the loop owns it until disown()
  Ref<TaskState> disown(TaskState& task) noexcept;
  std::vector<Ref<TaskState>> tasks();

  // signals
  void add_signal(int sig, Ref<Callback> callback);
  bool remove_signal(int sig) noexcept;
  void signal_arrived() noexcept;  // from a signal handler

  void handle_error(const ErrorContext& context);  // the user's handler, or the default one

  const std::uint64_t id;
  const Where made_at;
  EventLoop* loop;  ///< null once the EventLoop object is gone
  TaskState* current_task = nullptr;
  Interrupts* interrupts = nullptr;
  ExceptionHandler exception_handler;
  std::shared_ptr<Executor> executor;
  std::atomic<bool> debug{false};
  bool executor_shut_down = false;
  bool asyncgens_shut_down = false;
  std::list<Ref<GeneratorState>> generators;  ///< begun, not ended

 private:
  ~LoopState();
  struct Watch {
    Ref<Callback> reader, writer;
    Watcher* owner = nullptr;
    unsigned events = 0;
  };
  class Running;
  void begin_step() noexcept { step_tick_ = 0; }

  [[noreturn]] static void refuse_closed();
  void refuse_foreign_thread() const;
  void run_once();
  void collect_inbox() noexcept;
  std::optional<TimePoint> poll();  // the time, when it did not wait after it had asked
  void dispatch(const Poller::Ready& ready);
  void dispatch_signals();
  Watch& watch_of(int fd);
  void update(int fd, Watch& watch);
  void set_events(int fd, Watch& watch, unsigned events);
  void run_described(ReadyNode& node);
  void destroy_tasks() noexcept;

  const unsigned forks_ = forks_seen();
  std::atomic<std::uint32_t> references_{1};
  ReadyQueue ready_;
  TimerHeap timers_;
  std::unique_ptr<Poller> poller_;
  std::vector<Poller::Ready> polled_;
  std::unique_ptr<char[]> scratch_;
  std::vector<Watch> watches_;  // by descriptor
  std::size_t watched_ = 0;     // of them with events
  const bool has_completions_;
  const bool has_kernel_time_;
  TimePoint step_time_{};
  std::int64_t step_tick_ = 0;  // of the kernel's clock when step_time_ was read; 0: not in this step
  std::unordered_map<int, Ref<Callback>> signals_;
  std::atomic<bool> signal_flag_{false};
  std::atomic<std::thread::id> running_in_{};
  ThreadState* thread_ = nullptr;
  std::atomic<bool> closed_{false};
  bool closing_ = false;
  bool stopping_ = false;

  SpinLock inbox_lock_;
  ReadyQueue inbox_;
  std::atomic<bool> inbox_filled_{false};
  bool asleep_ = false;  // with inbox_lock_: somebody must wake the poller

  SpinLock tasks_lock_;
  TaskState* first_task_ = nullptr;
  TaskState* last_task_ = nullptr;
};

struct ThreadState {
  LoopState* running = nullptr;
  ContextData* context = nullptr;
};
/// Out of line on purpose: a coroutine may go on in another thread, and must not keep the address.
ThreadState& this_thread() noexcept;
/// A context is current for a scope: ContextScope, for who knows the thread already.
class ThreadContext {
 public:
  ThreadContext(ThreadState& thread, ContextData* data) noexcept
      : thread_(thread), before_(std::exchange(thread.context, data)) {}
  ~ThreadContext() { thread_.context = before_; }
  ThreadContext(const ThreadContext&) = delete;

 private:
  ThreadState& thread_;
  ContextData* before_;
};
/// The loop that runs in this thread, or NoRunningLoopError.
LoopState& running_state();

}  // namespace aio::detail
