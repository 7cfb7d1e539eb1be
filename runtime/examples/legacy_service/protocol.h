// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The protocol, without sockets: a line each way.
//   PUT key value · GET key · DEL key · EXPIRE key ms · KEYS prefix · STAT · METRICS · QUIT
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace legacy {

struct Snapshot {
  std::size_t keys = 0;
  std::size_t bytes = 0;
};

struct Request {
  enum class Verb { put, get, del, expire, keys, stat, metrics, quit, unknown };

  Verb verb = Verb::unknown;
  std::string key;
  std::string value;
  std::chrono::milliseconds time{};
  std::string fault;  // what is wrong with it; empty when nothing is

  bool valid() const { return fault.empty(); }
};

Request parse_request(std::string_view line);

// Replies.
std::string ok();
std::string bye();
std::string error(std::string_view what);
std::string found(const std::optional<std::string>& value);
std::string listed(const std::vector<std::string>& keys);
std::string described(const Snapshot& now);

// A key has no blanks; a value has no line ends.
bool is_key(std::string_view text);

}  // namespace legacy
