// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "GlobalLoopPolicyCheck.h"
#include "support/FromMain.h"
#include "support/Lifecycle.h"

using namespace clang;

namespace asynctidy {

/// Does no run come before \p S, on any path of its function?
static bool beforeAnyRun(const CallSite &S, const Unit &U) {
  Paths P(*S.In, U);
  if (!P.valid())
    return false;
  return llvm::none_of(S.In->Calls, [&](const CallSite &Other) {
    bool Runs = Other.Model && Other.Model->Runs;
    if (const Function *G = U.function(Other.C.Callee); G && !Runs)
      Runs = callsAny(*G, U, [](const CallSite &Inner) {
        return Inner.Model && Inner.Model->Runs;
      });
    return Runs && P.reaches(Other.C.E, S.C.E, {});
  });
}

void GlobalLoopPolicyCheck::checkUnit(const Unit &U) {
  std::optional<FromMain> Main;
  for (const Function &F : U.functions())
    for (const CallSite &S : F.Calls) {
      if (!S.Model || S.Model->SetsGlobal.empty())
        continue;
      if (S.Model->FineBeforeRun) {
        if (!Main)
          Main.emplace(U);
        if (Main->only(F) && beforeAnyRun(S, U))
          continue;
      }
      Report R(*this, U, S.C.nameLoc(),
               "'" + S.C.name() + "' changes the whole process; " +
                   S.Model->SetsGlobal);
      R.in(&F).library(S.Model->Of).hazard();
      if (!S.Model->Instead.empty())
        R.note(S.C.nameLoc(), S.Model->Instead);
    }
}

} // namespace asynctidy
