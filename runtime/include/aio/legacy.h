// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What asyncio is leaving behind, kept so that old code can be recognised and moved away. Not part of aio.h.
#pragma once

#include "aio/event_loop.h"

namespace aio {

/// The running loop, else the one set_event_loop() set. Errors: RuntimeError "There is no current event loop in thread
/// '…'." Warns: DeprecationWarning. Source: asyncio.get_event_loop, the rule of 3.14: never makes one.
[[deprecated("use get_running_loop(), run() or Runner")]] EventLoop& get_event_loop(Where where = Where::current());

/// What new_event_loop() and run() make from now on, in the whole process; {} restores the default.
/// Warns: DeprecationWarning. Source: asyncio.set_event_loop_policy.
[[deprecated("pass loop_factory to run() or Runner")]] void set_event_loop_policy(LoopFactory factory,
                                                                                  Where where = Where::current());

}  // namespace aio
