// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/Summaries.h"
#include "support/Contexts.h"
#include "support/Lifecycle.h"
#include "support/LoopCalls.h"
#include "support/Threads.h"
#include "support/Turns.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Index/USRGeneration.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;

namespace asynctidy {

static SourcePlace placeOf(SourceLocation Location, const SourceManager &SM) {
  SourcePlace Place;
  auto [File, Offset] = SM.getDecomposedExpansionLoc(Location);
  OptionalFileEntryRef Entry = SM.getFileEntryRefForID(File);
  if (!Entry)
    return Place;
  Place.File = Entry->getName().str();
  Place.Line = SM.getLineNumber(File, Offset);
  Place.Column = SM.getColumnNumber(File, Offset);
  llvm::StringRef Content = SM.getBufferData(File);
  Place.Text = Content.substr(Offset - (Place.Column - 1))
                   .split('\n')
                   .first.rtrim('\r')
                   .str();
  return Place;
}

/// '@', the file, '@': what follows is a name in that file alone.
static std::string inFile(SourceLocation Location, const SourceManager &SM) {
  return "@" + placeOf(Location, SM).File + "@";
}

static std::string idOf(const NamedDecl &D, const SourceManager &SM) {
  llvm::SmallString<128> Usr;
  if (index::generateUSRForDecl(&D, Usr)) // true: it has none
    return inFile(D.getLocation(), SM) + D.getQualifiedNameAsString();
  return D.isExternallyVisible()
             ? Usr.str().str()
             : inFile(D.getLocation(), SM) + Usr.str().str();
}

static std::string idOf(const FunctionDecl &D, const SourceManager &SM) {
  if (const auto *Method = dyn_cast<CXXMethodDecl>(&D);
      Method && Method->getParent()->isLambda()) {
    SourceLocation Begin = Method->getParent()->getBeginLoc();
    SourcePlace At = placeOf(Begin, SM);
    return inFile(Begin, SM) + "lambda:" + std::to_string(At.Line) + ":" +
           std::to_string(At.Column);
  }
  return idOf(static_cast<const NamedDecl &>(*D.getCanonicalDecl()), SM);
}

std::string idOf(const Function &F, const Unit &U) {
  const SourceManager &SM = U.context().getSourceManager();
  return F.Decl ? idOf(*F.Decl, SM) : idOf(*F.Variable, SM);
}

std::string idOf(const NamedDecl &D, const Unit &U) {
  const SourceManager &SM = U.context().getSourceManager();
  if (const auto *F = dyn_cast<FunctionDecl>(&D))
    return idOf(*F, SM);
  return idOf(D, SM);
}

SourcePlace placeOf(SourceLocation Location, const Unit &U) {
  return placeOf(Location, U.context().getSourceManager());
}

Fact factOf(const Given &G, Fact::Word Is, Fact::Answer Wanted, const Unit &U) {
  return {idOf(*G.To, U), int(G.Index), Is, Wanted, ""};
}

bool Unit::isElsewhere(const Call &C) const {
  const auto *Method = dyn_cast<CXXMethodDecl>(C.Callee);
  return !function(C.Callee) && isOurs(C.Callee) && !C.FunctionObject &&
         !(Method && Method->isVirtual()) && !M.library(*C.Callee);
}

//===-- Making -----------------------------------------------------------===//

namespace {

/// The functions that matter to others, found backwards from where a call
/// leaves the unit.
class Summariser {
public:
  Summariser(const Unit &U, const std::set<const Function *> &Awaited)
      : U(U), SM(U.context().getSourceManager()), Awaited(Awaited) {}

  UnitSummary run() {
    collect();
    spread();
    UnitSummary Summary;
    for (const clang::FunctionDecl *D : Later)
      if (!U.function(D))
        addForeign(*D, Summary);
    for (const Function &F : U.functions())
      if (Kept.count(&F))
        add(F, Summary);
      else if (F.Decl && F.Decl->isExternallyVisible() && !F.Decl->isInlined())
        addName(F, Summary);
    addMembers(Summary);
    if (Turns && !Turned.empty()) {
      addBases(Summary);
      Summary.Mentions = mentionsOf(U);
      Summary.Inclusions = inclusionsOf(Turned.getArrayRef(), U);
    }
    return Summary;
  }

private:
  void collect() {
    for (const Function &F : U.functions()) {
      Calls[&F] = U.calledDecls(F);
      bool Leaves = Awaited.count(&F) > 0;
      for (const Unit::DeclEdge &E : Calls[&F]) {
        const Function *To = U.function(E.To);
        if (To)
          Callers[To].push_back(&F);
        Leaves |= !To || E.Virtual;
      }
      if (const auto *Method = dyn_cast_or_null<CXXMethodDecl>(F.Decl))
        Leaves |= Method->size_overridden_methods() != 0;
      if (Leaves)
        Work.push_back(&F);
      for (const CallSite &S : F.Calls)
        for (const FunctionDecl *D : U.laterDecls(S))
          if (Later.insert(D))
            LaterAt[D] = &S;
    }
  }

  void spread() {
    while (!Work.empty()) {
      const Function *F = Work.back();
      Work.pop_back();
      if (!Kept.insert(F).second)
        continue;
      for (const Function *Caller : Callers[F])
        Work.push_back(Caller);
    }
  }

  void add(const Function &F, UnitSummary &Summary) {
    FunctionSummary Known;
    Known.Id = idOf(F, U);
    Known.Name = F.name();
    Known.At = placeOf(F.location(), SM);
    Known.IsCoroutine = F.IsCoroutine;
    if (const Why *W = U.onLoop(F); W && W->K != Why::Called) {
      Hop First = U.chain(F).front();
      Known.Because = First.Text;
      Known.BecauseAt = placeOf(First.Location, SM);
      if (const Library *L = libraryOf(*W))
        Known.BecauseOf = L->Name;
    }
    for (const Unit::DeclEdge &E : Calls[&F]) {
      const Function *To = U.function(E.To);
      if (To && !Kept.count(To) && !E.Virtual)
        continue;
      if (!To && U.models().coroutine(E.To->getReturnType()))
        continue; // creating a coroutine runs none of it
      Known.Calls.push_back(
          {idOf(*E.To, SM), E.Virtual, false, placeOf(E.Location, SM), {}});
      if (Turns && E.At && E.To == E.At->C.Callee && mayTurn(*E.To, U))
        Known.Calls.back().Await = awaitingOf(*E.At, U);
    }
    if (Turns)
      addTurn(F, Known);
    if (const auto *Method = dyn_cast_or_null<CXXMethodDecl>(F.Decl))
      for (const CXXMethodDecl *O : Method->overridden_methods())
        Known.Overrides.push_back(idOf(*O, SM));
    addDoings(F, Known);
    Summary.Functions.push_back(std::move(Known));
  }

  /// What it takes to turn it into a coroutine, and its calls that no loop ever
  /// makes.
  void addTurn(const Function &F, FunctionSummary &Known) {
    Known.Turned = turnOf(F, U);
    if (F.Decl && !F.IsLambda) {
      Turned.insert(F.Decl);
      if (const auto *Method = dyn_cast<CXXMethodDecl>(F.Decl))
        for (const CXXMethodDecl *O : Method->overridden_methods())
          Bases.insert(O->getCanonicalDecl());
    }
    for (const CallSite &S : F.Calls)
      if (S.State == Guard::NoLoop && mayTurn(*S.C.Callee, U))
        Known.Calls.push_back({idOf(*S.C.Callee, SM), false, true,
                               placeOf(S.C.nameLoc(), SM), awaitingOf(S, U)});
  }

  /// The declarations that functions here override.
  void addBases(UnitSummary &Summary) {
    for (size_t I = 0; I < Bases.size(); ++I) {
      const CXXMethodDecl *Base = Bases[I];
      for (const CXXMethodDecl *O : Base->overridden_methods())
        Bases.insert(O->getCanonicalDecl());
      if (U.function(Base))
        continue; // told already
      FunctionSummary Known;
      Known.Id = idOf(*Base, SM);
      Known.Name = "'" + plainName(*Base) + "'";
      Known.Turned = turnOf(*Base, U);
      for (const CXXMethodDecl *O : Base->overridden_methods())
        Known.Overrides.push_back(idOf(*O, SM));
      Summary.Functions.push_back(std::move(Known));
      Turned.insert(Base);
    }
  }

  /// What callers in other files want to know.
  void addDoings(const Function &F, FunctionSummary &Known) {
    if (!F.Decl || !F.Decl->isExternallyVisible())
      return;
    if (Unit::Throwing T = U.throwing(F.Decl); !T.Here) {
      Known.ThrowsBy.emplace();
      for (const FunctionDecl *D : T.Elsewhere)
        Known.ThrowsBy->push_back(idOf(*D, SM));
    }
    for (unsigned I = 0; I < F.Decl->getNumParams(); ++I) {
      const ParmVarDecl *P = F.Decl->getParamDecl(I);
      if (!loopModel({P}, U))
        continue;
      ThingSummary Thing;
      Thing.Parameter = int(I);
      for (const Use &Each : usesOf(*P, F, U, U.parents(F)))
        addUse(Each, F, Thing);
      if (alwaysCloses(F, I, U))
        addDeed(Fact::AlwaysCloses, F.location(),
                F.name() + " closes it on every path", Thing);
      if (const CallSite *Start = leavesRunning(F, I, U))
        addDeed(Fact::RunsOnThread, Start->C.E->getBeginLoc(),
                F.name() + " starts a thread that runs it here", Thing);
      Known.Parameters.push_back(std::move(Thing));
    }
  }

  void addUse(const Use &Each, const Function &F, ThingSummary &Thing) {
    const Effect E = effectOf(Each, F, U);
    SourceLocation At = Each.C ? Each.C->nameLoc() : Each.Mention->getExprLoc();
    const std::string By = Each.C ? "'" + Each.C->name() + "'" : F.name();
    auto Add = [&](bool Does, Fact::Word W, llvm::StringRef Verb) {
      if (Does)
        addDeed(W, At, By + " " + Verb.str() + " it here", Thing);
    };
    Add(E.Closes, Fact::Closes, "closes");
    Add(E.Drains, Fact::Drains, "drains");
    Add(E.Runs, Fact::Runs, "runs");
    Add(E.EndsWork, Fact::EndsWork, "ends the work of");
    Add(E.Uses, Fact::Uses, "uses");
    Add(E.Touches, Fact::Touches, "touches");
    // A member that is made anew is still its class's.
    const bool Anew = E.Renews || Each.K == Use::Reassigned;
    Add(E.Escapes || (Anew && Thing.Parameter), Fact::Keeps, "keeps");
    if (E.Spawns)
      addDeed(Fact::Spawns, E.SpawnedAt, spawnText(E), Thing);
    for (const Given &G : E.Handed) {
      bool Always = Each.C && Thing.Parameter && F.Decl && !F.IsLambda &&
                    alwaysCloses(F, *Thing.Parameter, U, Each.C->E);
      Thing.Handings.push_back(
          {idOf(*G.To, SM), int(G.Index), Always, placeOf(G.At, SM)});
    }
  }

  void addDeed(Fact::Word W, SourceLocation At, std::string Text,
               ThingSummary &Thing) {
    if (llvm::none_of(Thing.Deeds, [&](const Deed &D) { return D.Is == W; }))
      Thing.Deeds.push_back({W, {placeOf(At, SM), std::move(Text)}});
  }

  /// The members that are loops, and what this unit does to them.
  void addMembers(UnitSummary &Summary) {
    llvm::MapVector<const FieldDecl *, ThingSummary> Members;
    for (const Function &F : U.functions()) {
      llvm::SmallSetVector<const FieldDecl *, 4> Fields;
      findLoops(F.Body, Fields);
      for (const FieldDecl *Field : Fields)
        for (const Use &Each : usesOf(*Field, F, U, U.parents(F)))
          addUse(Each, F, Members[Field]);
    }
    for (auto &[Field, Does] : Members)
      Summary.Members.push_back({idOf(*Field, SM), std::move(Does)});
  }

  void findLoops(const Stmt *S,
                 llvm::SmallSetVector<const FieldDecl *, 4> &Found) {
    if (!S || isa<LambdaExpr>(S)) // a function of its own
      return;
    if (const auto *M = dyn_cast<MemberExpr>(S))
      if (const auto *Field = dyn_cast<FieldDecl>(M->getMemberDecl())) {
        auto [Known, New] = IsLoop.try_emplace(Field, false);
        if (New)
          Known->second = ownedLoop(Field->getType(), U);
        if (Known->second)
          Found.insert(Field);
      }
    for (const Stmt *Child : S->children())
      findLoops(Child, Found);
  }

  /// What does not matter to others but that there is a body here: another
  /// program of the same database may have one of the same name.
  void addName(const Function &F, UnitSummary &Summary) {
    FunctionSummary Known;
    Known.Id = idOf(F, U);
    Known.Name = F.name();
    Known.At = placeOf(F.location(), SM);
    addDoings(F, Known);
    Summary.Functions.push_back(std::move(Known));
  }

  /// A function of another file that this unit hands to a loop.
  void addForeign(const FunctionDecl &D, UnitSummary &Summary) {
    const CallSite &S = *LaterAt[&D];
    FunctionSummary Known;
    Known.Id = idOf(D, SM);
    Known.Name = "'" + plainName(D) + "'";
    Known.Because = Known.Name + " runs on the loop: it is handed to '" +
                    S.C.name() + "' here";
    Known.BecauseAt = placeOf(S.C.nameLoc(), SM);
    if (S.Model)
      Known.BecauseOf = S.Model->Of->Name;
    Summary.Functions.push_back(std::move(Known));
  }

  const Unit &U;
  const SourceManager &SM;
  const std::set<const Function *> &Awaited;
  const bool Turns = U.context().getLangOpts().Coroutines;
  llvm::SetVector<const FunctionDecl *> Turned;
  llvm::SetVector<const CXXMethodDecl *> Bases;
  llvm::DenseMap<const Function *, std::vector<Unit::DeclEdge>> Calls;
  llvm::DenseMap<const Function *, std::vector<const Function *>> Callers;
  std::vector<const Function *> Work;
  std::set<const Function *> Kept;
  llvm::DenseMap<const FieldDecl *, bool> IsLoop;
  llvm::SetVector<const FunctionDecl *> Later;
  llvm::DenseMap<const FunctionDecl *, const CallSite *> LaterAt;
};

} // namespace

UnitSummary summarise(const Unit &U,
                      const std::set<const Function *> &Awaited) {
  return Summariser(U, Awaited).run();
}

static UnitSummary &lastSummary() {
  static UnitSummary Last;
  return Last;
}
UnitSummary takeSummary() { return std::exchange(lastSummary(), {}); }
void keepSummary(UnitSummary Summary) { lastSummary() = std::move(Summary); }

static CheckTimes &lastTimes() {
  static CheckTimes Last;
  return Last;
}
CheckTimes takeTimes() { return std::exchange(lastTimes(), {}); }
void addTime(const std::string &Of, double Seconds) {
  lastTimes()[Of] += Seconds;
}

} // namespace asynctidy
