// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A loop in each thread: shards that own a part of the keys, each with a loop of its own. Nothing is shared, so nothing
// is locked; whoever wants a key asks its shard through the thread-safe door.
#include <aio/aio.h>

#include <cstdio>
#include <future>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace {

class Shard {
 public:
  Shard() : thread_([this] { aio::run(serve()); }) { loop_ = started_.get_future().get(); }
  /// Stops after what was asked before.
  ~Shard() {
    loop_->call_soon_threadsafe([this] { stop_->set(); });
    thread_.join();
  }
  Shard(const Shard&) = delete;

  // From any thread but the shard's own.
  int add(std::string key, int by) { return aio::run_coroutine_threadsafe(add_here(std::move(key), by), *loop_).get(); }

 private:
  aio::Coro<> serve() {
    aio::Event stop;  // bound to this loop, so made inside its run (L6)
    stop_ = &stop;
    started_.set_value(&aio::get_running_loop());
    co_await stop.wait();
  }
  /// On the shard's loop only: no other thread sees `values_`.
  aio::Coro<int> add_here(std::string key, int by) {
    co_await aio::sleep(std::chrono::microseconds(1));  // as if it asked a disk
    co_return values_[key] += by;
  }

  std::promise<aio::EventLoop*> started_;
  aio::EventLoop* loop_ = nullptr;
  aio::Event* stop_ = nullptr;
  std::map<std::string, int> values_;
  std::thread thread_;  // last: it starts when all else is there
};

}  // namespace

int main() {
  std::vector<std::unique_ptr<Shard>> shards;
  for (int i = 0; i < 2; ++i) shards.push_back(std::make_unique<Shard>());
  const auto shard_of = [&](const std::string& key) -> Shard& {
    return *shards[std::hash<std::string>()(key) % shards.size()];
  };

  std::vector<std::thread> users;
  for (int user = 0; user < 4; ++user) {
    users.emplace_back([&] {
      for (int i = 0; i < 100; ++i) {
        const std::string key = "key " + std::to_string(i % 10);
        shard_of(key).add(key, 1);
      }
    });
  }
  for (std::thread& user : users) user.join();
  int sum = 0;
  for (int i = 0; i < 10; ++i) {
    const std::string key = "key " + std::to_string(i);
    sum += shard_of(key).add(key, 0);
  }
  std::printf("%d added\n", sum);
}
