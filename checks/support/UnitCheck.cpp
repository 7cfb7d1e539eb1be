// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/UnitCheck.h"
#include "support/TurnPlan.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/Path.h"
#include <ctime>

using namespace clang;
using namespace clang::ast_matchers;

namespace asynctidy {

namespace {
/// What the checks of one unit share. Models outlive units; a unit dies with
/// its AST.
struct Shared {
  std::string Key;
  std::unique_ptr<Models> M;
  ProgramSummary Program;
  std::string Fault;
  bool FaultTold = false;
  std::unique_ptr<Unit> U;
  unsigned Checks = 0; ///< that have not told yet what they found
  /// Fixes that one of the checks has, so that no other one repeats them:
  /// clang-tidy makes neither of two that are the same.
  std::vector<Edits> Taken;
  /// Functions with findings that hold when they run on a loop.
  std::set<const Function *> Awaited;
  /// What the unit alone knows of chains that could become coroutines.
  std::unique_ptr<UnitSummary> Alone;
  std::unique_ptr<TurnPlanner> Planner;
};
Shared &shared() {
  static Shared S;
  return S;
}

/// Counts the CPU time of its life.
class TimeOf {
public:
  explicit TimeOf(std::string What) : What(std::move(What)) {}
  TimeOf(const TimeOf &) = delete;
  ~TimeOf() { addTime(What, double(std::clock() - Start) / CLOCKS_PER_SEC); }

private:
  const std::string What;
  const std::clock_t Start = std::clock();
};
} // namespace

/// Where \p Offset of \p File is in this unit.
static SourceLocation locationOf(llvm::StringRef File, unsigned Offset,
                                 const SourceManager &SM) {
  auto Entry = SM.getFileManager().getOptionalFileRef(File);
  const FileID Id = Entry ? SM.translateFile(*Entry) : FileID();
  return Id.isValid() ? SM.getLocForStartOfFile(Id).getLocWithOffset(
                            static_cast<int>(Offset))
                      : SourceLocation();
}
static SourceLocation locationOf(const SourcePlace &At, const Unit &U) {
  const SourceManager &SM = U.context().getSourceManager();
  auto Entry = SM.getFileManager().getOptionalFileRef(At.File);
  return Entry ? SM.translateFileLineCol(&Entry->getFileEntry(), At.Line,
                                         At.Column)
               : SourceLocation();
}
static Edits hintsOf(const TurnPlan &Plan, const Unit &U) {
  const SourceManager &SM = U.context().getSourceManager();
  Edits Hints;
  for (const TurnPlan::Edit &E : Plan.Edits) {
    const SourceLocation Begin = locationOf(E.File, E.Offset, SM);
    if (Begin.isInvalid())
      return {};
    Hints.push_back(FixItHint::CreateReplacement(
        CharSourceRange::getCharRange(
            Begin, Begin.getLocWithOffset(static_cast<int>(E.Length))),
        E.Text));
  }
  return Hints;
}

UnitCheck::UnitCheck(llvm::StringRef Name, tidy::ClangTidyContext *Context)
    : ClangTidyCheck(Name, Context), Name(Name.str()),
      ModelFiles(Options.getLocalOrGlobal("AsyncTidyModels", "").str()),
      SummaryFile(Options.getLocalOrGlobal("AsyncTidySummary", "").str()),
      Details(Options.getLocalOrGlobal("AsyncTidyDetails", false)) {}

void UnitCheck::storeOptions(tidy::ClangTidyOptions::OptionMap &Opts) {
  Options.store(Opts, "AsyncTidyModels", ModelFiles);
  Options.store(Opts, "AsyncTidySummary", SummaryFile);
}

bool UnitCheck::isLanguageVersionSupported(const LangOptions &Lang) const {
  return !Lang.ObjC && !Lang.OpenCL && !Lang.CUDA;
}

void UnitCheck::registerMatchers(MatchFinder *Finder) {
  Finder->addMatcher(translationUnitDecl().bind("unit"), this);
}

void UnitCheck::onStartOfTranslationUnit() {
  Shared &S = shared();
  ++S.Checks;
  S.U.reset();
  S.Awaited.clear();
  S.Taken.clear();
  S.Planner.reset();
  S.FaultTold = false;
}
void UnitCheck::onEndOfTranslationUnit() {
  Shared &S = shared();
  {
    const TimeOf Here(Name);
    for (const Finding &F : std::exchange(Found, {}))
      tell(F, *S.U);
  }
  if (--S.Checks)
    return;
  const TimeOf Here("shared");
  if (S.U && Details) // for those who join units
    keepSummary(summarise(*S.U, S.Awaited));
  S.U.reset();
}

/// The unit that all checks share; null where a model or summary is at fault,
/// which is an error of this run: never a silent clean.
const Unit *UnitCheck::unitFor(const MatchFinder::MatchResult &Result) {
  const TimeOf Here("shared");
  ASTContext &Context = *Result.Context;
  const SourceManager &SM = *Result.SourceManager;
  std::string Folder;
  if (OptionalFileEntryRef File = SM.getFileEntryRefForID(SM.getMainFileID())) {
    // By its name, as all configuration: a link to a file stands in a folder.
    llvm::SmallString<256> Path(File->getName());
    SM.getFileManager().makeAbsolutePath(Path);
    llvm::sys::path::remove_dots(Path, /*remove_dot_dot=*/true);
    Folder = llvm::sys::path::parent_path(Path).str();
  }
  Shared &S = shared();
  if (std::string Key = Folder + "\n" + ModelFiles + "\n" + SummaryFile;
      !S.M || S.Key != Key) {
    S.Key = Key;
    S.Fault.clear();
    S.U.reset();
    llvm::SmallVector<llvm::StringRef, 4> Split;
    llvm::StringRef(ModelFiles).split(Split, ';', -1, /*KeepEmpty=*/false);
    std::vector<std::string> Files(Split.begin(), Split.end());
    auto Loaded = Models::load(Folder, Files);
    if (Loaded)
      S.M = std::move(*Loaded);
    else {
      S.M = nullptr;
      S.Fault = llvm::toString(Loaded.takeError());
    }
    S.Program = {};
    // Who joins units knows better than a summary of some day.
    if (S.M && !SummaryFile.empty() && !Details) {
      auto Read = ProgramSummary::read(SummaryFile);
      if (Read)
        S.Program = std::move(*Read);
      else {
        S.M = nullptr;
        S.Fault = llvm::toString(Read.takeError());
      }
    }
  }
  if (!S.M) {
    if (!S.FaultTold)
      configurationDiag("%0", DiagnosticIDs::Error) << S.Fault;
    S.FaultTold = true;
    return nullptr;
  }
  if (!S.U)
    S.U = std::make_unique<Unit>(Context, *S.M, &S.Program);
  return S.U.get();
}

void UnitCheck::check(const MatchFinder::MatchResult &Result) {
  const Unit *U = unitFor(Result);
  if (!U)
    return;
  const TimeOf Here(Name);
  checkUnit(*U);
  agree(*U);
  for (const Finding &F : Found)
    if (!F.Fix.empty())
      shared().Taken.push_back(F.Fix);
  for (auto &[Where, Fault] : shared().M->takeAnnotationFaults())
    diag(Where, "%0", DiagnosticIDs::Error) << Fault;
}

UnitCheck::Report::Report(UnitCheck &Check, const Unit &U, SourceLocation At,
                          std::string Message)
    : Check(Check), U(U), It{At, std::move(Message), {}} {}

UnitCheck::Report &UnitCheck::Report::note(SourceLocation Where,
                                           std::string Text, Edits Suggested) {
  It.Notes.push_back({{Where, std::move(Text)}, std::move(Suggested)});
  return *this;
}
UnitCheck::Report &UnitCheck::Report::notes(llvm::ArrayRef<Hop> Hops) {
  // The seed, the last hops, and how many were left out between.
  constexpr size_t Most = 8;
  size_t Skip = Hops.size() > Most ? Hops.size() - Most : 0;
  for (size_t I = 0; I < Hops.size(); ++I) {
    if (Skip && I >= 1 && I <= Skip) {
      if (I == 1)
        note(Hops[I].Location, "and " + std::to_string(Skip) + " more calls");
      continue;
    }
    It.Notes.push_back({Hops[I], {}});
  }
  return *this;
}
UnitCheck::Report &UnitCheck::Report::fix(Edits Safe) {
  It.Fix = std::move(Safe);
  return *this;
}
UnitCheck::Report &UnitCheck::Report::turn(const Function &F, Turnable T) {
  if (!T.Id.empty())
    shared().Awaited.insert(&F);
  It.Turned = std::move(T);
  return *this;
}

/// By this unit alone: what other files may call is not turned.
void UnitCheck::Report::planTurn() {
  Shared &S = shared();
  if (!S.Planner) {
    std::set<const Function *> All;
    for (const Function &F : U.functions())
      All.insert(&F);
    S.Alone = std::make_unique<UnitSummary>(summarise(U, All));
    S.Planner = std::make_unique<TurnPlanner>(
        std::vector<const UnitSummary *>{S.Alone.get()}, /*Whole=*/false);
  }
  const TurnPlan Plan = S.Planner->plan(It.Turned);
  if (Plan.Obstacle && Plan.Obstacle->Text.empty())
    return;
  if (Plan.Obstacle)
    note(locationOf(Plan.Obstacle->At, U), Plan.Obstacle->Text);
  else if (!Plan.Edits.empty())
    note(It.At, Plan.Description, hintsOf(Plan, U));
}

UnitCheck::Report &UnitCheck::Report::in(const Function *F) {
  if (F) {
    It.In = {F};
    It.Symbol = llvm::StringRef(F->name()).trim('\'').str();
  }
  return *this;
}
UnitCheck::Report &UnitCheck::Report::library(const Library *L) {
  if (L)
    It.LibraryName = L->Name;
  return *this;
}
UnitCheck::Report &UnitCheck::Report::hazard() {
  It.Hazard = true;
  return *this;
}

UnitCheck::Report &UnitCheck::Report::onLoop(const OnLoop &Way,
                                             const Library *Of) {
  if (Way.Open)
    return when(*Way.Open, Fact::Yes, Of);
  It.Hazard |= Way.Possible;
  return notes(Way.Hops);
}

UnitCheck::Report &UnitCheck::Report::when(const Function &F,
                                           Fact::Answer Wanted,
                                           const Library *Of) {
  shared().Awaited.insert(&F);
  return when({{idOf(F, U), std::nullopt, Fact::OnLoop, Wanted,
                Of ? Of->Name : std::string()}});
}

UnitCheck::Report &UnitCheck::Report::when(std::vector<Fact> Facts,
                                           std::vector<Hop> Steps) {
  if (Facts.empty() && It.When.empty())
    return notes(Steps); // nothing to ask
  It.When.push_back({std::move(Facts), std::move(Steps)});
  return *this;
}

/// By what the program says, as far as it was asked for; the notes are then
/// those of what holds.
bool UnitCheck::Report::stands() {
  const ProgramSummary &Program = shared().Program;
  for (const auto &[Facts, Steps] : It.When) {
    std::vector<Hop> Hops = Steps;
    if (!llvm::all_of(Facts, [&](const Fact &F) {
          Reply R = Program.reply(F);
          if (F.Wanted == Fact::Yes)
            for (const Step &S : R.Steps)
              Hops.push_back({It.At, textOf(S)});
          return holds(F, R);
        }))
      continue;
    auto Others = std::exchange(It.Notes, {});
    notes(Hops);
    llvm::append_range(It.Notes, Others);
    return true;
  }
  return It.When.empty();
}

static void write(llvm::json::OStream &Out, std::vector<Fact> Facts,
                  const std::vector<Hop> &Steps, const Unit &U) {
  Evidence E{std::move(Facts), {}};
  for (const Hop &H : Steps)
    E.Steps.push_back({placeOf(H.Location, U), H.Text});
  write(Out, E);
}

UnitCheck::Report::~Report() {
  // Who joins units is told of everything that may hold.
  if (!Check.Details) {
    if (!stands())
      return;
    It.When.clear();
    if (!It.Turned.Id.empty())
      planTurn();
  }
  Check.found(std::move(It), U);
}

static bool isSame(const Edits &One, const Edits &Other) {
  return llvm::equal(One, Other, [](const FixItHint &L, const FixItHint &R) {
    return L.CodeToInsert == R.CodeToInsert &&
           L.RemoveRange.getAsRange() == R.RemoveRange.getAsRange() &&
           L.RemoveRange.isTokenRange() == R.RemoveRange.isTokenRange();
  });
}

bool UnitCheck::Finding::fixesAs(const Finding &Other) const {
  auto Suggested = [](const Finding &F) {
    Edits All;
    for (const auto &[N, Each] : F.Notes)
      llvm::append_range(All, Each);
    return All;
  };
  return At == Other.At && isSame(Fix, Other.Fix) &&
         isSame(Suggested(*this), Suggested(Other));
}

void UnitCheck::Finding::refuse(const std::string &Why) {
  if (!Fix.empty())
    Fix = refused(Why);
  for (auto &[N, Suggested] : Notes)
    if (!Suggested.empty())
      Suggested = refused(Why);
}

/// A template is one text for all its instantiations: a fix holds when each of
/// them wants it.
void UnitCheck::agree(const Unit &U) {
  if (Found.empty())
    return;
  llvm::DenseMap<unsigned, llvm::SmallVector<const Function *, 2>> OneText;
  for (const Function &F : U.functions())
    if (F.Body)
      OneText[F.Body->getBeginLoc().getRawEncoding()].push_back(&F);
  std::vector<Finding *> Disagree;
  for (Finding &Each : Found) {
    if (Each.In.empty() || !Each.In.front()->Body)
      continue;
    auto Wants = [&](const Function *F) {
      return llvm::any_of(Found, [&](const Finding &Other) {
        return llvm::is_contained(Other.In, F) && Other.fixesAs(Each);
      });
    };
    if (!llvm::all_of(
            OneText[Each.In.front()->Body->getBeginLoc().getRawEncoding()],
            Wants))
      Disagree.push_back(&Each);
  }
  for (Finding *Each : Disagree)
    Each->refuse("the instantiations of its template disagree");
}

/// What holds anyhow, whatever the program says.
template <typename Finding> static bool isCertain(const Finding &F) {
  return F.When.empty() || llvm::any_of(F.When, [](const auto &Way) {
           return Way.first.empty();
         });
}

/// One place and message are one finding. One that only may hold does not stand
/// for one that does; of two that may hold the ways are joined.
void UnitCheck::found(Finding New, const Unit &U) {
  const SourceManager &SM = U.context().getSourceManager();
  const SourceLocation Where = SM.getExpansionLoc(New.At);
  if (Where.isInvalid() || SM.isInSystemHeader(Where))
    return;
  auto Same = llvm::find_if(Found, [&](const Finding &Old) {
    return SM.getExpansionLoc(Old.At) == Where && Old.Message == New.Message;
  });
  if (Same != Found.end() && Same->fixesAs(New)) {
    llvm::append_range(Same->In, New.In);
    New.In = Same->In;
  }
  if (Same == Found.end()) {
    Found.push_back(std::move(New));
  } else if (!isCertain(*Same) && isCertain(New)) {
    *Same = std::move(New);
  } else if (!isCertain(*Same)) {
    auto IsStep = [](const auto &N) {
      return N.second.empty() && N.second.Refused.empty();
    };
    for (Finding *Each : {&*Same, &New}) {
      for (auto &[Facts, Steps] : Each->When)
        for (const auto &N : Each->Notes)
          if (IsStep(N))
            Steps.push_back(N.first);
      llvm::erase_if(Each->Notes, IsStep);
    }
    llvm::append_range(Same->When, New.When);
  }
}

void UnitCheck::tell(const Finding &F, const Unit &U) {
  const SourceLocation Where =
      U.context().getSourceManager().getExpansionLoc(F.At);
  {
    auto D = diag(Where, "%0");
    D << F.Message;
    if (!F.At.isMacroID())
      for (const FixItHint &Edit : F.Fix)
        D << Edit;
  }
  auto Note = [&](SourceLocation At, const std::string &Text,
                  const Edits &Suggested) {
    auto D = diag(U.context().getSourceManager().getExpansionLoc(At), "%0",
                  DiagnosticIDs::Note);
    D << Text;
    // Who joins units makes of the same fixes one.
    auto IsTaken = [&](const Edits &Other) { return isSame(Other, Suggested); };
    if (Suggested.empty() ||
        (!Details && llvm::any_of(shared().Taken, IsTaken)))
      return;
    shared().Taken.push_back(Suggested);
    for (const FixItHint &Edit : Suggested)
      D << Edit;
  };
  auto Refused = [&](SourceLocation At, const Edits &None) {
    if (None.empty() && !None.Refused.empty())
      Note(None.RefusedAt.isValid() ? None.RefusedAt : At,
           "no fix: " + None.Refused, {});
  };
  for (const auto &[N, Suggested] : F.Notes) {
    Note(N.Location, N.Text, Suggested);
    Refused(N.Location, Suggested);
  }
  Refused(F.At, F.Fix);
  if (!Details)
    return;
  std::string Text = "async-tidy: ";
  llvm::raw_string_ostream Stream(Text);
  llvm::json::OStream Out(Stream);
  Out.object([&] {
    Out.attribute("symbol", llvm::json::fixUTF8(F.Symbol));
    Out.attribute("library", llvm::json::fixUTF8(F.LibraryName));
    if (F.Hazard)
      Out.attribute("severity", "warning");
    if (!F.Turned.Id.empty()) {
      Out.attributeBegin("turn");
      asynctidy::write(Out, F.Turned);
      Out.attributeEnd();
    }
    if (!F.When.empty())
      Out.attributeArray("when", [&] {
        for (const auto &[Facts, Steps] : F.When)
          write(Out, Facts, Steps, U);
      });
  });
  diag(Where, "%0", DiagnosticIDs::Note) << Text;
}

} // namespace asynctidy
