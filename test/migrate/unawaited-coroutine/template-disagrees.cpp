// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// In one instantiation it is no coroutine.
// Fix: safe
// Refused: no fix: the instantiations of its template disagree
//--- before
#include <aio/aio.h>
#include <iostream>

static aio::Coro<> save(int) { co_return; }
static void save(const char *) {}

template <class T> static aio::Coro<> each(T what) {
  save(what);
  co_return;
}

static aio::Coro<> serve() {
  co_await each(1);
  co_await each("it");
}

int main() { aio::run(serve()); }
