// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A mock: those declarations of async_simple that its model names, written for these tests.
#pragma once
#include <async_simple/coro/Lazy.h>

namespace async_simple::coro {
template <class Lazy> auto syncAwait(Lazy &&lazy) -> decltype(lazy.await_resume());
template <class Lazy> auto syncAwait(Lazy &&lazy, Executor *) -> decltype(lazy.await_resume());
} // namespace async_simple::coro
