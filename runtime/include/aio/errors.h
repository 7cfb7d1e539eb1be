// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What aio throws. Signals that steer control flow are not std::exception, so `catch (const std::exception&)` lets them
// pass.
#pragma once

#include <any>
#include <cstddef>
#include <exception>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace aio {

/// A task was cancelled. Who catches it rethrows it. Source: asyncio/exceptions.py, CancelledError.
struct CancelledError {
  std::any message;
};
/// SIGINT reached a run. Source: builtin KeyboardInterrupt.
struct KeyboardInterrupt {};
/// Ends the loop and leaves run() as it is. Source: builtin SystemExit.
struct SystemExit {
  int code = 0;
};

struct RuntimeError : std::runtime_error {
  using std::runtime_error::runtime_error;
};
struct LoopClosedError : RuntimeError {
  using RuntimeError::RuntimeError;
};
struct LoopRunningError : RuntimeError {
  using RuntimeError::RuntimeError;
};
struct NoRunningLoopError : RuntimeError {
  using RuntimeError::RuntimeError;
};
struct WrongLoopError : RuntimeError {
  using RuntimeError::RuntimeError;
};
struct ValueError : std::invalid_argument {
  using std::invalid_argument::invalid_argument;
};
struct InvalidStateError : std::logic_error {
  using std::logic_error::logic_error;
};
/// The stream ended before what was asked for was there. Source: asyncio/exceptions.py.
struct IncompleteReadError : std::runtime_error {
  IncompleteReadError(std::string read, std::optional<std::size_t> wanted);
  std::string partial;                  ///< what was read before the end
  std::optional<std::size_t> expected;  ///< bytes; none for a separator
};
/// A separator did not come within the limit; the data stays in the buffer. Source: asyncio/exceptions.py.
struct LimitOverrunError : std::runtime_error {
  LimitOverrunError(const char* message, std::size_t bytes) : std::runtime_error(message), consumed(bytes) {}
  std::size_t consumed;  ///< bytes to read to get past what was looked at
};
struct TimeoutError : std::runtime_error {
  TimeoutError() : std::runtime_error("timed out") {}
};
struct QueueEmpty : std::runtime_error {
  QueueEmpty() : std::runtime_error("queue empty") {}
};
struct QueueFull : std::runtime_error {
  QueueFull() : std::runtime_error("queue full") {}
};
struct QueueShutDown : std::runtime_error {
  QueueShutDown() : std::runtime_error("queue shut down") {}
};
struct BrokenBarrierError : RuntimeError {
  using RuntimeError::RuntimeError;
};

/// Several errors at once; members may be any exception, nested groups included.
/// Source: builtin BaseExceptionGroup and ExceptionGroup.
class ExceptionGroup : public std::exception {
 public:
  ExceptionGroup(std::string message, std::vector<std::exception_ptr> errors);

  /// "<message> (N sub-exceptions)".
  const char* what() const noexcept override { return what_.c_str(); }
  std::string_view message() const noexcept { return message_; }
  std::span<const std::exception_ptr> exceptions() const noexcept { return errors_; }
  /// True when some leaf is not a std::exception: a CancelledError, a KeyboardInterrupt …
  bool has_base_errors() const noexcept;

  /// Removes the leaves that are an E, recursing into nested groups, and calls `fn` on each: `except*`.
  /// Returns what is left, nothing when all were handled. Errors: what `fn` throws.
  template <class E, class Fn>
  std::optional<ExceptionGroup> handle(Fn&& fn) const;
  template <class E>
  bool contains() const;

 private:
  std::string message_;
  std::vector<std::exception_ptr> errors_;
  std::string what_;
};

template <class E, class Fn>
std::optional<ExceptionGroup> ExceptionGroup::handle(Fn&& fn) const {
  static_assert(!std::is_base_of_v<ExceptionGroup, E>, "handle() looks inside groups; name the type of a member");
  std::vector<std::exception_ptr> rest;
  for (const std::exception_ptr& error : errors_) {
    try {
      std::rethrow_exception(error);
    } catch (const ExceptionGroup& nested) {
      if (auto left = nested.handle<E>(fn)) rest.push_back(std::make_exception_ptr(*std::move(left)));
    } catch (E& match) {
      fn(match);
    } catch (...) {
      rest.push_back(error);
    }
  }
  if (rest.empty()) return std::nullopt;
  return ExceptionGroup(message_, std::move(rest));
}

template <class E>
bool ExceptionGroup::contains() const {
  bool found = false;
  (void)handle<E>([&found](const E&) { found = true; });
  return found;
}

namespace detail {
/// What an error says, in one line; for a signal, its name.
std::string describe(const std::exception_ptr& error);
/// Its type, without namespaces: "ValueError".
std::string type_name(const std::exception_ptr& error);
/// KeyboardInterrupt or SystemExit: what ends a loop at once.
bool ends_the_loop(const std::exception_ptr& error) noexcept;
bool is_cancellation(const std::exception_ptr& error) noexcept;
}  // namespace detail

}  // namespace aio
