// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/Turns.h"
#include "support/Edits.h"
#include "support/LoopCalls.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/CharInfo.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "clang/Tooling/Inclusions/HeaderIncludes.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SetVector.h"

using namespace clang;

namespace asynctidy {

static const SourceManager &sources(const Unit &U) {
  return U.context().getSourceManager();
}

/// The char after the token at \p L.
static SourceLocation after(SourceLocation L, const Unit &U) {
  return Lexer::getLocForEndOfToken(L, 0, sources(U),
                                    U.context().getLangOpts());
}

//===-- Runs that could be awaited ---------------------------------------===//

/// The coroutine that \p S runs and that `co_await` could stand for.
static const Expr *ranCoroutine(const CallSite &S, const Unit &U) {
  if (!S.Model || !S.Model->Runs || S.Model->Pumps || !S.Model->Nested ||
      S.C.Args.size() != 1)
    return nullptr;
  const Nesting N = nesting(S, U);
  if (N == Nesting::Allowed || N == Nesting::Stalls)
    return nullptr;
  std::optional<Call> Made = asCall(stripped(S.C.Args.front()));
  const CoroutineModel *Type =
      Made ? U.models().coroutine(Made->E->getType()) : nullptr;
  return Type && Type->Lazy ? Made->E : nullptr;
}

Turnable turnable(const CallSite &S, const Unit &U) {
  Turnable T;
  const Expr *Coroutine = ranCoroutine(S, U);
  if (!Coroutine || !S.In->Decl || S.In->IsCoroutine)
    return T;
  // Its type has to be a template of the result, and of nothing else.
  const auto *Type = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      Coroutine->getType()->getAsCXXRecordDecl());
  const TemplateParameterList *Parameters =
      Type ? Type->getSpecializedTemplate()->getTemplateParameters() : nullptr;
  const auto *Result =
      Parameters && Parameters->size() == 1
          ? dyn_cast<TemplateTypeParmDecl>(Parameters->getParam(0))
          : nullptr;
  if (!Result || Result->isParameterPack())
    return T;
  const Library &Of = *U.models().coroutine(Coroutine->getType())->Of;
  T.Id = idOf(*S.In, U);
  T.Library = Of.Name;
  T.Type = plainName(*Type);
  T.Nothing = T.Type + (Result->hasDefaultArgument() ? "<>" : "<void>");
  if (!isa<CXXMethodDecl>(S.C.Callee))
    T.Entry = S.C.name();
  for (const LoopModel &Loop : Of.Loops)
    if (T.Entry.empty())
      T.Entry = Loop.Entry;
  if (!Of.Headers.empty())
    T.Header = Of.Headers.front();
  return T;
}

//===-- Functions --------------------------------------------------------===//

static std::string obstacleOf(const FunctionDecl &D, const Unit &U) {
  const QualType Result = D.getReturnType();
  const auto *Type = D.getType()->getAs<FunctionProtoType>();
  if (isa<CXXConstructorDecl>(D))
    return "it is a constructor";
  if (isa<CXXDestructorDecl>(D))
    return "it is a destructor";
  if (D.isOverloadedOperator() || isa<CXXConversionDecl>(D) ||
      D.getLiteralIdentifier())
    return "it is an operator";
  if (D.isTemplated() || D.isTemplateInstantiation() || D.getPrimaryTemplate())
    return "it is a template";
  if (D.isMain())
    return "it is 'main'";
  if (D.isConstexpr())
    return "it is constexpr";
  if (D.isExternC())
    return "C calls it";
  if (!Type || D.isVariadic())
    return "it takes any number of arguments";
  if (Type->isNothrow())
    return "it is noexcept";
  if (D.isNoReturn())
    return "it does not return";
  if (D.hasAttr<ConstructorAttr>() || D.hasAttr<DestructorAttr>() ||
      D.hasAttr<ConstAttr>() || D.hasAttr<PureAttr>())
    return "an attribute says how it is called";
  if (Result->getContainedDeducedType())
    return "its return type is deduced";
  if (Result->isReferenceType())
    return "it returns a reference";
  if (Result.hasQualifiers())
    return "it returns a const value";
  if (U.models().coroutine(Result) || U.models().isTask(Result))
    return "it returns a coroutine already";
  if (const auto *Method = dyn_cast<CXXMethodDecl>(&D))
    for (const CXXMethodDecl *Base : Method->overridden_methods()) {
      if (U.isOpaque(*Base))
        return "it overrides a function of a library";
      if (!U.context().hasSameType(Base->getReturnType(), Result))
        return "it returns another type than what it overrides";
    }
  return "";
}

bool mayTurn(const FunctionDecl &D, const Unit &U) {
  return !U.isOpaque(D) && obstacleOf(D, U).empty();
}

/// The type that \p D spells as what it returns.
static std::optional<CharSourceRange> spelledType(const FunctionDecl &D,
                                                  const Unit &U) {
  const SourceManager &SM = sources(U);
  const FunctionTypeLoc Type = D.getFunctionTypeLoc();
  if (Type.isNull())
    return std::nullopt;
  SourceRange Spelled = Type.getReturnLoc().getSourceRange();
  const auto *Proto = Type.getTypePtr()->getAs<FunctionProtoType>();
  if (Spelled.isInvalid() || Spelled.getBegin().isMacroID() ||
      Spelled.getEnd().isMacroID() || D.getLocation().isMacroID())
    return std::nullopt;
  SourceLocation Begin = Spelled.getBegin(), End = after(Spelled.getEnd(), U);
  if (Proto && Proto->hasTrailingReturn())
    return CharSourceRange::getCharRange(Begin, End);
  // `const` and `volatile` have no place of their own in the syntax tree.
  SourceLocation Name =
      D.getQualifierLoc() ? D.getQualifierLoc().getBeginLoc() : D.getLocation();
  if (!SM.isBeforeInTranslationUnit(Spelled.getEnd(), Name) ||
      !SM.isWrittenInSameFile(Begin, Name))
    return std::nullopt;
  auto Qualifies = [](const Token &T) {
    return T.is(tok::raw_identifier) && (T.getRawIdentifier() == "const" ||
                                         T.getRawIdentifier() == "volatile");
  };
  SourceLocation First;
  SourceLocation At = D.getBeginLoc();
  while (SM.isBeforeInTranslationUnit(At, Begin)) {
    Token T;
    if (At.isMacroID() ||
        Lexer::getRawToken(At, T, SM, U.context().getLangOpts(),
                           /*IgnoreWhiteSpace=*/true))
      return std::nullopt;
    if (!SM.isBeforeInTranslationUnit(T.getLocation(), Begin))
      break;
    if (!Qualifies(T) && First.isValid())
      return std::nullopt; // `const static int *f()`
    if (Qualifies(T) && First.isInvalid())
      First = T.getLocation();
    At = T.getEndLoc();
  }
  if (First.isValid())
    Begin = First;
  for (Token T;
       !Lexer::getRawToken(End, T, SM, U.context().getLangOpts(), true) &&
       Qualifies(T);)
    End = T.getEndLoc();
  return CharSourceRange::getCharRange(Begin, End);
}

static void addTypes(const FunctionDecl &D, const Unit &U, Turn &T) {
  const SourceManager &SM = sources(U);
  for (const FunctionDecl *Each : D.redecls()) {
    std::optional<CharSourceRange> Range = spelledType(*Each, U);
    if (!Range) {
      T.Obstacle = "its return type is not in one piece";
      return;
    }
    if (SM.isInSystemHeader(Range->getBegin())) {
      T.Obstacle = "a header of another project declares it";
      return;
    }
    T.Types.push_back(
        {placeOf(Range->getBegin(), U).File,
         SM.getFileOffset(Range->getBegin()), SM.getFileOffset(Range->getEnd()),
         isAsciiIdentifierStart(*SM.getCharacterData(Range->getEnd()))});
  }
}

namespace {
/// The `return`s of a body, none of the functions in it.
struct Returns {
  const Unit &U;
  Turn &T;
  std::string Result; ///< the type, as it is spelled there

  void find(const Stmt *S) {
    if (!S || isa<LambdaExpr>(S))
      return;
    if (const auto *R = dyn_cast<ReturnStmt>(S))
      add(*R);
    for (const Stmt *Child : S->children())
      find(Child);
  }

  void add(const ReturnStmt &R) {
    const SourceManager &SM = sources(U);
    const Expr *Value = R.getRetValue();
    if (R.getReturnLoc().isMacroID() ||
        (Value && Value->getBeginLoc().isMacroID() && Result.empty())) {
      T.Obstacle = "a macro returns from it";
      return;
    }
    T.Body.push_back({SM.getFileOffset(R.getReturnLoc()), 0, "co_"});
    if (!Value || T.IsVoid)
      return;
    // A promise takes a value: what a list or a zero stands for it can't tell.
    if (*SM.getCharacterData(SM.getSpellingLoc(Value->getBeginLoc())) == '{') {
      if (Result.empty())
        T.Obstacle = "it returns a list";
      else
        T.Body.push_back({SM.getFileOffset(Value->getBeginLoc()), 0, Result});
    }
    for (const Expr *E = Value; const auto *C = dyn_cast<ImplicitCastExpr>(E);
         E = C->getSubExpr())
      if (C->getCastKind() == CK_NullToPointer &&
          !C->getSubExpr()->IgnoreParens()->getType()->isNullPtrType())
        T.Obstacle = "it returns a number for a null pointer";
  }
};
} // namespace

static bool isClosed(const FunctionDecl &D, const Unit &U) {
  const SourceManager &SM = sources(U);
  if (!llvm::all_of(D.redecls(), [&](const FunctionDecl *Each) {
        return SM.isInMainFile(SM.getExpansionLoc(Each->getLocation()));
      }))
    return false;
  return !D.isExternallyVisible() ||
         llvm::any_of(U.functions(), [](const Function &F) {
           return F.Decl && F.Decl->isMain();
         });
}

Turn turnOf(const FunctionDecl &D, const Unit &U) {
  Turn T;
  T.Obstacle = obstacleOf(D, U);
  T.IsPure = D.isPureVirtual();
  T.IsVoid = D.getReturnType()->isVoidType();
  if (T.Obstacle.empty())
    addTypes(D, U, T);
  return T;
}

Turn turnOf(const Function &F, const Unit &U) {
  Turn T;
  if (F.IsCoroutine) {
    if (F.Coroutine)
      T.Of = F.Coroutine->Of->Name;
    return T;
  }
  if (!F.Decl || F.IsLambda) {
    T.Obstacle = F.IsLambda ? "it is a lambda" : "it is an initialiser";
    return T;
  }
  T = turnOf(*F.Decl, U);
  T.IsMain = F.Decl->isMain();
  T.IsClosed = isClosed(*F.Decl, U);
  const auto *Block = dyn_cast<CompoundStmt>(F.Body);
  if (T.Obstacle.empty() && (!Block || Block->getLBracLoc().isMacroID() ||
                             Block->getRBracLoc().isMacroID() || !mayEdit(F)))
    T.Obstacle = "its body is no block of its own";
  if (!T.Obstacle.empty()) {
    T.Types.clear();
    return T;
  }
  const SourceManager &SM = sources(U);
  auto Add = [&](const FixItHint &Edit, std::vector<TextEdit> &To) {
    const SourceLocation Begin = Edit.RemoveRange.getBegin();
    To.push_back(
        {SM.getFileOffset(Begin),
         SM.getFileOffset(Edit.RemoveRange.getEnd()) - SM.getFileOffset(Begin),
         Edit.CodeToInsert});
  };
  for (const CallSite &S : F.Calls) {
    if (S.Model && S.Model->Asks != Question::None)
      T.Obstacle = "it asks whether a loop runs";
    const Expr *Coroutine = ranCoroutine(S, U);
    if (!Coroutine || !awaitObstacle(S, U).empty())
      continue;
    const Library &Of = *U.models().coroutine(Coroutine->getType())->Of;
    if (!T.Of.empty() && T.Of != Of.Name)
      T.Obstacle = "it runs coroutines of two libraries";
    T.Of = Of.Name;
    for (const FixItHint &Edit :
         awaitedInstead(S.C.E, Coroutine, U, U.parents(F)))
      Add(Edit, T.Body);
  }
  const bool Awaits = !T.Body.empty();
  std::string Result;
  if (F.Decl->getReturnType()->isRecordType())
    if (auto Spelled = spelledType(*F.Decl, U))
      Result = Lexer::getSourceText(*Spelled, SM, U.context().getLangOpts());
  const size_t Before = T.Body.size();
  Returns{U, T, Result}.find(F.Body);
  if (T.IsVoid && !Awaits && T.Body.size() == Before)
    for (const FixItHint &Edit : insertedAtEnd(F.Body, "co_return;", U)) {
      T.Ending = TextEdit{SM.getFileOffset(Edit.RemoveRange.getBegin()), 0,
                          Edit.CodeToInsert};
    }
  llvm::sort(T.Body);
  if (!T.Obstacle.empty()) {
    T.Types.clear();
    T.Body.clear();
    T.Ending.reset();
  }
  return T;
}

//===-- Calls ------------------------------------------------------------===//

Awaiting awaitingOf(const CallSite &S, const Unit &U) {
  const SourceManager &SM = sources(U);
  const SourceRange R = S.C.E->getSourceRange();
  Awaiting A;
  const SourceLocation End = after(R.getEnd(), U);
  const SourceLocation Name = S.C.nameLoc();
  if (R.isInvalid() || R.getBegin().isMacroID() || R.getEnd().isMacroID() ||
      Name.isMacroID() || End.isInvalid()) {
    A.Obstacle = "a macro calls it here";
    return A;
  }
  if (!S.In->Decl || !mayEdit(*S.In)) {
    A.Obstacle = S.In->Decl ? "a template calls it here"
                            : "an initialiser calls it here";
    return A;
  }
  // Written as a call: a `for` over a range calls what nobody spells.
  if (Lexer::getSourceText(CharSourceRange::getTokenRange(Name), SM,
                           U.context().getLangOpts()) !=
          S.C.Callee->getName() ||
      *SM.getCharacterData(R.getEnd()) != ')') {
    A.Obstacle = "it is called without its name here";
    return A;
  }
  A.Begin = SM.getFileOffset(R.getBegin());
  A.End = SM.getFileOffset(End);
  if (!U.parents(*S.In).hasParent(S.C.E)) {
    A.Obstacle = "a default calls it here";
    A.Begin = A.End = 0;
    return A;
  }
  A.Parentheses = bindsCloser(S.C.E, U.parents(*S.In));
  A.Obstacle = awaitObstacle(S, U);
  return A;
}

//===-- Other uses -------------------------------------------------------===//

namespace {
class Mentioner : public RecursiveASTVisitor<Mentioner> {
public:
  explicit Mentioner(const Unit &U) : U(U) {
    for (const Function &F : U.functions())
      for (const CallSite &S : F.Calls)
        if (const auto *C = dyn_cast<CallExpr>(S.C.E))
          Calls.insert(C->getCallee()->IgnoreParenImpCasts());
  }

  bool shouldVisitTemplateInstantiations() const { return true; }

  bool VisitDeclRefExpr(DeclRefExpr *E) {
    if (auto *F = dyn_cast<FunctionDecl>(E->getDecl()))
      add(F, E, "it is used without being called here");
    return true;
  }
  bool VisitMemberExpr(MemberExpr *E) {
    if (auto *F = dyn_cast<FunctionDecl>(E->getMemberDecl()))
      add(F, E, "it is used without being called here");
    return true;
  }
  bool VisitOverloadExpr(OverloadExpr *E) {
    for (const NamedDecl *D : E->decls())
      if (auto *F = dyn_cast<FunctionDecl>(D->getUnderlyingDecl()))
        add(F, E, "a template may call it here");
    return true;
  }

  std::vector<Mention> take() {
    std::vector<Mention> All;
    for (auto &[F, M] : Found)
      All.push_back(std::move(M));
    return All;
  }

private:
  void add(const FunctionDecl *F, const Expr *E, llvm::StringRef Text) {
    if (Calls.contains(E))
      return;
    F = F->getCanonicalDecl();
    if (Found.count(F) || F->isImplicit() || !mayTurn(*F, U))
      return;
    Found.insert({F, {idOf(*F, U), placeOf(E->getExprLoc(), U), Text.str()}});
  }

  const Unit &U;
  llvm::DenseSet<const Expr *> Calls;
  llvm::MapVector<const FunctionDecl *, Mention> Found;
};
} // namespace

std::vector<Mention> mentionsOf(const Unit &U) {
  Mentioner All(U);
  for (Decl *D : U.context().getTranslationUnitDecl()->decls())
    if (!D->isImplicit() && !U.isOpaque(*D))
      All.TraverseDecl(D);
  return All.take();
}

//===-- Inclusions -------------------------------------------------------===//

namespace {
/// What the libraries of coroutines declare in this unit, with the files that
/// lead there.
struct Declared {
  std::string Name;
  const Library *Of;
  llvm::DenseSet<FileID> Through;
};
} // namespace

static std::vector<Declared> declaredIn(const Unit &U) {
  const SourceManager &SM = sources(U);
  std::vector<Declared> All;
  auto Look = [&](const Library &L, std::string Name) {
    Declared D{std::move(Name), &L, {}};
    for (const NamedDecl *Each : declarations(D.Name, U))
      for (FileID File = SM.getFileID(SM.getExpansionLoc(Each->getLocation()));
           File.isValid(); File = SM.getFileID(SM.getIncludeLoc(File)))
        D.Through.insert(File);
    if (!D.Through.empty())
      All.push_back(std::move(D));
  };
  for (const auto &L : U.models().libraries()) {
    if (llvm::none_of(L->Coroutines,
                      [](const CoroutineModel &C) { return C.Lazy; }))
      continue;
    for (const std::string &In : L->Namespaces) {
      const std::string Before = In.empty() ? "" : In + "::";
      for (const CoroutineModel &C : L->Coroutines)
        if (C.Lazy)
          Look(*L, Before + C.Type);
      for (const CallModel &C : L->Calls)
        if (C.Runs.K == Place::Own)
          for (const std::string &Name : C.Names)
            Look(*L, Before + Name);
    }
  }
  return All;
}

std::vector<Inclusion>
inclusionsOf(llvm::ArrayRef<const FunctionDecl *> Functions, const Unit &U) {
  const SourceManager &SM = sources(U);
  llvm::SetVector<FileID> Files;
  for (const FunctionDecl *F : Functions)
    for (const FunctionDecl *Each : F->redecls())
      if (SourceLocation At = SM.getExpansionLoc(Each->getLocation());
          At.isValid() && !SM.isInSystemHeader(At))
        Files.insert(SM.getFileID(At));
  const std::vector<Declared> Known = declaredIn(U);
  std::vector<Inclusion> All;
  for (FileID File : Files) {
    Inclusion Here;
    Here.File = placeOf(SM.getLocForStartOfFile(File), U).File;
    if (Here.File.empty())
      continue;
    const llvm::StringRef Text = SM.getBufferData(File);
    tooling::HeaderIncludes Directives(Here.File, Text,
                                       tooling::IncludeStyle());
    // A name that no header has: it goes after those that are there.
    auto Place = Directives.insert("~", /*IsAngled=*/true,
                                   tooling::IncludeDirective::Include);
    if (!Place)
      continue;
    Here.Offset = Place->getOffset();
    for (const Declared &D : Known)
      if (D.Through.contains(File) ||
          llvm::any_of(D.Of->Headers, [&](const std::string &Header) {
            return !Directives.insert(Header, /*IsAngled=*/true,
                                      tooling::IncludeDirective::Include);
          }))
        Here.Names.push_back(D.Name);
    All.push_back(std::move(Here));
  }
  return All;
}

} // namespace asynctidy
