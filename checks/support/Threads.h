// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "support/Contexts.h"
#include "support/Objects.h"
#include <deque>

/// What the code of a thread touches, and which loop an object belongs to.
namespace asynctidy {

/// What parameters stand for where a thread's code was entered.
using Bindings = llvm::DenseMap<const clang::ValueDecl *, Object>;

/// One call in a thread's code, with the way there.
struct Visited {
  const CallSite *Site;
  const Bindings *Env;
  std::vector<Hop> Hops;
};

/// The code of one thread: its entry and what that calls before it returns.
class ThreadCode {
public:
  explicit ThreadCode(const Unit &U) : U(U) {}

  void enter(const Function &Entry, Bindings Env);

  /// What \p E names, seen from where the thread was started.
  Object resolved(const clang::Expr *E, const Bindings &Env) const;
  /// The call by which this code runs \p Loop, or null.
  const CallSite *runs(const Object &Loop) const;
  bool runsAny() const;
  /// Is \p O an object of this code's own? What a pointer gets from a parameter
  /// is not.
  bool owns(const Object &O) const;

  std::vector<Visited> Calls;
  std::vector<const Function *> Functions;

private:
  void visit(const Function &F, Bindings Env, std::vector<Hop> Hops);

  const Unit &U;
  std::deque<Bindings> Envs;
};

/// One thread that a function starts.
struct ThreadStart {
  const CallSite *At;
  ThreadCode Code;
};
std::deque<ThreadStart> startsIn(const Function &F, const Unit &U);

/// The statements of \p F after which the threads that it started are joined.
llvm::SmallVector<const clang::Stmt *, 4> joinsIn(const Function &F,
                                                  const Unit &U);

/// Does a thread that \p G starts, and that lives on when it returns, run the
/// loop that is its parameter \p Index? Where it is started.
const CallSite *leavesRunning(const Function &G, unsigned Index, const Unit &U);

/// The loop that \p O is, or is bound to.
Object loopOf(const Object &O, const Unit &U);

} // namespace asynctidy
