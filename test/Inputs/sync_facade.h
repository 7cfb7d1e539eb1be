// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A synchronous facade in front of coroutines: harmless until a coroutine calls it.
#pragma once

#include <aio/aio.h>

namespace facade {
aio::Coro<int> fetch();
inline int fetch_sync() { return aio::run(fetch()); }
inline int never_called_sync() { return aio::run(fetch()); }
inline void forgets() { fetch(); }
inline void legacy(aio::EventLoop &loop) {
  loop.create_task(fetch()).detach();
  loop.close();
}
} // namespace facade
