// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// How the tool says that it cannot go on: one line, what is wrong and the cure.
#pragma once

#include "llvm/ADT/Twine.h"
#include "llvm/Support/raw_ostream.h"

namespace asynctidy::tool {

/// Status of wrong use, wrong configuration and internal errors.
constexpr int WrongUse = 2;

/// Status of a worker that may not have the memory it wants; Pool tells of it.
constexpr int OutOfMemory = 86;

/// Prints `async-tidy: error: <What>` and gives the status to end with.
inline int complain(const llvm::Twine &What) {
  llvm::errs() << "async-tidy: error: " << What << '\n';
  return WrongUse;
}

/// Prints `async-tidy: warning: <What>`: the run goes on, and is right.
inline void warn(const llvm::Twine &What) {
  llvm::errs() << "async-tidy: warning: " << What << '\n';
}

} // namespace asynctidy::tool
