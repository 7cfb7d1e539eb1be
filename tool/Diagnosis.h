// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One diagnostic of clang-tidy → one finding.
#pragma once

#include "Findings.h"

#include "clang-tidy/ClangTidyDiagnosticConsumer.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/VirtualFileSystem.h"

namespace asynctidy::tool {

class DiagnosisReader {
public:
  /// \p Files: where the sources were read from.
  DiagnosisReader(std::string Root, std::string Directory,
                  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files)
      : Root(std::move(Root)), Directory(std::move(Directory)),
        Files(std::move(Files)) {}

  /// Nothing for a diagnostic without a place.
  std::optional<Finding> read(const clang::tidy::ClangTidyError &Error);

  /// `file:line: message`
  std::string describe(const clang::tooling::DiagnosticMessage &Message);

private:
  struct Place {
    int Line = 0;
    int Column = 0;
    std::string Text;
  };

  std::string nameOf(llvm::StringRef Path) const;
  llvm::StringRef contentOf(llvm::StringRef Path);
  Place placeOf(llvm::StringRef Path, unsigned Offset);
  void readEnd(const clang::tooling::DiagnosticMessage &Message,
               Finding &Found);
  std::optional<Fix>
  readFix(const llvm::StringMap<clang::tooling::Replacements> &Changes,
          std::string Description, bool Safe) const;

  std::string Root;
  std::string Directory;
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files;
  llvm::StringMap<std::unique_ptr<llvm::MemoryBuffer>> Buffers;
};

} // namespace asynctidy::tool
