// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "CommandLine.h"
#include "Errors.h"
#include "Verbs.h"
#ifdef ASYNC_TIDY_HAS_LSP
#include "editor/Server.h"
#else
#include "clang/Basic/Version.h"
#endif

namespace asynctidy::tool {

int lsp(const Words &Given) {
  CommandLine Line;
  if (auto Status = readWords("lsp", Given, Line))
    return *Status;
  if (!Line.Files.empty())
    return complain("lsp takes no files: the editor opens them");
#ifdef ASYNC_TIDY_HAS_LSP
  return editor::serve(Line);
#else
  return complain("this async-tidy was built with LLVM " CLANG_VERSION_STRING
                  ", which has no language server library; the verb lsp wants "
                  "one that was built with LLVM 22");
#endif
}

} // namespace asynctidy::tool
