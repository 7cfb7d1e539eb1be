// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ImplicitLoopCheck.h"
#include "support/Edits.h"
#include "support/FromMain.h"
#include "support/LoopOwner.h"
#include "support/Objects.h"
#include "clang/AST/ParentMap.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/CharInfo.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace asynctidy {

static bool startsThread(const Unit &U) {
  for (const Function &F : U.functions())
    for (const CallSite &S : F.Calls)
      if (isa<CXXConstructExpr>(S.C.E) &&
          U.models().isThread(S.C.E->getType()) && !S.C.Args.empty())
        return true;
      else if (S.Model && !S.Model->HandsOff.empty())
        return true;
  return false;
}

/// `getter().run_until_complete(f())` → `run(f())`, a statement outside of any
/// loop.
static Edits runInstead(const CallSite &S, const Unit &U) {
  if (S.Model->WithRun.empty() || U.onLoop(*S.In) || !mayEditAlike(*S.In))
    return {};
  for (const CallSite &Run : S.In->Calls) {
    if (!Run.Model || !Run.Model->Runs || !Run.C.Object ||
        stripped(Run.C.Object) != S.C.E || Run.C.Args.size() != 1 ||
        !U.models().coroutine(stripped(Run.C.Args.front())->getType()))
      continue;
    ParentMap &Parents = U.parents(*S.In);
    for (const Stmt *P = Run.C.E; P; P = Parents.getParent(P))
      if (isa<ForStmt, WhileStmt, DoStmt, CXXForRangeStmt>(P))
        return {}; // a loop for each turn is another fault
    std::string Argument = textOf(Run.C.Args.front(), U);
    if (!Argument.empty())
      return replaced(Run.C.E, S.Model->WithRun + "(" + Argument + ")", U);
  }
  return {};
}

/// `auto &loop = getter();` and what is done with it, when all of it is to run
/// coroutines or the loop is closed here: then this function owns its life.
static Repair ownerInstead(const CallSite &S, const Unit &U) {
  if (S.Model->WithRun.empty() || !S.In->Decl || U.onLoop(*S.In))
    return {};
  Use Result = consumerOf(S.C.E, U, U.parents(*S.In));
  const VarDecl *V = Result.keptIn();
  if (!V || !V->hasLocalStorage() || !isAlias(*V))
    return {};
  bool Runs = false, Closes = false, Other = false;
  for (const Use &Each : usesOf(*V, *S.In, U, U.parents(*S.In))) {
    const CallModel *Model = Each.C ? U.models().call(*Each.C) : nullptr;
    const bool Run =
        Model && Model->Runs.K == Place::This && Each.C->Args.size() == 1 &&
        U.models().coroutine(stripped(Each.C->Args.front())->getType());
    Runs |= Run;
    Closes |= Model && Model->Closes.K == Place::This;
    Other |= !Run;
  }
  if (!Runs)
    return {};
  if (Other && !Closes)
    return {refused("'" + V->getNameAsString() +
                        "' is used for more than its runs, and is not closed "
                        "here: somebody else owns it",
                    V->getLocation())};
  return ownerInstead(*V, *S.In, U);
}

/// `get()` → `get_running()`, with the qualifier as it was written.
static Edits runningInstead(const CallSite &S, const Unit &U) {
  const auto *E = dyn_cast<CallExpr>(S.C.E);
  const auto *D =
      E ? dyn_cast<DeclRefExpr>(E->getCallee()->IgnoreParenImpCasts())
        : nullptr;
  if (!D)
    return {};
  auto [Scope, Name] = llvm::StringRef(S.Model->InCoroutine).rsplit("::");
  if (D->hasQualifier() && !Name.empty())
    return replacedToken(D->getLocation(), Name.str(), U);
  return replaced(D, S.Model->InCoroutine, U);
}

/// May an operator's expression stand in the place of \p E as it is?
static bool standsAlone(const Expr *E, ParentMap &Parents) {
  const Stmt *Up = Parents.getParent(E);
  while (isa_and_nonnull<ImplicitCastExpr, MaterializeTemporaryExpr,
                         CXXBindTemporaryExpr, ExprWithCleanups>(Up))
    Up = Parents.getParent(Up);
  if (isa_and_nonnull<CallExpr>(Up) && !isa<CXXOperatorCallExpr>(Up))
    return !bindsCloser(E, Parents);
  return !Up || isa<DeclStmt, ReturnStmt, CompoundStmt>(Up);
}

/// \p Fresh, an expression in the scope of \p Class, as it is written outside:
/// members are those of \p Object, types have their full name.
static std::string writtenOut(llvm::StringRef Fresh, const CXXRecordDecl &Class,
                              llvm::StringRef Object, const Unit &U) {
  std::string Text;
  while (!Fresh.empty()) {
    const llvm::StringRef Word =
        Fresh.take_while([](char C) { return isAsciiIdentifierContinue(C); });
    if (Word.empty()) {
      Text += Fresh.front();
      Fresh = Fresh.drop_front();
      continue;
    }
    Fresh = Fresh.drop_front(Word.size());
    const auto Known = Class.lookup(&U.context().Idents.get(Word));
    const NamedDecl *D = Known.empty() ? nullptr : *Known.begin();
    const auto *Alias = dyn_cast_or_null<TypedefNameDecl>(D);
    if (const CXXRecordDecl *Of =
            Alias ? Alias->getUnderlyingType()->getAsCXXRecordDecl() : nullptr)
      Text += plainName(*Of);
    else
      Text +=
          (isa_and_nonnull<CXXMethodDecl>(D) ? Object : "").str() + Word.str();
  }
  return Text;
}

/// `timer.old()` → `timer.fresh()`, or the expression that stands for it now.
static Edits renamedInstead(const CallSite &S, const Unit &U) {
  const llvm::StringRef Fresh = S.Model->Renamed;
  const auto *E = dyn_cast<CXXMemberCallExpr>(S.C.E);
  const bool IsExpression = Fresh.contains(' ');
  if (!E || !mayEditAlike(*S.In) || (!IsExpression && Fresh.contains("::")))
    return {};
  if (!IsExpression)
    return replacedToken(S.C.nameLoc(), Fresh.str(), U);
  if (textOf(E, U).empty() || S.C.nameLoc().isMacroID())
    return refused("it stands in a macro");
  const std::string Object =
      Lexer::getSourceText(
          CharSourceRange::getCharRange(E->getBeginLoc(), S.C.nameLoc()),
          U.context().getSourceManager(), U.context().getLangOpts())
          .str();
  std::string Text =
      writtenOut(Fresh, *E->getMethodDecl()->getParent(), Object, U);
  if (!standsAlone(E, U.parents(*S.In)))
    Text = "(" + Text + ")";
  return replaced(E, Text, U);
}

namespace {
/// Finds the deprecated types that declarations spell.
class RenamedTypes : public RecursiveASTVisitor<RenamedTypes> {
public:
  RenamedTypes(const Unit &U) : U(U) {}
  bool VisitTypedefTypeLoc(TypedefTypeLoc L) {
    if (const RenamedType *R = U.models().renamed(L.getType()))
      Found.push_back({L.getNameLoc(), R, plainName(*typedefOf(L))});
    return true;
  }
  bool VisitUsingTypeLoc(UsingTypeLoc L) {
    if (const RenamedType *R = U.models().renamed(L.getType()))
      if (const auto *Alias = L.getType()->getAs<TypedefType>())
        Found.push_back({L.getNameLoc(), R, plainName(*Alias->getDecl())});
    return true;
  }
  bool VisitUsingDecl(UsingDecl *D) {
    for (const UsingShadowDecl *Each : D->shadows())
      if (const auto *Alias = dyn_cast<TypedefNameDecl>(Each->getTargetDecl()))
        if (const RenamedType *R =
                U.models().renamed(U.context().getTypeDeclType(
                    static_cast<const TypeDecl *>(Alias))))
          Found.push_back({D->getNameInfo().getLoc(), R, plainName(*Alias)});
    return true;
  }
  static const TypedefNameDecl *typedefOf(TypedefTypeLoc L) {
    return L.getTypePtr()->getDecl();
  }
  struct Spelled {
    SourceLocation At;
    const RenamedType *R;
    std::string Name;
  };
  std::vector<Spelled> Found;

private:
  const Unit &U;
};
} // namespace

void ImplicitLoopCheck::checkUnit(const Unit &U) {
  std::optional<bool> Threads;
  std::optional<FromMain> Main;
  for (const Function &F : U.functions())
    for (const CallSite &S : F.Calls) {
      if (!S.Model)
        continue;
      if (!S.Model->Renamed.empty()) {
        Report R(*this, U, S.C.nameLoc(),
                 "'" + S.C.name() + "' is deprecated; its name is now '" +
                     S.Model->Renamed + "'");
        R.in(&F).library(S.Model->Of);
        R.fix(renamedInstead(S, U));
      }
      if (S.Model->Implicit.empty())
        continue;
      // A C library's default loop is the idiom of a program that has one
      // thread and uses it from main only.
      if (S.C.Callee->isExternC()) {
        if (!Threads)
          Threads = startsThread(U);
        if (!*Threads && !Main)
          Main.emplace(U);
        if (!*Threads && Main->only(F))
          continue;
      }
      Report R(*this, U, S.C.nameLoc(),
               "'" + S.C.name() + "' picks an implicit event loop; " +
                   S.Model->Implicit);
      R.in(&F).library(S.Model->Of).hazard();
      Repair Owner = ownerInstead(S, U);
      if (!S.Model->Instead.empty())
        R.note(S.C.nameLoc(), S.Model->Instead,
               Owner.Safe ? Edits() : Owner.All);
      if (F.Coroutine && F.Coroutine->Of == S.Model->Of &&
          !S.Model->InCoroutine.empty() && mayEditAlike(F))
        R.fix(runningInstead(S, U));
      else if (Owner.Safe)
        R.fix(Owner.All);
      else
        R.fix(runInstead(S, U));
    }

  RenamedTypes Types(U);
  for (Decl *D : U.context().getTranslationUnitDecl()->decls())
    if (!D->isImplicit() && !U.isOpaque(*D))
      Types.TraverseDecl(D);
  for (const auto &Spelled : Types.Found) {
    Report R(*this, U, Spelled.At,
             "'" + Spelled.Name + "' is deprecated; its name is now '" +
                 Spelled.R->Renamed + "'");
    R.hazard();
    if (!llvm::StringRef(Spelled.R->Renamed).contains("::"))
      R.fix(replacedToken(Spelled.At, Spelled.R->Renamed, U));
  }
}

} // namespace asynctidy
