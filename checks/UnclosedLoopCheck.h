// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "support/UnitCheck.h"

namespace asynctidy {

/// Finds event loops made by hand that are not closed on every path.
/// Law L2. Page: docs/checks/unclosed-loop.md.
class UnclosedLoopCheck : public UnitCheck {
public:
  using UnitCheck::UnitCheck;

protected:
  void checkUnit(const Unit &U) override;

private:
  void checkMembers(const Unit &U);
};

} // namespace asynctidy
