// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "support/UnitCheck.h"

namespace asynctidy {

/// Finds event loops, and objects bound to them, that are touched by a thread
/// that does not run them. Law L4. Page: docs/checks/cross-thread-loop-use.md.
class CrossThreadLoopUseCheck : public UnitCheck {
public:
  using UnitCheck::UnitCheck;

protected:
  void checkUnit(const Unit &U) override;
};

} // namespace asynctidy
