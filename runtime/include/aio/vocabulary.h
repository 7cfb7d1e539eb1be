// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The words every other header uses: the clock, where a thing was made, the value of nothing.
#pragma once

#include <chrono>
#include <source_location>
#include <type_traits>

namespace aio {

using Clock = std::chrono::steady_clock;  ///< what EventLoop::time() reads
using Duration = std::chrono::nanoseconds;
using TimePoint = std::chrono::time_point<Clock, Duration>;
using Where = std::source_location;  ///< a defaulted last parameter: the place of the call

/// The value of a void awaitable inside tuples and outcomes.
struct Unit {
  friend constexpr bool operator==(Unit, Unit) noexcept { return true; }
};
template <class T>
using wrap_void = std::conditional_t<std::is_void_v<T>, Unit, T>;

}  // namespace aio
