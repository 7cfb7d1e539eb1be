// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/JSON.h"
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

/// What the functions of one unit do, as seen from another file. Plain data: it
/// is written into a unit's result, and joined with those of all others.
namespace clang {
class NamedDecl;
class SourceLocation;
} // namespace clang

namespace asynctidy {

class Unit;
struct Function;
struct Given;

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

/// How a call becomes one of a coroutine: it is awaited, or an entry runs it.
struct Awaiting {
  uint64_t Begin = 0, End = 0; ///< of the call in its file; none: it may not
  bool Parentheses = false;    ///< what follows binds closer than `co_await`
  std::string Obstacle;        ///< why it cannot be awaited

  friend auto operator<=>(const Awaiting &, const Awaiting &) = default;
};

/// One call that happens before the caller returns.
struct CallSummary {
  std::string To;       ///< the callee's id
  bool Virtual = false; ///< or one of its overriders
  bool NoLoop = false;  ///< a guard says that no loop runs here
  SourcePlace At;
  std::optional<Awaiting> Await; ///< none: not of a function by its name
};

struct TextEdit {
  uint64_t Offset = 0, Length = 0;
  std::string Text;

  friend auto operator<=>(const TextEdit &, const TextEdit &) = default;
};

/// Where a declaration spells the type that its function returns.
struct SpelledType {
  std::string File;
  uint64_t Begin = 0, End = 0;
  bool Touches = false; ///< the name, as in `char *f()`

  friend auto operator<=>(const SpelledType &, const SpelledType &) = default;
};

/// What it takes to turn a function into a coroutine.
struct Turn {
  std::string Obstacle; ///< why it cannot be turned
  bool IsMain = false, IsVoid = false;
  bool IsPure = false;   ///< it has no body
  bool IsClosed = false; ///< no other file can call it
  std::string Of;        ///< the library whose coroutine it is already, or runs
  std::vector<SpelledType> Types;
  std::vector<TextEdit> Body;     ///< in the file of the body
  std::optional<TextEdit> Ending; ///< where nothing else makes it a coroutine
};

/// A use of a function that is no call of it.
struct Mention {
  std::string Of;
  SourcePlace At;
  std::string Text;
};

/// What a file has from those that it includes, and where one more goes.
struct Inclusion {
  std::string File;
  uint64_t Offset = 0;
  std::vector<std::string> Names; ///< the coroutines and entries of libraries
};

/// The function that a finding would have turned, and the words for it.
struct Turnable {
  std::string Id; ///< empty: none
  std::string Library;
  std::string Type;    ///< of coroutines: a template of what they return
  std::string Nothing; ///< the type of those that return nothing
  std::string Entry;   ///< runs one where no loop runs; empty: unknown
  std::string Header;  ///< declares them; empty: unknown
};

/// A statement about code of other files, which only the whole program can say
/// is true: of a function, of one of its parameters, of a member.
struct Fact {
  enum Word {
    OnLoop,       ///< the function runs on a loop
    Throws,       ///< the function may leave by an exception
    Seen,         ///< its body, or the member, is part of the program
    Closes,       ///< the loop that is given there, on some path
    AlwaysCloses, ///< on every path that returns
    Drains,
    Runs,
    EndsWork,    ///< ends the work that is pending there
    Spawns,      ///< leaves work pending there
    Keeps,       ///< another owner has it then
    Uses,        ///< it has to be open
    Touches,     ///< by a call that only the loop's own thread may make
    RunsOnThread ///< a thread that lives on runs it
  };
  /// What the program has to say of it. The last two hold as well when it says
  /// nothing, as when each file is looked at by itself.
  enum Answer { Yes, No, NotNo, NotYes };

  std::string Of; ///< the id of the function, or of the member
  std::optional<int> Parameter;
  Word Is = OnLoop;
  Answer Wanted = Yes;
  std::string Library; ///< OnLoop: whose loop it has to be; empty: any
};
/// `on_loop`, `throws` …: \p Is as it stands in files.
llvm::StringRef nameOf(Fact::Word Is);

/// One step of a way, for a note.
struct Step {
  SourcePlace At;
  std::string Text;
};

/// What the function that \p G is given to does with it.
Fact factOf(const Given &G, Fact::Word Is, Fact::Answer Wanted, const Unit &U);

void write(llvm::json::OStream &Out, const Step &S);
bool fromJSON(const llvm::json::Value &From, Step &To, llvm::json::Path Path);

/// "file:line:column: text".
std::string textOf(const Step &S);

/// What makes a finding true: all of \c Facts hold. The steps that lead to the
/// harm are then these, and those of the facts.
struct Evidence {
  std::vector<Fact> Facts;
  std::vector<Step> Steps;
};

/// What the program says of a fact; neither when it knows nothing.
struct Reply {
  bool Yes = false, No = false;
  bool Possible = false; ///< through a virtual call
  std::string Library;
  std::vector<Step> Steps; ///< the seed first
  unsigned MoreCallers = 0;
};
bool holds(const Fact &F, const Reply &R);

/// What is done to a thing: a parameter of a function, or a member.
struct Deed {
  Fact::Word Is = Fact::Closes;
  Step Where;
};

/// A thing is given to a function of another file.
struct Handing {
  std::string To;
  int Parameter = 0;
  bool Always = false; ///< on every path that returns
  SourcePlace At;
};

struct ThingSummary {
  std::optional<int> Parameter; ///< none: a member
  std::vector<Deed> Deeds;
  std::vector<Handing> Handings;
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
  std::string BecauseOf; ///< the library whose loop it is, when that is known
  std::vector<CallSummary> Calls;
  std::vector<std::string> Overrides;
  /// It throws only if one of these does; nothing: it may by itself.
  std::optional<std::vector<std::string>> ThrowsBy;
  std::vector<ThingSummary> Parameters; ///< those that are loops
  std::optional<Turn> Turned;           ///< none: its file knows no coroutines
};

/// What one unit does to a member that is a loop.
struct MemberSummary {
  std::string Id;
  ThingSummary Does;
};

struct UnitSummary {
  std::vector<FunctionSummary> Functions;
  std::vector<MemberSummary> Members;
  std::vector<Mention> Mentions;
  std::vector<Inclusion> Inclusions;
};

/// The id of \p F, and of what other files may define or use.
std::string idOf(const Function &F, const Unit &U);
std::string idOf(const clang::NamedDecl &D, const Unit &U);
SourcePlace placeOf(clang::SourceLocation Location, const Unit &U);

/// What other files need to know of \p U: the functions from which a call
/// leaves the unit, or leads to one of \p Awaited, whose findings depend on who
/// calls them.
UnitSummary summarise(const Unit &U, const std::set<const Function *> &Awaited);

/// The summary of the unit that was analysed last in this process.
UnitSummary takeSummary();
void keepSummary(UnitSummary Summary);

/// CPU seconds that the checks of that unit took, by their names; what all of
/// them share by "shared". What several need is made by the first that does.
using CheckTimes = std::map<std::string, double>;
CheckTimes takeTimes();
void addTime(const std::string &Of, double Seconds);

/// What the program says, for the plugin: the replies that are yes, and of what
/// it saw all. `async-tidy` writes it, the option AsyncTidySummary names it.
class ProgramSummary {
public:
  static llvm::Expected<ProgramSummary> read(const std::string &File);
  std::string toText() const;

  /// Adds a reply that is yes. Of what is `Seen` the rest is no.
  void add(const Fact &F, Reply R);
  Reply reply(const Fact &F) const;
  bool empty() const { return Replies.empty(); }

private:
  llvm::StringMap<Reply> Replies;
};

/// Gives every file in \p Summary the name that \p Name gives it, also in the
/// ids of what only one file sees.
using FileNames = llvm::function_ref<std::string(const std::string &)>;
void rename(UnitSummary &Summary, FileNames Name);
std::string inProject(const std::string &Id, FileNames Name);

void rename(Evidence &E, FileNames Name);
void rename(Turnable &T, FileNames Name);

/// As the attributes `functions` and `members` of the object that is open.
void write(llvm::json::OStream &Out, const UnitSummary &Summary);
bool read(llvm::json::ObjectMapper &Map, UnitSummary &To);
void write(llvm::json::OStream &Out, const Evidence &E);
bool fromJSON(const llvm::json::Value &From, Evidence &To,
              llvm::json::Path Path);
void write(llvm::json::OStream &Out, const Turnable &T);
bool fromJSON(const llvm::json::Value &From, Turnable &To,
              llvm::json::Path Path);

} // namespace asynctidy
