// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Fixer.h"
#include "Baseline.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Path.h"

namespace asynctidy::tool {

using llvm::StringRef;

static constexpr unsigned MostRounds = 5;

/// The fixes of \p Found that may be made, the one to try first in front: who
/// asks for suggested ones wants them where there is a safe one too.
static std::vector<const Fix *> choices(const Finding &Found, bool Suggested) {
  std::vector<const Fix *> Wanted;
  for (bool Safe : {false, true})
    for (const Fix &Repair : Found.Fixes)
      if (Repair.Safe == Safe && (Safe || Suggested))
        Wanted.push_back(&Repair);
  return Wanted;
}

/// Whole lines put in at one place can stand one after the other.
static bool addsLines(const Edit &Change) {
  return Change.Length == 0 && StringRef(Change.Text).ends_with("\n");
}

static bool clash(const Edit &One, const Edit &Other) {
  if (One.Offset == Other.Offset && One.Length == 0 && Other.Length == 0)
    return !addsLines(One) || !addsLines(Other);
  return One.Offset < Other.Offset + Other.Length &&
         Other.Offset < One.Offset + One.Length;
}

static std::string nameOf(const Finding &Found, const Fix &Repair) {
  return Found.Fingerprint + "\n" + Repair.Description;
}

namespace {

/// The edits of a set of fixes: fixes are taken whole, first come first served.
class Merged {
public:
  bool fits(const Fix &Repair) const {
    return llvm::all_of(Repair.Edits, [&](const Edit &Change) {
      auto File = Files.find(Change.File);
      if (File == Files.end())
        return true;
      // Edits do not overlap, so only the neighbours can clash.
      auto Near = llvm::lower_bound(File->second, Change, before);
      auto Harmless = [&](const Edit &Other) {
        return Change == Other || !clash(Change, Other);
      };
      for (auto Next = Near; Next != File->second.end() &&
                             Next->Offset <= Change.Offset + Change.Length;
           ++Next)
        if (!Harmless(*Next))
          return false;
      while (Near != File->second.begin()) {
        --Near;
        if (!Harmless(*Near))
          return false;
        if (Near->Offset + Near->Length < Change.Offset)
          break;
      }
      return true;
    });
  }

  void add(const Fix &Repair) {
    for (const Edit &Change : Repair.Edits) {
      std::vector<Edit> &Edits = Files[Change.File];
      auto Place = llvm::upper_bound(Edits, Change, before);
      bool Known = false;
      for (auto Same = Place; Same != Edits.begin() && !Known;) {
        --Same;
        if (before(*Same, Change))
          break;
        Known = *Same == Change;
      }
      if (!Known)
        Edits.insert(Place, Change);
    }
  }

  std::map<std::string, std::vector<Edit>> Files;

private:
  static bool before(const Edit &Left, const Edit &Right) {
    return std::tie(Left.Offset, Left.Length) <
           std::tie(Right.Offset, Right.Length);
  }
};

} // namespace

void Fixer::refuse(const Finding &Of, const std::string &Reason) {
  Refused.insert({Of.File, Of.Line, Of.Column, Of.Check, Reason});
}

/// Why \p File is not ours to change; empty when it is.
static std::string notOurs(const Project &Of, const std::string &File) {
  if (llvm::sys::path::is_absolute(File))
    return "'" + File + "', which is not in the project";
  if (isGenerated(Of.absolute(File)))
    return "'" + File + "', which is generated";
  return "";
}

Fixer::Picks Fixer::pickAll(const Findings &Found) {
  Picks Picked;
  Merged All;
  for (const Finding &One : Found.All)
    for (const Fix *Repair : choices(One, Suggested)) {
      if (Harmful.count(nameOf(One, *Repair)))
        continue;
      std::string Reason;
      for (const Edit &Change : Repair->Edits)
        if (std::string What = notOurs(Fixed, Change.File); !What.empty())
          Reason = "it would change " + What;
      if (!Reason.empty()) {
        refuse(One, Reason);
        continue;
      }
      // What clashes waits for the next round.
      if (All.fits(*Repair)) {
        All.add(*Repair);
        Picked.push_back({&One, Repair});
      }
      break;
    }
  return Picked;
}

llvm::Expected<Draft> Fixer::drafted(const Picks &Picked,
                                     const Findings &Found) {
  Merged All;
  for (const Pick &One : Picked)
    All.add(*One.Repair);
  for (const auto &[Name, Edits] : All.Files) {
    auto Source = Found.Sources.find(Name);
    if (llvm::Error Failed = Kept.read(
            Name, Source == Found.Sources.end() ? "" : Source->second))
      return Failed;
  }
  Draft Fresh = Kept;
  for (const auto &[Name, Edits] : All.Files)
    if (llvm::Error Failed = Fresh.change(Name, Edits))
      return Failed;
  return Fresh;
}

/// \p Results, and anew those of \p Only that read a text of \p Of.
llvm::Expected<std::vector<UnitResult>>
Fixer::analysed(const Draft &Of, const std::vector<UnitResult> &Results,
                const std::set<size_t> &Only) {
  std::vector<UnitResult> Now = Results;
  std::vector<UnitCommand> Units;
  std::vector<std::pair<size_t, std::string>> Keys;
  for (size_t Index : Only) {
    std::string Texts;
    bool Differs = false;
    for (const auto &[Name, Hash] : Results[Index].Sources)
      if (std::string Fresh = Of.hashOf(Name); !Fresh.empty()) {
        Texts += Fresh + " ";
        Differs |= Fresh != Hash;
      }
    if (!Differs)
      continue;
    std::pair<size_t, std::string> Key(Index, std::move(Texts));
    if (auto Known = Looked.find(Key); Known != Looked.end()) {
      Now[Index] = Known->second;
      continue;
    }
    Units.push_back(Fixed.Units[Index]);
    Keys.push_back(std::move(Key));
  }
  if (Units.empty())
    return Now;
  TemporaryFolder Folder;
  auto Overlay = Of.overlay(Folder);
  if (!Overlay)
    return Overlay.takeError();
  auto Fresh = See.Analyse(Units, *Overlay, Folder);
  if (!Fresh)
    return Fresh.takeError();
  for (size_t Place = 0; Place < Keys.size(); ++Place) {
    Now[Keys[Place].first] = (*Fresh)[Place];
    Looked.emplace(std::move(Keys[Place]), std::move((*Fresh)[Place]));
  }
  return Now;
}

/// Units that no longer parse; if all do, findings that were not there.
llvm::Expected<std::vector<Fixer::Harm>>
Fixer::harmOf(const std::vector<UnitResult> &Now,
              const std::vector<UnitResult> &Before,
              const Findings &Found) const {
  std::vector<Harm> Done;
  auto SourcesOf = [&](size_t Index, Harm &To) {
    To.Units.insert(Index);
    for (const auto &[Name, Hash] : Before[Index].Sources)
      To.Sources.insert(Name);
  };
  for (size_t Index = 0; Index < Now.size(); ++Index)
    if (Now[Index].Failed && !Before[Index].Failed) {
      Harm One{"it breaks '" + Now[Index].File + "' (" + *Now[Index].Failed +
                   ")",
               {},
               {}};
      SourcesOf(Index, One);
      Done.push_back(std::move(One));
    }
  if (!Done.empty())
    return Done;
  Findings After = See.Link(Now);
  Baseline::of(Found).applyLoosely(After, {"before", ""});
  for (const Finding &New : After.All) {
    Harm One{"it leads to " + New.Check + " at " + New.File + ":" +
                 std::to_string(New.Line) + " (" + New.Message + ")",
             {},
             {}};
    // One unit that shows it is enough: all of those that see a header would
    // be analysed again for each row of fixes that is tried.
    auto Shower = llvm::find_if(Now, [&](const UnitResult &Result) {
      return llvm::any_of(Result.Findings, [&](const Finding &Own) {
        return identity(Own) == identity(New);
      });
    });
    for (size_t Index = 0; Index < Now.size(); ++Index)
      if (Shower == Now.end() ? Now[Index].Sources.count(New.File) != 0
                              : &Now[Index] == &*Shower)
        SourcesOf(Index, One);
    Done.push_back(std::move(One));
  }
  return Done;
}

/// The fix without which the harm is not done: the last one of the shortest
/// row of fixes that does it.
llvm::Expected<size_t> Fixer::culprit(const Picks &Picked, const Harm &Done,
                                      const std::vector<UnitResult> &Results,
                                      const Findings &Found) {
  std::vector<size_t> Suspects;
  for (size_t Index = 0; Index < Picked.size(); ++Index)
    if (llvm::any_of(Picked[Index].Repair->Edits, [&](const Edit &Change) {
          return Done.Sources.count(Change.File) != 0;
        }))
      Suspects.push_back(Index);
  // A chain may lead there from anywhere.
  if (Suspects.empty())
    for (size_t Index = 0; Index < Picked.size(); ++Index)
      Suspects.push_back(Index);
  size_t Low = 1, High = Suspects.size();
  while (Low < High) {
    const size_t Middle = (Low + High) / 2;
    Picks Row;
    for (size_t Index = 0; Index < Middle; ++Index)
      Row.push_back(Picked[Suspects[Index]]);
    auto Trial = drafted(Row, Found);
    if (!Trial)
      return Trial.takeError();
    auto Now = analysed(*Trial, Results, Done.Units);
    if (!Now)
      return Now.takeError();
    auto Harms = harmOf(*Now, Results, Found);
    if (!Harms)
      return Harms.takeError();
    if (Harms->empty())
      Low = Middle + 1;
    else
      High = Middle;
  }
  return Suspects[Low - 1];
}

llvm::Error Fixer::run(std::vector<UnitResult> &Results, Findings &Found,
                       bool Verify) {
  std::set<size_t> All;
  for (size_t Index = 0; Index < Results.size(); ++Index)
    All.insert(Index);
  for (unsigned Round = 0; Round < MostRounds; ++Round) {
    Picks Picked = pickAll(Found);
    while (!Picked.empty()) {
      auto Fresh = drafted(Picked, Found);
      if (!Fresh)
        return Fresh.takeError();
      std::vector<UnitResult> Now;
      if (Verify) {
        auto Again = analysed(*Fresh, Results, All);
        if (!Again)
          return Again.takeError();
        auto Harms = harmOf(*Again, Results, Found);
        if (!Harms)
          return Harms.takeError();
        if (!Harms->empty()) {
          auto Bad = culprit(Picked, Harms->front(), Results, Found);
          if (!Bad)
            return Bad.takeError();
          const Pick &One = Picked[*Bad];
          refuse(*One.Of, Harms->front().Reason);
          Harmful.insert(nameOf(*One.Of, *One.Repair));
          Picked.erase(Picked.begin() + *Bad);
          continue;
        }
        Now = std::move(*Again);
      }
      Made += Picked.size();
      Kept = std::move(*Fresh);
      Looked.clear();
      if (!Verify) {
        std::set<const Finding *> Gone;
        for (const Pick &One : Picked)
          Gone.insert(One.Of);
        std::vector<Finding> Left;
        for (Finding &One : Found.All)
          if (!Gone.count(&One))
            Left.push_back(std::move(One));
        Found.All = std::move(Left);
        return llvm::Error::success();
      }
      Results = std::move(Now);
      Found = See.Link(Results);
      break;
    }
    if (Picked.empty())
      break;
  }
  return llvm::Error::success();
}

} // namespace asynctidy::tool
