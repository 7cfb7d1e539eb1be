// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/LoopRewriting.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace asynctidy {

namespace {

/// The loop is a member: its owner becomes one in its place. The constructor
/// makes it, methods run it, it closes where the loop was closed.
class MemberRewriting : public Rewriting {
public:
  MemberRewriting(const FieldDecl &Field, Held As, const LoopModel &Loop,
                  const Unit &U)
      : Rewriting(Field, As, Loop, U), Field(Field),
        Class(*cast<CXXRecordDecl>(Field.getParent())) {}

  Repair run();

private:
  bool isWholeInSight();
  bool initialise();
  bool rewrite(const Function &F);
  bool rewrite(const Part &P, const Function &F, ParentMap &Parents);
  bool isMaking(const Part &P, const Function &F, ParentMap &Parents);
  bool removeInitialiser(const CXXCtorInitializer &I);
  bool isLastToDie() const;

  const FieldDecl &Field;
  const CXXRecordDecl &Class;
  std::string Owner;
  std::optional<std::string> Factory; ///< of every constructor
};

/// Nothing of it happens in another file.
bool MemberRewriting::isWholeInSight() {
  if (Class.isLambda() || Class.isDependentContext() ||
      isa<ClassTemplateSpecializationDecl>(Class))
    return refuse(Field.getLocation(), "its class is a template");
  if (Field.getAccess() != AS_private || Class.hasFriends())
    return refuse(Field.getLocation(),
                  name() + " is not private to its class: whoever uses it "
                           "would have to be changed too");
  for (const CXXMethodDecl *M : Class.methods())
    if (!M->isImplicit() && !M->isDefaulted() && !M->isDeleted() &&
        !M->isPureVirtual() && !U.function(M))
      return refuse(M->getLocation(),
                    "the body of '" + plainName(*M) + "' is in another file");
  for (const CXXConstructorDecl *K : Class.ctors())
    if (K->isCopyOrMoveConstructor() && !K->isImplicit() && !K->isDeleted())
      return refuse(K->getLocation(), "'" + plainName(Class) +
                                          "' is copied or moved, which a '" +
                                          Loop.Owner + "' cannot be");
  for (const Decl *Other : Class.decls())
    if (isa<FunctionTemplateDecl>(Other))
      return refuse(Other->getLocation(),
                    "one text stands for all instances of a template of its "
                    "class");
  for (const Decl *Other : Class.decls())
    if (Other != &Field && Other->getBeginLoc() == Field.getBeginLoc())
      return refuse(Field.getLocation(),
                    name() + " shares its declaration with something else");
  for (const FieldDecl *Other : Class.fields())
    if (Other != &Field && Other->getInClassInitializer()) {
      MentionFinder Found(Field);
      Found.visit(Other->getInClassInitializer());
      if (!Found.All.empty())
        return refuse(Other->getLocation(), "'" + Other->getNameAsString() +
                                                "' is initialised by it here");
    }
  return true;
}

/// `: loop(make())`, `= make()`: the owner makes its own.
bool MemberRewriting::removeInitialiser(const CXXCtorInitializer &I) {
  const SourceManager &SM = U.context().getSourceManager();
  const LangOptions &Lang = U.context().getLangOpts();
  SourceRange Written = I.getSourceRange();
  if (Written.getBegin().isMacroID() || Written.getEnd().isMacroID())
    return refuse(Written.getBegin(), name() + " is made in a macro");
  SourceLocation End =
      Lexer::getLocForEndOfToken(Written.getEnd(), 0, SM, Lang);
  auto [File, From] = SM.getDecomposedLoc(Written.getBegin());
  size_t To = SM.getFileOffset(End);
  llvm::StringRef Text = SM.getBufferData(File);
  const SourceLocation Top = SM.getLocForStartOfFile(File);
  size_t Next = Text.find_first_not_of(" \t\r\n", To);
  size_t Before = Text.find_last_not_of(" \t\r\n", From ? From - 1 : 0);
  if (Next != llvm::StringRef::npos && Text[Next] == ',')
    To = Text.find_first_not_of(" \t\r\n", Next + 1);
  else if (Before != llvm::StringRef::npos &&
           (Text[Before] == ',' || Text[Before] == ':'))
    From = Text.find_last_not_of(" \t\r\n", Before - 1) + 1;
  else
    return add({FixItHint::CreateReplacement(Written, Owner + "()")});
  return add({FixItHint::CreateRemoval(CharSourceRange::getCharRange(
      Top.getLocWithOffset(static_cast<int>(From)),
      Top.getLocWithOffset(static_cast<int>(To))))});
}

bool MemberRewriting::initialise() {
  auto Made = [&](const Expr *Init) {
    std::optional<std::string> Text = factoryOf(Init, U);
    if (!Text)
      return refuse(Init->getExprLoc(), name() +
                                            " is not made here, or not by "
                                            "what a '" +
                                            Loop.Owner + "' makes its loop by");
    if (Factory && *Factory != *Text)
      return refuse(Init->getExprLoc(),
                    "constructors make " + name() + " by different makers");
    Factory = Text;
    return true;
  };
  if (const Expr *Init = Field.getInClassInitializer(); Init && !Made(Init))
    return false;
  for (const CXXConstructorDecl *K : Class.ctors()) {
    const Function *F = U.function(K);
    if (!F)
      continue;
    for (const CXXCtorInitializer *I :
         cast<CXXConstructorDecl>(F->Decl)->inits()) {
      if (!I->isWritten())
        continue;
      if (I->getMember() == &Field) {
        if (!Made(I->getInit()) || !removeInitialiser(*I))
          return false;
        continue;
      }
      MentionFinder Found(Field);
      Found.visit(I->getInit());
      ParentMap Parents(const_cast<Expr *>(I->getInit()));
      for (const auto &[E, InLambda] : Found.All)
        if (!rewrite(partOf(E, InLambda, Parents), *F, Parents))
          return false;
    }
  }
  if (As == Held::Value && !Factory)
    Factory = "";
  return true;
}

/// `loop_ = make();` in a constructor.
bool MemberRewriting::isMaking(const Part &P, const Function &F,
                               ParentMap &Parents) {
  const auto *K = dyn_cast_or_null<CXXConstructorDecl>(F.Decl);
  const auto *Whole = dyn_cast_or_null<Expr>(statementOf(P.Mention, Parents));
  if (P.At.K != Use::Reassigned || !K || !Whole ||
      Parents.getParent(Whole) != F.Body)
    return false;
  std::optional<Call> Assigned = asCall(stripped(Whole));
  const auto *B = dyn_cast<BinaryOperator>(stripped(Whole));
  const Expr *Value = Assigned && Assigned->Args.size() == 1
                          ? Assigned->Args.front()
                      : B ? B->getRHS()
                          : nullptr;
  std::optional<std::string> Text = Value ? factoryOf(Value, U) : std::nullopt;
  if (!Text || (Factory && *Factory != *Text))
    return false;
  Factory = Text;
  return remove(Whole);
}

/// Does nothing of the class die before it that its tasks may speak of?
bool MemberRewriting::isLastToDie() const {
  bool Behind = false;
  for (const FieldDecl *Other : Class.fields()) {
    if (Behind && Other->getType().isDestructedType())
      return false;
    Behind |= Other == &Field;
  }
  return true;
}

bool MemberRewriting::rewrite(const Part &P, const Function &F,
                              ParentMap &Parents) {
  const std::string Lvalue = Owner + "." + Loop.OwnerLoop + "()";
  if (P.At.K == Use::Reassigned)
    return isMaking(P, F, Parents) ||
           refuse(P.Mention->getBeginLoc(), name() + " is made anew here");
  if (const auto *M = dyn_cast_or_null<CXXMethodDecl>(F.Decl);
      M && M->isConst())
    return refuse(P.Mention->getBeginLoc(),
                  F.name() + " is const, and a '" + Loop.Owner +
                      "' gives its loop only to what is not");
  if (P.At.K == Use::Passed && !U.models().call(*P.At.C) && P.At.Moved)
    return refuse(P.Mention->getBeginLoc(), name() + " is given away here");
  if (P.Is == Part::Run && !P.InLambda)
    return replaceRun(P, Owner + "." + Loop.OwnerRun, "");
  if (!P.ends())
    return respell(P.Mention, Lvalue, true, Parents);
  if (!P.Whole || P.InLambda)
    return refuse(P.Mention->getBeginLoc(),
                  name() + " is closed in an expression or a lambda");
  // Of several in a row the last is left.
  const auto *Block =
      dyn_cast_or_null<CompoundStmt>(Parents.getParent(P.Whole));
  const Stmt *Next = nullptr;
  if (Block)
    for (const Stmt *const *At = Block->body_begin(); At != Block->body_end();
         ++At)
      if (*At == P.Whole && At + 1 != Block->body_end())
        Next = At[1];
  if (Next) {
    MentionFinder Found(Field);
    Found.visit(Next);
    if (Found.All.size() == 1) {
      Part After = partOf(Found.All.front().E, false, Parents);
      if (After.ends() && After.Whole == Next)
        return remove(P.Whole);
    }
  }
  if (isa_and_nonnull<CXXDestructorDecl>(F.Decl) && Block == F.Body &&
      Block->body_back() == P.Whole && isLastToDie())
    return remove(P.Whole);
  if (P.Is == Part::Drain)
    return respell(P.Mention, Lvalue, true, Parents);
  return replaceStatement(P.Whole, Owner + "." + Loop.OwnerClose + "()");
}

bool MemberRewriting::rewrite(const Function &F) {
  if (F.IsLambda || !F.Body)
    return true; // with the function around it
  MentionFinder Found(Field);
  Found.visit(F.Body);
  if (Found.All.empty())
    return true;
  if (!mayEdit(F))
    return refuse(F.location(),
                  F.name() + " is a template or written by a macro");
  ParentMap &Parents = U.parents(F);
  for (const auto &[E, InLambda] : Found.All)
    if (!rewrite(partOf(E, InLambda, Parents), F, Parents))
      return false;
  return true;
}

Repair MemberRewriting::run() {
  // loop_ → runner_
  Owner = Field.getNameAsString();
  if (size_t At = Owner.find("loop"); At != std::string::npos)
    Owner.replace(At, 4, "runner");
  else
    Owner = "runner_";
  const bool Taken = llvm::any_of(Class.decls(), [&](const Decl *D) {
    const auto *Named = dyn_cast<NamedDecl>(D);
    return Named && Named != &Field && Named->getIdentifier() &&
           Named->getName() == Owner;
  });
  if (Taken)
    refuse(Field.getLocation(), "'" + Owner + "' is a name of its class");
  if (Taken || !isWholeInSight() || !initialise())
    return result(false);
  for (const Function &F : U.functions())
    if (!rewrite(F))
      return result(false);
  if (!Factory) {
    refuse(Field.getLocation(), name() + " is not made by its class");
    return result(false);
  }
  const std::string Options = optionsText({}, *Factory, Loop);
  All.push_back(FixItHint::CreateReplacement(
      Field.getSourceRange(),
      Loop.Owner + " " + Owner + (Options.empty() ? "" : "{" + Options + "}")));
  return result(false);
}

} // namespace

Repair ownerInstead(const FieldDecl &Field, const Unit &U) {
  std::optional<Held> As = heldAs(Field.getType(), U);
  const LoopModel *Loop = As ? ownedLoop(Field.getType(), U) : nullptr;
  if (!Loop || Loop->Owner.empty() || !isDeclared(Loop->Owner, U) ||
      !isa<CXXRecordDecl>(Field.getParent()) || Field.getLocation().isMacroID())
    return {};
  return MemberRewriting(Field, *As, *Loop, U).run();
}

} // namespace asynctidy
