// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Arguments.h"
#include "Baseline.h"
#include "CommandLine.h"
#include "Errors.h"
#include "Files.h"
#include "Fixer.h"
#include "Journal.h"
#include "Link.h"
#include "Output.h"
#include "Pool.h"
#include "Recall.h"
#include "Revision.h"
#include "Verbs.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Process.h"

#include <set>

namespace asynctidy::tool {

/// The files to ask the configuration about: the units, or, without a database,
/// any file here.
static std::vector<std::string> filesOf(const CommandLine &Line) {
  std::vector<std::string> Files;
  auto Opened = openProject(Line.BuildDir, Line.Files);
  if (Opened) {
    for (const UnitCommand &Unit : Opened->Units)
      Files.push_back(Unit.File);
    return Files;
  }
  llvm::consumeError(Opened.takeError());
  llvm::SmallString<256> Here;
  llvm::sys::fs::current_path(Here);
  for (const std::string &File : Line.Files)
    Files.push_back(normalise(File, Here));
  if (Files.empty())
    Files.push_back(normalise("any.cpp", Here));
  return Files;
}

static int listChecks(const CommandLine &Line) {
  Config Configured(Line.Config);
  std::set<std::string> Names;
  std::vector<std::string> Files = filesOf(Line);
  for (const std::string &File : Files)
    for (std::string &Name : Configured.checksFor(File))
      Names.insert(std::move(Name));
  if (!Configured.error().empty())
    return complain(Configured.error());
  if (Names.empty())
    return complain("no check is enabled; --checks=async-* enables all");
  for (const std::string &File : Files)
    for (std::string &Name : Configured.ownFindingsFor(File))
      Names.insert(std::move(Name));
  std::string Text = "Enabled checks:\n";
  for (const std::string &Name : Names)
    Text += "    " + Name + "\n";
  return put(Text, Line);
}

/// The first mistake in the models that hold for the files; empty when there is
/// none. Asked once here, so that it is not told again for each unit.
static std::string modelFault(Config &Configured,
                              const std::vector<std::string> &Files) {
  std::set<ModelSources> Seen;
  for (const std::string &File : Files) {
    auto [Sources, IsNew] = Seen.insert(Configured.modelsFor(File));
    if (!IsNew)
      continue;
    if (auto Loaded = Sources->load(); !Loaded)
      return llvm::toString(Loaded.takeError());
  }
  return "";
}

static int verifyConfig(const CommandLine &Line) {
  Config Configured(Line.Config);
  std::vector<std::string> Files = filesOf(Line);
  std::set<std::string> Mistakes;
  for (const std::string &File : Files)
    for (std::string &Mistake : Configured.mistakesFor(File))
      Mistakes.insert(std::move(Mistake));
  if (!Configured.error().empty())
    Mistakes.insert(Configured.error());
  if (std::string Fault = modelFault(Configured, Files); !Fault.empty())
    Mistakes.insert(Fault);
  for (const std::string &Mistake : Mistakes)
    complain(Mistake);
  if (!Mistakes.empty())
    return WrongUse;
  return Line.Quiet ? 0 : put("no mistake in the configuration\n", Line);
}

/// A configuration that checks nothing must not look like clean code.
static int checkConfig(const Project &Opened, const CommandLine &Line) {
  Config Configured(Line.Config);
  std::vector<std::string> Files;
  for (const UnitCommand &Unit : Opened.Units)
    Files.push_back(Unit.File);
  bool Any = false;
  if (Configured.error().empty())
    for (const std::string &File : Files)
      Any |= !Configured.checksFor(File).empty();
  if (!Configured.error().empty())
    return complain(Configured.error());
  if (!Any)
    return complain("no check is enabled; add 'async-*' to Checks in "
                    ".clang-tidy, or pass --checks=async-*");
  if (std::string Fault = modelFault(Configured, Files); !Fault.empty())
    return complain(Fault);
  return 0;
}

namespace {

/// Analyses after all what the scan left out and a chain may lead into.
llvm::Error recall(const Project &Of, const CommandLine &Line,
                   const PoolWords &Given, std::vector<UnitResult> &Results) {
  PoolWords Words = Given;
  Words.Saved.Scan = false;
  while (Line.WholeProgram) {
    std::vector<size_t> Indices = recalled(Results, Of.Root);
    if (Indices.empty())
      break;
    std::vector<UnitCommand> Units;
    for (size_t Index : Indices)
      Units.push_back(Of.Units[Index]);
    auto Fresh = analyseAll(Units, Of.Root, Line.Config, Words);
    if (!Fresh)
      return Fresh.takeError();
    for (size_t Place = 0; Place < Indices.size(); ++Place)
      Results[Indices[Place]] = std::move((*Fresh)[Place]);
  }
  return llvm::Error::success();
}

class LintRun {
public:
  LintRun(const Project &Opened, const CommandLine &Line)
      : Opened(Opened), Line(Line) {}

  int run();

private:
  Findings linked(const std::vector<UnitResult> &Of) const;
  bool canTell(const Baseline::Entry &Gone, const Findings &Found) const;
  int keepBaseline(Findings &Found);
  llvm::Error readRevision(const Findings &Found);
  int fix(Findings &Found);
  void tellFixed(const Fixer &Fixes, size_t Before,
                 const Findings &Found) const;

  const Project &Opened;
  const CommandLine &Line;
  std::vector<UnitResult> Results;
  Baseline Known;   ///< of --baseline
  Baseline Written; ///< what --write-baseline is about to replace
  Revision Past;    ///< of --since
  Baseline Before;
};

} // namespace

Findings LintRun::linked(const std::vector<UnitResult> &Of) const {
  Findings Found = link(Of, Line.WholeProgram, Line.Files.empty());
  Known.apply(Found, {"baseline", "known in " + Line.Baseline});
  Before.applyLoosely(Found, {"since", "found at " + Past.shortName()});
  return Found;
}

/// What was found at the merge base; asked only where there is something that
/// could be new.
llvm::Error LintRun::readRevision(const Findings &Found) {
  if (Line.Since.empty() || Found.All.empty())
    return llvm::Error::success();
  if (llvm::Error Failed = Past.checkOut())
    return Failed;
  const Project &Then = Past.project();
  PoolWords Words = Line.Pool;
  Words.CleanUp = [&] { Past.remove(); };
  auto Analysed = analyseAll(Then.Units, Then.Root, Line.Config, Words);
  if (!Analysed)
    return Analysed.takeError();
  if (llvm::Error Failed = recall(Then, Line, Words, *Analysed))
    return Failed;
  Findings Old = link(*Analysed, Line.WholeProgram, Line.Files.empty());
  for (const Failure &Failed : Old.Failed)
    if (!Line.Quiet)
      llvm::errs() << Failed.File << ": not analysed at " << Past.shortName()
                   << ", so that its findings count as new: " << Failed.Reason
                   << '\n';
  llvm::erase_if(Old.All,
                 [&](const Finding &One) { return Past.isOfToday(One.File); });
  Before = Baseline::of(Old);
  Past.remove();
  return llvm::Error::success();
}

/// Would this run have found it? Not when its file or check was left out.
bool LintRun::canTell(const Baseline::Entry &Gone,
                      const Findings &Found) const {
  if (!Found.Failed.empty())
    return false;
  if (!Line.Files.empty() && !Found.Sources.count(Gone.File))
    return false;
  if (llvm::StringRef(Gone.Check).starts_with("async-tidy-"))
    return true;
  Config Configured(Line.Config);
  return llvm::any_of(Opened.Units, [&](const UnitCommand &Unit) {
    return llvm::is_contained(Configured.checksFor(Unit.File), Gone.Check);
  });
}

/// Writes and prunes it, as asked; gives 0 or 2.
int LintRun::keepBaseline(Findings &Found) {
  auto CanTell = [&](const Baseline::Entry &Gone) {
    return canTell(Gone, Found);
  };
  auto Tell = [&](const llvm::Twine &What) {
    if (!Line.Quiet)
      llvm::errs() << What << '\n';
  };
  if (!Line.WriteBaseline.empty()) {
    Baseline Fresh = Baseline::of(Found);
    // Of a part of the project only that part is written anew.
    Fresh.add(Written,
              [&](const Baseline::Entry &One) { return !CanTell(One); });
    if (llvm::Error Failed = writeAll({{Line.WriteBaseline, Fresh.toText()}}))
      return complain(std::move(Failed));
    Tell(counted(Fresh.size(), "finding") + " in the baseline '" +
         Line.WriteBaseline + "'");
    Fresh.apply(Found, {"baseline", "known in " + Line.WriteBaseline});
  }
  if (Line.Baseline.empty())
    return 0;
  size_t Gone = Known.prune(Found, CanTell);
  if (Gone == 0)
    return 0;
  std::string Of = Gone == 1 ? " entry of " : " entries of ";
  if (!Line.PruneBaseline)
    Tell(llvm::Twine(Gone) + Of + "the baseline '" + Line.Baseline +
         (Gone == 1 ? "' is" : "' are") +
         " no longer found; --prune-baseline cleans it");
  else if (Line.WriteBaseline != Line.Baseline) {
    if (llvm::Error Failed = writeAll({{Line.Baseline, Known.toText()}}))
      return complain(std::move(Failed));
    Tell(llvm::Twine(Gone) + Of + "the baseline '" + Line.Baseline +
         "' taken out; " + llvm::Twine(Known.size()) + " stay");
  }
  return 0;
}

/// Fixes what can be fixed; a dry run prints the diff, fit for `git apply`, on
/// standard output, and the rest beside it.
int LintRun::fix(Findings &Found) {
  const size_t Before = Found.All.size();
  const int Status = Found.status(Line.ExitZero);
  Look See;
  See.Analyse = [&](const std::vector<UnitCommand> &Units,
                    const std::string &Overlay, TemporaryFolder &Texts) {
    ConfigWords Words = Line.Config;
    Words.Overlay = Overlay;
    PoolWords How = Line.Pool;
    How.Saved.Scan = false; // it would see the files as they were
    How.CleanUp = [&] { Texts.remove(); };
    return analyseAll(Units, Opened.Root, Words, How);
  };
  See.Link = [&](const std::vector<UnitResult> &Now) { return linked(Now); };
  Fixer Fixes(Opened, Line.Fix == FixKind::Suggested, std::move(See));
  if (llvm::Error Failed = Fixes.run(Results, Found, Line.FixVerify))
    return complain(std::move(Failed));
  if (Line.FixDryRun) {
    std::string Diff;
    llvm::raw_string_ostream Out(Diff);
    Fixes.draft().writeDiff(Out);
    if (int Failed = put(Out.str(), Line))
      return Failed;
  } else if (llvm::Error Failed = Fixes.draft().save()) {
    return complain(std::move(Failed));
  }
  if (!Line.Quiet)
    tellFixed(Fixes, Before, Found);
  return Line.FixDryRun ? Status : 0;
}

void LintRun::tellFixed(const Fixer &Fixes, size_t Before,
                        const Findings &Found) const {
  for (const Fixer::Refusal &One : Fixes.refused())
    llvm::errs() << One.File << ':' << One.Line << ':' << One.Column
                 << ": the fix of " << One.Check
                 << " is not applied: " << One.Reason << '\n';
  const std::string Files = counted(Fixes.draft().changed(), "file");
  if (Line.FixDryRun) {
    llvm::errs() << counted(Before, "finding") << ", of which " << Fixes.fixes()
                 << " would be fixed in " << Files << '\n';
    for (const Failure &Failed : Found.Failed)
      llvm::errs() << Failed.File << ": not analysed: " << Failed.Reason
                   << '\n';
  } else if (Fixes.fixes()) {
    llvm::errs() << counted(Fixes.fixes(), "finding") << " fixed in " << Files
                 << '\n';
  }
}

int LintRun::run() {
  if (!Line.Baseline.empty()) {
    auto Read = Baseline::read(Line.Baseline);
    if (!Read)
      return complain(Read.takeError());
    Known = std::move(*Read);
  }
  if (llvm::sys::fs::exists(Line.WriteBaseline)) {
    auto Read = Baseline::read(Line.WriteBaseline);
    if (!Read) {
      llvm::consumeError(Read.takeError());
      return complain("'" + Line.WriteBaseline +
                      "' is there and is no baseline; it is not overwritten: "
                      "remove it, or name another file");
    }
    Written = std::move(*Read);
  }
  if (!Line.Since.empty())
    if (llvm::Error Failed = Past.find(Opened, Line.Since))
      return complain(std::move(Failed));
  auto Analysed = analyseAll(Opened.Units, Opened.Root, Line.Config, Line.Pool);
  if (!Analysed)
    return complain(Analysed.takeError());
  Results = std::move(*Analysed);
  if (llvm::Error Failed = recall(Opened, Line, Line.Pool, Results))
    return complain(std::move(Failed));
  Findings Found = linked(Results);
  if (llvm::Error Failed = readRevision(Found))
    return complain(std::move(Failed));
  Before.applyLoosely(Found, {"since", "found at " + Past.shortName()});
  if (Line.FixDryRun)
    return fix(Found);
  if (Line.Fix != FixKind::None)
    if (int Failed = fix(Found))
      return Failed;
  if (int Failed = keepBaseline(Found))
    return Failed;
  if (int Failed = putSummary(Results, Line))
    return Failed;
  return print(Found, Line, Opened.Root);
}

/// Analyses the units of this shard and writes their results, whole.
static int lintShard(const Project &Opened, const CommandLine &Line) {
  Costs Known;
  if (!Line.CostsFile.empty()) {
    auto Text = llvm::MemoryBuffer::getFile(Line.CostsFile);
    if (!Text)
      return complain("cannot read '" + Line.CostsFile +
                      "': " + Text.getError().message());
    auto Read = parseCosts((*Text)->getBuffer());
    if (!Read)
      return complain("--costs='" + Line.CostsFile +
                      "': " + llvm::toString(Read.takeError()));
    Known = std::move(*Read);
  }
  ShardResults Own;
  Own.Part = Line.Part;
  Own.Units = Opened.Units.size();
  auto ResourceDir = findResourceDir();
  if (!ResourceDir)
    return complain(ResourceDir.takeError());
  KeyMaker Maker(Line.Config, Opened.Root, *ResourceDir);
  Own.Picture = pictureOf(Line.Part.Count, Opened, Known, Maker);
  std::vector<UnitCommand> Units;
  for (size_t Index : unitsOf(Line.Part, Opened, Known))
    Units.push_back(Opened.Units[Index]);
  // What one shard skips another one may call: each is analysed.
  PoolWords Words = Line.Pool;
  Words.Saved.Scan = false;
  auto Analysed = analyseAll(Units, Opened.Root, Line.Config, Words);
  if (!Analysed)
    return complain(Analysed.takeError());
  Own.Results = std::move(*Analysed);
  if (llvm::Error Failed = writeAll({{Line.Result, Own.toText()}}))
    return complain(std::move(Failed));
  if (!Line.Quiet)
    llvm::errs() << "shard " << Line.Part.Index << " of " << Line.Part.Count
                 << ": " << Own.Results.size() << " of "
                 << counted(Own.Units, "unit") << " in '" << Line.Result
                 << "'\n";
  return 0;
}

int lint(const Words &Given) {
  CommandLine Line;
  if (auto Status = readWords("lint", Given, Line))
    return *Status;
  for (const std::string &Written :
       {Line.Output == "-" ? std::string() : Line.Output, Line.WriteSummary,
        Line.Part.Count ? Line.Result : "", Line.WriteBaseline,
        Line.PruneBaseline ? Line.Baseline : ""})
    if (!Written.empty())
      if (llvm::Error Failed = canWrite(Written))
        return complain(std::move(Failed));
  for (const ReportFile &Wanted : Line.MoreReports)
    if (llvm::Error Failed = canWrite(Wanted.Path))
      return complain(std::move(Failed));
  if (Line.ConfigSchema)
    return put(llvm::formatv("{0:2}\n", configSchema()).str(), Line);
  if (Line.ListChecks)
    return listChecks(Line);
  if (Line.VerifyConfig)
    return verifyConfig(Line);

  auto Opened = openProject(Line.BuildDir, Line.Files);
  if (!Opened)
    return complain(Opened.takeError());
  tellOfKilled(Opened->Root);
  if (int Failed = checkConfig(*Opened, Line))
    return Failed;
  Line.Pool.Progress =
      !Line.Quiet && llvm::sys::Process::StandardErrIsDisplayed();
  std::unique_ptr<Cache> Kept = Cache::open(Line.Cache);
  Line.Pool.Kept = Kept.get();
  if (Line.Part.Count)
    return lintShard(*Opened, Line);
  return LintRun(*Opened, Line).run();
}

} // namespace asynctidy::tool
