// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/Models.h"
#include "support/Calls.h"
#include "support/ModelText.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

using namespace clang;

namespace asynctidy {

static llvm::Error fault(const llvm::Twine &Text) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), Text);
}

std::string plainName(const NamedDecl &D) {
  std::string Name;
  if (const auto *K = dyn_cast<CXXConstructorDecl>(&D))
    Name = K->getParent()->getNameAsString();
  else if (const auto *K = dyn_cast<CXXDestructorDecl>(&D))
    Name = "~" + K->getParent()->getNameAsString();
  else
    Name = D.getNameAsString();
  for (const DeclContext *C = D.getDeclContext(); C; C = C->getParent()) {
    if (const auto *N = dyn_cast<NamespaceDecl>(C);
        N && (N->isInline() || N->isAnonymousNamespace()))
      continue;
    if (isa<FunctionDecl>(C))
      break;
    if (const auto *R = dyn_cast<CXXRecordDecl>(C); R && R->isLambda())
      break;
    if (const auto *N = dyn_cast<NamedDecl>(C))
      Name = N->getNameAsString() + "::" + Name;
  }
  return Name;
}

//===-- Loading
//------------------------------------------------------------===//

static llvm::Expected<std::unique_ptr<Library>> readFile(llvm::StringRef File) {
  auto Text = llvm::MemoryBuffer::getFile(File);
  if (!Text)
    return fault("cannot read the model '" + File +
                 "': " + Text.getError().message());
  return Models::parse((*Text)->getBuffer(), File);
}

llvm::Expected<std::unique_ptr<Models>>
Models::load(llvm::StringRef Folder, llvm::ArrayRef<std::string> Files) {
  auto M = std::make_unique<Models>();
  std::vector<std::string> ToRead(Files.begin(), Files.end());
  llvm::SmallString<256> At(Folder);
  while (!At.empty()) {
    llvm::SmallString<256> Own(At);
    llvm::sys::path::append(Own, ".async-tidy.yaml");
    if (llvm::sys::fs::exists(Own)) {
      ToRead.push_back(std::string(Own));
      break;
    }
    llvm::StringRef Parent = llvm::sys::path::parent_path(At);
    if (Parent == At)
      break;
    At = llvm::SmallString<256>(Parent);
  }
  for (size_t I = 0; I < ToRead.size(); ++I) {
    auto L = readFile(ToRead[I]);
    if (!L)
      return L.takeError();
    for (const std::string &Also : (*L)->UserModels) {
      llvm::SmallString<256> Path(Also);
      if (llvm::sys::path::is_relative(Path)) {
        Path = llvm::sys::path::parent_path(ToRead[I]);
        llvm::sys::path::append(Path, Also);
      }
      if (!llvm::sys::fs::exists(Path))
        return fault(ToRead[I] + ": models: '" + Also + "' does not exist");
      if (std::find(ToRead.begin(), ToRead.end(), std::string(Path)) ==
          ToRead.end())
        ToRead.push_back(std::string(Path));
    }
    if (!(*L)->Name.empty())
      M->add(std::move(*L));
  }
  for (const BuiltinModel &B : builtinModels()) {
    auto L = parse(B.Yaml, ("<built-in>/" + B.Name + ".yaml").str());
    if (!L)
      return L.takeError();
    M->add(std::move(*L));
  }
  return M;
}

void Models::addName(llvm::StringMap<std::vector<Named>> &Index,
                     const Library &L, llvm::StringRef Name,
                     const void *Model) {
  auto Insert = [&](std::string Qualified, bool IsC = false) {
    llvm::StringRef Last = llvm::StringRef(Qualified).rsplit("::").second;
    Index[Last.empty() ? llvm::StringRef(Qualified) : Last].push_back(
        {Qualified, Model, IsC});
  };
  if (Name.consume_front("::"))
    return Insert(Name.str(), !Name.contains("::"));
  for (const std::string &N : L.Namespaces)
    Insert(N.empty() ? Name.str() : N + "::" + Name.str());
}

void Models::add(std::unique_ptr<Library> Owned) {
  Library &L = *Owned;
  if (L.Namespaces.empty())
    L.Namespaces.push_back("");
  auto AddAll = [&](llvm::StringMap<std::vector<Named>> &Index,
                    const std::vector<std::string> &Names, const void *Model) {
    for (const std::string &N : Names)
      addName(Index, L, N, Model);
  };
  for (CoroutineModel &C : L.Coroutines) {
    C.Of = &L;
    addName(CoroutineIndex, L, C.Type, &C);
  }
  for (LoopModel &P : L.Loops) {
    P.Of = &L;
    addName(LoopIndex, L, P.Type, &P);
  }
  for (RenamedType &R : L.Deprecated)
    addName(RenamedIndex, L, R.Type, &R);
  for (RenamedType &R : L.FutureTokens) {
    R.Of = &L;
    addName(TokenIndex, L, R.Type, &R);
  }
  static const bool OnLoop = true, OffLoop = false;
  AddAll(TaskIndex, L.Tasks, &L);
  AddAll(PoolIndex, L.Pools, &L);
  AddAll(ThreadIndex, L.Threads, &L);
  AddAll(ThreadIndex, L.JoiningThreads, &L);
  AddAll(JoiningIndex, L.JoiningThreads, &L);
  AddAll(BoundIndex, L.Bound, &L);
  AddAll(ErrorIndex, L.NoLoopErrors, &L);
  AddAll(CancelIndex, L.Cancellations, &L);
  AddAll(AnyErrorIndex, L.Errors, &L);
  AddAll(ErrorValueIndex, L.ErrorValues, &L);
  AddAll(GuardIndex, L.LockGuards, &L);
  AddAll(ViewIndex, L.Views, &L);
  AddAll(ReadyIndex, L.NeverSuspends, &L);
  AddAll(SharedIndex, L.SharedOwners, &L);
  AddAll(CallbackIndex, L.Callbacks, &OnLoop);
  AddAll(CallbackIndex, L.OffLoopCallbacks, &OffLoop);
  AddAll(OnLoopIndex, L.CalledOnLoop, &L);
  AddAll(BlockingIndex, L.BlockingObjects, &L);
  AddAll(RunningIndex, L.RunningLoops, &L);
  AddAll(SignalIndex, L.SignalActions, &L);
  AddAll(TestIndex, L.TestBodies, &L);
  AddAll(MeasuredIndex, L.Measured, &L);
  for (CallModel &C : L.Calls) {
    C.Of = &L;
    for (llvm::StringRef Name : C.Names) {
      if (!Name.contains('*')) {
        addName(CallIndex, L, Name, &C);
        continue;
      }
      bool Global = Name.consume_front("::");
      for (const std::string &N : L.Namespaces)
        Wildcards.push_back(
            {(N.empty() || Global ? "" : N + "::") + Name.str(), &C});
    }
  }
  All.push_back(std::move(Owned));
}

//===-- Looking up
//---------------------------------------------------------===//

const void *Models::typeName(const llvm::StringMap<std::vector<Named>> &Index,
                             const NamedDecl &D) const {
  if (!D.getIdentifier())
    return nullptr;
  auto Found = Index.find(D.getName());
  if (Found == Index.end())
    return nullptr;
  std::string Qualified = plainName(D);
  for (const Named &N : Found->second)
    if (N.Qualified == Qualified)
      return N.Model;
  return nullptr;
}

const void *Models::type(const llvm::StringMap<std::vector<Named>> &Index,
                         QualType T) const {
  if (T.isNull())
    return nullptr;
  T = T.getNonReferenceType();
  for (QualType S = T;;) {
    const auto *Alias = S->getAs<TypedefType>();
    if (!Alias)
      break;
    if (const void *M = typeName(Index, *Alias->getDecl()))
      return M;
    S = Alias->getDecl()->getUnderlyingType();
  }
  const RecordDecl *R = T->getAsRecordDecl();
  if (!R)
    return nullptr;
  if (const void *M = typeName(Index, *R))
    return M;
  const auto *Class = dyn_cast<CXXRecordDecl>(R);
  if (!Class || !Class->hasDefinition())
    return nullptr;
  for (const CXXBaseSpecifier &B : Class->getDefinition()->bases())
    if (const void *M = type(Index, B.getType()))
      return M;
  return nullptr;
}

/// The class that \p T is, or whose template it is made from, when it is
/// annotated.
static const NamedDecl *annotatedClass(QualType T) {
  const CXXRecordDecl *R =
      T.isNull() ? nullptr : T.getNonReferenceType()->getAsCXXRecordDecl();
  if (const auto *S = dyn_cast_or_null<ClassTemplateSpecializationDecl>(R))
    R = S->getSpecializedTemplate()->getTemplatedDecl();
  return R && R->hasAttr<AnnotateAttr>() ? R : nullptr;
}

const CoroutineModel *Models::coroutine(QualType T) const {
  if (T.isNull() || T->isReferenceType())
    return nullptr;
  if (const NamedDecl *R = annotatedClass(T))
    if (const Library *L = annotated(*R); L && !L->Coroutines.empty())
      return &L->Coroutines.front();
  return static_cast<const CoroutineModel *>(type(CoroutineIndex, T));
}
const LoopModel *Models::loop(QualType T) const {
  if (const NamedDecl *R = annotatedClass(T))
    if (const Library *L = annotated(*R); L && !L->Loops.empty())
      return &L->Loops.front();
  return static_cast<const LoopModel *>(type(LoopIndex, T));
}
bool Models::isTask(QualType T) const { return type(TaskIndex, T); }
bool Models::isPool(QualType T) const { return type(PoolIndex, T); }
bool Models::isThread(QualType T) const { return type(ThreadIndex, T); }
bool Models::isJoiningThread(QualType T) const { return type(JoiningIndex, T); }
bool Models::isBound(QualType T) const { return type(BoundIndex, T); }
bool Models::isNoLoopError(QualType T) const { return type(ErrorIndex, T); }
bool Models::isCancellation(QualType T) const { return type(CancelIndex, T); }
bool Models::isError(QualType T) const { return type(AnyErrorIndex, T); }
bool Models::carriesError(QualType T) const {
  if (type(ErrorValueIndex, T))
    return true;
  const auto *S = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      T->getAsCXXRecordDecl());
  auto InType = [&](const TemplateArgument &A) {
    return A.getKind() == TemplateArgument::Type && carriesError(A.getAsType());
  };
  return S &&
         llvm::any_of(S->getTemplateArgs().asArray(),
                      [&](const TemplateArgument &A) {
                        return A.getKind() == TemplateArgument::Pack
                                   ? llvm::any_of(A.pack_elements(), InType)
                                   : InType(A);
                      });
}
bool Models::isLockGuard(QualType T) const { return type(GuardIndex, T); }
bool Models::isView(QualType T) const { return type(ViewIndex, T); }
bool Models::neverSuspends(QualType T) const { return type(ReadyIndex, T); }
bool Models::isSharedOwner(QualType T) const { return type(SharedIndex, T); }

std::optional<bool> Models::callback(QualType T) const {
  for (QualType S = T; !S.isNull();) {
    const auto *Alias = S->getAs<TypedefType>();
    if (!Alias)
      break;
    if (const void *M = typeName(CallbackIndex, *Alias->getDecl()))
      return *static_cast<const bool *>(M);
    S = Alias->getDecl()->getUnderlyingType();
  }
  return std::nullopt;
}

const CXXMethodDecl *
Models::overridden(const llvm::StringMap<std::vector<Named>> &Index,
                   const CXXMethodDecl &M) const {
  for (const CXXMethodDecl *O : M.overridden_methods()) {
    if (typeName(Index, *O))
      return O;
    if (const CXXMethodDecl *Up = overridden(Index, *O))
      return Up;
  }
  return nullptr;
}
const CXXMethodDecl *Models::calledOnLoop(const CXXMethodDecl &M) const {
  return overridden(OnLoopIndex, M);
}
bool Models::isTestBody(const CXXMethodDecl &M) const {
  return overridden(TestIndex, M);
}
bool Models::isMeasured(QualType T) const { return type(MeasuredIndex, T); }
bool Models::isSignalAction(QualType T) const { return type(SignalIndex, T); }
const Library *Models::blockingObject(const VarDecl &V) const {
  return static_cast<const Library *>(typeName(BlockingIndex, V));
}
bool Models::isRunningLoop(const VarDecl &V) const {
  return typeName(RunningIndex, V);
}

const RenamedType *Models::futureToken(QualType T) const {
  return static_cast<const RenamedType *>(type(TokenIndex, T));
}

const RenamedType *Models::renamed(QualType T) const {
  if (T.isNull())
    return nullptr;
  if (const auto *Alias = T->getAs<TypedefType>())
    return static_cast<const RenamedType *>(
        typeName(RenamedIndex, *Alias->getDecl()));
  if (const RecordDecl *R = T->getAsRecordDecl())
    return static_cast<const RenamedType *>(typeName(RenamedIndex, *R));
  return nullptr;
}

const Library *Models::library(const Decl &D) const {
  const DeclContext *Top = nullptr;
  for (const DeclContext *C = D.getDeclContext(); C; C = C->getParent())
    if (isa<NamespaceDecl>(C) && !cast<NamespaceDecl>(C)->isInline())
      Top = C;
  if (!Top)
    return nullptr;
  for (const DeclContext *C = D.getDeclContext(); C; C = C->getParent()) {
    const auto *N = dyn_cast<NamespaceDecl>(C);
    if (!N || N->isInline() || N->isAnonymousNamespace())
      continue;
    std::string Name = plainName(*N);
    for (const auto &L : All)
      if (llvm::is_contained(L->Namespaces, Name))
        return L.get();
  }
  return nullptr;
}

/// Does the class of \p C's object, or a base of it, have the qualified name
/// \p Class?
static bool objectIs(const Call &C, llvm::StringRef Class) {
  if (!C.Object)
    return false;
  QualType T = C.Object->IgnoreParenImpCasts()->getType();
  if (T->isPointerType())
    T = T->getPointeeType();
  const CXXRecordDecl *R = T->getAsCXXRecordDecl();
  if (!R || !R->hasDefinition())
    return false;
  if (plainName(*R) == Class)
    return true;
  bool Found = false;
  R->getDefinition()->forallBases([&](const CXXRecordDecl *B) {
    Found = Found || plainName(*B) == Class;
    return true;
  });
  return Found;
}

/// Is \p V nothing but zeros: the number, the duration, the structure?
static bool isZero(const APValue &V) {
  switch (V.getKind()) {
  case APValue::Int:
    return V.getInt().isZero();
  case APValue::Float:
    return V.getFloat().isZero();
  case APValue::Struct:
    for (unsigned I = 0; I < V.getStructNumBases(); ++I)
      if (!isZero(V.getStructBase(I)))
        return false;
    for (unsigned I = 0; I < V.getStructNumFields(); ++I)
      if (!isZero(V.getStructField(I)))
        return false;
    return true;
  default:
    return false;
  }
}

/// The constant that \p E is; for the address of a variable, what that one
/// begins as.
static std::optional<APValue> constantOf(const Expr *E,
                                         const ASTContext &Context) {
  E = stripped(E);
  if (const auto *O = dyn_cast<UnaryOperator>(E);
      O && O->getOpcode() == UO_AddrOf)
    E = stripped(O->getSubExpr());
  if (const auto *D = dyn_cast<DeclRefExpr>(E))
    if (const auto *V = dyn_cast<VarDecl>(D->getDecl());
        V && V->getInit() && !V->getInit()->isValueDependent() &&
        (V->getType().isConstQualified() || V->getType()->isRecordType()))
      E = V->getInit();
  Expr::EvalResult Result;
  if (E->isValueDependent() || !E->getType()->isLiteralType(Context) ||
      !E->EvaluateAsConstantExpr(Result, Context))
    return std::nullopt;
  return Result.Val;
}

/// "bit N": is the bit set in the constant \p V?
static bool hasBit(llvm::StringRef Number, const APValue &V) {
  unsigned long long Bit = 0;
  return V.isInt() && !Number.trim().getAsInteger(0, Bit) &&
         (V.getInt().getExtValue() & Bit);
}

static bool holds(llvm::StringRef Condition, const Expr *Arg,
                  const ASTContext &Context) {
  bool Not = Condition.consume_front("not ");
  if (Condition == "absent")
    return (Arg == nullptr) != Not;
  if (!Arg)
    return false;
  bool Holds = false;
  if (Condition == "null") {
    Holds = Arg->IgnoreParenImpCasts()->isNullPointerConstant(
                const_cast<ASTContext &>(Context),
                Expr::NPC_ValueDependentIsNotNull) != Expr::NPCK_NotNull;
  } else if (Condition == "zero" || Condition.starts_with("bit ")) {
    std::optional<APValue> V = constantOf(Arg, Context);
    if (!V)
      return false; // unknown: neither it nor its negation
    Holds =
        Condition.consume_front("bit ") ? hasBit(Condition, *V) : isZero(*V);
  } else if (Condition == "temporary") {
    const Expr *E = stripped(Arg);
    Holds = isa<CallExpr>(E) && E->isPRValue();
  } else if (Condition == "callable") {
    QualType T = stripped(Arg)->getType();
    const CXXRecordDecl *R = T->getAsCXXRecordDecl();
    Holds = T->isFunctionType() || T->isFunctionPointerType() ||
            (R && R->isLambda());
  } else {
    // An enumerator, or a constant that stands for one: a tag.
    const auto *D = dyn_cast<DeclRefExpr>(stripped(Arg)->IgnoreParenCasts());
    const auto *V = D ? dyn_cast<VarDecl>(D->getDecl()) : nullptr;
    const bool Tag = V && V->isFileVarDecl() &&
                     V->getType().isConstQualified() &&
                     V->getType()->isRecordType() &&
                     V->getType()->getAsCXXRecordDecl()->isEmpty();
    if (!D || !(Tag || isa<EnumConstantDecl>(D->getDecl())))
      return false; // an unknown value satisfies neither a constant nor its
                    // negation
    Holds = D->getDecl()->getName() == Condition;
  }
  return Holds != Not;
}

bool Models::matches(const CallModel &M, const Call &C) const {
  for (const auto &[Where, Condition] : M.When) {
    std::optional<Place> P = placeOf(Where);
    if (!P || !holds(Condition, C.at(*P), C.Callee->getASTContext()))
      return false;
  }
  return true;
}

const Library *Models::annotated(const NamedDecl &D) const {
  const Decl *Canonical = D.getCanonicalDecl();
  auto [Slot, New] = Annotations.try_emplace(Canonical);
  if (!New)
    return Slot->second.get();
  for (const Decl *R : D.redecls())
    for (const auto *A : R->specific_attrs<AnnotateAttr>()) {
      if (A->getAnnotation() != "async_tidy")
        continue;
      const auto *Text = A->args_size() == 1
                             ? dyn_cast<StringLiteral>(
                                   (*A->args_begin())->IgnoreParenImpCasts())
                             : nullptr;
      if (!Text) {
        AnnotationFaults.push_back(
            {A->getLocation(), "'async_tidy' wants one string of words"});
        continue;
      }
      auto L = parseAnnotation(Text->getString(), isa<FunctionDecl>(D));
      if (!L) {
        AnnotationFaults.push_back(
            {A->getLocation(), llvm::toString(L.takeError())});
        continue;
      }
      Library &Words = **L;
      for (CallModel &C : Words.Calls) {
        C.Names = {plainName(D)};
        C.Of = &Words;
      }
      for (CoroutineModel &C : Words.Coroutines)
        C.Of = &Words;
      for (LoopModel &Loop : Words.Loops)
        Loop.Of = &Words;
      Slot->second = std::move(*L);
    }
  return Slot->second.get();
}

std::vector<std::pair<SourceLocation, std::string>>
Models::takeAnnotationFaults() const {
  return std::exchange(AnnotationFaults, {});
}

const CallModel *Models::call(const Call &C) const {
  if (C.Callee->hasAttr<AnnotateAttr>())
    if (const Library *L = annotated(*C.Callee); L && !L->Calls.empty())
      return &L->Calls.front();
  const NamedDecl *D = C.FunctionObject
                           ? static_cast<const NamedDecl *>(C.FunctionObject)
                           : C.Callee;
  if (const FunctionTemplateDecl *T =
          C.FunctionObject ? nullptr : C.Callee->getPrimaryTemplate())
    D = T->getTemplatedDecl();
  std::string Own;
  if (const auto *K = dyn_cast<CXXConstructorDecl>(D))
    Own = K->getParent()->getNameAsString();
  else if (D->getIdentifier())
    Own = D->getName().str();
  else
    return nullptr;

  auto Found = CallIndex.find(Own);
  if (Found != CallIndex.end()) {
    std::string Qualified = plainName(*D);
    for (const Named &N : Found->second) {
      const auto &M = *static_cast<const CallModel *>(N.Model);
      bool Same = N.Qualified == Qualified &&
                  (!N.IsC || isa<VarDecl>(D) || C.Callee->isExternC());
      if (!Same && isa<CXXMethodDecl>(C.Callee)) {
        llvm::StringRef Class = llvm::StringRef(N.Qualified).rsplit("::").first;
        Same = !Class.empty() && Class != N.Qualified && objectIs(C, Class);
        for (const CXXMethodDecl *O :
             cast<CXXMethodDecl>(C.Callee)->overridden_methods())
          Same = Same || plainName(*O) == N.Qualified;
      }
      if (Same && matches(M, C))
        return &M;
    }
  }
  for (const auto &[Pattern, M] : Wildcards) {
    auto [Class, Last] = llvm::StringRef(Pattern).rsplit("::");
    if (Last.empty())
      std::swap(Class, Last);
    bool AnyClass = Class.consume_back("::*") || Class == "*";
    llvm::StringRef Prefix = Last;
    bool Open = Prefix.consume_back("*");
    if (Open ? !llvm::StringRef(Own).starts_with(Prefix) : Own != Last)
      continue;
    std::string Qualified = plainName(*D);
    llvm::StringRef In = llvm::StringRef(Qualified).rsplit("::").first;
    if (In == Qualified)
      In = "";
    bool Same = AnyClass
                    ? isa<CXXMethodDecl>(C.Callee) &&
                          (Class == "*" || In.starts_with(Class.str() + "::"))
                    : In == Class || objectIs(C, Class);
    if (Same && matches(*M, C))
      return M;
  }
  return nullptr;
}

} // namespace asynctidy
