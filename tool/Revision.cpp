// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Revision.h"
#include "Errors.h"
#include "Process.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"

namespace asynctidy::tool {

using llvm::StringRef;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

llvm::Expected<std::string>
Revision::git(std::vector<std::string> Words) const {
  auto Program = llvm::sys::findProgramByName("git");
  if (!Program)
    return wrong("--since needs git, and it is not on PATH");
  Words.insert(Words.begin(), {"-C", Top.empty() ? Today->Root : Top});
  Run Done = execute(*Program, Words, 0);
  if (Done.Status != 0)
    return wrong(StringRef(Done.Errors).trim().split('\n').first);
  return Done.Output;
}

static std::string firstLine(StringRef Text) {
  return Text.split('\n').first.str();
}

llvm::Error Revision::find(const Project &Of, const std::string &Name) {
  Today = &Of;
  auto Root = git({"rev-parse", "--show-toplevel"});
  if (!Root)
    return wrong("--since wants a git repository at '" + Of.Root +
                 "': " + llvm::toString(Root.takeError()));
  Top = firstLine(*Root);
  auto Known = git({"rev-parse", "--verify", "--quiet", "--end-of-options",
                    Name + "^{commit}"});
  if (!Known) {
    llvm::consumeError(Known.takeError());
    return wrong("--since='" + Name + "' is no revision of '" + Top +
                 "'; in CI fetch it first (fetch-depth: 0)");
  }
  auto Base = git({"merge-base", "HEAD", firstLine(*Known)});
  if (!Base) {
    llvm::consumeError(Base.takeError());
    return wrong("HEAD and '" + Name +
                 "' have no commit in common; in CI fetch the whole history "
                 "(fetch-depth: 0)");
  }
  Commit = firstLine(*Base);
  return llvm::Error::success();
}

void Revision::remove() {
  if (Then.Root.empty())
    return;
  llvm::consumeError(
      git({"worktree", "remove", "--force", Folder.path("then")}).takeError());
  Folder.remove();
  Then = Project();
}

/// The entries of a list that ends each with a zero.
static llvm::SmallVector<StringRef> entries(StringRef List) {
  llvm::SmallVector<StringRef> All;
  List.split(All, '\0', -1, /*KeepEmpty=*/false);
  return All;
}

/// What the build made is used as it is today, through links. Folders that
/// commands run in are real ones, so that `..` leads to the revision's files.
void Revision::mirror(const std::string &Name,
                      const std::set<std::string> &Folders) {
  std::string From = Top + "/" + Name, To = Folder.path("then/" + Name);
  auto Inside = Folders.lower_bound(Name);
  bool IsReal = Inside != Folders.end() &&
                (*Inside == Name || StringRef(*Inside).starts_with(Name + "/"));
  if (!IsReal || !fs::is_directory(From)) {
    fs::create_directories(path::parent_path(To));
    fs::create_link(From, To);
    return;
  }
  fs::create_directories(To);
  std::error_code Failed;
  for (fs::directory_iterator Entry(From, Failed), End; !Failed && Entry != End;
       Entry.increment(Failed))
    mirror(Name + "/" + path::filename(Entry->path()).str(), Folders);
}

llvm::Error Revision::addUntracked() {
  // Paths are below the top of the repository here.
  std::set<std::string> Folders;
  for (const UnitCommand &Unit : Today->Units)
    Folders.insert(relativeTo(Top, Unit.Directory));
  auto Others = git({"ls-files", "--others", "--directory", "-z"});
  if (!Others)
    return Others.takeError();
  for (StringRef Name : entries(*Others))
    mirror(Name.rtrim('/').str(), Folders);
  // Sources that nobody has committed yet are new, unlike what a build makes.
  auto New = git({"ls-files", "--others", "--exclude-standard", "-z"});
  if (!New)
    return New.takeError();
  for (StringRef Name : entries(*New))
    OfToday.insert(Today->relative(normalise(Name, Top)));
  return llvm::Error::success();
}

/// \p Word with paths below today's root leading below the revision's.
/// \p Alias: the root as the database spells it.
std::string Revision::moved(StringRef Word, StringRef Alias) const {
  size_t At = Word.find(Alias);
  if (At == StringRef::npos)
    return Word.str();
  StringRef Before = Word.take_front(At);
  StringRef After = Word.drop_front(At + Alias.size());
  // -I/root, -DX="/root", --flag=/root; not /elsewhere/root, /root2
  bool Starts =
      !Before.contains('/') && (Before.empty() || Before.starts_with("-"));
  bool Ends = After.empty() || After.starts_with("/") ||
              !(llvm::isAlnum(After[0]) || StringRef("_-.").contains(After[0]));
  if (!Starts || !Ends)
    return Word.str();
  return (Before + Then.Root + After).str();
}

void Revision::addUnits(const std::map<std::string, std::string> &NamesThen) {
  for (const UnitCommand &Unit : Today->Units) {
    std::string Name = Today->relative(Unit.File);
    if (path::is_absolute(Name) || isOfToday(Name))
      continue;
    std::string NameThen = Name;
    if (!fs::exists(Then.absolute(Name))) {
      auto Renamed = NamesThen.find(Name);
      if (Renamed == NamesThen.end())
        continue;
      NameThen = Renamed->second;
    }
    StringRef Alias = Unit.File;
    if (!Alias.consume_back("/" + Name))
      Alias = Today->Root;
    UnitCommand Moved;
    Moved.File = Then.absolute(NameThen);
    Moved.Directory = moved(Unit.Directory, Alias);
    if (Moved.Directory == Unit.Directory)
      Moved.Directory = moved(Unit.Directory, Today->Root);
    for (const std::string &Word : Unit.Arguments) {
      // The file itself, however it is spelled.
      if (normalise(Word, Unit.Directory) == Unit.File) {
        Moved.Arguments.push_back(Moved.File);
        continue;
      }
      std::string Changed = moved(Word, Alias);
      Moved.Arguments.push_back(Changed == Word ? moved(Word, Today->Root)
                                                : Changed);
    }
    Then.Units.push_back(std::move(Moved));
  }
}

llvm::Error Revision::checkOut() {
  if (llvm::Error Failed = Folder.make())
    return Failed;
  // What a run that was killed left behind.
  if (auto Pruned = git({"worktree", "prune"}); !Pruned)
    return Pruned.takeError();
  Then.Root = Folder.path("then");
  auto Added =
      git({"worktree", "add", "--detach", "--quiet", Then.Root, Commit});
  if (!Added)
    return wrong("git cannot check out " + shortName() + ": " +
                 llvm::toString(Added.takeError()));
  if (std::string Below = relativeTo(Top, Today->Root); Below != Top)
    if (!path::is_absolute(Below))
      Then.Root = normalise(Below, Then.Root);
  if (llvm::Error Failed = addUntracked())
    return Failed;

  std::map<std::string, std::string> NamesThen;
  auto Changes =
      git({"diff", "--name-status", "-z", "-M", "--diff-filter=R", Commit});
  if (!Changes)
    return Changes.takeError();
  // R100, the old name, the new name
  auto Words = entries(*Changes);
  for (size_t Index = 0; Index + 2 < Words.size(); Index += 3)
    NamesThen[Today->relative(normalise(Words[Index + 2], Top))] =
        Today->relative(normalise(Words[Index + 1], Top));
  addUnits(NamesThen);
  return llvm::Error::success();
}

} // namespace asynctidy::tool
