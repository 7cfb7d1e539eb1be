// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "support/UnitCheck.h"

namespace asynctidy {

class UsesInFunction;
struct Closing;

/// Finds loops, handles and coroutines that are used after they were closed,
/// run to their end or given away. Law L2. Page:
/// docs/checks/use-after-close.md.
class UseAfterCloseCheck : public UnitCheck {
public:
  using UnitCheck::UnitCheck;

protected:
  void checkUnit(const Unit &U) override;

private:
  void afterClose(UsesInFunction &In, const Closing &Close);
  void withoutRestart(UsesInFunction &In, const CallSite &Run);
  void awaitedAgain(UsesInFunction &In, const clang::VarDecl &V);
};

} // namespace asynctidy
