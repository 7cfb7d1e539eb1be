// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "aio/errors.h"

#include "aio/warnings.h"

namespace aio {

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

}  // namespace detail
}  // namespace aio
