// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Keys and values in memory, with a journal on disk that worker tasks write.
#pragma once

#include <cstddef>
#include <deque>
#include <fstream>
#include <map>
#include <optional>
#include <string>

#include <aio/aio.h>

namespace legacy {

struct Snapshot {
  std::size_t keys = 0;
  std::size_t bytes = 0;
};

class Store {
 public:
  explicit Store(std::string journal_path);

  // Before the service starts: reads the journal, gives the number of keys.
  std::size_t warm_up();
  // Copies every pair into a file, gives their number.
  std::size_t export_to(const std::string& path);

  aio::Coro<> put(std::string key, std::string value);
  aio::Coro<std::optional<std::string>> get(std::string key);
  aio::Coro<bool> erase(std::string key);
  aio::Coro<Snapshot> snapshot() const;

  // The workers: one writes what the journal owes, the other drops empty values; both for ever.
  aio::Coro<> journal_worker();
  aio::Coro<> housekeeper();
  aio::Coro<> flush();

 private:
  aio::Coro<> load();
  aio::Coro<> write_pairs(std::ofstream& out) const;

  std::string path_;
  std::map<std::string, std::string> pairs_;
  std::deque<std::string> owed_;
  aio::Event something_owed_;
};

// Reads a journal to its end and throws where a line is not one of ours.
aio::Coro<std::size_t> replay(std::string path);

}  // namespace legacy
