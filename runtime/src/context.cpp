// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "aio/context.h"

#include <algorithm>
#include <atomic>
#include <utility>

namespace aio {

namespace detail {

std::uint64_t next_context_id() noexcept {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

const std::shared_ptr<const void>* find_in_context(std::uint64_t id) noexcept {
  const auto& map = current_context().map;
  if (!map) return nullptr;
  const auto found = std::ranges::find(map->entries, id, &ContextMap::Entries::value_type::first);
  return found == map->entries.end() ? nullptr : &found->second;
}

void store_in_context(std::uint64_t id, std::shared_ptr<const void> value) {
  ContextData& context = current_context();
  ContextMap::Entries next = context.map ? context.map->entries : ContextMap::Entries();
  std::erase_if(next, [id](const auto& entry) { return entry.first == id; });
  if (value) next.emplace_back(id, std::move(value));
  context.map = Ref<ContextMap>::adopt(new ContextMap(std::move(next)));
}

}  // namespace detail

Context copy_context() { return Context(std::make_shared<detail::ContextData>(detail::current_context())); }

}  // namespace aio
