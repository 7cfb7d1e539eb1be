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

Unit::Throwing Unit::throwing(const Call &C) const {
  if (const CallModel *Model = M.call(C); Model && Model->NeverThrows)
    return {};
  return throwing(C.Callee);
}

Unit::Throwing Unit::throwing(const FunctionDecl *D) const {
  if (!D || D->isExternC() || inStandardLibrary(*D) || D->isImplicit())
    return {};
  if (const auto *P = D->getType()->getAs<FunctionProtoType>();
      P && P->canThrow() == CT_Cannot)
    return {};
  const Function *F = function(D);
  if (!F) { // no visible body, or a library's own: it may
    const auto *Method = dyn_cast<CXXMethodDecl>(D);
    if (!isOurs(D) || (Method && Method->isVirtual()))
      return {!D->isDefaulted(), {}};
    return {false, {D->getCanonicalDecl()}};
  }
  D = D->getCanonicalDecl();
  auto [Known, New] = Throws.try_emplace(D); // a cycle adds nothing
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
  Throwing Result;
  // A coroutine's body runs later: making one does not throw.
  if (!F->IsCoroutine) {
    Result.Here = Finder::throws(F->Body) || !F->Indirect.empty();
    for (const CallSite &S : F->Calls) {
      if (Result.Here)
        break;
      Throwing Inner = throwing(S.C);
      Result.Here |= Inner.Here;
      for (const FunctionDecl *Each : Inner.Elsewhere)
        if (!llvm::is_contained(Result.Elsewhere, Each))
          Result.Elsewhere.push_back(Each);
      constexpr size_t Most = 16; // who calls so many is taken to throw
      Result.Here |= Result.Elsewhere.size() > Most;
    }
    if (Result.Here)
      Result.Elsewhere.clear();
  }
  return Throws[D] = std::move(Result);
}

} // namespace asynctidy
