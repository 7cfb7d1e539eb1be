// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Project.h"
#include "Errors.h"

#include "clang/Tooling/JSONCompilationDatabase.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <set>

namespace asynctidy::tool {

using llvm::SmallString;
using llvm::StringRef;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

static constexpr StringRef DatabaseName = "compile_commands.json";

std::string normalise(StringRef Path, StringRef Base) {
  SmallString<256> Whole(Path);
  if (!path::is_absolute(Path)) {
    Whole = Base;
    path::append(Whole, Path);
  }
  path::remove_dots(Whole, /*remove_dot_dot=*/true);
  return Whole.str().str();
}

static std::string withoutLinks(StringRef Path) {
  SmallString<256> Real;
  return fs::real_path(Path, Real) ? Path.str() : Real.str().str();
}

static std::string currentFolder() {
  SmallString<256> Folder;
  fs::current_path(Folder);
  return withoutLinks(Folder);
}

static bool startsBelow(StringRef Root, StringRef Path) {
  return Path.starts_with(Root) && Path.size() > Root.size() &&
         (Root.ends_with("/") || Path[Root.size()] == '/');
}

std::string relativeTo(StringRef Root, StringRef Path) {
  std::string Below = Path.str();
  if (!startsBelow(Root, Below))
    Below = withoutLinks(Path);
  if (!startsBelow(Root, Below))
    return Path.str();
  return StringRef(Below).drop_front(Root.size()).ltrim('/').str();
}

std::string Project::relative(StringRef AbsolutePath) const {
  return relativeTo(Root, AbsolutePath);
}

std::string Project::absolute(StringRef RelativePath) const {
  return normalise(RelativePath, Root);
}

std::string findRoot(StringRef Start) {
  std::string First = withoutLinks(Start);
  for (StringRef Folder = First; !Folder.empty();
       Folder = path::parent_path(Folder))
    for (StringRef Mark : {".git", ".async-tidy.yaml"}) {
      SmallString<256> Candidate(Folder);
      path::append(Candidate, Mark);
      if (fs::exists(Candidate))
        return Folder.str();
    }
  if (path::filename(First).starts_with("build"))
    return path::parent_path(First).str();
  return First;
}

std::string nearestWith(StringRef Name, StringRef File) {
  for (StringRef Folder = path::parent_path(File); !Folder.empty();
       Folder = path::parent_path(Folder)) {
    SmallString<256> Candidate(Folder);
    path::append(Candidate, Name);
    if (fs::exists(Candidate))
      return Folder.str();
  }
  return "";
}

static std::string databaseIn(StringRef Folder) {
  SmallString<256> Candidate(Folder);
  path::append(Candidate, DatabaseName);
  return fs::is_regular_file(Candidate) ? Candidate.str().str() : "";
}

/// `build/compile_commands.json`, else the newest `build/*/…`.
static std::string databaseInBuild(StringRef Folder) {
  SmallString<256> Build(Folder);
  path::append(Build, "build");
  if (std::string Found = databaseIn(Build); !Found.empty())
    return Found;
  std::string Newest;
  llvm::sys::TimePoint<> NewestTime;
  std::error_code Failed;
  for (fs::directory_iterator Entry(Build, Failed), End;
       !Failed && Entry != End; Entry.increment(Failed)) {
    std::string Found = databaseIn(Entry->path());
    fs::file_status Status;
    if (Found.empty() || fs::status(Found, Status))
      continue;
    auto Time = Status.getLastModificationTime();
    if (Newest.empty() || Time > NewestTime ||
        (Time == NewestTime && Found < Newest)) {
      Newest = Found;
      NewestTime = Time;
    }
  }
  return Newest;
}

llvm::Expected<std::string> findDatabase(const std::string &BuildDir,
                                         StringRef Start) {
  std::string Here = Start.empty() ? currentFolder() : withoutLinks(Start);
  if (!BuildDir.empty()) {
    std::string Given = normalise(BuildDir, Here);
    if (path::filename(Given) == DatabaseName && fs::is_regular_file(Given))
      return Given;
    if (std::string Found = databaseIn(Given); !Found.empty())
      return Found;
    return wrong("no " + DatabaseName + " in '" + BuildDir +
                 "'; make one with 'cmake "
                 "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON' or name its folder "
                 "with -p");
  }
  for (StringRef Folder = Here; !Folder.empty();
       Folder = path::parent_path(Folder)) {
    if (std::string Found = databaseIn(Folder); !Found.empty())
      return Found;
    if (std::string Found = databaseInBuild(Folder); !Found.empty())
      return Found;
  }
  return wrong("no compile database found above '" + Here +
               "'; make one with 'cmake "
               "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON' or pass -p DIR");
}

/// Databases list assembly and resources too; those break no law.
static bool isForeign(StringRef File) {
  static constexpr StringRef Foreign[] = {".s",  ".asm", ".nasm", ".rc",
                                          ".ll", ".f",   ".f90"};
  return llvm::is_contained(Foreign, path::extension(File).lower());
}

static llvm::Error loadUnits(Project &Loaded) {
  using namespace clang::tooling;
  std::string Message;
  // clang's reader takes what it can of a torn file; the rest would be missed.
  auto Text = llvm::MemoryBuffer::getFile(Loaded.Database);
  if (!Text)
    return wrong("'" + Loaded.Database +
                 "' cannot be read: " + Text.getError().message());
  if (auto Whole = llvm::json::parse((*Text)->getBuffer()); !Whole)
    return wrong("'" + Loaded.Database + "' cannot be read: " +
                 llvm::toString(Whole.takeError()) + "; make it again");
  std::unique_ptr<CompilationDatabase> Commands =
      JSONCompilationDatabase::loadFromFile(Loaded.Database, Message,
                                            JSONCommandLineSyntax::AutoDetect);
  if (!Commands)
    return wrong("'" + Loaded.Database + "' cannot be read: " + Message +
                 "; make it again");
  Commands = inferTargetAndDriverMode(
      expandResponseFiles(std::move(Commands), llvm::vfs::getRealFileSystem()));
  for (CompileCommand &Command : Commands->getAllCompileCommands()) {
    std::string Directory =
        normalise(Command.Directory, path::parent_path(Loaded.Database));
    std::string File = normalise(Command.Filename, Directory);
    Loaded.Units.push_back({File, Directory, std::move(Command.CommandLine)});
  }
  if (Loaded.Units.empty())
    return wrong("'" + Loaded.Database +
                 "' lists no file; build the project's targets into it");
  return llvm::Error::success();
}

llvm::Expected<Project> loadProject(const std::string &Path) {
  Project Loaded;
  Loaded.Database = withoutLinks(Path);
  Loaded.Root = findRoot(path::parent_path(Path));
  if (llvm::Error Failed = loadUnits(Loaded))
    return Failed;
  return Loaded;
}

llvm::Expected<Project> openProject(const std::string &BuildDir,
                                    const std::vector<std::string> &Files) {
  llvm::Expected<std::string> Database = findDatabase(BuildDir);
  if (!Database)
    return Database.takeError();
  llvm::Expected<Project> Opened = loadProject(*Database);
  if (!Opened)
    return Opened.takeError();
  Project &Loaded = *Opened;
  if (Files.empty()) {
    llvm::erase_if(Loaded.Units, [](const UnitCommand &Unit) {
      return isForeign(Unit.File);
    });
    if (Loaded.Units.empty())
      return wrong("'" + Loaded.Database + "' lists no file of C or C++");
    return Opened;
  }

  // By the path in the database and by the one without links.
  llvm::StringMap<std::vector<size_t>> ByPath;
  for (size_t Index = 0; Index < Loaded.Units.size(); ++Index) {
    const std::string &Path = Loaded.Units[Index].File;
    ByPath[Path].push_back(Index);
    if (std::string Real = withoutLinks(Path); Real != Path)
      ByPath[Real].push_back(Index);
  }
  std::vector<UnitCommand> Picked;
  std::set<size_t> Seen;
  for (const std::string &File : Files) {
    std::string Wanted = normalise(File, currentFolder());
    auto Found = ByPath.find(Wanted);
    if (Found == ByPath.end())
      Found = ByPath.find(withoutLinks(Wanted));
    if (Found != ByPath.end()) {
      for (size_t Index : Found->second)
        if (Seen.insert(Index).second)
          Picked.push_back(Loaded.Units[Index]);
      continue;
    }
    if (!fs::exists(Wanted))
      return wrong("'" + File + "' does not exist");
    if (path::extension(File).starts_with(".h"))
      return wrong("'" + File +
                   "' is a header; it is analysed with the files that include "
                   "it: name one of those");
    return wrong("'" + File + "' is not in '" + Loaded.Database +
                 "'; add it to a target and configure again, or pass the "
                 "right database with -p DIR");
  }
  Loaded.Units = std::move(Picked);
  return Opened;
}

} // namespace asynctidy::tool
