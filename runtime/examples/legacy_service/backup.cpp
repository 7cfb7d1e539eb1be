// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "backup.h"

#include <vector>

#include <aio/aio.h>
#include <aio/legacy.h>

#include "journal.h"

namespace legacy {
namespace {

constexpr std::size_t batch = 64;

aio::Coro<Pairs> collect(std::vector<std::string> lines) {
  Pairs pairs;
  std::size_t done = 0;
  for (const std::string& line : lines) {
    make_change(line, pairs);
    if (++done % batch == 0) co_await aio::yield_now();
  }
  co_return pairs;
}

aio::Coro<std::size_t> copy(std::string journal, std::string to) {
  auto lines = co_await aio::to_thread([&] { return read_lines(journal); });
  const Pairs pairs = co_await collect(std::move(lines));
  std::vector<std::string> kept;
  for (const auto& [key, value] : pairs) kept.push_back(line_of_put(key, value));
  co_await aio::to_thread([&] { replace_lines(to, kept); });
  co_return kept.size();
}

aio::Coro<std::size_t> count(std::string path) {
  auto lines = co_await aio::to_thread([&] { return read_lines(path); });
  const Pairs pairs = co_await collect(std::move(lines));
  co_return pairs.size();
}

}  // namespace

std::size_t back_up(const std::string& journal, const std::string& to) {
  aio::set_event_loop_policy(aio::epoll::new_event_loop);
  const std::size_t pairs = aio::run(copy(journal, to));
  aio::set_event_loop_policy({});
  return pairs;
}

std::size_t verify(const std::string& path) {
  auto loop = aio::epoll::new_event_loop();
  std::size_t pairs = 0;
  try {
    pairs = loop->run_until_complete(count(path));
  } catch (...) {
    loop->close();
    throw;
  }
  loop->close();
  return pairs;
}

}  // namespace legacy
