// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "aio/errors.h"

#include <cxxabi.h>

#include <cstdlib>
#include <memory>
#include <typeinfo>

#include "aio/warnings.h"

namespace aio {

IncompleteReadError::IncompleteReadError(std::string read, std::optional<std::size_t> wanted)
    : std::runtime_error(std::to_string(read.size()) + " bytes read on a total of " +
                         (wanted ? std::to_string(*wanted) : "undefined") + " expected bytes"),
      partial(std::move(read)), expected(wanted) {}

ExceptionGroup::ExceptionGroup(std::string message, std::vector<std::exception_ptr> errors)
    : message_(std::move(message)), errors_(std::move(errors)) {
  what_ =
      message_ + " (" + std::to_string(errors_.size()) + (errors_.size() == 1 ? " sub-exception)" : " sub-exceptions)");
}

bool ExceptionGroup::has_base_errors() const noexcept {
  for (const std::exception_ptr& error : errors_) {
    try {
      std::rethrow_exception(error);
    } catch (const ExceptionGroup& nested) {
      if (nested.has_base_errors()) return true;
    } catch (const std::exception&) {
    } catch (...) {
      return true;
    }
  }
  return false;
}

namespace detail {

std::string describe(const std::exception_ptr& error) {
  if (!error) return "no error";
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& known) {
    return known.what();
  } catch (const CancelledError&) {
    return "CancelledError";
  } catch (const KeyboardInterrupt&) {
    return "KeyboardInterrupt";
  } catch (const SystemExit& exit) {
    return "SystemExit: " + std::to_string(exit.code);
  } catch (...) {
    return "unknown exception";
  }
}

std::string type_name(const std::exception_ptr& error) {
  const std::type_info* type = nullptr;
  try {
    std::rethrow_exception(error);
  } catch (...) {
    type = abi::__cxa_current_exception_type();
  }
  if (!type) return "unknown";
  struct Free {
    void operator()(char* text) const noexcept { std::free(text); }
  };
  const std::unique_ptr<char, Free> readable(abi::__cxa_demangle(type->name(), nullptr, nullptr, nullptr));
  const std::string name = readable ? readable.get() : type->name();
  const std::size_t scope = name.find('<') == std::string::npos ? name.rfind("::") : std::string::npos;
  return scope == std::string::npos ? name : name.substr(scope + 2);
}

bool ends_the_loop(const std::exception_ptr& error) noexcept {
  if (!error) return false;
  try {
    std::rethrow_exception(error);
  } catch (const KeyboardInterrupt&) {
    return true;
  } catch (const SystemExit&) {
    return true;
  } catch (...) {
    return false;
  }
}

bool is_cancellation(const std::exception_ptr& error) noexcept {
  if (!error) return false;
  try {
    std::rethrow_exception(error);
  } catch (const CancelledError&) {
    return true;
  } catch (...) {
    return false;
  }
}

}  // namespace detail
}  // namespace aio
