// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "support/UnitCheck.h"

namespace asynctidy {

/// Finds event loops that are closed, or end, with tasks possibly pending.
/// Law L3. Page: docs/checks/undrained-loop.md.
class UndrainedLoopCheck : public UnitCheck {
public:
  using UnitCheck::UnitCheck;

protected:
  void checkUnit(const Unit &U) override;
};

} // namespace asynctidy
