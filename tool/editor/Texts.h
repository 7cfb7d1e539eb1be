// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Findings in the protocol's words: diagnostics, quick fixes, hovers.
#pragma once

#include "Workspace.h"

namespace asynctidy::tool::editor {

class Texts {
public:
  Texts(const Workspace &In, const Documents &Open) : In(In), Open(Open) {}

  llvm::lsp::URIForFile uriOf(const std::string &File) const;
  llvm::lsp::Range rangeOf(const Finding &Found) const;

  /// \p WithRelated: the client shows related places; else they are told in the
  /// message.
  llvm::json::Value diagnostic(const Finding &Found, bool WithRelated) const;

  /// The repairs of \p Found, and to allow it.
  void quickFixes(const Finding &Found, bool WithRelated,
                  llvm::json::Array &To) const;

  /// All safe repairs in \p File at once; null when there is none.
  llvm::json::Value fixAll(const std::string &File) const;

  std::string hover(const Finding &Found) const;

private:
  std::optional<std::string> textOf(const std::string &File) const;
  std::optional<llvm::json::Value>
  workspaceEdit(llvm::ArrayRef<const Fix *> Repairs) const;
  std::optional<llvm::json::Value> allowance(const Finding &Found) const;

  const Workspace &In;
  const Documents &Open;
};

} // namespace asynctidy::tool::editor
