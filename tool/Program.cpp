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
  for (const UnitResult &Result : Results)
    for (const MemberSummary &M : Result.Summary.Members)
      add(M.Does, thing(M.Id, std::nullopt));
  settle();
  settleThrows();
  settleDeeds();
}

Program::Function &Program::named(const std::string &Id) {
  auto [Slot, New] = Functions.try_emplace(Id);
  if (New)
    Slot->second.Id = Slot->getKey();
  return Slot->second;
}

Program::Thing &Program::thing(const std::string &Id,
                               std::optional<int> Parameter) {
  std::string Key = (Parameter ? std::to_string(*Parameter) : "-") + " " + Id;
  auto [Slot, New] = Things.try_emplace(Key);
  if (New) {
    Slot->second.Key = Slot->getKey();
    if (Parameter)
      Slot->second.Of = &named(Id);
  }
  return Slot->second;
}

/// Of the same deed in several units the one with the least place stands for
/// all.
void Program::add(const ThingSummary &From, Thing &To) {
  To.Seen = true;
  for (const Deed &D : From.Deeds) {
    const Step *&Known = To.Deeds[D.Is].Here;
    if (!Known ||
        std::tie(D.Where.At, D.Where.Text) < std::tie(Known->At, Known->Text))
      Known = &D.Where;
  }
  for (const Handing &H : From.Handings)
    To.Handings.push_back({&thing(H.To, H.Parameter), H.Always, &H.At});
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
  for (const ThingSummary &P : F.Parameters)
    add(P, thing(F.Id, P.Parameter));
  if (F.ThrowsBy)
    for (const std::string &Id : *F.ThrowsBy)
      named(Id).ThrowTo.push_back(&Known);
  else if (!F.At.File.empty())
    Known.Throws = true;
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
  std::vector<Lead> Unsure;
  spread(std::move(Certain), Unsure);
  std::deque<Function *> Possible;
  for (const Lead &S : Unsure)
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
void Program::spread(std::deque<Function *> Work, std::vector<Lead> &Unsure) {
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

/// Who throws, or calls who does, or whom nobody knows.
void Program::settleThrows() {
  std::vector<Function *> Work;
  for (auto &Entry : Functions) {
    Function &F = Entry.second;
    F.Throws |= !F.At || F.Ambiguous;
    if (F.Throws)
      Work.push_back(&F);
  }
  while (!Work.empty()) {
    Function *F = Work.back();
    Work.pop_back();
    for (Function *To : F->ThrowTo)
      if (!std::exchange(To->Throws, true))
        Work.push_back(To);
  }
}

/// What is done to a thing is done to what was given for it. Breadth first, and
/// in order, so that the steps are the fewest, and the same each time.
void Program::settleDeeds() {
  std::vector<Thing *> All;
  for (auto &Entry : Things)
    All.push_back(&Entry.second);
  llvm::sort(All,
             [](const Thing *A, const Thing *B) { return A->Key < B->Key; });
  for (Thing *T : All) {
    auto Order = [](const Thing::Handed &H) {
      return std::tie(*H.At, H.To->Key, H.Always);
    };
    llvm::sort(T->Handings,
               [&](const Thing::Handed &A, const Thing::Handed &B) {
                 return Order(A) < Order(B);
               });
    for (size_t I = 0; I < T->Handings.size(); ++I)
      T->Handings[I].To->From.push_back({T, I});
    // Who can't be seen may do anything.
    if (!T->Seen || (T->Of && T->Of->Ambiguous))
      T->Deeds[Fact::Keeps].Here = &Unknown;
  }
  for (int Word = Fact::Closes; Word <= Fact::RunsOnThread; ++Word) {
    std::deque<Thing *> Work;
    for (Thing *T : All)
      if (T->Deeds[Word])
        Work.push_back(T);
    while (!Work.empty()) {
      Thing *T = Work.front();
      Work.pop_front();
      for (auto [From, Index] : T->From) {
        const Thing::Handed &H = From->Handings[Index];
        if (From->Deeds[Word] || (Word == Fact::AlwaysCloses && !H.Always))
          continue;
        From->Deeds[Word].There = &H;
        Work.push_back(From);
      }
    }
  }
}

std::vector<Step> Program::stepsOf(const Thing &T, Fact::Word Is) {
  std::vector<Step> Steps;
  const Thing *At = &T;
  for (; At->Deeds[Is].There; At = At->Deeds[Is].There->To)
    Steps.push_back({*At->Deeds[Is].There->At,
                     *At->Deeds[Is].There->To->Of->Name + " is given it here"});
  if (const Step *Here = At->Deeds[Is].Here; Here && !Here->At.File.empty())
    Steps.push_back(*Here);
  return Steps;
}

Reply Program::replyOnLoop(const Function &Of) const {
  Reply R;
  if (!Of.Reached || Of.Ambiguous)
    return R;
  const Function *F = &Of;
  R.Yes = true;
  R.Possible = F->Possible;
  if (F->Caller && F->Callers > 1)
    R.MoreCallers = F->Callers - 1;
  for (; F->Caller; F = F->Caller)
    R.Steps.push_back(
        {*F->CalledAt, *F->Caller->Name + " calls " + *F->Name + " here"});
  R.Steps.push_back({F->Because->BecauseAt, F->Because->Because});
  R.Library = F->Because->BecauseOf;
  std::reverse(R.Steps.begin(), R.Steps.end());
  return R;
}

Reply Program::reply(const Fact &Asked) const {
  Reply R;
  if (Asked.Is <= Fact::Seen) {
    auto Found = Functions.find(Asked.Of);
    if (Found == Functions.end())
      return R;
    const Function &F = Found->second;
    if (Asked.Is == Fact::OnLoop)
      return replyOnLoop(F);
    if (!F.At || F.Ambiguous)
      return R;
    R.Yes = Asked.Is == Fact::Seen || F.Throws;
    R.No = !R.Yes;
    return R;
  }
  auto Found =
      Things.find((Asked.Parameter ? std::to_string(*Asked.Parameter) : "-") +
                  " " + Asked.Of);
  if (Found == Things.end())
    return R;
  const Thing &T = Found->second;
  R.Yes = bool(T.Deeds[Asked.Is]);
  R.No = !R.Yes && T.Seen && !(T.Of && T.Of->Ambiguous);
  R.Steps = stepsOf(T, Asked.Is);
  return R;
}

std::vector<StringRef> Program::mentioned() const {
  std::vector<StringRef> Ids;
  for (const auto &Entry : Functions)
    Ids.push_back(Entry.getKey());
  for (const auto &Entry : Things)
    Ids.push_back(Entry.getKey().split(' ').second);
  return Ids;
}

ProgramSummary Program::summary(const std::vector<UnitResult> &Results) const {
  ProgramSummary Summary;
  for (const auto &Entry : Functions)
    // What one file alone can see it sees by itself.
    if (Entry.second.Reached && !Entry.getKey().starts_with("@"))
      if (Reply R = replyOnLoop(Entry.second); R.Yes)
        Summary.add({Entry.getKey().str(), {}, Fact::OnLoop, Fact::Yes, ""},
                    std::move(R));
  for (const auto &Entry : Things) {
    const Thing &T = Entry.second;
    auto [Parameter, Id] = Entry.getKey().split(' ');
    Fact F;
    F.Of = Id.str();
    if (int Index = 0; !Parameter.getAsInteger(10, Index))
      F.Parameter = Index;
    for (int Word = Fact::Closes; Word <= Fact::RunsOnThread; ++Word) {
      F.Is = static_cast<Fact::Word>(Word);
      if (Reply R = reply(F); R.Yes)
        Summary.add(F, std::move(R));
    }
    F.Is = Fact::Seen;
    if (T.Seen && !(T.Of && T.Of->Ambiguous))
      Summary.add(F, {});
  }
  for (const UnitResult &Result : Results)
    for (const Finding &Found : Result.Conditional)
      for (const Evidence &Each : Found.When)
        for (Fact F : Each.Facts) {
          if (F.Is != Fact::Throws && F.Is != Fact::Seen)
            continue;
          for (Fact::Word Word : {Fact::Throws, Fact::Seen}) {
            F.Is = Word;
            if (Reply R = reply(F); R.Yes)
              Summary.add(F, std::move(R));
          }
        }
  return Summary;
}

} // namespace asynctidy::tool
