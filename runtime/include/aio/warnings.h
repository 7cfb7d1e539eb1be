// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Warnings: one replaceable sink for the whole process.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "aio/vocabulary.h"

namespace aio {

struct Warning {
  std::string_view category;  ///< ResourceWarning, RuntimeWarning, DeprecationWarning; "error" from the default handler
  std::string message;
  Where where;
};
using WarningSink = std::function<void(const Warning&)>;

/// Replaces the sink; {} restores the default, which prints "<file>:<line>: <category>: <message>" to stderr.
/// Returns the previous one. Errors: none; what a sink that throws was told goes to stderr. Threads: any. Source:
/// warnings.showwarning.
WarningSink set_warning_sink(WarningSink sink);

namespace detail {
void warn(std::string_view category, std::string message, Where where) noexcept;
/// "fetch" out of "aio::Coro<int> fetch(int)".
std::string short_name(const Where& where);
std::string place(const Where& where);
}  // namespace detail

}  // namespace aio
