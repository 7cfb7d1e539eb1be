// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "UnhandledSignalCheck.h"
#include "support/LoopOwner.h"
#include "support/Objects.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/SetVector.h"

using namespace clang;

namespace asynctidy {

/// All that `main` brings to run: called, started or given to a loop or thread.
static llvm::SetVector<const Function *> programOf(const Function &Main,
                                                   const Unit &U) {
  llvm::SetVector<const Function *> All;
  All.insert(&Main);
  for (size_t I = 0; I < All.size(); ++I) {
    const Function &F = *All[I];
    for (const Unit::Edge &E : U.callees(F))
      All.insert(E.To);
    for (const CallSite &S : F.Calls) {
      if (const Function *Made = U.function(S.C.Callee))
        All.insert(Made); // a coroutine: somebody awaits or starts it
      for (const Function *T : U.calledLater(S))
        All.insert(T);
      for (const Function *T : U.handedOff(S))
        All.insert(T);
      for (const Expr *Arg : S.C.Args) // given on to what we can't see
        for (const Function *T : U.targets(Arg))
          All.insert(T);
    }
  }
  return All;
}

/// A function of the project's own in another file: it may see to signals.
static bool isUnseen(const Call &C, const Unit &U) {
  const FunctionDecl &D = *C.Callee;
  return !D.hasBody() && !D.isImplicit() && !D.isDefaulted() &&
         !D.getBuiltinID() && !U.models().call(C) && !U.models().library(D) &&
         !U.context().getSourceManager().isInSystemHeader(D.getLocation());
}

/// Before the loop serves: it is stopped by the signals that end a program.
static Edits stoppedBySignals(const CallSite &S, const LoopModel &Loop,
                              const Unit &U) {
  if (Loop.SignalCall.empty() || Loop.StopCall.empty() || !S.C.Object ||
      S.Model->Runs.K != Place::This || !mayEdit(*S.In) || U.onLoop(*S.In))
    return {};
  const Stmt *Whole = statementOf(S.C.E, U.parents(*S.In));
  const bool Alone =
      Whole &&
      !indentAt(Whole->getBeginLoc(), U.context().getSourceManager()).empty();
  std::string Text;
  for (const std::string &Signal : Loop.StopSignals) {
    std::string Work = ofLoop(Loop.StopCall, S.C.Object, U);
    std::string Call = ofLoop(Loop.SignalCall, S.C.Object, U);
    std::optional<std::string> Capture = captureOf(S.C.Object);
    if (Work.empty() || Call.empty() || !Capture)
      return {};
    replaceAll(Call, "$signal", Signal);
    replaceAll(Call, "$capture", *Capture);
    replaceAll(Call, "$work", Work);
    Text += (Text.empty() ? "" : Alone ? "\n" : " ") + Call;
  }
  if (Text.empty())
    return {};
  Edits All = insertedBefore(S.C.E, Text, U, U.parents(*S.In));
  auto IsUnknown = [&](const std::string &Signal) {
    return !U.context().Idents.get(Signal).hasMacroDefinition();
  };
  if (!All.empty() && !Loop.SignalHeader.empty() &&
      llvm::any_of(Loop.StopSignals, IsUnknown))
    llvm::append_range(All,
                       included(Loop.SignalHeader, S.C.E->getBeginLoc(), U));
  return All;
}

void UnhandledSignalCheck::checkUnit(const Unit &U) {
  const Function *Main = nullptr;
  for (const Function &F : U.functions())
    if (F.Decl && F.Decl->isMain())
      Main = &F;
  if (!Main)
    return;
  std::vector<const CallSite *> Serving, Running;
  bool Listens = false;
  for (const Function *F : programOf(*Main, U))
    for (const CallSite &S : F->Calls) {
      if (isUnseen(S.C, U))
        return;
      if (!S.Model)
        continue;
      if (S.Model->CatchesSignals || S.Model->Stops)
        return; // heard, or not for ever
      Listens |= S.Model->Listens;
      if (S.Model->Serves)
        Serving.push_back(&S);
      else if (S.Model->Runs && !S.Model->Pumps)
        Running.push_back(&S);
    }
  // What waits for clients runs for ever, by whatever call.
  if (Listens && Serving.empty())
    Serving = Running;
  for (const CallSite *S : Serving) {
    Report R(*this, U, S->C.nameLoc(),
             "'" + S->C.name() +
                 "' serves for ever and no signal is handled; SIGTERM drops "
                 "what is under way");
    R.in(S->In).library(S->Model->Of).hazard();
    for (const LoopModel &Loop : S->Model->Of->Loops)
      if (!Loop.SignalRemedy.empty()) {
        R.note(S->C.nameLoc(), Loop.SignalRemedy,
               stoppedBySignals(*S, Loop, U));
        break;
      }
  }
}

} // namespace asynctidy
