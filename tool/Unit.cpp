// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Unit.h"
#include "Arguments.h"
#include "Consumer.h"
#include "Diagnosis.h"
#include "Frontend.h"
#include "Scan.h"

#include "clang-tidy/ClangTidy.h"
#include "clang-tidy/ClangTidyModule.h"
#include "clang-tidy/GlobList.h"
#include "clang/Basic/Version.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendActions.h"
#include "clang/Lex/Preprocessor.h"
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
         clang::CommentHandler &Comments)
      : Factory(Context), Result(Result), Comments(Comments) {}

private:
  std::unique_ptr<clang::ASTConsumer>
  CreateASTConsumer(clang::CompilerInstance &Compiler,
                    StringRef File) override {
    Compiler.getPreprocessor().addCommentHandler(&Comments);
    return Factory.createASTConsumer(Compiler, File);
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
          llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files,
          UnitResult &Result) {
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
      [&] { return std::make_unique<Action>(Context, Result, Comments); });
  if (Tool.run(&Factory) != 0)
    Result.Failed = "clang gave up on it without saying why";
  return {Hearer.take(), Hearer.takeSilenced()};
}

/// The models that the checks would read.
static llvm::Expected<std::unique_ptr<Models>>
modelsOf(const std::string &File, const tidy::ClangTidyOptions &Options) {
  llvm::SmallVector<StringRef> Files;
  auto Named = Options.CheckOptions.find("AsyncTidyModels");
  if (Named != Options.CheckOptions.end())
    StringRef(Named->second.Value).split(Files, ';', -1, /*KeepEmpty=*/false);
  return Models::load(llvm::sys::path::parent_path(File),
                      std::vector<std::string>(Files.begin(), Files.end()));
}

UnitResult analyse(const UnitCommand &Unit, const ConfigWords &Words,
                   const std::string &Root, const std::string &ResourceDir,
                   bool Scan, Inputs &Asked) {
  auto Start = std::chrono::steady_clock::now();
  UnitResult Result;
  Result.File = relativeTo(Root, Unit.File);

  auto Disk = llvm::makeIntrusiveRefCnt<RecordingFileSystem>();
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
  if (Scan && !Words.Overlay) {
    auto Known = modelsOf(Unit.File, Options);
    if (!Known)
      llvm::consumeError(Known.takeError()); // the checks will tell
    else if (breaksNoLaw(Unit, Arguments, **Known, Result, Asked)) {
      NameSources();
      Result.Skipped = true;
      Result.Seconds = SinceStart();
      return Result;
    }
    Result.Sources.clear();
  }
  tidy::GlobList Enabled(Options.Checks.value_or(""));
  auto Comments = allowanceReader(
      Result.Allowances,
      [&](StringRef File) {
        std::string Known = Name(File);
        return IsWanted(Known) ? Known : "";
      },
      [&](StringRef Check) { return Enabled.contains(Check); });
  tidy::ClangTidyContext Context(Configured.takeProvider());
  Diagnostics Heard =
      runChecks(Unit, Arguments, Context, *Comments, Files, Result);
  Asked = Disk->take();

  NameSources();
  Result.Summary = takeSummary();
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
