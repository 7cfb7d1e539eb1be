// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Bodies.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/Version.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Sema/ExternalSemaSource.h"
#include "clang/Sema/Sema.h"
#include "clang/Sema/SemaConsumer.h"

namespace asynctidy::tool {

using namespace clang;
using llvm::StringRef;

//===-- Whose is it? ------------------------------------------------------===//

namespace {

/// Which declarations are the project's, or are made with something of it.
class Owners {
public:
  explicit Owners(const SourceManager &Manager) : Manager(Manager) {}

  bool isInProject(SourceLocation Location) const {
    Location = Manager.getExpansionLoc(Location);
    return Location.isValid() && !Manager.isInSystemHeader(Location);
  }

  /// Is there something of the project in \p D: its place, an argument, what it
  /// is a member of?
  bool isOwn(const Decl &D) {
    auto [Known, IsNew] = Decls.try_emplace(&D, false);
    if (!IsNew)
      return Known->second;
    const bool Own = look(D);
    return Decls[&D] = Own;
  }

  bool isOwn(QualType Type) {
    struct Finder : RecursiveASTVisitor<Finder> {
      explicit Finder(Owners &Of) : Of(Of) {}
      bool VisitTagType(TagType *Found) { // false ends it
        return !Of.isOwn(*Found->getDecl());
      }
      Owners &Of;
    };
    return !Type.isNull() &&
           !Finder(*this).TraverseType(Type.getCanonicalType());
  }

  /// The project adds templates to \p Namespace, null for the global one, which
  /// calls in there may find.
  void share(const NamespaceDecl *Namespace) { Shared.insert(Namespace); }

  /// Is it one of those that \p Names has? "" is the global one.
  bool sharesOneOf(const llvm::StringSet<> &Names) const {
    return llvm::any_of(Shared, [&](const NamespaceDecl *Each) {
      return Names.contains(Each ? Each->getName() : "");
    });
  }

  /// The outermost namespace of \p D; null: it is in none.
  static const NamespaceDecl *outermost(const Decl &D) {
    const NamespaceDecl *Found = nullptr;
    for (const DeclContext *C = D.getDeclContext(); C; C = C->getParent())
      if (const auto *Namespace = dyn_cast<NamespaceDecl>(C))
        Found = Namespace;
    return Found ? Found->getFirstDecl() : nullptr;
  }

private:
  bool look(const Decl &D) {
    if (isInProject(D.getLocation()) || Shared.count(outermost(D)))
      return true;
    if (const auto *S = dyn_cast<ClassTemplateSpecializationDecl>(&D))
      if (isOwn(S->getTemplateArgs().asArray()))
        return true;
    if (const auto *F = dyn_cast<FunctionDecl>(&D))
      if (const TemplateArgumentList *Given =
              F->getTemplateSpecializationArgs())
        if (isOwn(Given->asArray()))
          return true;
    const DeclContext *Around = D.getDeclContext();
    return isa_and_nonnull<RecordDecl, FunctionDecl>(Around) &&
           isOwn(*cast<Decl>(Around));
  }

  bool isOwn(llvm::ArrayRef<TemplateArgument> Given) {
    return llvm::any_of(Given, [&](const TemplateArgument &One) {
      switch (One.getKind()) {
      case TemplateArgument::Null:
      case TemplateArgument::NullPtr:
        return false;
      case TemplateArgument::Type:
        return isOwn(One.getAsType());
      case TemplateArgument::Integral:
        return isOwn(One.getIntegralType());
      case TemplateArgument::Declaration:
        return isOwn(*One.getAsDecl()) || isOwn(One.getAsDecl()->getType());
      case TemplateArgument::Template:
      case TemplateArgument::TemplateExpansion: {
        const TemplateDecl *Of =
            One.getAsTemplateOrTemplatePattern().getAsTemplateDecl();
        return !Of || isOwn(*Of);
      }
      case TemplateArgument::Pack:
        return isOwn(One.getPackAsArray());
      default:
        return true;
      }
    });
  }

  const SourceManager &Manager;
  llvm::DenseMap<const Decl *, bool> Decls;
  llvm::SmallPtrSet<const NamespaceDecl *, 4> Shared;
};

/// Looks for templates of the project.
class TemplateFinder : public RecursiveASTVisitor<TemplateFinder> {
public:
  TemplateFinder(const ASTContext &Context, Owners &Of) : Of(Of) {
    // Nothing of the project is in a preamble: it need not be read from there.
    for (Decl *D : Context.getTranslationUnitDecl()->noload_decls())
      if (Of.isInProject(D->getLocation()) || isa<LinkageSpecDecl>(D))
        TraverseDecl(D);
    for (const auto *Each : Spaces)
      Of.share(Each);
  }
  bool found() const { return Found; }

  bool VisitTemplateDecl(TemplateDecl *D) {
    if (isa<TemplateTemplateParmDecl>(D) || !Of.isInProject(D->getLocation()))
      return true;
    Found = true;
    if (const auto *T = dyn_cast<FunctionTemplateDecl>(D))
      if (!T->getDeclContext()->isRecord() &&
          llvm::none_of(
              T->getTemplatedDecl()->parameters(),
              [&](const ParmVarDecl *P) { return Of.isOwn(P->getType()); }))
        addSpace(*D);
    return true;
  }
  bool
  VisitClassTemplateSpecializationDecl(ClassTemplateSpecializationDecl *D) {
    if (!Of.isInProject(D->getLocation()))
      return true;
    Found |= isa<ClassTemplatePartialSpecializationDecl>(D);
    if (llvm::none_of(D->getTemplateArgs().asArray(),
                      [&](const TemplateArgument &One) {
                        return One.getKind() == TemplateArgument::Type &&
                               Of.isOwn(One.getAsType());
                      }))
      addSpace(*D);
    return true;
  }
  bool VisitLambdaExpr(LambdaExpr *L) {
    Found |= L->isGenericLambda();
    return true;
  }

private:
  /// Those that libraries have something in too.
  void addSpace(const Decl &D) {
    const NamespaceDecl *Space = Owners::outermost(D);
    if (!Space || llvm::any_of(Space->redecls(), [&](const NamespaceDecl *N) {
          return !Of.isInProject(N->getLocation());
        }))
      Spaces.insert(Space);
  }

  Owners &Of;
  bool Found = false;
  llvm::SmallPtrSet<const NamespaceDecl *, 4> Spaces;
};

//===-- What is left out --------------------------------------------------===//

class BodySkipper : public SemaConsumer {
public:
  BodySkipper(CompilerInstance &Compiler, LeftOut &Which, bool IsPreamble)
      : Compiler(Compiler), Which(Which), IsPreamble(IsPreamble),
        Of(Compiler.getSourceManager()), AtEnd(IsPreamble) {
    Compiler.getFrontendOpts().SkipFunctionBodies = true;
  }

  void InitializeSema(Sema &S) override {
    Semantics = &S;
    S.addExternalSource(
        llvm::IntrusiveRefCntPtr<ExternalSemaSource>(new EndOfUnit(*this))
#if CLANG_VERSION_MAJOR < 22
            .get()
#endif
    );
  }
  void ForgetSema() override { Semantics = nullptr; }

  bool shouldSkipFunctionBody(Decl *D) override {
    if (Of.isInProject(D->getLocation()))
      return false;
    const FunctionDecl *F = D->getAsFunction();
    if (F && mayGuard(*F)) {
      Guards.insert(F->getCanonicalDecl());
      return false;
    }
    return Which.Wanted == Bodies::None || !D->isTemplated();
  }

  /// It waits for the end of the unit, or, when that is reached, it is next.
  void HandleCXXImplicitFunctionInstantiation(FunctionDecl *F) override {
    if (!AtEnd || !Semantics)
      return;
    auto &Queue = Semantics->PendingInstantiations;
    if (!Queue.empty() && Queue.back().first == F && leaveOut(*F))
      Queue.pop_back();
  }

private:
  /// Is asked what is pending when nothing else is left to do.
  class EndOfUnit : public ExternalSemaSource {
  public:
    explicit EndOfUnit(BodySkipper &Owner) : Owner(Owner) {}
    void ReadPendingInstantiations(
        llvm::SmallVectorImpl<std::pair<ValueDecl *, SourceLocation>> &)
        override {
      Owner.atEnd();
    }

  private:
    BodySkipper &Owner;
  };

  void atEnd() {
    Which.OwnTemplates |= TemplateFinder(Compiler.getASTContext(), Of).found();
    Which.SpaceMissed = Of.sharesOneOf(Which.Spaces);
    AtEnd = true;
    llvm::erase_if(Semantics->PendingInstantiations, [&](const auto &Pending) {
      auto *F = dyn_cast<FunctionDecl>(Pending.first);
      return F && leaveOut(*F);
    });
  }

  /// Counts as a function whose body was skipped when nobody needs it.
  bool leaveOut(FunctionDecl &F) {
    const FunctionDecl *Pattern = F.getTemplateInstantiationPattern();
    if (!Pattern || Of.isInProject(Pattern->getLocation()) ||
        isGuard(*Pattern) || (Which.OwnTemplates && Of.isOwn(F)))
      return false;
    F.setHasSkippedBody();
    if (IsPreamble) {
      const NamespaceDecl *Space = Owners::outermost(F);
      Which.Spaces.insert(Space ? Space->getName() : "");
    }
    return true;
  }

  bool isGuard(const FunctionDecl &Pattern) const {
    if (Guards.count(Pattern.getCanonicalDecl()))
      return true;
    const IdentifierInfo *Name = Pattern.getIdentifier();
    return Name && Which.Guards.contains(Name->getName());
  }

  /// Is the body, whose brace has been read, `{ return …; }` with a guard in
  /// it? Then the function is a guard too.
  bool mayGuard(const FunctionDecl &F) {
    Preprocessor &Reader = Compiler.getPreprocessor();
    if (Reader.LookAhead(0).isNot(tok::kw_return))
      return false;
    constexpr unsigned Most = 100; // longer than any guard
    llvm::SmallVector<StringRef> Spelled;
    bool Guards = false;
    for (unsigned Ahead = 1; Ahead < Most; ++Ahead) {
      const Token &Next = Reader.LookAhead(Ahead);
      if (Next.isOneOf(tok::semi, tok::eof))
        break;
      if (const IdentifierInfo *Name = Next.getIdentifierInfo()) {
        Spelled.push_back(Name->getName());
        Guards |= Which.Guards.contains(Name->getName());
      }
    }
    if (!Guards) {
      for (StringRef Name : Spelled)
        Which.Returned.insert(Name);
      return false;
    }
    if (const IdentifierInfo *Own = F.getIdentifier()) { // no operator
      Which.GuardMissed |= Which.Returned.contains(Own->getName());
      Which.Guards.insert(Own->getName());
    }
    return true;
  }

  CompilerInstance &Compiler;
  LeftOut &Which;
  const bool IsPreamble;
  Owners Of;
  Sema *Semantics = nullptr;
  bool AtEnd; ///< nothing of the project comes after
  llvm::SmallPtrSet<const FunctionDecl *, 4> Guards;
};

} // namespace

std::unique_ptr<ASTConsumer> bodySkipper(CompilerInstance &Compiler,
                                         LeftOut &Which) {
  return std::make_unique<BodySkipper>(Compiler, Which, /*IsPreamble=*/false);
}

std::unique_ptr<ASTConsumer> preambleSkipper(CompilerInstance &Compiler,
                                             LeftOut &Which) {
  return std::make_unique<BodySkipper>(Compiler, Which, /*IsPreamble=*/true);
}

} // namespace asynctidy::tool
