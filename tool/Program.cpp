// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Program.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallPtrSet.h"

#include <algorithm>

namespace asynctidy::tool {

using llvm::StringRef;

Program::Program(const std::vector<UnitResult> &Results) {
  for (const UnitResult &Result : Results)
    for (const FunctionSummary &F : Result.Summary.Functions)
      add(F);
  settle();
}

Program::Function &Program::named(const std::string &Id) {
  auto [Slot, New] = Functions.try_emplace(Id);
  if (New)
    Slot->second.Id = Slot->getKey();
  return Slot->second;
}

/// Of the same function in several units the least place stands for all.
void Program::add(const FunctionSummary &F) {
  Function &Known = named(F.Id);
  if (!Known.Name)
    Known.Name = &F.Name;
  if (!F.At.File.empty()) {
    if (Known.At && !(*Known.At == F.At))
      Known.Ambiguous = true;
    Known.At = &F.At;
  }
  Known.IsCoroutine |= F.IsCoroutine;
  if (!F.Because.empty() &&
      (!Known.Because ||
       std::tie(F.BecauseAt, F.Because) <
           std::tie(Known.Because->BecauseAt, Known.Because->Because)))
    Known.Because = &F;
  for (const CallSummary &C : F.Calls)
    Known.Calls.push_back({&named(C.To), &C.At, C.Virtual});
  for (const std::string &Id : F.Overrides)
    named(Id).Overriders.push_back(&Known);
}

void Program::settle() {
  std::vector<Function *> All;
  for (auto &Entry : Functions)
    All.push_back(&Entry.second);
  auto ById = [](const Function *A, const Function *B) {
    return A->Id < B->Id;
  };
  llvm::sort(All, ById);
  std::deque<Function *> Certain;
  for (Function *F : All) {
    auto Order = [](const Edge &E) {
      return std::tie(*E.At, E.To->Id, E.Virtual);
    };
    llvm::sort(F->Calls, [&](const Edge &A, const Edge &B) {
      return Order(A) < Order(B);
    });
    F->Calls.erase(std::unique(F->Calls.begin(), F->Calls.end(),
                               [&](const Edge &A, const Edge &B) {
                                 return Order(A) == Order(B);
                               }),
                   F->Calls.end());
    llvm::sort(F->Overriders, ById);
    F->Overriders.erase(std::unique(F->Overriders.begin(), F->Overriders.end()),
                        F->Overriders.end());
    if (F->Because && !F->Ambiguous) {
      F->Reached = true;
      Certain.push_back(F);
    }
  }
  std::vector<Step> Unsure;
  spread(std::move(Certain), Unsure);
  std::deque<Function *> Possible;
  for (const Step &S : Unsure)
    if (!S.To->Reached) {
      S.To->Reached = S.To->Possible = true;
      S.To->Caller = S.From;
      S.To->CalledAt = S.At;
      Possible.push_back(S.To);
    }
  spread(std::move(Possible), Unsure);
}

/// Breadth first, so that every chain is the shortest; what only a virtual call
/// leads to waits in \p Unsure until all that is certain is known.
void Program::spread(std::deque<Function *> Work, std::vector<Step> &Unsure) {
  while (!Work.empty()) {
    Function *F = Work.front();
    Work.pop_front();
    llvm::SmallPtrSet<Function *, 8> Seen;
    for (const Edge &E : F->Calls) {
      const bool Guess = E.Virtual && !E.To->Overriders.empty();
      auto Reach = [&](Function *To) {
        // Creating a coroutine runs none of it.
        if (To->IsCoroutine || To->Ambiguous)
          return;
        if (Seen.insert(To).second)
          ++To->Callers;
        if (To->Reached)
          return;
        if (Guess && !F->Possible) {
          Unsure.push_back({To, F, E.At});
          return;
        }
        To->Reached = true;
        To->Possible = F->Possible;
        To->Caller = F;
        To->CalledAt = E.At;
        Work.push_back(To);
      };
      Reach(E.To);
      if (E.Virtual)
        llvm::for_each(E.To->Overriders, Reach);
    }
  }
}

static Hop hop(const SourcePlace &At, std::string Message) {
  return {At.File, At.Line, At.Column, std::move(Message), At.Text};
}

std::optional<Program::Chain> Program::onLoop(StringRef Id) const {
  auto Found = Functions.find(Id);
  if (Found == Functions.end() || !Found->second.Reached ||
      Found->second.Ambiguous)
    return std::nullopt;
  Chain Result;
  const Function *F = &Found->second;
  Result.Possible = F->Possible;
  if (F->Caller && F->Callers > 1)
    Result.MoreCallers = F->Callers - 1;
  for (; F->Caller; F = F->Caller)
    Result.Hops.push_back(
        hop(*F->CalledAt, *F->Caller->Name + " calls " + *F->Name + " here"));
  Result.Hops.push_back(hop(F->Because->BecauseAt, F->Because->Because));
  std::reverse(Result.Hops.begin(), Result.Hops.end());
  return Result;
}

ProgramSummary Program::summary() const {
  ProgramSummary Summary;
  for (const auto &Entry : Functions) {
    // What one file alone can see it sees by itself.
    std::optional<Chain> Why =
        Entry.getKey().starts_with("@") ? std::nullopt : onLoop(Entry.getKey());
    if (!Why)
      continue;
    ProgramFunction &Known = Summary.OnLoop[Entry.getKey()];
    Known.Possible = Why->Possible;
    for (const Hop &Step : Why->Hops)
      Known.Chain.push_back(Step.File + ":" + std::to_string(Step.Line) + ":" +
                            std::to_string(Step.Column) + ": " + Step.Message);
  }
  return Summary;
}

} // namespace asynctidy::tool
