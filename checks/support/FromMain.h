// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "support/Contexts.h"
#include "llvm/ADT/DenseSet.h"

namespace asynctidy {

/// Which functions are called from `main` only, however many calls away.
class FromMain {
public:
  explicit FromMain(const Unit &U);
  bool only(const Function &F) const { return !Elsewhere.contains(&F); }

private:
  llvm::DenseSet<const Function *> Elsewhere;
};

} // namespace asynctidy
