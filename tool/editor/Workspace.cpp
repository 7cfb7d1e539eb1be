// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Workspace.h"
#include "Link.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"

namespace asynctidy::tool::editor {

namespace tooling = clang::tooling;
using llvm::StringRef;

namespace {

/// The project's units in clang's form, for its guess at what is not listed.
class ListedCommands : public tooling::CompilationDatabase {
public:
  explicit ListedCommands(const Project &Listed) {
    for (const UnitCommand &Unit : Listed.Units)
      ByFile[Unit.File].push_back(
          {Unit.Directory, Unit.File, Unit.Arguments, ""});
  }

  std::vector<tooling::CompileCommand>
  getCompileCommands(StringRef File) const override {
    auto Found = ByFile.find(File.str());
    return Found == ByFile.end() ? std::vector<tooling::CompileCommand>()
                                 : Found->second;
  }
  std::vector<std::string> getAllFiles() const override {
    std::vector<std::string> Files;
    for (const auto &Entry : ByFile)
      Files.push_back(Entry.first);
    return Files;
  }
  std::vector<tooling::CompileCommand> getAllCompileCommands() const override {
    std::vector<tooling::CompileCommand> All;
    for (const auto &Entry : ByFile)
      llvm::append_range(All, Entry.second);
    return All;
  }

private:
  std::map<std::string, std::vector<tooling::CompileCommand>> ByFile;
};

} // namespace

static llvm::sys::TimePoint<> writtenAt(const std::string &Path) {
  llvm::sys::fs::file_status Status;
  if (llvm::sys::fs::status(Path, Status))
    return {};
  return Status.getLastModificationTime();
}

llvm::Expected<std::unique_ptr<Workspace>>
Workspace::open(const std::string &Database) {
  auto Fresh = std::make_unique<Workspace>();
  Fresh->Written = writtenAt(Database);
  auto Loaded = loadProject(Database);
  if (!Loaded)
    return Loaded.takeError();
  Fresh->Listed = std::move(*Loaded);
  Fresh->Commands = tooling::inferMissingCompileCommands(
      std::make_unique<ListedCommands>(Fresh->Listed));
  return Fresh;
}

bool Workspace::isOutdated() const {
  return writtenAt(Listed.Database) != Written;
}

std::vector<std::string> Workspace::files() const {
  std::vector<std::string> Files;
  for (const UnitCommand &Unit : Listed.Units)
    if (!llvm::is_contained(Files, Unit.File))
      Files.push_back(Unit.File);
  return Files;
}

const UnitCommand *Workspace::listed(const std::string &File) const {
  auto Own = llvm::find_if(Listed.Units, [&](const UnitCommand &Unit) {
    return Unit.File == File ||
           Listed.relative(Unit.File) == Listed.relative(File);
  });
  return Own == Listed.Units.end() ? nullptr : &*Own;
}

std::optional<UnitCommand>
Workspace::commandFor(const std::string &File) const {
  if (const UnitCommand *Own = listed(File))
    return *Own;
  for (const std::string &Reader : readersOf(File))
    if (const UnitCommand *Its = listed(Reader))
      return *Its;
  for (tooling::CompileCommand &Guess : Commands->getCompileCommands(File))
    return UnitCommand{File, Guess.Directory, std::move(Guess.CommandLine)};
  return std::nullopt;
}

std::vector<std::string> Workspace::readersOf(const std::string &File) const {
  std::vector<std::string> Readers;
  for (const UnitResult &Result : Results)
    if (Result.Sources.count(Listed.relative(File)))
      Readers.push_back(Listed.absolute(Result.File));
  return Readers;
}

void Workspace::put(UnitResult Result) {
  llvm::erase_if(
      Results, [&](const UnitResult &Old) { return Old.File == Result.File; });
  Results.push_back(std::move(Result));
  relink();
}

void Workspace::drop(const std::string &File) {
  llvm::erase_if(Results, [&](const UnitResult &Old) {
    return Old.File == Listed.relative(File);
  });
  relink();
}

void Workspace::relink() {
  Found = link(Results, /*WholeProgram=*/true, /*EveryUnit=*/false);
}

} // namespace asynctidy::tool::editor
