// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The project as it was at another revision: a git worktree, and in it the
// compile commands of today.
#pragma once

#include "Files.h"
#include "Project.h"

#include <map>
#include <set>

namespace asynctidy::tool {

class Revision {
public:
  Revision() = default;
  Revision(const Revision &) = delete;
  Revision &operator=(const Revision &) = delete;
  ~Revision() { remove(); }

  /// Finds the merge base of HEAD with \p Name. Fails where git does.
  llvm::Error find(const Project &Today, const std::string &Name);
  /// Checks it out into a folder of its own, until remove().
  llvm::Error checkOut();
  void remove();

  /// Units whose files it does not have are left out; renamed ones are found.
  const Project &project() const { return Then; }
  std::string shortName() const { return Commit.substr(0, 12); }
  /// Files that are there and yet not its own: untracked ones of today.
  bool isOfToday(const std::string &File) const {
    return OfToday.count(File) != 0;
  }

private:
  llvm::Expected<std::string> git(std::vector<std::string> Words) const;
  void mirror(const std::string &Name, const std::set<std::string> &Folders);
  llvm::Error addUntracked();
  void addUnits(const std::map<std::string, std::string> &NamesThen);
  std::string moved(llvm::StringRef Word, llvm::StringRef Alias) const;

  const Project *Today = nullptr;
  std::string Commit;
  std::string Top; ///< of the repository; the project may be below
  TemporaryFolder Folder;
  Project Then;
  std::set<std::string> OfToday;
};

} // namespace asynctidy::tool
