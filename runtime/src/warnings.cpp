// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "aio/warnings.h"

#include <cstdio>
#include <memory>
#include <mutex>
#include <utility>

namespace aio {

namespace {

struct Sink {
  std::mutex mutex;
  std::shared_ptr<WarningSink> current;
};
Sink& sink() {
  static Sink* const only = new Sink;  // never destroyed: threads may warn while the process ends
  return *only;
}

void print(const Warning& warning) {
  const std::string line =
      detail::place(warning.where) + ": " + std::string(warning.category) + ": " + warning.message + "\n";
  std::fwrite(line.data(), 1, line.size(), stderr);
}

}  // namespace

WarningSink set_warning_sink(WarningSink next) {
  auto replacement = next ? std::make_shared<WarningSink>(std::move(next)) : nullptr;
  std::lock_guard lock(sink().mutex);
  std::swap(sink().current, replacement);
  return replacement ? *replacement : WarningSink{};
}

namespace detail {

void warn(std::string_view category, std::string message, Where where) noexcept {
  try {
    std::shared_ptr<WarningSink> current;
    {
      std::lock_guard lock(sink().mutex);
      current = sink().current;
    }
    const Warning warning{category, std::move(message), where};
    if (!current) return print(warning);
    try {
      (*current)(warning);
    } catch (...) {  // the last resort
      print(warning);
    }
  } catch (...) {  // a warning never becomes an error
  }
}

std::string short_name(const Where& where) {
  std::string_view name = where.function_name();
  int depth = 0;  // cut at the parameter list; skip template arguments on the way
  std::size_t end = name.size(), begin = 0;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (c == '<') ++depth;
    if (c == '>') --depth;
    if (depth > 0) continue;
    if (c == ' ' || c == '&' || c == '*') begin = i + 1;
    if (c == '(') {
      if (name.substr(i).starts_with("(anonymous namespace)") || name.substr(i).starts_with("(lambda")) {
        while (i + 1 < name.size() && name[i] != ')') ++i;
        continue;
      }
      end = i;
      break;
    }
  }
  const std::string_view found = name.substr(begin, end - begin);
  return found.empty() ? std::string(name) : std::string(found);
}

std::string place(const Where& where) {
  if (!where.line()) return "<unknown>:0";
  return std::string(where.file_name()) + ":" + std::to_string(where.line());
}

}  // namespace detail
}  // namespace aio
