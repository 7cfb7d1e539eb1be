// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the deprecated getters and setters reach.
#pragma once

#include "aio/event_loop.h"

namespace aio::detail {

/// What set_event_loop() set in this thread, or null.
EventLoop* event_loop_slot() noexcept;
/// What new_event_loop() makes; {} restores the default backend.
void set_default_factory(LoopFactory factory);

}  // namespace aio::detail
