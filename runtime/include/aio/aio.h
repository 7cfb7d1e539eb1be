// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// All of aio but its deprecated surface (aio/legacy.h).
#pragma once

#include "aio/awaitable.h"
#include "aio/context.h"
#include "aio/coro.h"
#include "aio/ensure_future.h"
#include "aio/epoll.h"
#include "aio/errors.h"
#include "aio/event.h"
#include "aio/event_loop.h"
#include "aio/executor.h"
#include "aio/future.h"
#include "aio/gather.h"
#include "aio/handle.h"
#include "aio/lock.h"
#include "aio/poller.h"
#include "aio/runner.h"
#include "aio/settle.h"
#include "aio/sleep.h"
#include "aio/task.h"
#include "aio/task_group.h"
#include "aio/threads.h"
#include "aio/vocabulary.h"
#include "aio/warnings.h"
