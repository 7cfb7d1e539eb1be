// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// How the tool says that it cannot go on: one line, what is wrong and the cure.
#pragma once

#include "llvm/ADT/Twine.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"

namespace asynctidy::tool {

/// Status of wrong use, wrong configuration and internal errors.
constexpr int WrongUse = 2;

/// Prints `async-tidy: error: <What>` and gives the status to end with.
inline int complain(const llvm::Twine &What) {
  llvm::errs() << "async-tidy: error: " << What << '\n';
  return WrongUse;
}

inline int complain(llvm::Error Failed) {
  return complain(llvm::toString(std::move(Failed)));
}

/// An error that somebody else tells, or mends.
inline llvm::Error wrong(const llvm::Twine &What) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), What);
}

/// Prints `async-tidy: warning: <What>`: the run goes on, and is right.
inline void warn(const llvm::Twine &What) {
  llvm::errs() << "async-tidy: warning: " << What << '\n';
}

} // namespace asynctidy::tool
