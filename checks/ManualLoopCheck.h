// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "support/UnitCheck.h"

namespace asynctidy {

/// Finds event loops that are made, run and closed by hand, where one call does
/// all of it.
/// Law L7. Page: docs/checks/manual-loop.md.
class ManualLoopCheck : public UnitCheck {
public:
  using UnitCheck::UnitCheck;

protected:
  void checkUnit(const Unit &U) override;

private:
  void checkMembers(const Unit &U);
};

} // namespace asynctidy
