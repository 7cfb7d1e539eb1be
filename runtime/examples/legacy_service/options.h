// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the command line and a configuration file say.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace legacy {

// Words that mean nothing, or a value that does not fit.
struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Options {
  enum class Command { serve, self_test, export_pairs, check, compact, backup, replicate, watch };

  Command command = Command::serve;
  std::string journal = "legacy_service.journal";
  std::string target;  // of export, backup, replicate
  std::uint16_t port = 7007;
  bool debug = false;
  bool flush = false;  // have the journal written by the clock, not only on demand
  std::chrono::milliseconds metrics_period{1000};
  std::chrono::milliseconds housekeeping{30000};
  std::size_t batch = 64;  // lines at a time, then the others on the loop have their turn
};

// Reads the words behind the program's name; nothing when help was asked for.
std::optional<Options> parse(const std::vector<std::string>& words);

// Reads `key = value` lines; a '#' begins a comment.
void read_file(const std::string& path, Options& options);

std::string_view usage();

}  // namespace legacy
