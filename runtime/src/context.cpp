// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "aio/context.h"

#include <algorithm>
#include <atomic>

#include "aio/detail/loop_state.h"

namespace aio {

namespace detail {

ContextData& current_context() noexcept {
  if (ContextData* current = this_thread().context) return *current;
  thread_local ContextData outermost;
  return outermost;
}

ContextData* swap_context(ContextData* data) noexcept { return std::exchange(this_thread().context, data); }

std::uint64_t next_context_id() noexcept {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

const std::shared_ptr<const void>* find_in_context(std::uint64_t id) noexcept {
  const auto& map = current_context().map;
  if (!map) return nullptr;
  const auto found = std::find_if(map->begin(), map->end(), [id](const auto& entry) { return entry.first == id; });
  return found == map->end() ? nullptr : &found->second;
}

void store_in_context(std::uint64_t id, std::shared_ptr<const void> value) {
  ContextData& context = current_context();
  auto next = context.map ? std::make_shared<ContextMap>(*context.map) : std::make_shared<ContextMap>();
  std::erase_if(*next, [id](const auto& entry) { return entry.first == id; });
  if (value) next->emplace_back(id, std::move(value));
  context.map = std::move(next);
}

}  // namespace detail

Context copy_context() { return Context(std::make_shared<detail::ContextData>(detail::current_context())); }

}  // namespace aio
