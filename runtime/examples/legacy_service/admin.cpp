// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "admin.h"

#include <csignal>
#include <filesystem>
#include <iostream>
#include <vector>

#include <aio/aio.h>
#include <aio/legacy.h>

#include "journal.h"

namespace legacy {
namespace {

aio::Coro<std::size_t> replay(std::vector<std::string> lines) {
  Pairs pairs;
  for (const std::string& line : lines) make_change(line, pairs);
  co_await aio::yield_now();
  co_return lines.size();
}

aio::Coro<std::vector<std::string>> shrunk(std::vector<std::string> lines) {
  Pairs pairs;
  for (const std::string& line : lines) make_change(line, pairs);
  co_await aio::yield_now();
  std::vector<std::string> kept;
  for (const auto& [key, value] : pairs) kept.push_back(line_of_put(key, value));
  co_return kept;
}

std::uintmax_t size_of(const std::string& path) {
  std::error_code none;
  const auto size = std::filesystem::file_size(path, none);
  return none ? 0 : size;
}

// Looks again and again, for ever.
class Watcher {
 public:
  Watcher(std::string journal, std::chrono::milliseconds period)
      : journal_(std::move(journal)), period_(period), last_(size_of(journal_)) {}

  aio::Coro<> look() {
    for (;; co_await aio::sleep(period_)) {
      ++looked_;
      const auto now = size_of(journal_);
      if (now != last_) std::cout << "watch: " << journal_ << " has " << now << " bytes\n";
      last_ = now;
    }
  }
  std::size_t looked() const { return looked_; }

 private:
  std::string journal_;
  std::chrono::milliseconds period_;
  std::uintmax_t last_;
  std::size_t looked_ = 0;
};

aio::EventLoop* watching = nullptr;

void on_signal(int) { watching->stop(); }

}  // namespace

std::size_t check(const std::string& journal) {
  return aio::get_event_loop().run_until_complete(replay(read_lines(journal)));
}

std::size_t compact(const std::string& journal) {
  const auto before = read_lines(journal);
  auto& loop = aio::get_event_loop();
  loop.run_until_complete(replay(before));
  const auto kept = loop.run_until_complete(shrunk(before));
  loop.close();
  replace_lines(journal, kept);
  return before.size() - kept.size();
}

std::size_t watch(const std::string& journal, std::chrono::milliseconds period) {
  auto loop = aio::new_event_loop();
  watching = loop.get();
  std::signal(SIGUSR1, on_signal);
  Watcher watcher(journal, period);
  const auto looking = loop->create_task(watcher.look());
  loop->run_forever();
  if (looking.done()) std::cerr << "watch: ended by itself\n";
  loop->close();
  return watcher.looked();
}

}  // namespace legacy
