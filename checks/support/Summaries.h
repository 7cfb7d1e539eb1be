// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/JSON.h"
#include <set>
#include <string>
#include <tuple>
#include <vector>

/// What the functions of one unit do, as seen from another file. Plain data: it
/// is written into a unit's result, and joined with those of all others.
namespace asynctidy {

class Unit;
struct Function;

/// A place in a source file, as the compiler spells the file's name until the
/// tool makes it relative to the project.
struct SourcePlace {
  std::string File;
  int Line = 0;
  int Column = 0;
  std::string Text; ///< the source line, for reports

  friend bool operator==(const SourcePlace &A, const SourcePlace &B) {
    return std::tie(A.File, A.Line, A.Column) ==
           std::tie(B.File, B.Line, B.Column);
  }
  friend bool operator<(const SourcePlace &A, const SourcePlace &B) {
    return std::tie(A.File, A.Line, A.Column) <
           std::tie(B.File, B.Line, B.Column);
  }
};

/// One call that happens before the caller returns.
struct CallSummary {
  std::string To;       ///< the callee's id
  bool Virtual = false; ///< or one of its overriders
  SourcePlace At;
};

struct FunctionSummary {
  /// The declaration's USR; what only one file can see begins with '@', the
  /// file's name and another '@'.
  std::string Id;
  std::string Name; ///< "'ns::f'" or "a lambda"
  SourcePlace At;   ///< of the body; no file: the body is elsewhere
  bool IsCoroutine = false;
  /// Why it runs on a loop, when this unit says so by itself: the first note of
  /// a chain and its place.
  std::string Because;
  SourcePlace BecauseAt;
  std::vector<CallSummary> Calls;
  std::vector<std::string> Overrides;
};

struct UnitSummary {
  std::vector<FunctionSummary> Functions;
  bool empty() const { return Functions.empty(); }
};

/// The id of \p F.
std::string idOf(const Function &F, const Unit &U);

/// What other files need to know of \p U: the functions from which a call
/// leaves the unit, or leads to one of \p Awaited, whose findings depend on who
/// calls them.
UnitSummary summarise(const Unit &U, const std::set<const Function *> &Awaited);

/// The summary of the unit that was analysed last in this process.
UnitSummary takeSummary();
void keepSummary(UnitSummary Summary);

/// What the whole program knows of one function: it runs on a loop, and why.
struct ProgramFunction {
  bool Possible = false;
  std::vector<std::string> Chain; ///< "file:line:column: text", the seed first
};

/// The functions of other files' chains, by id. `async-tidy` writes it, the
/// plugin reads it (the option AsyncTidySummary).
struct ProgramSummary {
  llvm::StringMap<ProgramFunction> OnLoop;

  static llvm::Expected<ProgramSummary> read(const std::string &File);
  std::string toText() const;
};

/// Gives every file in \p Summary the name that \p Name gives it, also in the
/// ids of what only one file sees.
using FileNames = llvm::function_ref<std::string(const std::string &)>;
void rename(UnitSummary &Summary, FileNames Name);
std::string inProject(const std::string &Id, FileNames Name);

void write(llvm::json::OStream &Out, const UnitSummary &Summary);
bool fromJSON(const llvm::json::Value &From, UnitSummary &To,
              llvm::json::Path Path);

} // namespace asynctidy
