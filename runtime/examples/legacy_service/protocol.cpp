// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "protocol.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace legacy {
namespace {

constexpr std::size_t longest_key = 128;
constexpr std::size_t longest_value = 2048;

std::string_view next_word(std::string_view& rest) {
  const auto first = rest.find_first_not_of(' ');
  if (first == std::string_view::npos) {
    rest = {};
    return {};
  }
  rest.remove_prefix(first);
  const auto end = std::min(rest.find(' '), rest.size());
  const std::string_view word = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return word;
}

Request::Verb verb_of(std::string_view word) {
  using Verb = Request::Verb;
  constexpr std::array<std::pair<std::string_view, Verb>, 8> all = {{
      {"PUT", Verb::put},
      {"GET", Verb::get},
      {"DEL", Verb::del},
      {"EXPIRE", Verb::expire},
      {"KEYS", Verb::keys},
      {"STAT", Verb::stat},
      {"METRICS", Verb::metrics},
      {"QUIT", Verb::quit},
  }};
  for (const auto& [name, verb] : all)
    if (name == word) return verb;
  return Verb::unknown;
}

bool wants_key(Request::Verb verb) {
  return verb == Request::Verb::put || verb == Request::Verb::get || verb == Request::Verb::del ||
         verb == Request::Verb::expire;
}

}  // namespace

bool is_key(std::string_view text) {
  return !text.empty() && text.size() <= longest_key &&
         std::none_of(text.begin(), text.end(), [](unsigned char c) { return c <= ' ' || c == 127; });
}

Request parse_request(std::string_view line) {
  Request request;
  std::string_view rest = line;
  request.verb = verb_of(next_word(rest));
  if (request.verb == Request::Verb::unknown) {
    request.fault = "unknown command";
    return request;
  }
  if (wants_key(request.verb) || request.verb == Request::Verb::keys) request.key = next_word(rest);
  if (wants_key(request.verb) && !is_key(request.key)) {
    request.fault = "a key is wanted";
    return request;
  }
  if (request.verb == Request::Verb::put) {
    request.value = rest;
    if (request.value.empty() || request.value.size() > longest_value) request.fault = "a value is wanted";
  }
  if (request.verb == Request::Verb::expire) {
    int count = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), count);
    if (error != std::errc() || end != rest.data() + rest.size() || count <= 0)
      request.fault = "a time in milliseconds is wanted";
    request.time = std::chrono::milliseconds(count);
  }
  return request;
}

std::string ok() { return "OK"; }

std::string bye() { return "BYE"; }

std::string error(std::string_view what) { return "ERR " + std::string(what); }

std::string found(const std::optional<std::string>& value) { return value ? "VALUE " + *value : "NONE"; }

std::string listed(const std::vector<std::string>& keys) {
  std::string line = "KEYS " + std::to_string(keys.size());
  for (const std::string& key : keys) line += ' ' + key;
  return line;
}

std::string described(const Snapshot& now) {
  return "keys=" + std::to_string(now.keys) + " bytes=" + std::to_string(now.bytes);
}

}  // namespace legacy
