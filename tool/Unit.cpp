// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Unit.h"
#include "Arguments.h"
#include "Bodies.h"
#include "Consumer.h"
#include "Diagnosis.h"
#include "Frontend.h"
#include "Preamble.h"
#include "Scan.h"
#include "support/Missing.h"

#include "clang-tidy/ClangTidy.h"
#include "clang-tidy/ClangTidyModule.h"
#include "clang-tidy/GlobList.h"
#include "clang/Basic/Version.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendActions.h"
#include "clang/Frontend/MultiplexConsumer.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/VirtualFileSystem.h"
#include "llvm/Support/xxhash.h"

#include <chrono>
#include <ctime>

namespace asynctidy::tool {

using llvm::StringRef;
namespace tidy = clang::tidy;
namespace tooling = clang::tooling;

std::string contentHash(StringRef Content) {
  return llvm::utohexstr(llvm::xxh3_64bits(Content), /*LowerCase=*/true);
}

namespace {

/// Runs clang-tidy's consumer, hears the comments, and notes which files of the
/// project were read.
class Action : public clang::ASTFrontendAction {
public:
  Action(tidy::ClangTidyContext &Context, UnitResult &Result,
         clang::CommentHandler &Comments, LeftOut &Which)
      : Factory(Context), Result(Result), Comments(Comments), Which(Which) {}

private:
  std::unique_ptr<clang::ASTConsumer>
  CreateASTConsumer(clang::CompilerInstance &Compiler,
                    StringRef File) override {
    Compiler.getPreprocessor().addCommentHandler(&Comments);
    auto Checks = Factory.createASTConsumer(Compiler, File);
    if (Which.Wanted == Bodies::All)
      return Checks;
    std::vector<std::unique_ptr<clang::ASTConsumer>> Both;
    Both.push_back(bodySkipper(Compiler, Which));
    Both.push_back(std::move(Checks));
    return std::make_unique<clang::MultiplexConsumer>(std::move(Both));
  }

  void EndSourceFileAction() override {
    Result.Times = takeTimes();
    double Parse = double(std::clock() - Start) / CLOCKS_PER_SEC;
    for (const auto &[Check, Seconds] : Result.Times)
      Parse -= Seconds;
    Result.Times["parse"] = Parse;
    const clang::SourceManager &Manager =
        getCompilerInstance().getSourceManager();
    for (unsigned Index = 0; Index < Manager.local_sloc_entry_size(); ++Index) {
      const auto &Entry = Manager.getLocalSLocEntry(Index);
      if (!Entry.isFile() ||
          clang::SrcMgr::isSystem(Entry.getFile().getFileCharacteristic()))
        continue;
      const auto &Cache = Entry.getFile().getContentCache();
      std::optional<StringRef> Content = Cache.getBufferDataIfLoaded();
      if (Cache.OrigEntry && Content)
        Result.Sources.try_emplace(Cache.OrigEntry->getName().str(),
                                   contentHash(*Content));
    }
  }

  tidy::ClangTidyASTConsumerFactory Factory;
  UnitResult &Result;
  clang::CommentHandler &Comments;
  LeftOut &Which;
  const std::clock_t Start = std::clock();
};

} // namespace

/// ExtraArgs and ExtraArgsBefore of `.clang-tidy`, RemovedArgs where LLVM has
/// them.
static std::vector<std::string>
withConfigured(std::vector<std::string> Arguments,
               const tidy::ClangTidyOptions &Options) {
#if CLANG_VERSION_MAJOR >= 22
  if (Options.RemovedArgs)
    std::erase_if(Arguments, [&](const std::string &Word) {
      return llvm::is_contained(*Options.RemovedArgs, Word);
    });
#endif
  if (Options.ExtraArgsBefore)
    Arguments.insert(Arguments.begin() + 1, Options.ExtraArgsBefore->begin(),
                     Options.ExtraArgsBefore->end());
  if (Options.ExtraArgs)
    Arguments.insert(llvm::find(Arguments, "--"), Options.ExtraArgs->begin(),
                     Options.ExtraArgs->end());
  return Arguments;
}

/// The files of \p Disk, below those of the overlay; null when that cannot be
/// read.
static llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>
overlaid(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Disk,
         const ConfigWords &Words) {
  if (!Words.Overlay)
    return Disk;
  auto Text = llvm::MemoryBuffer::getFile(*Words.Overlay);
  if (!Text)
    return nullptr;
  auto Above = llvm::vfs::getVFSFromYAML(std::move(*Text), nullptr,
                                         *Words.Overlay, nullptr, Disk);
  if (!Above)
    return nullptr;
  auto Both = llvm::makeIntrusiveRefCnt<llvm::vfs::OverlayFileSystem>(Disk);
  Both->pushOverlay(std::move(Above));
  return Both;
}

namespace {
struct Diagnostics {
  std::vector<tidy::ClangTidyError> Told, Silenced;
};
} // namespace

static Diagnostics
runChecks(const UnitCommand &Unit, const std::vector<std::string> &Arguments,
          tidy::ClangTidyContext &Context, clang::CommentHandler &Comments,
          llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files, LeftOut &Which,
          const std::optional<Preamble> &Ahead, UnitResult &Result) {
  OneCommand Commands(Unit, Arguments);
  tooling::ClangTool Tool(Commands, {Unit.File},
                          std::make_shared<clang::PCHContainerOperations>(),
                          std::move(Files));
  Tool.setPrintErrorMessage(false);
  Consumer Hearer(Context);
#if CLANG_VERSION_MAJOR >= 22
  auto Options = std::make_unique<clang::DiagnosticOptions>();
  clang::DiagnosticsEngine Engine(clang::DiagnosticIDs::create(), *Options,
                                  &Hearer, /*ShouldOwnClient=*/false);
  Context.setDiagnosticsEngine(std::move(Options), &Engine);
#else
  clang::DiagnosticsEngine Engine(new clang::DiagnosticIDs(),
                                  new clang::DiagnosticOptions(), &Hearer,
                                  /*ShouldOwnClient=*/false);
  Context.setDiagnosticsEngine(&Engine);
#endif
  Tool.setDiagnosticConsumer(&Hearer);
  ActionFactory Factory(
      [&] {
        return std::make_unique<Action>(Context, Result, Comments, Which);
      },
      [&](clang::CompilerInvocation &Invocation) {
        if (Ahead)
          Invocation.getPreprocessorOpts().ImplicitPCHInclude =
              Ahead->Precompiled;
      });
  if (Tool.run(&Factory) != 0)
    Result.Failed = "clang gave up on it without saying why";
  return {Hearer.take(), Hearer.takeSilenced()};
}

/// What asks whether a loop runs, by the last names.
static llvm::StringSet<> guardsOf(const Models &Known) {
  llvm::StringSet<> Names;
  for (const auto &L : Known.libraries())
    for (const CallModel &C : L->Calls)
      if (C.Asks == Question::Result)
        for (StringRef Name : C.Names)
          Names.insert(Name.substr(Name.rfind(':') + 1));
  return Names;
}

/// Did clang take offence? A preamble that a unit does not get on with does
/// that too.
static bool hasError(const Diagnostics &Heard) {
  return llvm::any_of(Heard.Told, [](const tidy::ClangTidyError &Error) {
    return Error.DiagLevel == tidy::ClangTidyError::Error &&
           !StringRef(Error.DiagnosticName).starts_with("async-");
  });
}

/// Was a body left out that matters? Then \p Which leaves out less.
static bool mustLookAgain(LeftOut &Which) {
  const bool Missing = takeMissing() || std::exchange(Which.GuardMissed, false);
  if (Which.Wanted == Bodies::All ||
      (!Missing && (Which.Wanted == Bodies::Needed || !Which.OwnTemplates)))
    return false;
  Which.Wanted = Missing ? Bodies::All : Bodies::Needed;
  return true;
}

UnitResult analyse(const UnitCommand &Unit, const ConfigWords &Words,
                   const std::string &Root, const std::string &ResourceDir,
                   const Savings &Saved, Inputs &Asked) {
  auto Start = std::chrono::steady_clock::now();
  UnitResult Result;
  Result.File = relativeTo(Root, Unit.File);

  auto Disk = llvm::makeIntrusiveRefCnt<RecordingFileSystem>(Saved.Preamble);
  auto Files = overlaid(Disk, Words);
  if (!Files) {
    Result.Failed = "cannot read the overlay '" + *Words.Overlay + "'";
    return Result;
  }

  // clang would end the process without a word, or blame nobody.
  for (const auto &[Path, What] :
       {std::pair(Unit.Directory, "its build folder"), {Unit.File, "the file"}})
    if (!Files->exists(Path)) {
      Result.Failed = std::string(What) + " '" + Path +
                      "' does not exist; build or configure again";
      return Result;
    }

  Config Configured(Words);
  tidy::ClangTidyOptions Options = Configured.optionsFor(Unit.File);
  bool OnlyProjectHeaders = Config::hasDefaultHeaderFilter(Options);
  std::vector<std::string> Arguments =
      withConfigured(adaptArguments(Unit.Arguments, ResourceDir), Options);

  auto Name = [&](StringRef File) {
    return relativeTo(Root, normalise(File, Unit.Directory));
  };
  auto IsWanted = [&](const std::string &File) {
    if (!Configured.settingsFor(Unit.File).covers(normalise(File, Root)))
      return false;
    return !OnlyProjectHeaders || File == Result.File ||
           !llvm::sys::path::is_absolute(File);
  };
  // Sources under the names reports use.
  auto NameSources = [&] {
    std::map<std::string, std::string> Sources;
    for (const auto &[File, Hash] : Result.Sources)
      Sources[Name(File)] = Hash;
    Result.Sources = std::move(Sources);
  };
  auto SinceStart = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() -
                                         Start)
        .count();
  };
  LeftOut Which;
  auto Known = Configured.modelsFor(Unit.File).load();
  if (!Known) {
    llvm::consumeError(Known.takeError()); // the checks will tell
  } else {
    if (Saved.Bodies) {
      Which.Wanted = Bodies::Needed;
      Which.Guards = guardsOf(**Known);
    }
    if (Saved.Scan && !Words.Overlay) {
      Glance Seen = scan(Unit, Arguments, **Known, Result, Asked);
      if (Seen.BreaksNoLaw) {
        NameSources();
        Result.Skipped = true;
        Result.Seconds = SinceStart();
        return Result;
      }
      if (Saved.Bodies && !Seen.Templates)
        Which.Wanted = Bodies::None;
    }
  }
  Result.Pasted.clear();
  const LeftOut Alone = Which;
  std::optional<Preamble> Ahead;
  if (!Saved.Preamble.empty() && Which.Wanted != Bodies::All && !Words.Overlay)
    Ahead = preambleOf(Saved.Preamble, Unit, Arguments, Which);
  if (Ahead) {
    Which = Ahead->Which;
    Which.Wanted = Alone.Wanted;
  }
  tidy::GlobList Enabled(Options.Checks.value_or(""));
  Diagnostics Heard;
  for (;;) {
    Result.Sources.clear();
    Result.Allowances.clear();
    auto Comments = allowanceReader(
        Result.Allowances,
        [&](StringRef File) {
          std::string Known = Name(File);
          return IsWanted(Known) ? Known : "";
        },
        [&](StringRef Check) { return Enabled.contains(Check); });
    tidy::ClangTidyContext Context(Config(Words).takeProvider());
    Heard = runChecks(Unit, Arguments, Context, *Comments, Files, Which, Ahead,
                      Result);
    Result.Summary = takeSummary();
    if (Ahead && (Result.Failed || hasError(Heard) || Which.SpaceMissed)) {
      Ahead.reset();
      Which = Alone;
      Result.Failed.reset();
      takeMissing();
      continue;
    }
    // That something was missing shows in the end only.
    if (!mustLookAgain(Which))
      break;
    Ahead.reset();
  }
  Asked = Disk->take();
  if (Ahead) {
    Result.AfterPreamble = true;
    Asked.add(Ahead->Asked);
    Result.Times["parse"] += Ahead->Seconds;
  }

  NameSources();
  rename(Result.Summary, Name);
  DiagnosisReader Reader(Root, Unit.Directory, Files);
  bool HasError = false;
  auto Add = [&](Finding Found) {
    for (Evidence &Each : Found.When)
      rename(Each, Name);
    rename(Found.Turned, Name);
    const auto &Severities = Configured.settingsFor(Unit.File).Said.Severities;
    if (auto Set = Severities.find(Found.Check); Set != Severities.end())
      Found.Severity = Set->second;
    if (IsWanted(Found.File))
      (Found.When.empty() ? Result.Findings : Result.Conditional)
          .push_back(std::move(Found));
  };
  for (const tidy::ClangTidyError &Error : Heard.Told) {
    if (!StringRef(Error.DiagnosticName).starts_with("async-")) {
      if (Error.DiagLevel == tidy::ClangTidyError::Error && !HasError) {
        Result.Failed = Reader.describe(Error.Message);
        HasError = true;
      }
      continue;
    }
    if (std::optional<Finding> Found = Reader.read(Error))
      Add(std::move(*Found));
  }
  for (const tidy::ClangTidyError &Error : Heard.Silenced)
    if (std::optional<Finding> Found = Reader.read(Error)) {
      Found->Suppressed = Suppression{"nolint", ""};
      Add(std::move(*Found));
    }
  // Half a syntax tree is good for a finding, not for a repair.
  if (Result.Failed)
    for (Finding &Found : Result.Findings)
      Found.Fixes.clear();
  Result.Seconds = SinceStart();
  return Result;
}

} // namespace asynctidy::tool
