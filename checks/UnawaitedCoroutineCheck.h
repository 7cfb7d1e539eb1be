// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "support/UnitCheck.h"

namespace asynctidy {

/// Finds coroutines that are made and not awaited, so that their body never
/// runs. Law L9. Page: docs/checks/unawaited-coroutine.md.
class UnawaitedCoroutineCheck : public UnitCheck {
public:
  using UnitCheck::UnitCheck;

protected:
  void checkUnit(const Unit &U) override;
};

} // namespace asynctidy
