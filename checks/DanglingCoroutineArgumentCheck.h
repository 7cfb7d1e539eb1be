// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "support/UnitCheck.h"

namespace asynctidy {

/// Finds arguments, objects and lambdas that die before the coroutine that
/// refers to them. Law L12. Page: docs/checks/dangling-coroutine-argument.md.
class DanglingCoroutineArgumentCheck : public UnitCheck {
public:
  DanglingCoroutineArgumentCheck(llvm::StringRef Name,
                                 clang::tidy::ClangTidyContext *Context);
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) override;

protected:
  void checkUnit(const Unit &U) override;

private:
  void warnOnParameters(const Function &F, const Unit &U);

  /// Also tell of parameters that refer, although no call does harm.
  const bool WarnOnParameters;
};

} // namespace asynctidy
