// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Signals: a handler only counts and wakes; everything else happens in a turn of the loop.
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <string>

#include "aio/detail/interrupts.h"
#include "aio/detail/loop_state.h"
#include "aio/detail/task_state.h"
#include "aio/errors.h"
#include "aio/event_loop.h"

namespace aio::detail {

namespace {

constexpr int signal_limit = 65;
struct Route {
  std::atomic<LoopState*> loop{nullptr};
  std::atomic<unsigned> arrived{0};
};
Route routes[signal_limit];
Route interrupt_route;  // SIGINT while a run goes on
std::atomic<unsigned> interrupts_in_run{0};
std::atomic<int> handlers_running{0};

void arrive(Route& route) noexcept {
  const int saved = errno;
  ++handlers_running;
  if (LoopState* loop = route.loop.load()) {
    ++route.arrived;
    loop->signal_arrived();
  }
  --handlers_running;
  errno = saved;
}
void disconnect(Route& route) noexcept {
  route.loop.store(nullptr);
  while (handlers_running.load() != 0) {  // a handler in another thread may still hold the pointer
  }
  route.arrived.store(0);
}

void set_action(int sig, void (*action)(int)) {
  struct sigaction change = {};
  change.sa_handler = action;
  change.sa_flags = SA_RESTART;
  sigemptyset(&change.sa_mask);
  if (sigaction(sig, &change, nullptr) != 0) throw RuntimeError("sig " + std::to_string(sig) + " cannot be caught");
}
bool has_action(int sig, void (*action)(int)) noexcept {
  struct sigaction current = {};
  return sigaction(sig, nullptr, &current) == 0 && !(current.sa_flags & SA_SIGINFO) && current.sa_handler == action;
}
void forget_route(Route& route, int sig, void (*action)(int)) noexcept {
  route.loop.store(nullptr);
  route.arrived.store(0);
  struct sigaction change = {};
  change.sa_handler = SIG_DFL;
  if (has_action(sig, action)) sigaction(sig, &change, nullptr);
}
bool is_main_thread() noexcept { return getpid() == gettid(); }

}  // namespace

extern "C" {
static void aio_on_signal(int sig) { arrive(routes[sig]); }
static void aio_on_interrupt(int sig) {
  if (interrupts_in_run.fetch_add(1) == 1) {  // stuck in a callback? the next Ctrl-C ends the process
    struct sigaction change = {};
    change.sa_handler = SIG_DFL;
    sigaction(sig, &change, nullptr);
  }
  arrive(interrupt_route);
}
}

/// Async-signal-safe: the child may come from a process with many threads.
void forget_signals_after_fork() noexcept {
  handlers_running.store(0);  // a handler in a thread that the child does not have
  for (int sig = 1; sig < signal_limit; ++sig) {
    if (routes[sig].loop.load()) forget_route(routes[sig], sig, aio_on_signal);
  }
  if (interrupt_route.loop.load()) forget_route(interrupt_route, SIGINT, aio_on_interrupt);
}

void LoopState::signal_arrived() noexcept {
  signal_flag_.store(true, std::memory_order_relaxed);
  poller_->wake();
}

void LoopState::add_signal(int sig, Ref<Callback> callback) {
  if (sig < 1 || sig >= signal_limit) throw ValueError("invalid signal number " + std::to_string(sig));
  if (sig == SIGKILL || sig == SIGSTOP) throw RuntimeError("sig " + std::to_string(sig) + " cannot be caught");
  if (!is_main_thread()) throw RuntimeError("add_signal_handler() only works in the main thread");
  check_open();
  callback->repeats = true;
  Ref<Callback>& place = signals_[sig];
  if (place) place->cancel();
  place = std::move(callback);
  routes[sig].loop.store(this);
  try {
    set_action(sig, aio_on_signal);
  } catch (...) {
    disconnect(routes[sig]);
    signals_.erase(sig);
    throw;
  }
}

bool LoopState::remove_signal(int sig) noexcept {
  const auto found = signals_.find(sig);
  if (found == signals_.end()) return false;
  found->second->cancel();
  signals_.erase(found);
  if (routes[sig].loop.load() == this) {
    if (has_action(sig, aio_on_signal)) set_action(sig, SIG_DFL);
    disconnect(routes[sig]);
  }
  return true;
}

void LoopState::dispatch_signals() {
  signal_flag_.store(false, std::memory_order_relaxed);
  for (auto& [sig, callback] : signals_) {
    if (routes[sig].loop.load() != this || routes[sig].arrived.exchange(0) == 0 || callback->queued) continue;
    callback->queued = true;
    ready_.push(Ref<Callback>(callback).leak());
  }
  if (interrupts) interrupts->deliver();
}

Interrupts::Interrupts(LoopState& loop, TaskState& main) noexcept : loop_(loop), main_(main) {
  if (!is_main_thread() || !has_action(SIGINT, SIG_DFL)) return;
  interrupts_in_run.store(0);
  interrupt_route.arrived.store(0);
  interrupt_route.loop.store(&loop);
  try {
    set_action(SIGINT, aio_on_interrupt);
  } catch (...) {  // the platform refuses: the run goes on without
    return;
  }
  loop.interrupts = this;
  installed_ = true;
}

Interrupts::~Interrupts() {
  if (!installed_) return;
  if (has_action(SIGINT, aio_on_interrupt)) set_action(SIGINT, SIG_DFL);
  disconnect(interrupt_route);
  loop_.interrupts = nullptr;
}

void Interrupts::deliver() {
  for (unsigned count = interrupt_route.arrived.exchange(0); count > 0; --count) {
    if (++seen_ > 1 || main_.done()) throw KeyboardInterrupt{};
    cancelled_main_ = main_.cancel({});
  }
}

}  // namespace aio::detail
