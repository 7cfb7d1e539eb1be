// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "support/Calls.h"
#include "support/Guards.h"
#include "support/Models.h"
#include "clang/AST/ParentMap.h"
#include <deque>
#include <string>
#include <vector>

/// Where the code of a unit runs: its functions, who calls whom, and what runs
/// on a loop or on a thread of its own.
namespace asynctidy {

struct Function;
struct Mentions;
class ProgramSummary;

/// One call in a function's body.
struct CallSite {
  Call C;
  const CallModel *Model = nullptr;
  const Function *In = nullptr;
  /// What a guard in \c In says about this place.
  Guard State = Guard::Unknown;
  const clang::Expr *GuardedBy = nullptr;
};

/// A function, lambda or initialiser with a visible body.
struct Function {
  const clang::FunctionDecl *Decl = nullptr; ///< null: a variable's initialiser
  const clang::ValueDecl *Variable = nullptr;
  const clang::Stmt *Body = nullptr;
  bool IsLambda = false;
  bool IsCoroutine = false;
  /// Its library's coroutine, when the return type is modelled.
  const CoroutineModel *Coroutine = nullptr;
  std::deque<CallSite> Calls;
  /// Calls through a variable: the callee's expression and the call.
  std::vector<std::pair<const clang::Expr *, const clang::CallExpr *>> Indirect;

  /// Local objects whose destructors run before it returns.
  std::vector<
      std::pair<const clang::CXXDestructorDecl *, const clang::VarDecl *>>
      Destroys;

  clang::SourceLocation location() const;
  /// "'ns::f'" or "a lambda".
  std::string name() const;
};

/// One reason why a function runs where it runs; the reasons form a chain.
struct Why {
  enum Kind { Coroutine, HandedOver, Overrides, Called, Elsewhere };
  Kind K;
  const Function *Of;
  const Function *Caller = nullptr; ///< Called: who
  const CallSite *At = nullptr;     ///< HandedOver, Called: where
  clang::SourceLocation Location;   ///< HandedOver, Called: where
  std::string By;        ///< HandedOver, Overrides: the function's name
  bool Possible = false; ///< a virtual call: another overrider may be meant
  std::vector<std::string> Hops;  ///< Elsewhere: the chain through other files
  const Library *Whose = nullptr; ///< Elsewhere: the loop's library, if known
};

/// One note of a chain.
struct Hop {
  clang::SourceLocation Location;
  std::string Text;
};

/// Is \p D declared in namespace std, or in a class of it?
bool inStandardLibrary(const clang::Decl &D);

class Unit {
public:
  /// \p Program: what other files say of this one's functions, or null.
  Unit(clang::ASTContext &Context, const Models &M,
       const ProgramSummary *Program = nullptr);
  ~Unit();

  clang::ASTContext &context() const { return Context; }
  const Models &models() const { return M; }
  const std::deque<Function> &functions() const { return Functions; }
  /// The function with a visible body that \p D declares, or null.
  const Function *function(const clang::FunctionDecl *D) const;
  /// What calling \p Callable may run: a lambda, a function, a functor, or what
  /// the one assignment of a local variable says. Empty when it can't be told.
  llvm::SmallVector<const Function *, 2>
  targets(const clang::Expr *Callable) const;
  /// Why \p F runs on a loop; null when nothing proves it.
  const Why *onLoop(const Function &F) const;
  /// The notes of why \p F runs on a loop, the seed first.
  std::vector<Hop> chain(const Function &F) const;
  /// How many other functions on a loop call \p F.
  unsigned otherCallers(const Function &F) const;
  /// The same, bodies or not: what another file may define is among them.
  llvm::SmallVector<const clang::FunctionDecl *, 2>
  targetDecls(const clang::Expr *Callable) const;
  /// The functions that \p F calls before it returns, bodies or not.
  struct DeclEdge {
    const clang::FunctionDecl *To;
    const CallSite *At; ///< null for a call through a variable
    clang::SourceLocation Location;
    bool Virtual;
  };
  std::vector<DeclEdge> calledDecls(const Function &F) const;
  /// Those of them whose body is seen, with the place.
  struct Edge {
    const Function *To;
    const CallSite *At; ///< null for a call through a variable
    clang::SourceLocation Location;
    bool Possible;
  };
  std::vector<Edge> callees(const Function &F) const;
  /// Callables that \p S hands to a thread of its own.
  llvm::SmallVector<const Function *, 2> handedOff(const CallSite &S) const;
  /// Callables that \p S gives a loop to run later.
  llvm::SmallVector<const Function *, 2> calledLater(const CallSite &S) const;
  llvm::SmallVector<const clang::FunctionDecl *, 2>
  laterDecls(const CallSite &S) const;
  /// The parents of the statements of \p F.
  clang::ParentMap &parents(const Function &F) const;
  const Mentions &mentions(const Function &F) const;
  /// Where the exceptions come from that leave a call: from what is seen here,
  /// or from functions whose bodies may be in other files.
  struct Throwing {
    bool Here = false;
    llvm::SmallVector<const clang::FunctionDecl *, 2> Elsewhere;
    explicit operator bool() const { return Here || !Elsewhere.empty(); }
  };
  Throwing throwing(const Call &C) const;
  Throwing throwing(const clang::FunctionDecl *D) const;
  /// May a call of \p D leave by an exception?
  bool mayThrow(const clang::FunctionDecl *D) const {
    return bool(throwing(D));
  }
  bool mayThrow(const Call &C) const { return bool(throwing(C)); }
  /// Does \p C call one function, for certain, whose body may be in another
  /// file?
  bool isElsewhere(const Call &C) const;

  /// Is \p D part of a library, so that its body says nothing to us?
  bool isOpaque(const clang::Decl &D) const;

private:
  friend class Collector;
  void findContexts(const ProgramSummary *Program);
  /// Could \p D have a body that we would look at: here, or in another file?
  bool isOurs(const clang::FunctionDecl *D) const;

  clang::ASTContext &Context;
  const Models &M;
  std::deque<Function> Functions;
  llvm::DenseMap<const clang::FunctionDecl *, const Function *> ByDecl;
  llvm::DenseMap<const clang::CXXMethodDecl *,
                 llvm::SmallVector<const Function *, 2>>
      Overriders;
  llvm::DenseMap<const Function *, Why> Contexts;
  llvm::DenseMap<const Function *, llvm::SmallVector<const Function *, 4>>
      Callers;
  mutable llvm::DenseMap<const clang::FunctionDecl *, Throwing> Throws;
  mutable llvm::DenseMap<const Function *, std::unique_ptr<clang::ParentMap>>
      Parents;
  mutable llvm::DenseMap<const Function *, std::unique_ptr<Mentions>> Mentioned;
};

} // namespace asynctidy
