// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// run_until_complete() from synchronous code, on a loop made by hand: you take on its whole life.
// aio::drain(loop) does what the guard below spells out, and shuts the executor down as well.
#include <aio/aio.h>

#include <chrono>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

using namespace std::chrono_literals;
using Status = std::map<std::string, std::string>;

/// Cancels what is pending, waits for it, closes: on every way out.
class LoopCloser {
 public:
  explicit LoopCloser(aio::EventLoop& loop) : loop_(loop) {}
  LoopCloser(const LoopCloser&) = delete;
  ~LoopCloser() {
    std::vector<aio::AnyTask> pending = aio::all_tasks(&loop_);
    for (aio::AnyTask& task : pending) task.cancel();
    if (!pending.empty()) loop_.run_until_complete(aio::gather_all_settled(pending));
    std::printf("cancelled %zu, left %zu\n", pending.size(), aio::all_tasks(&loop_).size());
    aio::set_event_loop(nullptr);
    loop_.close();
  }

 private:
  aio::EventLoop& loop_;
};

aio::Coro<> heartbeat() {
  for (;;) co_await aio::sleep(1ms);
}

aio::Coro<Status> compute() {
  auto background = aio::create_task(heartbeat());
  background.detach();  // left to whoever closes the loop
  co_await aio::sleep(10ms);
  co_return Status{{"status", "ok"}};
}

Status sync_bridge() {
  const auto loop = aio::new_event_loop();
  const LoopCloser closer(*loop);
  aio::set_event_loop(loop.get());
  return loop->run_until_complete(compute());
}

int main() { std::printf("status: %s\n", sync_bridge().at("status").c_str()); }
