// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Most of a parse goes into function bodies of system headers, and none of them
// says anything to a check. What they do is instantiate: templates of other
// libraries, and, with the project's own types, templates of the project. Only
// these matter.
#pragma once

#include "clang/AST/ASTConsumer.h"
#include "llvm/ADT/StringSet.h"

#include <memory>

namespace clang {
class CompilerInstance;
}

namespace asynctidy::tool {

/// Which function bodies of system headers clang looks at. Those of `constexpr`
/// functions, of `auto` results, and what may be a guard are always there.
enum class Bodies {
  All,
  Needed, ///< templates are parsed, and made where the project is in play
  None    ///< right when the project has no templates
};

/// What to leave out, and what came of it.
struct LeftOut {
  Bodies Wanted = Bodies::All;
  /// The last names of what asks whether a loop runs. A function that only
  /// returns the answer asks too.
  llvm::StringSet<> Guards;
  /// The names in bodies that were skipped and only return something.
  llvm::StringSet<> Returned;
  /// Of a preamble: the outermost namespaces of the functions that it did not
  /// make. "" is the global one.
  llvm::StringSet<> Spaces;

  bool OwnTemplates = false; ///< the project has some
  bool GuardMissed = false;  ///< one was told too late
  bool SpaceMissed = false;  ///< the project adds to one of Spaces
};

/// Leaves them out. \p Which lives as long as the parse.
std::unique_ptr<clang::ASTConsumer> bodySkipper(clang::CompilerInstance &,
                                                LeftOut &Which);

/// The same where nothing of the project is, and others go on from there.
std::unique_ptr<clang::ASTConsumer> preambleSkipper(clang::CompilerInstance &,
                                                    LeftOut &Which);

} // namespace asynctidy::tool
