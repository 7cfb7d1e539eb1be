// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A program wrote the file.
// Fix: safe
// Refused: it would change 'main.cpp', which is generated
//--- before
// Made by a program. DO NOT EDIT!
#include <aio/aio.h>
#include <iostream>

static aio::Coro<> save() {
  std::cout << "saved\n";
  co_return;
}

static aio::Coro<> serve() {
  save();
  co_return;
}

int main() { aio::run(serve()); }
