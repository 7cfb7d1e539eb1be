// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/TurnPlan.h"
#include "llvm/ADT/STLExtras.h"
#include <deque>
#include <map>

namespace asynctidy {

struct TurnPlanner::Function {
  struct Caller {
    const Function *By;
    const CallSummary *Call;
  };
  struct Noted {
    const SourcePlace *At;
    const std::string *Text;

    friend bool operator<(const Noted &A, const Noted &B) {
      return std::tie(*A.At, *A.Text) < std::tie(*B.At, *B.Text);
    }
  };

  std::string Id;
  const std::string *Name = nullptr;
  const SourcePlace *At = nullptr; ///< of the body
  bool Ambiguous = false, IsCoroutine = false, IsPure = false;
  bool IsKnown = false; ///< some file says what it takes to turn it
  bool IsMain = false, IsVoid = false, IsClosed = false;
  std::string Of, Obstacle;
  std::optional<Noted> Because;
  std::set<SpelledType> Types;
  /// The edits of its body, as a unit sees them; several: they differ.
  std::set<std::pair<std::vector<TextEdit>, std::optional<TextEdit>>> Bodies;
  std::set<Noted> Mentions;
  std::vector<Caller> Callers;
  std::vector<Function *> Family; ///< overrides it, or is overridden
};

TurnPlanner::~TurnPlanner() = default;

TurnPlanner::Function &TurnPlanner::named(const std::string &Id) {
  std::unique_ptr<Function> &Slot = Functions[Id];
  if (!Slot) {
    Slot = std::make_unique<Function>();
    Slot->Id = Id;
  }
  return *Slot;
}

TurnPlanner::TurnPlanner(const std::vector<const UnitSummary *> &All,
                         bool Whole)
    : Whole(Whole) {
  for (const UnitSummary *Summary : All) {
    for (const FunctionSummary &F : Summary->Functions)
      add(F);
    for (const Mention &M : Summary->Mentions)
      named(M.Of).Mentions.insert({&M.At, &M.Text});
    // A file's text gives the same place in all units; what it includes may be
    // hidden from one that had it before.
    for (const Inclusion &I : Summary->Inclusions) {
      auto [Known, New] = Inclusions.try_emplace(I.File, I);
      Known->second.Offset = std::min(Known->second.Offset, I.Offset);
      if (!New)
        llvm::append_range(Known->second.Names, I.Names);
    }
  }
  for (auto &Entry : Functions) {
    Function &F = *Entry.second;
    auto Order = [](const Function::Caller &C) {
      return std::tie(C.Call->At, C.By->Id, C.Call->Await);
    };
    llvm::sort(F.Callers,
               [&](const Function::Caller &A, const Function::Caller &B) {
                 return Order(A) < Order(B);
               });
    llvm::sort(F.Family, [](const Function *A, const Function *B) {
      return A->Id < B->Id;
    });
  }
}

void TurnPlanner::add(const FunctionSummary &F) {
  Function &Known = named(F.Id);
  if (!Known.Name || F.Name < *Known.Name)
    Known.Name = &F.Name;
  if (!F.At.File.empty()) {
    Known.Ambiguous |= Known.At && !(*Known.At == F.At);
    Known.At = &F.At;
  }
  Known.IsCoroutine |= F.IsCoroutine;
  if (!F.Because.empty())
    if (Function::Noted N{&F.BecauseAt, &F.Because};
        !Known.Because || N < *Known.Because)
      Known.Because = N;
  for (const CallSummary &C : F.Calls)
    named(C.To).Callers.push_back({&Known, &C});
  for (const std::string &Id : F.Overrides) {
    Function &Base = named(Id);
    Base.Family.push_back(&Known);
    Known.Family.push_back(&Base);
  }
  if (!F.Turned)
    return;
  const Turn &T = *F.Turned;
  Known.IsKnown = true;
  Known.IsMain |= T.IsMain;
  Known.IsVoid |= T.IsVoid;
  Known.IsPure |= T.IsPure;
  Known.IsClosed |= T.IsClosed;
  Known.Of = std::max(Known.Of, T.Of);
  Known.Obstacle = std::max(Known.Obstacle, T.Obstacle);
  Known.Types.insert(T.Types.begin(), T.Types.end());
  if (!F.At.File.empty())
    Known.Bodies.insert({T.Body, T.Ending});
}

/// One walk backwards from the function that is turned first.
struct TurnPlanner::Walk {
  const TurnPlanner &Of;
  const Turnable &Words;
  TurnPlan Made;
  std::vector<const Function *> Turned;
  std::set<const Function *> Seen, Awaits;
  std::map<const Function *, bool> Elsewhere; ///< runs on no loop
  /// What is put in at one place. Of those that begin there the longest comes
  /// first, of those that end there the shortest.
  struct Piece {
    bool Opens;
    uint64_t Other; ///< where its other end is
    TextEdit Change;

    friend bool operator<(const Piece &A, const Piece &B) {
      if (A.Opens != B.Opens)
        return A.Opens < B.Opens; // ends first
      return std::tie(B.Other, A.Change) < std::tie(A.Other, B.Change);
    }
  };
  std::map<std::pair<std::string, uint64_t>, std::set<Piece>> Pieces;
  std::set<std::pair<std::string, std::string>> Wanted; ///< file, name

  void put(const std::string &File, bool Opens, uint64_t Other,
           TextEdit Change) {
    if (Change.Length || !Change.Text.empty())
      Pieces[{File, Change.Offset}].insert({Opens, Other, Change});
  }
  void around(const std::string &File, uint64_t Begin, uint64_t End,
              std::string Before, std::string After) {
    put(File, true, End, {Begin, 0, std::move(Before)});
    put(File, false, Begin, {End, 0, std::move(After)});
  }

  void stop(const SourcePlace &At, std::string Text) {
    if (!Made.Obstacle)
      Made.Obstacle = Step{At, std::move(Text)};
  }
  void stop(const Function &F, const SourcePlace &At,
            const llvm::Twine &Reason) {
    stop(At, (*F.Name + " cannot become a coroutine: " + Reason).str());
  }

  void turn(const Function *F) {
    if (Seen.insert(F).second)
      Turned.push_back(F);
  }

  /// Do all ways to \p F come from `main`? One in a circle does not.
  bool isElsewhere(const Function &F) {
    if (F.IsMain)
      return true;
    auto [Known, New] = Elsewhere.try_emplace(&F, false);
    if (!New)
      return Known->second;
    const bool Is = F.IsKnown && F.Obstacle.empty() && !F.IsCoroutine &&
                    !F.Because && !F.Ambiguous && F.Family.empty() &&
                    F.Mentions.empty() && (Of.Whole || F.IsClosed) &&
                    !F.Callers.empty() &&
                    llvm::all_of(F.Callers, [&](const Function::Caller &C) {
                      return C.Call->NoLoop || isElsewhere(*C.By);
                    });
    return Elsewhere[&F] = Is;
  }

  void call(const Function &F, const Function::Caller &C) {
    const CallSummary &Call = *C.Call;
    const std::string &File = Call.At.File;
    if (!Call.Await)
      return stop(F, Call.At, "it is called through a pointer here");
    const Awaiting &A = *Call.Await;
    if (A.End == 0)
      return stop(F, Call.At, A.Obstacle);
    if (Call.NoLoop || isElsewhere(*C.By)) {
      if (Words.Entry.empty())
        return stop(F, Call.At,
                    *C.By->Name + ", which runs on no loop, calls it here");
      Wanted.insert({File, Words.Entry});
      return around(File, A.Begin, A.End, Words.Entry + "(", ")");
    }
    if (C.By->IsCoroutine) {
      if (C.By->Of != Words.Library)
        return stop(F, Call.At,
                    *C.By->Name +
                        ", a coroutine of another library, calls it here");
    } else {
      turn(C.By);
    }
    if (!A.Obstacle.empty())
      return stop(F, Call.At, A.Obstacle);
    Awaits.insert(C.By);
    around(File, A.Begin, A.End, A.Parentheses ? "(co_await " : "co_await ",
           A.Parentheses ? ")" : "");
  }

  void visit(const Function &F, const SourcePlace &Harm) {
    const SourcePlace &At = F.At ? *F.At : Harm;
    for (const Function *Other : F.Family)
      turn(Other);
    if (F.Because)
      stop(F, *F.Because->At, "the loop calls it");
    else if (!F.IsKnown || (!F.At && !F.IsPure))
      stop(F, At, "no file that can await has its body");
    else if (F.Ambiguous || F.Bodies.size() > 1)
      stop(F, At, "several functions have this name");
    else if (!F.Obstacle.empty())
      stop(F, At, F.Obstacle);
    else if (!F.Of.empty() && F.Of != Words.Library)
      stop(F, At, "it runs coroutines of two libraries");
    else if (!F.Mentions.empty())
      stop(F, *F.Mentions.begin()->At, *F.Mentions.begin()->Text);
    else if (F.Callers.empty() && F.Family.empty())
      stop(F, At, "nobody is seen to call it");
    else if (!Of.Whole && !F.IsClosed)
      stop(At, std::string()); // said of all too often to be worth a note
    for (const Function::Caller &C : F.Callers)
      call(F, C);
    for (const SpelledType &T : F.Types) {
      Wanted.insert({T.File, Words.Type});
      if (F.IsVoid)
        put(T.File, true, T.End, {T.Begin, T.End - T.Begin, Words.Nothing});
      else
        around(T.File, T.Begin, T.End, Words.Type + "<",
               T.Touches ? "> " : ">");
    }
  }

  void finish() {
    for (const Function *F : Turned) {
      if (!F->At || F->Bodies.empty())
        continue;
      const auto &[Body, Ending] = *F->Bodies.begin();
      for (const TextEdit &E : Body)
        put(F->At->File, true, 0, E);
      if (Ending && !Awaits.count(F))
        put(F->At->File, true, 0, *Ending);
    }
    for (const auto &[File, Name] : Wanted) {
      auto Known = Of.Inclusions.find(File);
      if (Known != Of.Inclusions.end() &&
          llvm::is_contained(Known->second.Names, Name))
        continue;
      if (Known == Of.Inclusions.end() || Words.Header.empty())
        return stop({File, 1, 1, ""}, "'" + Name + "' is not known here");
      // Before what begins on the next line.
      put(File, true, UINT64_MAX,
          {Known->second.Offset, 0, "#include <" + Words.Header + ">\n"});
    }
  }

  TurnPlan take() {
    std::vector<std::string> Names;
    for (const Function *F : Turned)
      if (F->Name && !llvm::is_contained(Names, *F->Name))
        Names.push_back(*F->Name);
    Made.Description =
        Names.size() == 1 ? Names.front() + " becomes a coroutine, " : "";
    if (Names.size() > 1) {
      const size_t Shown = Names.size() > 3 ? 2 : Names.size() - 1;
      for (size_t I = 0; I < Shown; ++I)
        Made.Description += (I ? ", " : "") + Names[I];
      Made.Description +=
          " and " +
          (Names.size() > 3 ? std::to_string(Names.size() - 2) + " more"
                            : Names.back()) +
          " become coroutines, ";
    }
    Made.Description += "awaited by all who call ";
    Made.Description += Names.size() == 1 ? "it" : "them";
    if (Made.Obstacle)
      return std::move(Made);
    for (const auto &[Place, Here] : Pieces) {
      TurnPlan::Edit E;
      E.File = Place.first;
      E.Offset = Place.second;
      for (const Piece &Each : Here) {
        E.Length += Each.Change.Length;
        E.Text += Each.Change.Text;
      }
      Made.Edits.push_back(std::move(E));
    }
    return std::move(Made);
  }
};

TurnPlan TurnPlanner::plan(const Turnable &T) const {
  Walk W{*this, T, {}, {}, {}, {}, {}, {}, {}};
  auto First = Functions.find(T.Id);
  if (First == Functions.end() || !First->second->Name)
    return {};
  const Function &Start = *First->second;
  W.turn(&Start);
  for (size_t I = 0; I < W.Turned.size(); ++I)
    if (const Function &F = *W.Turned[I]; F.Name)
      W.visit(F, Start.At ? *Start.At : SourcePlace());
    else
      W.stop(Start.At ? *Start.At : SourcePlace(),
             *Start.Name +
                 " cannot become a coroutine: it overrides a function "
                 "of another project");
  W.finish();
  return W.take();
}

} // namespace asynctidy
