// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "support/UnitCheck.h"

namespace asynctidy {

/// Finds implicit, default and deprecated ways to get an event loop.
/// Law L5. Page: docs/checks/implicit-loop.md.
class ImplicitLoopCheck : public UnitCheck {
public:
  using UnitCheck::UnitCheck;

protected:
  void checkUnit(const Unit &U) override;
};

} // namespace asynctidy
