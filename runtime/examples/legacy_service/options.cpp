// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "options.h"

#include <charconv>
#include <fstream>
#include <map>

namespace legacy {
namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blank = " \t\r";
  const auto first = text.find_first_not_of(blank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

template <class Number>
Number number(std::string_view name, std::string_view text, Number least, Number most) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < least || value > most)
    throw UsageError(std::string(name) + " wants a number from " + std::to_string(least) + " to " +
                     std::to_string(most) + ", not '" + std::string(text) + "'");
  return value;
}

bool truth(std::string_view name, std::string_view text) {
  if (text == "yes" || text == "on" || text == "true") return true;
  if (text == "no" || text == "off" || text == "false") return false;
  throw UsageError(std::string(name) + " is yes or no, not '" + std::string(text) + "'");
}

// One setting, from the command line or from a file.
void set(Options& options, std::string_view name, std::string_view value) {
  if (name == "journal") {
    options.journal = value;
  } else if (name == "port") {
    options.port = number<std::uint16_t>(name, value, 0, 65535);
  } else if (name == "debug") {
    options.debug = truth(name, value);
  } else if (name == "flush") {
    options.flush = truth(name, value);
  } else if (name == "batch") {
    options.batch = number<std::size_t>(name, value, 1, 100000);
  } else if (name == "metrics-ms") {
    options.metrics_period = std::chrono::milliseconds(number<int>(name, value, 1, 3600000));
  } else if (name == "housekeeping-ms") {
    options.housekeeping = std::chrono::milliseconds(number<int>(name, value, 1, 3600000));
  } else {
    throw UsageError("there is no setting '" + std::string(name) + "'");
  }
}

const std::map<std::string, Options::Command, std::less<>>& commands() {
  using Command = Options::Command;
  static const std::map<std::string, Command, std::less<>> all = {
      {"serve", Command::serve},         {"--self-test", Command::self_test}, {"export", Command::export_pairs},
      {"check", Command::check},         {"compact", Command::compact},       {"backup", Command::backup},
      {"replicate", Command::replicate}, {"watch", Command::watch},
  };
  return all;
}

bool wants_target(Options::Command command) {
  return command == Options::Command::export_pairs || command == Options::Command::backup ||
         command == Options::Command::replicate;
}

}  // namespace

void read_file(const std::string& path, Options& options) {
  std::ifstream in(path);
  if (!in) throw UsageError("'" + path + "' cannot be read");
  std::size_t count = 0;
  for (std::string text; std::getline(in, text);) {
    ++count;
    std::string_view line = trimmed(std::string_view(text).substr(0, text.find('#')));
    if (line.empty()) continue;
    const auto equals = line.find('=');
    if (equals == std::string_view::npos)
      throw UsageError(path + ":" + std::to_string(count) + ": a line is 'key = value'");
    set(options, trimmed(line.substr(0, equals)), trimmed(line.substr(equals + 1)));
  }
}

std::optional<Options> parse(const std::vector<std::string>& words) {
  Options options;
  bool commanded = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word == "--help") return std::nullopt;
    if (word == "--config") {
      if (++i == words.size()) throw UsageError("--config wants a file");
      read_file(words[i], options);
    } else if (const auto command = commands().find(word); command != commands().end() && !commanded) {
      commanded = true;
      options.command = command->second;
      if (wants_target(options.command)) {
        if (++i == words.size()) throw UsageError(word + " wants a file");
        options.target = words[i];
      }
    } else if (word.starts_with("--") && i + 1 < words.size()) {
      set(options, std::string_view(word).substr(2), words[i + 1]);
      ++i;
    } else {
      throw UsageError("'" + word + "' means nothing here");
    }
  }
  return options;
}

std::string_view usage() {
  return "usage: legacy_service [COMMAND] [--config FILE] [--SETTING VALUE]...\n"
         "\n"
         "commands: serve (the default), watch, check, compact, export FILE, backup FILE,\n"
         "          replicate FILE, --self-test\n"
         "settings: journal, port, debug, flush, batch, metrics-ms, housekeeping-ms\n";
}

}  // namespace legacy
