// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Config.h"
#include "Project.h"
#include "Register.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/GlobPattern.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

namespace asynctidy::tool {

using llvm::StringRef;

static constexpr StringRef Name = ".async-tidy.yaml";

/// `src/legacy` and `src/legacy/` mean all below; else a glob whose stars match
/// slashes too.
static bool matches(StringRef Pattern, StringRef Path) {
  Pattern = Pattern.rtrim('/');
  Pattern.consume_front("./");
  if (Pattern == "." || Path == Pattern ||
      (Path.starts_with(Pattern) && Path[Pattern.size()] == '/'))
    return true;
  auto Glob = llvm::GlobPattern::create(Pattern);
  if (!Glob) {
    llvm::consumeError(Glob.takeError());
    return false;
  }
  return Glob->match(Path);
}

std::string SettingsReader::Read::checksFor(StringRef File) const {
  std::string Globs = presetChecks(Said.Preset);
  auto Add = [&](const std::string &More) {
    if (!More.empty())
      Globs += (Globs.empty() ? "" : ",") + More;
  };
  Add(Said.Checks);
  std::string Path = relativeTo(Folder, File);
  for (const FolderChecks &Here : Said.Folders)
    if (matches(Here.Path, Path))
      Add(Here.Checks);
  return Globs;
}

bool SettingsReader::Read::covers(StringRef File) const {
  std::string Path = relativeTo(Folder, File);
  auto Matches = [&](const std::string &Pattern) {
    return matches(Pattern, Path);
  };
  return (Said.Paths.empty() || llvm::any_of(Said.Paths, Matches)) &&
         llvm::none_of(Said.Exclude, Matches);
}

std::vector<std::string> SettingsReader::Read::mistakes() const {
  std::vector<std::string> Found;
  std::string Source = "' of '" + Folder + "/" + Name.str() + "'";
  auto Globs = [&](StringRef List) {
    llvm::SmallVector<StringRef> Each;
    List.split(Each, ',', -1, /*KeepEmpty=*/false);
    for (StringRef Glob : Each) {
      StringRef Positive = Glob.trim().ltrim('-');
      if (!firstGlobWithoutCheck(Positive).empty())
        Found.push_back("no check matches '" + Positive.str() + Source +
                        suggestCheck(Positive));
    }
  };
  Globs(Said.Checks);
  for (const FolderChecks &Here : Said.Folders)
    Globs(Here.Checks);
  for (const auto &[Check, Severity] : Said.Severities) {
    const RegisteredCheck *Known = findCheck(Check);
    if (!Known || Known->Name != Check)
      Found.push_back("no check has the name '" + Check + Source +
                      suggestCheck(Check));
  }
  std::vector<std::string> Patterns = Said.Paths;
  llvm::append_range(Patterns, Said.Exclude);
  for (const FolderChecks &Here : Said.Folders)
    Patterns.push_back(Here.Path);
  for (const std::string &Pattern : Patterns)
    if (auto Glob = llvm::GlobPattern::create(Pattern); !Glob)
      Found.push_back("'" + Pattern + Source +
                      " is no glob: " + llvm::toString(Glob.takeError()));
  return Found;
}

static SettingsReader::Read readSettings(const std::string &Folder) {
  SettingsReader::Read Made;
  Made.Folder = Folder;
  if (Folder.empty())
    return Made;
  std::string File = Folder + "/" + Name.str();
  auto Text = llvm::MemoryBuffer::getFile(File);
  if (!Text) {
    Made.Fault = "'" + File + "' cannot be read: " + Text.getError().message();
    return Made;
  }
  auto Parsed = parseSettings((*Text)->getBuffer(), File);
  if (!Parsed)
    Made.Fault = llvm::toString(Parsed.takeError());
  else
    Made.Said = std::move(*Parsed);
  // A name that means nothing would switch nothing, in silence.
  if (std::vector<std::string> Mistakes = Made.mistakes();
      Made.Fault.empty() && !Mistakes.empty())
    Made.Fault = Mistakes.front();
  return Made;
}

const SettingsReader::Read &SettingsReader::forFile(StringRef File) {
  std::string Parent = llvm::sys::path::parent_path(File).str();
  auto Found = ByFolder.find(Parent);
  if (Found == ByFolder.end())
    Found =
        ByFolder.emplace(Parent, readSettings(nearestWith(Name, File))).first;
  return Found->second;
}

llvm::json::Value configSchema() {
  llvm::json::Object Schema = settingsSchema();
  llvm::json::Object &Keys = *Schema.getObject("properties");
  auto Describe = [&](StringRef Key, StringRef Text) -> llvm::json::Object & {
    llvm::json::Object &Of = *Keys.getObject(Key);
    Of["description"] = Text;
    return Of;
  };
  Describe("preset", "which checks are on: the default ones; strict: style as "
                     "well, all errors; migration: the group bug, and whatever "
                     "has a fix");
  Describe("checks", "globs that add to those and take from them, as in "
                     ".clang-tidy");
  Describe("paths", "where findings count: folders, or globs whose stars match "
                    "slashes too");
  Describe("exclude", "where findings do not count");
  Describe("folders", "checks for the files below a folder");
  Describe("models", "model files, relative to this one");
  Describe("library", "the name of a model that stands in this file");
  llvm::json::Array Names;
  for (const RegisteredCheck &Check : registeredChecks())
    Names.push_back(Check.Name);
  for (const RegisteredCheck &Own : ownFindings())
    Names.push_back(Own.Name);
  Describe("severities", "error or warning, by check")["propertyNames"] =
      llvm::json::Object{{"enum", std::move(Names)}};
  return Schema;
}

} // namespace asynctidy::tool
