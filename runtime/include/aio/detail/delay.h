// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Time limits as callers write them.
#pragma once

#include <chrono>
#include <cmath>
#include <optional>
#include <type_traits>

#include "aio/errors.h"
#include "aio/vocabulary.h"

namespace aio::detail {

/// Rounded up, and at most a century: sums with the clock never overflow.
template <class R, class P>
Duration to_duration(std::chrono::duration<R, P> delay) {
  if constexpr (std::is_floating_point_v<R>) {
    if (std::isnan(delay.count())) throw ValueError("Invalid delay: NaN");
    constexpr std::chrono::duration<R> century{3.0e9};
    if (delay > century) return std::chrono::duration_cast<Duration>(century);
    if (delay < -century) return -std::chrono::duration_cast<Duration>(century);
  } else if (delay > std::chrono::hours(24 * 365 * 100)) {
    return std::chrono::hours(24 * 365 * 100);
  }
  return std::chrono::ceil<Duration>(delay);
}

/// Any duration, an optional one, or none: no limit.
struct Delay {
  Delay() noexcept = default;
  Delay(std::nullopt_t) noexcept {}
  template <class R, class P>
  Delay(std::chrono::duration<R, P> limit) : value(to_duration(limit)) {}
  template <class R, class P>
  Delay(std::optional<std::chrono::duration<R, P>> limit) {
    if (limit) value = to_duration(*limit);
  }
  std::optional<Duration> value;

  bool has_passed() const noexcept { return value && *value <= Duration::zero(); }
  std::optional<TimePoint> from(TimePoint now) const noexcept {
    return value ? std::optional<TimePoint>(now + *value) : std::nullopt;
  }
};

}  // namespace aio::detail
