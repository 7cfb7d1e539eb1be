// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Context variables: values that follow a task, not a thread. Source: PEP 567, contextvars.
#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aio/detail/ref.h"

namespace aio {

namespace detail {

/// The values of a context, by variable. Never changed, only replaced: copying a context copies a pointer.
class ContextMap {
 public:
  using Entries = std::vector<std::pair<std::uint64_t, std::shared_ptr<const void>>>;
  explicit ContextMap(Entries values) noexcept : entries(std::move(values)) {}
  void retain() noexcept { references_.add(Reach::anywhere); }
  void release() noexcept {
    if (references_.drop(Reach::anywhere)) delete this;
  }
  const Entries entries;

 private:
  Count references_;
};
/// A place where a context's values live; no map, no values.
struct ContextData {
  Ref<ContextMap> map;
};
ContextData& current_context() noexcept;
/// Makes `data` current and returns what was current before (possibly null: the thread's own).
ContextData* swap_context(ContextData* data) noexcept;
std::uint64_t next_context_id() noexcept;
const std::shared_ptr<const void>* find_in_context(std::uint64_t id) noexcept;
void store_in_context(std::uint64_t id, std::shared_ptr<const void> value);  // null: forget

class ContextScope {
 public:
  explicit ContextScope(ContextData* data) noexcept : before_(swap_context(data)) {}
  ~ContextScope() { swap_context(before_); }
  ContextScope(const ContextScope&) = delete;

 private:
  ContextData* before_;
};

}  // namespace detail

/// A shared handle: copies of a Context see each other's writes; copy_context() makes a new one.
/// Threads: one at a time.
class Context {
 public:
  Context() : data_(std::make_shared<detail::ContextData>()) {}
  /// Runs `fn` with this context current and returns what it returns. Suspends: never.
  template <std::invocable F>
  decltype(auto) run(F&& fn) {
    detail::ContextScope scope(data_.get());
    return std::invoke(std::forward<F>(fn));
  }

  const std::shared_ptr<detail::ContextData>& data() const noexcept { return data_; }
  explicit Context(std::shared_ptr<detail::ContextData> data) noexcept : data_(std::move(data)) {}

 private:
  std::shared_ptr<detail::ContextData> data_;
};

/// A new context with the values of the current one.
[[nodiscard]] Context copy_context();

/// A variable whose value belongs to the current context. Make it at namespace scope; it may be used in any thread.
template <class T>
class ContextVar {
 public:
  explicit ContextVar(std::string_view name) : name_(name) {}
  ContextVar(std::string_view name, T dflt) : name_(name), default_(std::make_shared<const T>(std::move(dflt))) {}

  /// Errors: std::out_of_range when neither a value nor a default is there (LookupError).
  T get() const {
    if (auto value = lookup()) return *value;
    throw std::out_of_range("context variable '" + name_ + "' has no value");
  }
  std::optional<T> try_get() const {
    if (auto value = lookup()) return *value;
    return std::nullopt;
  }
  struct Token {
    std::uint64_t id;
    std::shared_ptr<const void> before;
  };
  Token set(T value) {
    const auto* before = detail::find_in_context(id_);
    Token token{id_, before ? *before : nullptr};
    detail::store_in_context(id_, std::make_shared<const T>(std::move(value)));
    return token;
  }
  /// Puts back what was there before the set() that gave `token`.
  void reset(Token token) {
    if (token.id != id_) throw std::invalid_argument("the token was made by another context variable");
    detail::store_in_context(id_, std::move(token.before));
  }

 private:
  std::shared_ptr<const T> lookup() const {
    if (const auto* value = detail::find_in_context(id_)) return std::static_pointer_cast<const T>(*value);
    return default_;
  }
  std::string name_;
  std::shared_ptr<const T> default_;
  std::uint64_t id_ = detail::next_context_id();
};

}  // namespace aio
