// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// clang-tidy's consumer of diagnostics, which also keeps what NOLINT silences:
// clang-tidy decides what that is, and forgets it.
#pragma once

#include "clang-tidy/ClangTidyDiagnosticConsumer.h"

#include <vector>

namespace asynctidy::tool {

class Consumer : public clang::tidy::ClangTidyDiagnosticConsumer {
public:
  explicit Consumer(clang::tidy::ClangTidyContext &Context)
      : ClangTidyDiagnosticConsumer(Context, nullptr,
                                    /*RemoveIncompatibleErrors=*/false),
        Context(Context) {}

  void HandleDiagnostic(clang::DiagnosticsEngine::Level Level,
                        const clang::Diagnostic &Info) override;

  /// Those of our checks that NOLINT silenced, without their fixes.
  std::vector<clang::tidy::ClangTidyError> takeSilenced() {
    return std::move(Silenced);
  }

private:
  bool isSilenced(clang::DiagnosticsEngine::Level Level,
                  const clang::Diagnostic &Info, llvm::StringRef Check);
  bool isWanted(const clang::Diagnostic &Info) const;
  clang::tooling::DiagnosticMessage messageOf(const clang::Diagnostic &Info,
                                              llvm::StringRef Check) const;

  clang::tidy::ClangTidyContext &Context;
  std::vector<clang::tidy::ClangTidyError> Silenced;
  bool InSilenced = false; ///< notes belong to the last of those
  bool InDropped = false;  ///< notes belong to nobody
};

} // namespace asynctidy::tool
