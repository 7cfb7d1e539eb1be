// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "journal.h"

#include <cstdio>
#include <fstream>
#include <stdexcept>
#include <system_error>

namespace legacy {
namespace {

[[noreturn]] void fail(const std::string& what, const std::string& path) {
  throw std::runtime_error("'" + path + "' " + what);
}

void write(std::ofstream& out, const std::string& path, const std::vector<std::string>& lines) {
  for (const std::string& line : lines) out << line << '\n';
  out.flush();
  if (!out) fail("cannot be written", path);
}

}  // namespace

std::string line_of_put(std::string_view key, std::string_view value) {
  return "= " + std::string(key) + ' ' + std::string(value);
}

std::string line_of_erase(std::string_view key) { return "- " + std::string(key); }

void make_change(std::string_view line, Pairs& pairs) {
  const bool puts = line.starts_with("= "), erases = line.starts_with("- ");
  if (!puts && !erases) throw std::runtime_error("the journal has a line that is not ours: " + std::string(line));
  line.remove_prefix(2);
  if (erases) {
    if (const auto found = pairs.find(line); found != pairs.end()) pairs.erase(found);
    return;
  }
  const auto gap = line.find(' ');
  if (gap == std::string_view::npos)
    throw std::runtime_error("the journal has a line without a value: " + std::string(line));
  pairs.insert_or_assign(std::string(line.substr(0, gap)), std::string(line.substr(gap + 1)));
}

std::vector<std::string> read_lines(const std::string& path) {
  std::vector<std::string> lines;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) lines.push_back(std::move(line));
  return lines;
}

void append_lines(const std::string& path, const std::vector<std::string>& lines) {
  std::ofstream out(path, std::ios::app);
  write(out, path, lines);
}

// Beside its place first: a reader sees the old file or the new one.
void replace_lines(const std::string& path, const std::vector<std::string>& lines) {
  const std::string beside = path + ".new";
  {
    std::ofstream out(beside, std::ios::trunc);
    write(out, beside, lines);
  }
  if (std::rename(beside.c_str(), path.c_str()) != 0) fail("cannot be replaced", path);
}

}  // namespace legacy
