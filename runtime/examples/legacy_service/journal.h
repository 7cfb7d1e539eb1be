// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The file that the store writes: a line for each change, the last one counts.
//   = key value      - key
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace legacy {

using Pairs = std::map<std::string, std::string, std::less<>>;

// One change, as a line of the journal.
std::string line_of_put(std::string_view key, std::string_view value);
std::string line_of_erase(std::string_view key);

// Makes the change that a line says. Throws when it is not one of ours.
void make_change(std::string_view line, Pairs& pairs);

// The lines of the file; none when there is no file yet.
std::vector<std::string> read_lines(const std::string& path);

// Puts lines behind what is there, or in its place.
void append_lines(const std::string& path, const std::vector<std::string>& lines);
void replace_lines(const std::string& path, const std::vector<std::string>& lines);

}  // namespace legacy
