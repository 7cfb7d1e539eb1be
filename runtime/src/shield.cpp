// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "aio/shield.h"

#include <cstdint>

#include "aio/event_loop.h"

namespace aio::detail {

namespace {
/// Of every report of a late error: how a second one finds the first.
constexpr std::uint64_t late_error_id = ~std::uint64_t{0};

struct LateError {
  void operator()(Future<void>& shielded) const {
    if (shielded.cancelled()) return;
    const std::exception_ptr error = shielded.exception();
    if (!error) return;
    FutureState& state = *shielded.state();
    ErrorContext context{.message = type_name(error) + " exception in shielded future", .exception = error};
    if (state.is_task())
      context.task = AnyTask(Ref<TaskState>(static_cast<TaskState*>(&state)));
    else
      context.future = "<Future finished>";
    context.created_at = state.created_at;
    state.loop().handle_error(context);
  }
};
}  // namespace

void report_late_error(FutureState& shielded) {
  shielded.remove(late_error_id);
  shielded.add(
      *new DoneCallbackOf<Future<void>, LateError>(LateError{}, std::nullopt, shielded.created_at, late_error_id));
}

}  // namespace aio::detail
