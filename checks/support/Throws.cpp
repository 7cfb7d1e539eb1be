// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which calls may leave by an exception: the standard library is taken not to.
#include "support/Contexts.h"

using namespace clang;

namespace asynctidy {

bool inStandardLibrary(const Decl &D) {
  for (const DeclContext *C = D.getDeclContext(); C; C = C->getParent())
    if (C->isStdNamespace())
      return true;
  return false;
}

bool Unit::mayThrow(const Call &C) const {
  if (const CallModel *Model = M.call(C); Model && Model->NeverThrows)
    return false;
  return mayThrow(C.Callee);
}

bool Unit::mayThrow(const FunctionDecl *D) const {
  if (!D || D->isExternC() || inStandardLibrary(*D) || D->isImplicit())
    return false;
  if (const auto *P = D->getType()->getAs<FunctionProtoType>();
      P && P->canThrow() == CT_Cannot)
    return false;
  const Function *F = function(D);
  if (!F) // no visible body, or a library's own: it may
    return !D->isDefaulted();
  auto [Known, New] = Throws.try_emplace(D, 0); // a cycle adds nothing
  if (!New)
    return Known->second;
  struct Finder {
    static bool throws(const Stmt *S) {
      if (!S || isa<LambdaExpr>(S))
        return false;
      if (isa<CXXThrowExpr>(S))
        return true;
      return llvm::any_of(S->children(), throws);
    }
  };
  // A coroutine's body runs later: making one does not throw.
  bool Result =
      !F->IsCoroutine && (Finder::throws(F->Body) || !F->Indirect.empty() ||
                          llvm::any_of(F->Calls, [&](const CallSite &S) {
                            return mayThrow(S.C);
                          }));
  Throws[D] = Result;
  return Result;
}

} // namespace asynctidy
