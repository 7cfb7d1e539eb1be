// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "replica.h"

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <vector>

#include <aio/aio.h>

#include "journal.h"

namespace legacy {
namespace {

constexpr std::size_t most_failures = 5;
constexpr std::chrono::milliseconds pause{5};

using Lines = std::vector<std::string>;

// Lines that wait to be written; the writer takes them as it can.
aio::Queue<Lines> waiting(4);

aio::Coro<> write_all(aio::Queue<Lines>& from, std::string to, std::size_t batches) {
  for (std::size_t i = 0; i < batches; ++i) {
    Lines lines = co_await from.get();
    co_await aio::to_thread([&] { append_lines(to, lines); });
    from.task_done();
  }
}

// One turn: a reader and a writer, with the queue between them.
aio::Coro<std::size_t> push(Lines lines, std::string to) {
  const std::size_t half = lines.size() / 2;
  const Lines first(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(half));
  const Lines second(lines.begin() + static_cast<std::ptrdiff_t>(half), lines.end());
  co_await waiting.put(first);
  co_await waiting.put(second);
  co_await write_all(waiting, std::move(to), 2);
  co_return lines.size();
}

aio::Coro<> rest() { co_await aio::sleep(pause); }

}  // namespace

Replicated replicate(const std::string& from, const std::string& to, std::size_t batch) {
  Replicated done;
  const Lines all = read_lines(from);
  std::size_t at = read_lines(to).size();
  if (at > all.size()) throw std::runtime_error("'" + to + "' has more lines than '" + from + "'");
  while (at < all.size()) {
    const std::size_t count = std::min(batch, all.size() - at);
    const auto begin = all.begin() + static_cast<std::ptrdiff_t>(at);
    try {
      at += aio::run(push(Lines(begin, begin + static_cast<std::ptrdiff_t>(count)), to));
      ++done.batches;
    } catch (const std::runtime_error&) {
      if (++done.retries > most_failures) throw;
      aio::run(rest());
    }
  }
  done.lines = at;
  return done;
}

}  // namespace legacy
