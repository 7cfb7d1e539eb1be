// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/Error.h"
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// What the declarations of a library mean. Only models/*.yaml spell the names
/// of libraries; a check asks "does this call run a loop and block?", never "is
/// this 'aio::run'?". The words of the files are described in docs/models.md.
namespace asynctidy {

struct Call;

/// Where in a call a thing stands: its object, an argument, its result, the
/// loop that runs the caller, or a loop of the call's own.
struct Place {
  enum Kind { Nowhere, This, Arg, Last, Returned, Running, Own, Callable };
  Kind K = Nowhere;
  unsigned Index = 0;
  explicit operator bool() const { return K != Nowhere; }
  bool operator==(const Place &) const = default;
};

/// What running a loop inside a running loop does.
enum class Nesting {
  Throws,
  Hangs,
  CanHang,
  Undefined,
  Aborts,
  Fails,
  Stalls,
  Allowed
};

/// How a call tells whether a loop runs here.
enum class Question { None, Result, Throws };

struct Library;

/// What one call means. Every word is optional; docs/models.md explains each.
struct CallModel {
  std::vector<std::string> Names;
  std::map<std::string, std::string> When;
  Place Runs;
  std::optional<Nesting> Nested, NestedOther;
  Place Makes, Closes, Drains, EndsWork, Spawns, Binds, To, On, Touches;
  Place Passes, Joins, Detaches, AsksClosed;
  Place Locks, Unlocks, Cancels, ClosesHandle, Restarts, Unobserved;
  Place Stops, Pumps, Sleeps, WaitsFor, Wakes, AsksReady;
  Place MakesCurrent, SetsFactory;
  std::vector<Place> CallsLater, CallsNow, HandsOff, HandlesSignal, Tests;
  Question Asks = Question::None;
  std::string Implicit, InCoroutine, WithRun, Renamed, Instead, ThreadSafe,
      Blocks, SpawnTwin, Answer, SetsGlobal, Again, PermitsNesting, Option;
  bool NeverThrows = false, StaysLegal = false;
  bool KeepsError = false, EndsCancellation = false;
  bool Pauses = false, FineBeforeRun = false, SignalSafe = false;
  bool Serves = false, Listens = false, CatchesSignals = false;
  bool Factory = false;

  const Library *Of = nullptr;
  unsigned Line = 0;
};

struct CoroutineModel {
  std::string Type;
  /// For fixes: the functions that, awaited, sleep, and do work on another
  /// thread; and the headers that declare them.
  std::string Sleep, SleepHeader, Offload, OffloadHeader;
  bool Lazy = true, Once = true;
  /// Cancelled by an exception; may resume on another thread.
  bool CancelThrows = false, AnyThread = false;
  const Library *Of = nullptr;
};

struct LoopModel {
  std::string Type;
  bool ClosedByHand = true, OneThread = true;
  /// Texts: the remedies, what closing with work pending does, and what fixes
  /// insert (`$loop`: the variable, `$address`: its address).
  std::string Remedy, Pending, DrainRemedy, DrainCall, CloseCall, Guard;
  /// The function that makes, runs and closes one, for fixes; how a program
  /// that it serves hears signals.
  std::string Entry, SignalRemedy;
  /// The class that makes, runs, drains and closes one, and its members that
  /// run, give the loop and close; the option of it and of the entry that takes
  /// a maker of loops.
  std::string Owner, OwnerRun, OwnerLoop, OwnerClose, FactoryOption;
  /// Texts that fixes insert (`$loop.` or `$loop->` the loop): what hears of
  /// `$signal` (and captures `$capture`, runs `$work`), and what stops it.
  std::string SignalCall, StopCall;
  /// The signals that end a program, and the header that declares them.
  std::vector<std::string> StopSignals;
  std::string SignalHeader;
  const Library *Of = nullptr;
};

/// A deprecated type and its new name; or the type of a completion token that
/// gives a future, and the token that is awaited.
struct RenamedType {
  std::string Type, Renamed;
  const Library *Of = nullptr;
};

/// One model file: what one library's declarations mean.
struct Library {
  std::string Name, File;
  std::vector<std::string> Namespaces, Headers, Defines;
  std::vector<std::string> UserModels; ///< `models:` of an .async-tidy.yaml
  std::vector<CoroutineModel> Coroutines;
  std::vector<LoopModel> Loops;
  std::vector<std::string> Tasks, Pools, Threads, JoiningThreads, Bound,
      Callbacks, OffLoopCallbacks, CalledOnLoop, NoLoopErrors, Cancellations,
      Errors, ErrorValues, LockGuards, Views, NeverSuspends, SharedOwners;
  /// Variables: reading them blocks; awaiting them gives the running loop.
  std::vector<std::string> BlockingObjects, RunningLoops;
  /// Types that say who handles a signal; virtual functions whose overriders
  /// are tests; types that a measuring `for` goes over.
  std::vector<std::string> SignalActions, TestBodies, Measured;
  std::vector<RenamedType> Deprecated, FutureTokens;
  std::vector<CallModel> Calls;
  /// Where each name stands in the file.
  std::map<std::string, unsigned> Lines;
};

struct BuiltinModel {
  llvm::StringRef Name, Yaml;
};
llvm::ArrayRef<BuiltinModel> builtinModels();

/// The qualified name of \p D without inline namespaces and template arguments.
std::string plainName(const clang::NamedDecl &D);

class Models {
public:
  /// The built-in models and, before them, the user's: the nearest
  /// `.async-tidy.yaml` at or above \p Folder (empty: none is looked for) and
  /// \p Files. An error names file, line and cure.
  static llvm::Expected<std::unique_ptr<Models>>
  load(llvm::StringRef Folder, llvm::ArrayRef<std::string> Files = {});

  /// Reads one model text. An error names file, line and cure.
  static llvm::Expected<std::unique_ptr<Library>> parse(llvm::StringRef Yaml,
                                                        llvm::StringRef File);

  /// What \p C means, or null when no model knows it.
  const CallModel *call(const Call &C) const;
  const CoroutineModel *coroutine(clang::QualType T) const;
  const LoopModel *loop(clang::QualType T) const;
  bool isTask(clang::QualType T) const;
  bool isPool(clang::QualType T) const;
  bool isThread(clang::QualType T) const;
  /// A thread that its destructor joins.
  bool isJoiningThread(clang::QualType T) const;
  bool isBound(clang::QualType T) const;
  bool isNoLoopError(clang::QualType T) const;
  bool isCancellation(clang::QualType T) const;
  /// The base of what programs throw: who catches it catches every error.
  bool isError(clang::QualType T) const;
  /// A value that tells of an error, or a template's specialization for one:
  /// what gives it throws nothing.
  bool carriesError(clang::QualType T) const;
  /// Its objects hold a thread lock while they live.
  bool isLockGuard(clang::QualType T) const;
  /// It refers to what somebody else owns.
  bool isView(clang::QualType T) const;
  /// Awaiting it never suspends.
  bool neverSuspends(clang::QualType T) const;
  /// Its objects belong to shared pointers, and to whoever copies one.
  bool isSharedOwner(clang::QualType T) const;
  /// True when a function whose address converts to \p T runs on a loop
  /// (false: on another thread); nothing when no model knows the type.
  std::optional<bool> callback(clang::QualType T) const;
  /// True when \p M overrides a virtual function that a loop calls.
  const clang::CXXMethodDecl *calledOnLoop(const clang::CXXMethodDecl &M) const;
  /// Does reading \p V block?
  const Library *blockingObject(const clang::VarDecl &V) const;
  /// Does awaiting \p V give the loop that runs here?
  bool isRunningLoop(const clang::VarDecl &V) const;
  /// Does an object of type \p T say which function handles a signal?
  bool isSignalAction(clang::QualType T) const;
  /// Does \p M override the body of a test?
  bool isTestBody(const clang::CXXMethodDecl &M) const;
  /// Does a `for` over a \p T measure what it repeats?
  bool isMeasured(clang::QualType T) const;
  /// The deprecated type that \p T spells, if any.
  const RenamedType *renamed(clang::QualType T) const;
  /// What stands, in a coroutine, for a completion token of type \p T, which
  /// gives a future; null for any other.
  const RenamedType *futureToken(clang::QualType T) const;
  /// Is \p D a declaration of a modelled library?
  const Library *library(const clang::Decl &D) const;

  llvm::ArrayRef<std::unique_ptr<Library>> libraries() const { return All; }

  /// Annotations in the source that can't be read, with their places; each
  /// once.
  std::vector<std::pair<clang::SourceLocation, std::string>>
  takeAnnotationFaults() const;

private:
  struct Named {
    std::string Qualified;
    const void *Model;
    bool IsC; ///< `::name`: a function of C linkage
  };
  void add(std::unique_ptr<Library> L);
  void addName(llvm::StringMap<std::vector<Named>> &Index, const Library &L,
               llvm::StringRef Name, const void *Model);
  const void *type(const llvm::StringMap<std::vector<Named>> &Index,
                   clang::QualType T) const;
  const clang::CXXMethodDecl *
  overridden(const llvm::StringMap<std::vector<Named>> &Index,
             const clang::CXXMethodDecl &M) const;
  const void *typeName(const llvm::StringMap<std::vector<Named>> &Index,
                       const clang::NamedDecl &D) const;
  bool matches(const CallModel &M, const Call &C) const;
  /// The words of the annotations of \p D, or null.
  const Library *annotated(const clang::NamedDecl &D) const;

  std::vector<std::unique_ptr<Library>> All;
  llvm::StringMap<std::vector<Named>> CallIndex, CoroutineIndex, LoopIndex,
      TaskIndex, PoolIndex, ThreadIndex, JoiningIndex, BoundIndex,
      CallbackIndex, OnLoopIndex, ErrorIndex, RenamedIndex, CancelIndex,
      AnyErrorIndex, ErrorValueIndex, GuardIndex, ViewIndex, ReadyIndex,
      SharedIndex, BlockingIndex, RunningIndex, SignalIndex, TestIndex,
      MeasuredIndex, TokenIndex;
  std::vector<std::pair<std::string, const CallModel *>> Wildcards;
  mutable llvm::DenseMap<const clang::Decl *, std::unique_ptr<Library>>
      Annotations;
  mutable std::vector<std::pair<clang::SourceLocation, std::string>>
      AnnotationFaults;
};

/// One fault `verifyModels` found: a name that the library's headers lack.
struct ModelFault {
  std::string File;
  unsigned Line = 0;
  std::string Message;
};

/// Compiles \p L's headers and proves that every name in it exists and fits.
std::vector<ModelFault> verifyModel(const Library &L,
                                    llvm::ArrayRef<std::string> CompileArgs);

} // namespace asynctidy
