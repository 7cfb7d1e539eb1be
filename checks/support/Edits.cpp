// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/Edits.h"
#include "clang/Basic/CharInfo.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Format/Format.h"
#include "clang/Lex/Lexer.h"
#include "clang/Tooling/Inclusions/HeaderIncludes.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;

namespace asynctidy {

static bool inMacro(SourceRange R) {
  return R.isInvalid() || R.getBegin().isMacroID() || R.getEnd().isMacroID();
}

std::string indentAt(SourceLocation L, const SourceManager &SM) {
  unsigned Column = SM.getSpellingColumnNumber(L);
  bool Invalid = false;
  const char *At = SM.getCharacterData(L, &Invalid);
  if (Invalid)
    return "";
  llvm::StringRef Line(At - (Column - 1), Column - 1);
  return Line.trim().empty() ? Line.str() : "";
}

Edits refused(std::string Why, SourceLocation At) {
  Edits None;
  None.Refused = std::move(Why);
  None.RefusedAt = At;
  return None;
}

void replaceAll(std::string &Text, llvm::StringRef Key, llvm::StringRef With) {
  for (size_t At = 0; (At = Text.find(Key.str(), At)) != std::string::npos;
       At += With.size())
    Text.replace(At, Key.size(), With.str());
}

std::string filled(std::string Text, llvm::StringRef Loop,
                   llvm::StringRef Address) {
  llvm::StringRef Name = Loop;
  const bool Pointer = Name.consume_front("*");
  replaceAll(Text, "$loop.", (Name + (Pointer ? "->" : ".")).str());
  replaceAll(Text, "$loop", Loop);
  replaceAll(Text, "$address", Address);
  return Text;
}

static Edits refusedInMacro() { return refused("it stands in a macro"); }

std::string textOf(const Expr *E, const Unit &U) {
  if (inMacro(E->getSourceRange()))
    return {};
  return Lexer::getSourceText(
             CharSourceRange::getTokenRange(E->getSourceRange()),
             U.context().getSourceManager(), U.context().getLangOpts())
      .str();
}

bool mayEdit(const Function &F) {
  return mayEditAlike(F) && !F.Decl->isTemplateInstantiation();
}

bool mayEditAlike(const Function &F) {
  return F.Decl && !F.Decl->isTemplated() && !F.Decl->getBeginLoc().isMacroID();
}

std::vector<const NamedDecl *> declarations(llvm::StringRef Qualified,
                                            const Unit &U) {
  llvm::SmallVector<llvm::StringRef, 4> Names;
  Qualified.split(Names, "::");
  const DeclContext *In = U.context().getTranslationUnitDecl();
  std::vector<const NamedDecl *> Found;
  for (const llvm::StringRef &Name : Names) {
    const DeclContext *Next = nullptr;
    for (const NamedDecl *D : In->lookup(&U.context().Idents.get(Name))) {
      if (&Name == &Names.back())
        Found.push_back(D);
      Next = dyn_cast<DeclContext>(D);
    }
    if (!Next)
      break;
    In = Next;
  }
  return Found;
}

bool isDeclared(llvm::StringRef Qualified, const Unit &U) {
  return !declarations(Qualified, U).empty();
}

Edits withDeclared(Edits Made, llvm::StringRef Qualified,
                   llvm::StringRef Header, SourceLocation At, const Unit &U) {
  if (Made.empty() || isDeclared(Qualified, U))
    return Made;
  if (Header.empty())
    return refused("'" + Qualified.str() + "' is not declared here");
  llvm::append_range(Made, included(Header, At, U));
  return Made;
}

std::string objectText(const Expr *E, const Unit &U) {
  std::string Text = textOf(E->IgnoreParenImpCasts(), U);
  if (Text.empty())
    return Text;
  if (const auto *O = dyn_cast<UnaryOperator>(E->IgnoreParenImpCasts());
      O && O->getOpcode() == UO_AddrOf)
    return textOf(O->getSubExpr(), U);
  if (const auto *Arrow =
          dyn_cast<CXXOperatorCallExpr>(E->IgnoreParenImpCasts());
      Arrow && Arrow->getOperator() == OO_Arrow)
    return "*" + textOf(Arrow->getArg(0), U);
  return E->getType()->isPointerType() ? "*" + Text : Text;
}

Edits replaced(const Expr *E, std::string Text, const Unit &) {
  if (inMacro(E->getSourceRange()))
    return refusedInMacro();
  if (Text.empty())
    return {};
  return {FixItHint::CreateReplacement(E->getSourceRange(), Text)};
}

Edits replacedToken(SourceLocation L, std::string Text, const Unit &) {
  if (L.isInvalid() || L.isMacroID())
    return refusedInMacro();
  return {FixItHint::CreateReplacement(SourceRange(L, L), Text)};
}

bool bindsCloser(const Expr *E, ParentMap &Parents) {
  const Stmt *Child = E, *Up = Parents.getParent(E);
  while (isa_and_nonnull<ImplicitCastExpr, MaterializeTemporaryExpr,
                         CXXBindTemporaryExpr>(Up))
    Child = Up, Up = Parents.getParent(Up);
  if (isa_and_nonnull<MemberExpr>(Up))
    return true;
  if (const auto *Array = dyn_cast_or_null<ArraySubscriptExpr>(Up))
    return Array->getBase() == Child;
  if (const auto *O = dyn_cast_or_null<UnaryOperator>(Up))
    return O->isPostfix();
  if (const auto *O = dyn_cast_or_null<CXXOperatorCallExpr>(Up)) {
    const OverloadedOperatorKind K = O->getOperator();
    return O->getArg(0) == Child &&
           (K == OO_Call || K == OO_Subscript || K == OO_Arrow ||
            ((K == OO_PlusPlus || K == OO_MinusMinus) && O->getNumArgs() == 2));
  }
  const auto *C = dyn_cast_or_null<CallExpr>(Up);
  return C && C->getCallee() == Child;
}

/// Is \p E a prefix or infix operator, so that one in front of it would bind
/// closer?
static bool isOperator(const Expr *E) {
  const auto *O = dyn_cast<CXXOperatorCallExpr>(E);
  return O && O->getOperator() != OO_Call && O->getOperator() != OO_Subscript &&
         O->getOperator() != OO_Arrow;
}

/// The comments in \p Range; nothing when one of them ends with its line.
static std::optional<std::string> commentsIn(CharSourceRange Range,
                                             const Unit &U) {
  const SourceManager &SM = U.context().getSourceManager();
  auto [File, Begin] = SM.getDecomposedLoc(Range.getBegin());
  const unsigned End = SM.getFileOffset(Range.getEnd());
  bool Invalid = false;
  llvm::StringRef Text = SM.getBufferData(File, &Invalid);
  std::string Found;
  if (Invalid || Begin >= End)
    return Found;
  Lexer Raw(SM.getLocForStartOfFile(File), U.context().getLangOpts(),
            Text.begin(), Text.begin() + Begin, Text.end());
  Raw.SetCommentRetentionState(true);
  for (Token T; !Raw.LexFromRawLexer(T);) {
    const unsigned At = SM.getFileOffset(T.getLocation());
    if (At >= End)
      break;
    if (!T.is(tok::comment))
      continue;
    llvm::StringRef One = Text.substr(At, T.getLength());
    if (One.starts_with("//"))
      return std::nullopt;
    Found += One.str() + " ";
  }
  return Found;
}

Edits awaitedInstead(const Expr *Whole, const Expr *Operand, const Unit &U,
                     ParentMap &Parents) {
  const SourceManager &SM = U.context().getSourceManager();
  const LangOptions &Lang = U.context().getLangOpts();
  if (inMacro(Whole->getSourceRange()) || inMacro(Operand->getSourceRange()))
    return refusedInMacro();
  // Only what stands around the operand changes: the operand may have a fix of
  // its own.
  SourceLocation After =
      Lexer::getLocForEndOfToken(Operand->getEndLoc(), 0, SM, Lang);
  SourceLocation End =
      Lexer::getLocForEndOfToken(Whole->getEndLoc(), 0, SM, Lang);
  if (After.isInvalid() || End.isInvalid())
    return {};
  const auto Head = CharSourceRange::getCharRange(Whole->getBeginLoc(),
                                                  Operand->getBeginLoc());
  const auto Tail = CharSourceRange::getCharRange(After, End);
  auto Before = commentsIn(Head, U), Behind = commentsIn(Tail, U);
  if (!Before || !Behind)
    return refused("a comment stands in it");
  const bool Inner = isOperator(Operand);
  const bool Outer = bindsCloser(Whole, Parents);
  std::string Close = Inner ? ")" : "";
  if (!Behind->empty())
    Close += " " + llvm::StringRef(*Behind).rtrim().str();
  return {FixItHint::CreateReplacement(Head, (Outer ? "(" : "") + *Before +
                                                 "co_await " +
                                                 (Inner ? "(" : "")),
          FixItHint::CreateReplacement(Tail, Close + (Outer ? ")" : ""))};
}

Edits wrappedAwait(const Expr *E, llvm::StringRef Before,
                   llvm::StringRef Behind, const Unit &U, ParentMap &Parents) {
  SourceLocation End =
      inMacro(E->getSourceRange())
          ? SourceLocation()
          : Lexer::getLocForEndOfToken(E->getEndLoc(), 0,
                                       U.context().getSourceManager(),
                                       U.context().getLangOpts());
  if (End.isInvalid())
    return refusedInMacro();
  const bool Outer = bindsCloser(E, Parents);
  return {FixItHint::CreateInsertion(E->getBeginLoc(),
                                     (Outer ? "(co_await " : "co_await ") +
                                         Before.str()),
          FixItHint::CreateInsertion(End, Behind.str() + (Outer ? ")" : ""))};
}

Edits removed(const Stmt *S, const Unit &U) {
  const SourceManager &SM = U.context().getSourceManager();
  const LangOptions &Lang = U.context().getLangOpts();
  if (inMacro(S->getSourceRange()))
    return refusedInMacro();
  SourceLocation End =
      isa<DeclStmt>(S)
          ? Lexer::getLocForEndOfToken(S->getEndLoc(), 0, SM, Lang)
          : Lexer::findLocationAfterToken(S->getEndLoc(), tok::semi, SM, Lang,
                                          /*SkipTrailingWhitespace=*/false);
  if (End.isInvalid())
    return {};
  // The whole line, if nothing else stands on it.
  SourceLocation Begin = S->getBeginLoc();
  auto [File, Offset] = SM.getDecomposedLoc(Begin);
  llvm::StringRef Text = SM.getBufferData(File);
  size_t From = Text.rfind('\n', Offset); // goes too
  size_t To = SM.getFileOffset(End);
  size_t Line = Text.find('\n', To);
  if (From != llvm::StringRef::npos && Line != llvm::StringRef::npos &&
      Text.slice(From, Offset).trim().empty() &&
      Text.slice(To, Line).trim().empty()) {
    Begin = Begin.getLocWithOffset(static_cast<int>(From) -
                                   static_cast<int>(Offset));
    End = End.getLocWithOffset(Line - To);
  }
  return {FixItHint::CreateRemoval(CharSourceRange::getCharRange(Begin, End))};
}

const Stmt *statementOf(const Stmt *S, ParentMap &Parents) {
  for (const Stmt *P = Parents.getParent(S); P; P = Parents.getParent(P)) {
    if (isa<CompoundStmt>(P))
      return S;
    if (isa<LambdaExpr>(P))
      return nullptr;
    S = P;
  }
  return nullptr;
}

/// The whole lines of the declaration \p D, or nothing when something else
/// stands on them.
static std::optional<CharSourceRange> linesOf(const Decl &D, const Unit &U) {
  const SourceManager &SM = U.context().getSourceManager();
  const LangOptions &Lang = U.context().getLangOpts();
  if (inMacro(D.getSourceRange()))
    return std::nullopt;
  SourceLocation Semicolon =
      Lexer::findLocationAfterToken(D.getEndLoc(), tok::semi, SM, Lang,
                                    /*SkipTrailingWhitespaceAndNewLine=*/false);
  if (Semicolon.isInvalid())
    return std::nullopt;
  const FileID File = SM.getFileID(D.getBeginLoc());
  bool Invalid = false;
  llvm::StringRef Text = SM.getBufferData(File, &Invalid);
  if (Invalid || SM.getFileID(Semicolon) != File)
    return std::nullopt;
  size_t From = SM.getFileOffset(D.getBeginLoc());
  size_t To = SM.getFileOffset(Semicolon);
  size_t LineStart = Text.rfind('\n', From);
  LineStart = LineStart == llvm::StringRef::npos ? 0 : LineStart + 1;
  size_t LineEnd = Text.find('\n', To);
  if (LineEnd == llvm::StringRef::npos)
    return std::nullopt;
  llvm::StringRef Behind = Text.slice(To, LineEnd).trim();
  if (!Text.slice(LineStart, From).trim().empty() ||
      !(Behind.empty() || Behind.starts_with("//")))
    return std::nullopt;
  if (LineStart == 0)
    return std::nullopt;
  // With the line break before it.
  SourceLocation Start = SM.getLocForStartOfFile(File);
  return CharSourceRange::getCharRange(Start.getLocWithOffset(LineStart - 1),
                                       Start.getLocWithOffset(LineEnd));
}

Edits removed(const Decl &D, const Unit &U) {
  auto Lines = linesOf(D, U);
  return Lines ? Edits{FixItHint::CreateRemoval(*Lines)} : Edits();
}

Edits included(llvm::StringRef Header, SourceLocation L, const Unit &U) {
  const SourceManager &SM = U.context().getSourceManager();
  const FileID File = SM.getFileID(L);
  OptionalFileEntryRef Entry = SM.getFileEntryRefForID(File);
  if (!Entry)
    return {};
  tooling::IncludeStyle Style;
  Style.IncludeBlocks = tooling::IncludeStyle::IBS_Preserve;
  tooling::HeaderIncludes Includes(Entry->getName(), SM.getBufferData(File),
                                   Style);
  auto Put = Includes.insert(Header, /*IsAngled=*/true,
                             tooling::IncludeDirective::Include);
  if (!Put)
    return {};
  return {
      FixItHint::CreateInsertion(SM.getLocForStartOfFile(File).getLocWithOffset(
                                     static_cast<int>(Put->getOffset())),
                                 Put->getReplacementText())};
}

Edits movedBefore(const FieldDecl &Field, const FieldDecl &Target,
                  const Unit &U) {
  auto From = linesOf(Field, U), To = linesOf(Target, U);
  if (!From || !To)
    return {};
  llvm::StringRef Moved = Lexer::getSourceText(
      *From, U.context().getSourceManager(), U.context().getLangOpts());
  return {FixItHint::CreateInsertion(To->getBegin(), Moved),
          FixItHint::CreateRemoval(*From)};
}

/// Can an object of \p T be made of another one?
static bool isCopyable(QualType T, bool OfTemporary) {
  const CXXRecordDecl *R = T->getAsCXXRecordDecl();
  if (!R)
    return T->isScalarType();
  if (!R->hasDefinition() || R->isAbstract())
    return false;
  R = R->getDefinition();
  if (R->needsImplicitCopyConstructor() ||
      (OfTemporary && R->needsImplicitMoveConstructor()))
    return true;
  return llvm::any_of(R->ctors(), [&](const CXXConstructorDecl *K) {
    return !K->isDeleted() && K->getAccess() == AS_public &&
           (K->isCopyConstructor() || (OfTemporary && K->isMoveConstructor()));
  });
}

Edits byValue(const ParmVarDecl &P, const Unit &U) {
  const SourceManager &SM = U.context().getSourceManager();
  const LangOptions &Lang = U.context().getLangOpts();
  const auto *F = dyn_cast<FunctionDecl>(P.getDeclContext());
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(F);
  if (!F || F->isTemplated() || F->isTemplateInstantiation())
    return refused("its function is a template");
  if (Method && Method->isVirtual())
    return refused("its function is virtual");
  const QualType Of = P.getType().getNonReferenceType();
  const bool Temporary = P.getType()->isRValueReferenceType();
  if (!(Temporary ||
        (P.getType()->isLValueReferenceType() && Of.isConstQualified())) ||
      !isCopyable(Of, Temporary))
    return {};
  Edits All;
  for (const FunctionDecl *Each : F->redecls()) {
    const ParmVarDecl *Here = Each->getParamDecl(P.getFunctionScopeIndex());
    if (!Here->getTypeSourceInfo())
      return {};
    auto Reference =
        Here->getTypeSourceInfo()->getTypeLoc().getAs<ReferenceTypeLoc>();
    if (Reference.isNull() || inMacro(Here->getSourceRange()))
      return {};
    llvm::StringRef Name = Lexer::getSourceText(
        CharSourceRange::getTokenRange(
            Reference.getPointeeLoc().getUnqualifiedLoc().getSourceRange()),
        SM, Lang);
    SourceLocation End =
        Lexer::getLocForEndOfToken(Reference.getSigilLoc(), 0, SM, Lang);
    if (Name.empty() || End.isInvalid())
      return {};
    bool Invalid = false;
    const char *Next = SM.getCharacterData(End, &Invalid);
    const bool Touches = !Invalid && (isAsciiIdentifierStart(*Next));
    All.push_back(FixItHint::CreateReplacement(
        CharSourceRange::getCharRange(Here->getBeginLoc(), End),
        Name.str() + (Touches ? " " : "")));
  }
  return All;
}

static bool speaksOf(const Stmt *S,
                     const llvm::SmallPtrSetImpl<const Decl *> &Declared) {
  if (!S)
    return false;
  if (const auto *R = dyn_cast<DeclRefExpr>(S);
      R && Declared.count(R->getDecl()))
    return true;
  return llvm::any_of(S->children(), [&](const Stmt *Child) {
    return speaksOf(Child, Declared);
  });
}

Edits enclosed(const CompoundStmt &Block, const Stmt *From, const Stmt *Until,
               const Unit &U) {
  const SourceManager &SM = U.context().getSourceManager();
  llvm::SmallPtrSet<const Decl *, 8> Declared;
  unsigned Inside = 0;
  enum { Before, Within, After } At = Before;
  for (const Stmt *Child : Block.body()) {
    if (inMacro(Child->getSourceRange()) || isa<SwitchCase, LabelStmt>(Child))
      return {};
    if (Child == From)
      At = Within;
    if (Child == Until)
      At = After;
    if (At == Within) {
      ++Inside;
      if (const auto *D = dyn_cast<DeclStmt>(Child))
        for (const Decl *Each : D->decls()) {
          // Types, aliases and bindings are spoken of in more ways.
          if (!isa<VarDecl>(Each) || isa<DecompositionDecl>(Each))
            return {};
          Declared.insert(Each);
        }
    }
    if (At == After && speaksOf(Child, Declared))
      return refused("what is declared under it is used later");
  }
  if (At != After || Inside < 2)
    return {};
  auto Opened = SM.getDecomposedLoc(From->getBeginLoc());
  auto Closed = SM.getDecomposedLoc(Until->getBeginLoc());
  const std::string Indent = indentAt(From->getBeginLoc(), SM);
  if (Opened.first != Closed.first ||
      indentAt(Until->getBeginLoc(), SM) != Indent || Indent.empty())
    return {};
  // What is inside stands one step further in, as the block does in its own.
  std::string Step = Indent.substr(
      std::min(Indent.size() - 1, indentAt(Block.getRBracLoc(), SM).size()));
  Edits All = {
      FixItHint::CreateInsertion(From->getBeginLoc(), "{\n" + Indent + Step)};
  llvm::StringRef Text = SM.getBufferData(Opened.first);
  if (Text.slice(Opened.second, Closed.second).contains("R\""))
    return {};
  const SourceLocation Start = SM.getLocForStartOfFile(Opened.first);
  for (size_t Line = Text.find('\n', Opened.second);
       Line != llvm::StringRef::npos && Line + 1 < Closed.second;
       Line = Text.find('\n', Line + 1)) {
    llvm::StringRef Rest = Text.substr(Line + 1).split('\n').first;
    if (!Rest.trim().empty() && Line + 1 + Indent.size() != Closed.second)
      All.push_back(FixItHint::CreateInsertion(
          Start.getLocWithOffset(static_cast<int>(Line + 1)), Step));
  }
  All.push_back(
      FixItHint::CreateInsertion(Until->getBeginLoc(), "}\n" + Indent));
  return All;
}

Edits unwrapped(const CXXTryStmt &Try, const Unit &U) {
  const SourceManager &SM = U.context().getSourceManager();
  const LangOptions &Lang = U.context().getLangOpts();
  const CompoundStmt &Body = *Try.getTryBlock();
  if (inMacro(Try.getSourceRange()) || Body.body_empty())
    return {};
  for (const Stmt *Each : Body.body())
    if (inMacro(Each->getSourceRange()) || isa<DeclStmt>(Each))
      return {}; // its names would live on
  auto [File, Start] = SM.getDecomposedLoc(Try.getBeginLoc());
  llvm::StringRef Text = SM.getBufferData(File);
  const SourceLocation Top = SM.getLocForStartOfFile(File);
  const size_t First = SM.getFileOffset(Body.body_front()->getBeginLoc());
  // Up to the end of the last line that is kept.
  const Stmt *Last = Body.body_back();
  SourceLocation Behind =
      isa<Expr, ReturnStmt>(Last)
          ? Lexer::findLocationAfterToken(Last->getEndLoc(), tok::semi, SM,
                                          Lang, false)
          : Lexer::getLocForEndOfToken(Last->getEndLoc(), 0, SM, Lang);
  SourceLocation End = Lexer::getLocForEndOfToken(Try.getEndLoc(), 0, SM, Lang);
  if (Behind.isInvalid() || End.isInvalid())
    return {};
  const size_t Kept = SM.getFileOffset(Behind), Stop = SM.getFileOffset(End);
  auto HasComment = [&](size_t From, size_t To) {
    return Text.slice(From, To).contains("//") ||
           Text.slice(From, To).contains("/*");
  };
  if (HasComment(Start, First) || HasComment(Kept, Stop))
    return {};
  auto Range = [&](size_t From, size_t To) {
    return CharSourceRange::getCharRange(
        Top.getLocWithOffset(static_cast<int>(From)),
        Top.getLocWithOffset(static_cast<int>(To)));
  };
  Edits All = {FixItHint::CreateRemoval(Range(Start, First)),
               FixItHint::CreateRemoval(Range(Kept, Stop))};
  const std::string Outer = indentAt(Try.getBeginLoc(), SM),
                    Inner = indentAt(Body.body_front()->getBeginLoc(), SM);
  if (Inner.size() <= Outer.size() || Text.slice(First, Kept).contains("R\""))
    return All;
  for (size_t Line = Text.find('\n', First);
       Line != llvm::StringRef::npos && Line < Kept;
       Line = Text.find('\n', Line + 1))
    if (Text.substr(Line + 1).starts_with(Inner))
      All.push_back(FixItHint::CreateReplacement(
          Range(Line + 1, Line + 1 + Inner.size()), Outer));
  return All;
}

Edits insertedBefore(const Stmt *E, std::string Text, const Unit &U,
                     ParentMap &Parents) {
  const Stmt *S = statementOf(E, Parents);
  if (!S)
    return {};
  if (inMacro(S->getSourceRange()))
    return refusedInMacro();
  // Only what is evaluated whenever control comes here: no branch, no loop.
  if (!isa<Expr, ReturnStmt, CoreturnStmt, DeclStmt>(S))
    return refused("it is a part of a larger statement");
  const SourceManager &SM = U.context().getSourceManager();
  std::string Indent = indentAt(S->getBeginLoc(), SM);
  for (size_t At = 0; (At = Text.find('\n', At)) != std::string::npos; ++At)
    Text.insert(At + 1, Indent);
  return {FixItHint::CreateInsertion(
      S->getBeginLoc(),
      Text + (Indent.empty() && SM.getSpellingColumnNumber(S->getBeginLoc()) > 1
                  ? " "
                  : "\n" + Indent))};
}

Edits insertedAbove(const Stmt &Child, std::string Text, const Unit &U) {
  if (inMacro(Child.getSourceRange()) || isa<SwitchCase, LabelStmt>(Child))
    return {};
  const SourceManager &SM = U.context().getSourceManager();
  const SourceLocation L = Child.getBeginLoc();
  const std::string Indent = indentAt(L, SM);
  const bool Alone = !Indent.empty() || SM.getSpellingColumnNumber(L) == 1;
  return {FixItHint::CreateInsertion(L, Text + (Alone ? "\n" + Indent : " "))};
}

Edits insertedAtStart(const Stmt *Body, std::string Text, const Unit &U) {
  const auto *Block = dyn_cast_or_null<CompoundStmt>(Body);
  if (!Block || inMacro(Block->getSourceRange()))
    return {};
  if (!Block->body_empty())
    return insertedAbove(*Block->body_front(), std::move(Text), U);
  return insertedAtEnd(Body, std::move(Text), U);
}

Edits insertedAfter(const DeclStmt *Declared, std::string Text, const Unit &U) {
  if (inMacro(Declared->getSourceRange()))
    return refusedInMacro();
  const SourceManager &SM = U.context().getSourceManager();
  SourceLocation After = Lexer::getLocForEndOfToken(
      Declared->getEndLoc(), 0, SM, U.context().getLangOpts());
  if (After.isInvalid())
    return {};
  return {FixItHint::CreateInsertion(
      After, "\n" + indentAt(Declared->getBeginLoc(), SM) + Text)};
}

Edits insertedAtEnd(const Stmt *Body, std::string Text, const Unit &U) {
  const auto *Block = dyn_cast_or_null<CompoundStmt>(Body);
  if (!Block || inMacro(Block->getSourceRange()))
    return {};
  const SourceManager &SM = U.context().getSourceManager();
  SourceLocation Brace = Block->getRBracLoc();
  if (SM.getSpellingLineNumber(Block->getLBracLoc()) ==
      SM.getSpellingLineNumber(Brace))
    return {FixItHint::CreateInsertion(
        Brace, (Block->getLBracLoc().getLocWithOffset(1) == Brace ? " " : "") +
                   Text + " ")};
  std::string Indent = indentAt(Brace, SM);
  std::string Inner = Block->body_empty()
                          ? Indent + "  "
                          : indentAt(Block->body_back()->getBeginLoc(), SM);
  llvm::StringRef More = llvm::StringRef(Inner).substr(Indent.size());
  return {FixItHint::CreateInsertion(Brace, More.str() + Text + "\n" + Indent)};
}

} // namespace asynctidy
