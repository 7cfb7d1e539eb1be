// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "store.h"

#include <iterator>
#include <utility>

namespace legacy {

Store::Store(Options options) : options_(std::move(options)) {}

std::size_t Store::warm_up() {
  auto loop = aio::new_event_loop();
  loop->run_until_complete(load(read_lines(options_.journal)));
  const std::size_t keys = pairs_.size();
  return keys;
}

std::size_t Store::export_to(const std::string& path) {
  auto loop = aio::new_event_loop();
  if (pairs_.empty()) return 0;
  const auto lines = loop->run_until_complete(lines_of_pairs());
  loop->close();
  replace_lines(path, lines);
  return lines.size();
}

aio::Coro<> Store::load(std::vector<std::string> lines) {
  std::size_t done = 0;
  for (const std::string& line : lines) {
    make_change(line, pairs_);
    if (++done % options_.batch == 0) co_await aio::yield_now();
  }
}

aio::Coro<std::vector<std::string>> Store::lines_of_pairs() const {
  std::vector<std::string> lines;
  for (const auto& [key, value] : pairs_) {
    lines.push_back(line_of_put(key, value));
    if (lines.size() % options_.batch == 0) co_await aio::yield_now();
  }
  co_return lines;
}

void Store::owe(std::string line) {
  owed_.push_back(std::move(line));
  something_owed_.set();
}

aio::Coro<> Store::put(std::string key, std::string value) {
  owe(line_of_put(key, value));
  deadlines_.erase(key);
  pairs_.insert_or_assign(std::move(key), std::move(value));
  co_return;
}

aio::Coro<std::optional<std::string>> Store::get(std::string key) {
  const auto found = pairs_.find(key);
  if (found == pairs_.end()) co_return std::nullopt;
  co_return found->second;
}

aio::Coro<> Store::erase(std::string key) {
  if (pairs_.erase(key) != 0) owe(line_of_erase(key));
  deadlines_.erase(key);
  co_return;
}

aio::Coro<bool> Store::expire(std::string key, std::chrono::milliseconds time) {
  if (!pairs_.contains(key)) co_return false;
  deadlines_.insert_or_assign(std::move(key), aio::get_running_loop().time() + time);
  co_return true;
}

aio::Coro<std::vector<std::string>> Store::keys(std::string prefix) const {
  std::vector<std::string> found;
  for (auto each = pairs_.lower_bound(prefix); each != pairs_.end() && each->first.starts_with(prefix); ++each)
    found.push_back(each->first);
  co_return found;
}

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
    co_await aio::sleep(options_.housekeeping);
    const auto now = aio::get_running_loop().time();
    std::vector<std::string> late;
    for (const auto& [key, deadline] : deadlines_)
      if (deadline <= now) late.push_back(key);
    for (std::string& key : late) co_await erase(std::move(key));
  }
}

aio::Coro<> Store::flush() {
  std::vector<std::string> lines(std::make_move_iterator(owed_.begin()), std::make_move_iterator(owed_.end()));
  owed_.clear();
  if (!lines.empty())
    co_await aio::to_thread([path = options_.journal, lines = std::move(lines)] { append_lines(path, lines); });
}

}  // namespace legacy
