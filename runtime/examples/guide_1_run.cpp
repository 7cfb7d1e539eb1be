// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// run() for a process you own: it makes the loop, runs main, cancels what is left, drains and closes, also when main
// throws.
#include <aio/aio.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <vector>

using namespace std::chrono_literals;

aio::Coro<> worker(int id) {
  try {
    co_await aio::sleep(20ms * id);
    std::printf("worker %d done\n", id);
  } catch (const aio::CancelledError&) {
    std::printf("worker %d cancelled\n", id);
    throw;
  }
}

/// Ends the others when a signal asks for it.
aio::Coro<> stop_on_signal(aio::Event& stop, std::vector<aio::Task<>>& workers) {
  co_await stop.wait();
  for (aio::Task<>& task : workers) task.cancel();
}

aio::Coro<> amain() {
  aio::EventLoop& loop = aio::get_running_loop();
  aio::Event stop;
  for (const int sig : {SIGINT, SIGTERM}) loop.add_signal_handler(sig, [&stop] { stop.set(); });

  co_await aio::task_group([&stop](aio::TaskGroup& group) -> aio::Coro<> {
    std::vector<aio::Task<>> workers;
    for (int id = 1; id <= 3; ++id) workers.push_back(group.create_task(worker(id)));
    auto watcher = group.create_task(stop_on_signal(stop, workers));
    co_await aio::gather_all_settled(workers);
    watcher.cancel();
  });
  std::puts("all workers have ended");
}

int main() { aio::run(amain()); }
