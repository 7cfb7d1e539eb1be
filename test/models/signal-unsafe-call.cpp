// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Proof of harm, law L8: a signal arrives while the loop's inbox is locked; a handler that calls the loop waits for that
// lock, in the thread that holds it, for ever. The watchdog of the system, SIGALRM, ends it.
// REQUIRES: aio-lib
// RUN: %aio-clangxx %s -o %t %aio-lib
// RUN: not --crash %t broken > %t.out 2>&1
// RUN: FileCheck --check-prefix=BROKEN %s < %t.out
// RUN: %t repaired 2>&1 | FileCheck --check-prefix=CLEAN %s
// RUN: %check %s async-signal-unsafe-call %t.lint
#include <aio/aio.h>

#include <csignal>
#include <memory>
#include <optional>
#include <string_view>
#include <unistd.h>
#include <utility>
#include <vector>

aio::EventLoop *running;
void say(std::string_view words) { (void)!write(STDOUT_FILENO, words.data(), words.size()); }

// A loop wakes its poller while its inbox is locked. The signal comes then, as it may at any time.
class InterruptedPoller : public aio::Poller {
public:
  void watch(int, unsigned) override {}
  void wait(std::optional<aio::Duration>, std::vector<Ready> &) override {
    if (!std::exchange(posted_, true))
      running->call_soon_threadsafe([] {}); // as another thread would, while the loop sleeps
  }
  void wake() noexcept override {
    if (!std::exchange(raised_, true))
      std::raise(SIGUSR1);
  }

private:
  bool posted_ = false, raised_ = false;
};

// BROKEN: handling
// BROKEN-NOT: handled
void on_signal(int) {
  say("handling\n");
  running->call_soon_threadsafe([] { running->stop(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'aio::EventLoop::call_soon_threadsafe' is called in a signal handler; it is not async-signal-safe [async-signal-unsafe-call]
  say("handled\n");
}
void broken() { std::signal(SIGUSR1, on_signal); }

// CLEAN-NOT: {{.}}
// CLEAN: {{^}}handled on the loop{{$}}
// CLEAN-NOT: {{.}}
void repaired() {
  running->add_signal_handler(SIGUSR1, [] {
    say("handled on the loop\n");
    running->stop();
  });
}

int main(int, char **argv) {
  alarm(2); // who hangs is ended
  aio::EventLoop loop(std::make_unique<InterruptedPoller>());
  running = &loop;
  std::string_view(argv[1]) == "broken" ? broken() : repaired();
  loop.run_forever();
  loop.close();
}
