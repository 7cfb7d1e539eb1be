// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/FromMain.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace asynctidy {

FromMain::FromMain(const Unit &U) {
  llvm::DenseMap<const Function *, std::vector<const Function *>> Reaches;
  llvm::DenseSet<const Function *> Called;
  bool HasMain = false;
  for (const Function &F : U.functions()) {
    HasMain |= F.Decl && F.Decl->isMain();
    auto Reach = [&](const Function *To) {
      Reaches[&F].push_back(To);
      Called.insert(To);
    };
    for (const Unit::Edge &E : U.callees(F))
      Reach(E.To);
    for (const CallSite &S : F.Calls) // the loop that main runs calls these
      for (const Function *T : U.calledLater(S))
        Reach(T);
  }
  // Whatever another file may call, or nobody calls, is reached from
  // elsewhere; so is what that calls. The file of `main` is called by none,
  // but for what a header declares.
  const SourceManager &SM = U.context().getSourceManager();
  auto Visible = [&](const FunctionDecl &D) {
    return D.isExternallyVisible() &&
           (!HasMain || llvm::any_of(D.redecls(), [&](const FunctionDecl *R) {
             return !SM.isInMainFile(SM.getExpansionLoc(R->getLocation()));
           }));
  };
  std::vector<const Function *> Work;
  for (const Function &F : U.functions()) {
    bool Main = F.Decl && F.Decl->isMain();
    if (!Main &&
        (!F.Decl || (!F.IsLambda && Visible(*F.Decl)) || !Called.contains(&F)))
      Work.push_back(&F);
  }
  while (!Work.empty()) {
    const Function *F = Work.back();
    Work.pop_back();
    if (!Elsewhere.insert(F).second)
      continue;
    llvm::append_range(Work, Reaches[F]);
  }
}

} // namespace asynctidy
