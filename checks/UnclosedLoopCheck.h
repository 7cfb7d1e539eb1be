// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "support/UnitCheck.h"

namespace asynctidy {

class Paths;
struct MadeLoop;
struct LoopUses;

/// Finds event loops made by hand that are not closed on every path.
/// Law L2. Page: docs/checks/unclosed-loop.md.
class UnclosedLoopCheck : public UnitCheck {
public:
  using UnitCheck::UnitCheck;

protected:
  void checkUnit(const Unit &U) override;

private:
  /// Is a local loop left open? With \p LeftOpen, where the functions of other
  /// files that are given it leave it so.
  bool checkLocal(const MadeLoop &Loop, const LoopUses &Uses,
                  llvm::ArrayRef<Fact> LeftOpen, const Function &F,
                  const Unit &U, Paths &P);
  void offerOwner(Report &R, const MadeLoop &Loop, const Function &F,
                  const Unit &U);
  void checkMembers(const Unit &U);
};

} // namespace asynctidy
