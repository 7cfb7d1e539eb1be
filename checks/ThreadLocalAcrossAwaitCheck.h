// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "support/UnitCheck.h"

namespace asynctidy {

/// Finds references to thread-locals that a coroutine keeps over a suspension
/// after which another thread can resume it. Law L12. Page:
/// docs/checks/thread-local-across-await.md.
class ThreadLocalAcrossAwaitCheck : public UnitCheck {
public:
  using UnitCheck::UnitCheck;

protected:
  void checkUnit(const Unit &U) override;
};

} // namespace asynctidy
