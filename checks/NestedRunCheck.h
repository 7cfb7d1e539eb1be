// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "support/UnitCheck.h"

namespace asynctidy {

/// Finds loops that are run, and so block, in code that a loop already runs.
/// Law L1. Page: docs/checks/nested-run.md.
class NestedRunCheck : public UnitCheck {
public:
  using UnitCheck::UnitCheck;

protected:
  void checkUnit(const Unit &U) override;
};

} // namespace asynctidy
