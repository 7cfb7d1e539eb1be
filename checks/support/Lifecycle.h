// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "support/Contexts.h"
#include "support/Objects.h"
#include "clang/Analysis/CFG.h"

/// What happens to one object over the paths of a function: made, closed,
/// drained, awaited, given away.
namespace asynctidy {

/// An object is given to a function whose body may be in another file.
struct Given {
  const clang::FunctionDecl *To;
  unsigned Index;
  clang::SourceLocation At;
};

/// A loop that a call gives to a function of one's own.
struct GivenLoop {
  const CallSite *At;
  const clang::Expr *E;
  Given To;
  const Function *Body; ///< null: it may be in another file
};
std::vector<GivenLoop> loopsGiven(const CallSite &S, const Unit &U);

/// What one use, or one call of a visible helper, does to an object.
struct Effect {
  bool Closes = false, Drains = false, Runs = false, EndsWork = false;
  bool Spawns = false;  ///< starts work that may be pending later
  bool Uses = false;    ///< it has to be open
  bool Touches = false; ///< on its own thread only
  bool Renews = false;  ///< makes it anew
  bool Escapes = false; ///< another owner may close it
  /// What happens there is up to these; one file alone takes it as an escape.
  llvm::SmallVector<Given, 1> Handed;
  bool SpawnsHandle = false; ///< the work is a handle that was bound
  clang::SourceLocation SpawnedAt;
  std::string SpawnedBy;
  void add(const Effect &O);
  bool escapes() const { return Escapes || !Handed.empty(); }
};

/// The paths of one function, exceptions included.
class Paths {
public:
  Paths(const Function &F, const Unit &U);
  bool valid() const { return Graph && Graph->size() < 4000; }
  clang::ParentMap &parents() const { return U.parents(F); }
  const Function &function() const { return F; }

  /// One way out of the function, with the states that reach it.
  struct Leave {
    enum How { Return, End, Throw, Exception } How;
    const clang::Stmt *At;
    unsigned States; ///< bit n: state n may hold
  };
  /// Runs a machine of at most 32 states over every path: \p Next says what a
  /// statement makes of one state. Ways out come in source order.
  using Machine =
      llvm::function_ref<unsigned(const clang::Stmt *S, unsigned State)>;
  /// With \p Start the machine starts behind that declaration, or at the top of
  /// that handler, and with \p Dead a
  /// path ends where it is in that state.
  std::vector<Leave> run(unsigned Initial, Machine Next,
                         const clang::Stmt *Start = nullptr,
                         unsigned Dead = 32) const;

  /// Can control come to \p To? (What is no statement of the graph counts as
  /// reached.)
  bool reaches(const clang::Stmt *To) const;
  /// Can control reach \p To after \p From without passing a statement of \p
  /// Without?
  bool reaches(const clang::Stmt *From, const clang::Stmt *To,
               llvm::ArrayRef<const clang::Stmt *> Without) const;

private:
  const Function &F;
  const Unit &U;
  std::unique_ptr<clang::CFG> Graph;
  llvm::DenseSet<const clang::Stmt *> Tried;    ///< inside of a `try` block
  llvm::DenseSet<const clang::Stmt *> Throwers; ///< may leave by an exception
  llvm::DenseMap<const clang::Stmt *,
                 std::pair<const clang::CFGBlock *, unsigned>>
      Places; ///< the block of a declaration or handler, and where in it
};

/// "'create_task' starts a task here".
std::string spawnText(const Effect &E);

/// What \p S does to its object.
Effect effectOf(const Use &S, const Function &F, const Unit &U,
                unsigned Depth = 0);

/// What the function \p G does to its parameter \p Index.
Effect effectOn(const Function &G, unsigned Index, const Unit &U,
                unsigned Depth = 0);

/// Is the parameter \p Index of \p G closed on every path that returns; \p
/// Also, a call, counts as closing it.
bool alwaysCloses(const Function &G, unsigned Index, const Unit &U,
                  const clang::Expr *Also = nullptr);

/// Has the loop at a place, of which \p Here tells whether it is meant, to be
/// open for the call \p M?
bool usesLoop(const CallModel &M, llvm::function_ref<bool(Place)> Here);

/// Work that calling or running \p G leaves pending: where it is started.
std::optional<std::pair<clang::SourceLocation, std::string>>
leavesPending(const Function &G, const Unit &U);

/// Does \p G, or what it calls, have a call for which \p Holds?
bool callsAny(const Function &G, const Unit &U,
              llvm::function_ref<bool(const CallSite &)> Holds);

/// Is there a call below \p S that closes \p V?
bool closesBelow(const clang::Stmt *S, const Object &V, const Unit &U);

} // namespace asynctidy
