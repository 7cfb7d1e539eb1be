// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "support/UnitCheck.h"

namespace asynctidy {

struct Function;

/// Finds event loops that are destroyed before what is bound to them or uses
/// them. Law L6. Page: docs/checks/loop-dies-first.md.
class LoopDiesFirstCheck : public UnitCheck {
public:
  using UnitCheck::UnitCheck;

protected:
  void checkUnit(const Unit &U) override;

private:
  void members(const clang::CXXRecordDecl &R, const Unit &U);
  void locals(const Function &F, const Unit &U);
};

} // namespace asynctidy
