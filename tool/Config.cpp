// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Config.h"
#include "Project.h"
#include "Register.h"

#include "clang-tidy/ClangTidy.h"
#include "clang-tidy/GlobList.h"
#include "clang/Basic/Version.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Regex.h"
#include "llvm/Support/SourceMgr.h"

#include <set>

namespace asynctidy::tool {

using clang::tidy::ClangTidyOptions;
using llvm::StringRef;
namespace tidy = clang::tidy;

/// Admits every header; Unit then keeps those below the project root.
static constexpr StringRef DefaultHeaderFilter = "^.*$";

/// clang's analyzer and its warnings are other tools' work.
static constexpr StringRef OthersOff = "-clang-analyzer-*,-clang-diagnostic-*";

std::vector<std::string> ConfigWords::toArguments() const {
  std::vector<std::string> Words;
  if (Checks)
    Words.push_back("--checks=" + *Checks);
  if (HeaderFilter)
    Words.push_back("--header-filter=" + *HeaderFilter);
  if (ConfigFile)
    Words.push_back("--config-file=" + *ConfigFile);
  if (Overlay)
    Words.push_back("--vfsoverlay=" + *Overlay);
  return Words;
}

static llvm::ErrorOr<ClangTidyOptions>
parse(llvm::MemoryBufferRef Text, const std::shared_ptr<std::string> &Error) {
  auto Parsed = tidy::parseConfigurationWithDiags(
      Text, [&](const llvm::SMDiagnostic &Found) {
        if (Error->empty())
          *Error =
              (Text.getBufferIdentifier() + ":" +
               llvm::Twine(Found.getLineNo()) + ":" +
               llvm::Twine(Found.getColumnNo() + 1) + ": " + Found.getMessage())
                  .str();
      });
  if (!Parsed && Error->empty())
    *Error = (Text.getBufferIdentifier() + ": " + Parsed.getError().message() +
              "; it is not clang-tidy's YAML")
                 .str();
  // An empty set instead of an error: clang-tidy would go on without the file.
  return Parsed ? Parsed : ClangTidyOptions();
}

namespace {

/// clang-tidy's search for `.clang-tidy`, but a mistake in one is an error.
class StrictFileOptions : public tidy::FileOptionsProvider {
public:
  StrictFileOptions(ClangTidyOptions Defaults, ClangTidyOptions Override,
                    std::shared_ptr<std::string> Error)
      : FileOptionsProvider(tidy::ClangTidyGlobalOptions(), std::move(Defaults),
                            std::move(Override)) {
    ConfigHandlers.clear();
    ConfigHandlers.emplace_back(
        ".clang-tidy",
        [Error](llvm::MemoryBufferRef Text) { return parse(Text, Error); });
  }
};

/// Another provider's options, and before the command line's those of the
/// nearest `.async-tidy.yaml`.
class WithSettings : public tidy::ClangTidyOptionsProvider {
public:
  WithSettings(std::unique_ptr<tidy::ClangTidyOptionsProvider> Others,
               std::shared_ptr<SettingsReader> Settings,
               std::shared_ptr<std::string> Error)
      : Others(std::move(Others)), Settings(std::move(Settings)),
        Error(std::move(Error)) {}

  const tidy::ClangTidyGlobalOptions &getGlobalOptions() override {
    return Others->getGlobalOptions();
  }

  std::vector<OptionsSource> getRawOptions(StringRef File) override {
    std::vector<OptionsSource> All = Others->getRawOptions(File);
    // clang names the file as the compile command does.
    llvm::SmallString<256> Here;
    llvm::sys::fs::current_path(Here);
    std::string Whole = normalise(File, Here);
    const SettingsReader::Read &Read = Settings->forFile(Whole);
    if (!Read.Fault.empty() && Error->empty())
      *Error = Read.Fault;
    ClangTidyOptions Said;
    if (std::string Globs = Read.checksFor(Whole); !Globs.empty())
      Said.Checks = Globs;
    if (Read.Said.Preset == "strict")
      Said.WarningsAsErrors = "async-*";
    if (Said.Checks || Said.WarningsAsErrors)
      All.insert(All.end() - 1, {Said, Read.Folder + "/.async-tidy.yaml"});
    return All;
  }

private:
  std::unique_ptr<tidy::ClangTidyOptionsProvider> Others;
  std::shared_ptr<SettingsReader> Settings;
  std::shared_ptr<std::string> Error;
};

} // namespace

Config::Config(const ConfigWords &Words) : GivenFile(Words.ConfigFile) {
  ClangTidyOptions Defaults = ClangTidyOptions::getDefaults();
  Defaults.Checks = defaultChecks();
  Defaults.HeaderFilterRegex = DefaultHeaderFilter.str();
  Defaults.SystemHeaders = false;
  Defaults.WarningsAsErrors = "";

  ClangTidyOptions Override;
  Override.Checks = OthersOff.str();
  if (Words.Checks) {
    const std::string Globs = withPresets(*Words.Checks);
    if (std::string Glob = firstGlobWithoutCheck(Globs); !Glob.empty())
      *Error =
          "no check matches '" + Glob + "' of --checks" + suggestCheck(Glob);
    Override.Checks = Globs + "," + *Override.Checks;
    if (llvm::is_contained(llvm::split(*Words.Checks, ','), "strict"))
      Override.WarningsAsErrors = "async-*";
  }
  if (Words.HeaderFilter) {
    std::string Message;
    if (!llvm::Regex(*Words.HeaderFilter).isValid(Message))
      *Error = "--header-filter='" + *Words.HeaderFilter +
               "' is no regular expression: " + Message;
    Override.HeaderFilterRegex = *Words.HeaderFilter;
  }
  Override.CheckOptions["AsyncTidyDetails"] = "1";

  if (Words.ConfigFile) {
    auto Text = llvm::MemoryBuffer::getFile(*Words.ConfigFile);
    ClangTidyOptions Given;
    if (!Text)
      *Error = "--config-file '" + *Words.ConfigFile +
               "' cannot be read: " + Text.getError().message();
    else
      Given = *parse((*Text)->getMemBufferRef(), Error);
    Provider = std::make_unique<tidy::ConfigOptionsProvider>(
        tidy::ClangTidyGlobalOptions(), Defaults, Given, Override);
  } else {
    Provider = std::make_unique<StrictFileOptions>(Defaults, Override, Error);
  }
  Provider =
      std::make_unique<WithSettings>(std::move(Provider), Settings, Error);
}

const SettingsReader::Read &Config::settingsFor(StringRef File) {
  return Settings->forFile(File);
}

ClangTidyOptions Config::optionsFor(StringRef File) {
  return Provider->getOptions(File);
}

std::vector<std::string> Config::checksFor(StringRef File) {
#if CLANG_VERSION_MAJOR >= 22
  auto Names = tidy::getCheckNames(optionsFor(File), false, false);
#else
  auto Names = tidy::getCheckNames(optionsFor(File), false);
#endif
  std::erase_if(Names,
                [](StringRef Name) { return !Name.starts_with("async-"); });
  return Names;
}

std::vector<std::string> Config::ownFindingsFor(StringRef File) {
  tidy::GlobList On(optionsFor(File).Checks.value_or(""));
  std::vector<std::string> Names;
  for (const RegisteredCheck &Own : ownFindings())
    if (On.contains(Own.Name))
      Names.push_back(Own.Name.str());
  return Names;
}

ModelSources Config::modelsFor(StringRef File) {
  ModelSources Sources{nearestWith(".async-tidy.yaml", File), {}};
  ClangTidyOptions Options = optionsFor(File);
  llvm::SmallVector<StringRef> Named;
  if (auto Found = Options.CheckOptions.find("AsyncTidyModels");
      Found != Options.CheckOptions.end())
    StringRef(Found->second.Value).split(Named, ';', -1, /*KeepEmpty=*/false);
  Sources.Files.assign(Named.begin(), Named.end());
  return Sources;
}

std::vector<std::string> Config::filesFor(StringRef File) {
  std::set<std::string> Files;
  for (const auto &[Options, Source] : Provider->getRawOptions(File))
    Files.insert(Source);
  if (GivenFile)
    Files.insert(*GivenFile);
  const ModelSources Sources = modelsFor(File);
  Files.insert(Sources.Folder + "/.async-tidy.yaml");
  Files.insert(Sources.Files.begin(), Sources.Files.end());
  if (auto Loaded = Sources.load())
    for (const auto &Library : (*Loaded)->libraries())
      Files.insert(Library->File);
  else
    llvm::consumeError(Loaded.takeError()); // the checks will tell
  // Sources that are no files: the command line, what is built in.
  std::erase_if(Files, [](const std::string &Path) {
    return !llvm::sys::path::is_absolute(Path) ||
           !llvm::sys::fs::is_regular_file(Path);
  });
  return {Files.begin(), Files.end()};
}

bool Config::hasDefaultHeaderFilter(const ClangTidyOptions &Options) {
  return Options.HeaderFilterRegex == DefaultHeaderFilter;
}

std::vector<std::string> Config::mistakesFor(StringRef File) {
#if CLANG_VERSION_MAJOR >= 22
  auto Known = tidy::getAllChecksAndOptions(false, false);
#else
  auto Known = tidy::getAllChecksAndOptions(false);
#endif
  std::vector<std::string> Mistakes = settingsFor(File).mistakes();
  for (const auto &[Options, Source] : Provider->getRawOptions(File)) {
    llvm::SmallVector<StringRef> Globs;
    StringRef(Options.Checks.value_or("")).split(Globs, ',', -1, false);
    for (StringRef Glob : Globs) {
      StringRef Name = Glob.trim();
      Name.consume_front("-");
      if (Name.starts_with("async-") && !firstGlobWithoutCheck(Name).empty())
        Mistakes.push_back("no check matches '" + Name.str() + "' of '" +
                           Source + "'" + suggestCheck(Name));
    }
    std::vector<std::string> Keys;
    for (const auto &Option : Options.CheckOptions)
      if (Option.getKey().starts_with("async-") &&
          !Known.Options.contains(Option.getKey()))
        Keys.push_back(Option.getKey().str());
    llvm::sort(Keys);
    for (const std::string &Key : Keys)
      Mistakes.push_back("no check has the option '" + Key + "' of '" + Source +
                         "'; 'async-tidy explain' lists a check's "
                         "options");
  }
  return Mistakes;
}

} // namespace asynctidy::tool
