// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "store.h"

#include <chrono>
#include <stdexcept>
#include <utility>

namespace legacy {
namespace {

// So many lines, then the others on the loop have their turn.
constexpr std::size_t batch = 64;
constexpr std::chrono::seconds housekeeping{30};

std::pair<std::string, std::string> split_line(const std::string& line) {
  const auto gap = line.find(' ');
  if (gap == std::string::npos) throw std::runtime_error("the journal has a line without a value: " + line);
  return {line.substr(0, gap), line.substr(gap + 1)};
}

}  // namespace

Store::Store(std::string journal_path) : path_(std::move(journal_path)) {}

std::size_t Store::warm_up() {
  auto loop = aio::new_event_loop();
  loop->run_until_complete(load());
  const std::size_t keys = pairs_.size();
  return keys;
}

std::size_t Store::export_to(const std::string& path) {
  auto loop = aio::new_event_loop();
  std::ofstream out(path);
  if (!out) return 0;
  loop->run_until_complete(write_pairs(out));
  loop->close();
  return pairs_.size();
}

aio::Coro<> Store::load() {
  std::ifstream in(path_);
  std::size_t lines = 0;
  for (std::string line; std::getline(in, line);) {
    auto [key, value] = split_line(line);
    pairs_[key] = value;
    if (++lines % batch == 0) co_await aio::yield_now();
  }
}

aio::Coro<> Store::write_pairs(std::ofstream& out) const {
  std::size_t lines = 0;
  for (const auto& [key, value] : pairs_) {
    out << key << ' ' << value << '\n';
    if (++lines % batch == 0) co_await aio::yield_now();
  }
}

aio::Coro<> Store::put(std::string key, std::string value) {
  owed_.push_back(key + ' ' + value);
  something_owed_.set();
  pairs_[std::move(key)] = std::move(value);
  co_return;
}

aio::Coro<std::optional<std::string>> Store::get(std::string key) {
  const auto found = pairs_.find(key);
  if (found == pairs_.end()) co_return std::nullopt;
  co_return found->second;
}

aio::Coro<bool> Store::erase(std::string key) { co_return pairs_.erase(key) != 0; }

aio::Coro<Snapshot> Store::snapshot() const {
  Snapshot now;
  for (const auto& [key, value] : pairs_) {
    ++now.keys;
    now.bytes += key.size() + value.size();
  }
  co_await aio::yield_now();
  co_return now;
}

aio::Coro<> Store::journal_worker() {
  for (;;) {
    co_await something_owed_.wait();
    something_owed_.clear();
    co_await flush();
  }
}

aio::Coro<> Store::housekeeper() {
  for (;;) {
    co_await aio::sleep(housekeeping);
    std::erase_if(pairs_, [](const auto& pair) { return pair.second.empty(); });
  }
}

aio::Coro<> Store::flush() {
  std::ofstream out(path_, std::ios::app);
  for (std::size_t lines = 0; !owed_.empty();) {
    out << owed_.front() << '\n';
    owed_.pop_front();
    if (++lines % batch == 0) co_await aio::yield_now();
  }
}

aio::Coro<std::size_t> replay(std::string path) {
  std::ifstream in(path);
  std::size_t lines = 0;
  for (std::string line; std::getline(in, line); ++lines) split_line(line);
  co_await aio::yield_now();
  co_return lines;
}

}  // namespace legacy
