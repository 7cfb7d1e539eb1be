// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/Models.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/DiagnosticOptions.h"
#include "clang/Frontend/ASTUnit.h"
#include "clang/Tooling/Tooling.h"

using namespace clang;

namespace asynctidy {

namespace {

/// Keeps the first error of a parse.
class FirstError : public DiagnosticConsumer {
public:
  void HandleDiagnostic(DiagnosticsEngine::Level Level,
                        const Diagnostic &D) override {
    DiagnosticConsumer::HandleDiagnostic(Level, D);
    if (Level < DiagnosticsEngine::Error || !Text.empty())
      return;
    llvm::SmallString<256> Message;
    D.FormatDiagnostic(Message);
    Text = std::string(Message);
  }
  std::string Text;
};

/// Looks names up in a parsed header as a model spells them.
class Lookup {
public:
  explicit Lookup(ASTContext &Context) : Context(Context) {}

  /// The declarations of `a::b::c` below \p Scope.
  llvm::SmallVector<NamedDecl *, 4> find(DeclContext *Scope,
                                         llvm::StringRef Name) {
    auto [First, Rest] = Name.split("::");
    llvm::SmallVector<NamedDecl *, 4> Found = members(Scope, First);
    if (Rest.empty())
      return Found;
    llvm::SmallVector<NamedDecl *, 4> All;
    for (NamedDecl *D : Found)
      if (DeclContext *Inner = contextOf(D))
        for (NamedDecl *Each : find(Inner, Rest))
          All.push_back(Each);
    return All;
  }

  static DeclContext *contextOf(NamedDecl *D) {
    if (auto *U = dyn_cast<UsingShadowDecl>(D))
      D = U->getTargetDecl();
    if (auto *T = dyn_cast<ClassTemplateDecl>(D)) {
      // Only declared, and defined for a form of its argument: std::function.
      llvm::SmallVector<ClassTemplatePartialSpecializationDecl *, 2> Partial;
      T->getPartialSpecializations(Partial);
      if (!T->getTemplatedDecl()->getDefinition() && !Partial.empty())
        return Partial.front()->getDefinition();
      D = T->getTemplatedDecl();
    }
    if (auto *T = dyn_cast<TypedefNameDecl>(D))
      if (auto *R = T->getUnderlyingType()->getAsCXXRecordDecl())
        D = R;
    if (auto *A = dyn_cast<NamespaceAliasDecl>(D))
      return A->getNamespace();
    if (auto *R = dyn_cast<CXXRecordDecl>(D)) {
      if (auto *S = dyn_cast<ClassTemplateSpecializationDecl>(R))
        return S->getSpecializedTemplate()->getTemplatedDecl()->getDefinition();
      return R->getDefinition();
    }
    return dyn_cast<NamespaceDecl>(D);
  }

  DeclContext *translationUnit() { return Context.getTranslationUnitDecl(); }

  static FunctionDecl *function(NamedDecl *D) {
    if (auto *U = dyn_cast<UsingShadowDecl>(D))
      D = U->getTargetDecl();
    if (auto *T = dyn_cast<FunctionTemplateDecl>(D))
      return T->getTemplatedDecl();
    return dyn_cast<FunctionDecl>(D);
  }

private:
  llvm::SmallVector<NamedDecl *, 4> members(DeclContext *Scope,
                                            llvm::StringRef Name) {
    llvm::SmallVector<NamedDecl *, 4> Found;
    auto *Class = dyn_cast<CXXRecordDecl>(Scope);
    if (Class && Class->getIdentifier() && Class->getName() == Name) {
      for (Decl *D : Class->decls())
        if (isa<CXXConstructorDecl>(D) ||
            (isa<FunctionTemplateDecl>(D) &&
             isa<CXXConstructorDecl>(
                 cast<FunctionTemplateDecl>(D)->getTemplatedDecl())))
          Found.push_back(cast<NamedDecl>(D));
      return Found;
    }
    for (NamedDecl *D : Scope->lookup(&Context.Idents.get(Name)))
      Found.push_back(D);
    // Inherited: the library may declare it in a base of its own.
    if (Found.empty() && Class)
      for (const CXXBaseSpecifier &B : Class->bases()) {
        CXXRecordDecl *Base = B.getType()->getAsCXXRecordDecl();
        if (!Base)
          if (const auto *T = B.getType()->getAs<TemplateSpecializationType>())
            if (auto *Template = dyn_cast_or_null<ClassTemplateDecl>(
                    T->getTemplateName().getAsTemplateDecl()))
              Base = Template->getTemplatedDecl();
        if (Base && Base->getDefinition())
          for (NamedDecl *D : members(Base->getDefinition(), Name))
            Found.push_back(D);
      }
    return Found;
  }

  ASTContext &Context;
};

/// The highest argument that the words of \p C speak of.
std::optional<unsigned> highestArgument(const CallModel &C) {
  std::optional<unsigned> Highest;
  auto Take = [&](Place P) {
    if (P.K == Place::Arg && (!Highest || P.Index > *Highest))
      Highest = P.Index;
  };
  for (Place P :
       {C.Runs,    C.Makes,        C.Closes,   C.Drains,     C.EndsWork,
        C.Spawns,  C.Binds,        C.To,       C.On,         C.Touches,
        C.Passes,  C.Joins,        C.Detaches, C.Locks,      C.Unlocks,
        C.Cancels, C.ClosesHandle, C.Restarts, C.Unobserved, C.Stops,
        C.Pumps,   C.Sleeps,       C.WaitsFor, C.Wakes,      C.AsksReady})
    Take(P);
  for (const auto *Places :
       {&C.CallsLater, &C.CallsNow, &C.HandsOff, &C.HandlesSignal, &C.Tests})
    llvm::for_each(*Places, Take);
  return Highest;
}

} // namespace

std::vector<ModelFault> verifyModel(const Library &L,
                                    llvm::ArrayRef<std::string> CompileArgs) {
  std::vector<ModelFault> Faults;
  auto Fault = [&](unsigned Line, const llvm::Twine &Text) {
    Faults.push_back({L.File, Line, Text.str()});
  };
  if (L.Name.empty())
    return Faults; // a list of models only
  if (L.Headers.empty()) {
    Fault(1, "'headers' is empty: name what declares the library's functions");
    return Faults;
  }
  std::string Source;
  for (const std::string &D : L.Defines)
    Source += "#define " + D + "\n";
  for (const std::string &H : L.Headers)
    Source += "#include <" + H + ">\n";
  FirstError Errors;
  std::vector<std::string> Args(CompileArgs.begin(), CompileArgs.end());
  std::unique_ptr<ASTUnit> AST = tooling::buildASTFromCodeWithArgs(
      Source, Args, "model.cpp", "async-tidy",
      std::make_shared<PCHContainerOperations>(),
      tooling::getClangStripDependencyFileAdjuster(),
      tooling::FileContentMappings(), &Errors);
  if (!AST || !Errors.Text.empty()) {
    Fault(1, "the headers do not compile: " +
                 (Errors.Text.empty() ? "no syntax tree" : Errors.Text));
    return Faults;
  }
  Lookup Names(AST->getASTContext());

  auto FindAll = [&](llvm::StringRef Name) {
    llvm::SmallVector<NamedDecl *, 4> Found;
    if (Name.consume_front("::"))
      return Names.find(Names.translationUnit(), Name);
    for (const std::string &N : L.Namespaces)
      for (NamedDecl *D :
           Names.find(Names.translationUnit(),
                      N.empty() ? Name.str() : N + "::" + Name.str()))
        Found.push_back(D);
    return Found;
  };
  auto LineOf = [&](const std::string &Name) {
    auto Found = L.Lines.find(Name);
    return Found == L.Lines.end() ? 0u : Found->second;
  };
  auto TypeExists = [&](const std::string &Name) {
    auto Found = FindAll(Name);
    if (Found.empty())
      return Fault(LineOf(Name), "'" + Name + "' names nothing in the headers");
    if (llvm::none_of(Found, [](NamedDecl *D) {
          if (auto *U = dyn_cast<UsingShadowDecl>(D))
            D = U->getTargetDecl();
          return isa<TypeDecl, ClassTemplateDecl, TypeAliasTemplateDecl>(D);
        }))
      Fault(LineOf(Name), "'" + Name + "' is no type");
  };
  for (const CoroutineModel &C : L.Coroutines)
    TypeExists(C.Type);
  for (const LoopModel &Loop : L.Loops)
    TypeExists(Loop.Type);
  for (const auto *Types : {&L.Deprecated, &L.FutureTokens})
    for (const RenamedType &R : *Types)
      TypeExists(R.Type);
  for (const auto *Types :
       {&L.Tasks, &L.Pools, &L.Threads, &L.JoiningThreads, &L.Bound,
        &L.Callbacks, &L.OffLoopCallbacks, &L.NoLoopErrors, &L.Cancellations,
        &L.Errors, &L.ErrorValues, &L.LockGuards, &L.Views, &L.NeverSuspends,
        &L.SharedOwners, &L.SignalActions, &L.Measured})
    for (const std::string &Name : *Types)
      TypeExists(Name);

  for (const CallModel &C : L.Calls)
    for (const std::string &Name : C.Names) {
      if (llvm::StringRef(Name).contains('*'))
        continue; // a pattern: what it fits is not listed
      auto Found = FindAll(Name);
      if (Found.empty()) {
        Fault(LineOf(Name), "'" + Name + "' names nothing in the headers");
        continue;
      }
      std::optional<unsigned> Highest = highestArgument(C);
      bool Callable = false, Fits = false, Member = false;
      for (NamedDecl *D : Found) {
        if (isa<VarDecl, VarTemplateDecl>(D))
          Callable = Fits = true; // a function object
        FunctionDecl *F = Lookup::function(D);
        if (!F)
          continue;
        Callable = true;
        Member |= isa<CXXMethodDecl>(F);
        bool Pack = F->isVariadic() ||
                    llvm::any_of(F->parameters(), [](ParmVarDecl *P) {
                      return P->isParameterPack();
                    });
        Fits |= !Highest || Pack || *Highest < F->getNumParams();
      }
      if (!Callable)
        Fault(LineOf(Name), "'" + Name + "' is no function");
      else if (!Fits)
        Fault(LineOf(Name), "no '" + Name + "' has an argument 'arg" +
                                llvm::Twine(*Highest) + "'");
      else if (!Member &&
               llvm::any_of(
                   std::initializer_list<Place>{
                       C.Runs, C.Closes, C.Drains, C.Touches, C.Spawns, C.On,
                       C.Passes, C.Locks, C.Unlocks, C.Cancels, C.Restarts,
                       C.Stops, C.Pumps, C.WaitsFor, C.Wakes, C.AsksReady},
                   [](Place P) { return P.K == Place::This; }))
        Fault(LineOf(Name),
              "'" + Name + "' is no member function: it has no 'this'");
    }
  for (const auto *Names :
       {&L.CalledOnLoop, &L.BlockingObjects, &L.RunningLoops, &L.TestBodies})
    for (const std::string &Name : *Names)
      if (FindAll(Name).empty())
        Fault(LineOf(Name), "'" + Name + "' names nothing in the headers");
  // What fixes write.
  for (const CoroutineModel &C : L.Coroutines)
    for (const std::string *Written : {&C.Sleep, &C.Offload})
      if (!Written->empty() && FindAll("::" + *Written).empty())
        Fault(LineOf(C.Type),
              "'" + *Written + "' names nothing in the headers");
  for (const LoopModel &Loop : L.Loops) {
    std::vector<std::string> Names = {Loop.Entry, Loop.Owner};
    for (const std::string &Member :
         {Loop.OwnerRun, Loop.OwnerLoop, Loop.OwnerClose})
      if (!Member.empty())
        Names.push_back(Loop.Owner + "::" + Member);
    for (const std::string &Name : Names)
      if (!Name.empty() && FindAll("::" + Name).empty())
        Fault(LineOf(Loop.Type), "'" + Name + "' names nothing in the headers");
  }
  return Faults;
}

} // namespace asynctidy
