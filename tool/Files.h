// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Files written whole or not at all.
#pragma once

#include "llvm/Support/Error.h"

#include <csignal>
#include <map>
#include <string>
#include <vector>

namespace asynctidy::tool {

struct FileToWrite {
  std::string Path; ///< absolute
  std::string Content;
};

/// Letters that no other run will choose.
std::string freshTag();

/// What \p Path is written to before it is renamed, by a run with that tag.
std::string besideOf(const std::string &Path, llvm::StringRef Tag);

/// Writes beside each file, then renames: either all are written, or (short of
/// a crash between two renames) none. Permissions stay. A file that must not be
/// written stays as it is, though its folder would allow to replace it.
llvm::Error writeAll(const std::vector<FileToWrite> &Files,
                     llvm::StringRef Tag = freshTag());

/// While it lives, signals wait.
class SignalsLater {
public:
  SignalsLater() {
    sigset_t All;
    sigfillset(&All);
    pthread_sigmask(SIG_SETMASK, &All, &Before);
  }
  ~SignalsLater() { pthread_sigmask(SIG_SETMASK, &Before, nullptr); }
  SignalsLater(const SignalsLater &) = delete;

private:
  sigset_t Before;
};

/// A folder for as long as the object lives.
class TemporaryFolder {
public:
  TemporaryFolder() = default;
  TemporaryFolder(const TemporaryFolder &) = delete;
  TemporaryFolder &operator=(const TemporaryFolder &) = delete;
  ~TemporaryFolder() { remove(); }

  llvm::Error make();
  void remove();
  /// Without links; of a file in it when \p Name is given.
  std::string path(const llvm::Twine &Name = "") const {
    return (Path + (Name.isTriviallyEmpty() ? "" : "/") + Name).str();
  }

private:
  std::string Path;
};

/// Writes \p Texts, by the paths of the files in whose place they are to be
/// read, most of them below \p Root, into \p Folder, and nothing else stays
/// there. Gives the overlay that says so, as `clang-tidy --vfsoverlay` takes
/// it.
llvm::Expected<std::string>
writeOverlay(const TemporaryFolder &Folder, const std::string &Root,
             const std::map<std::string, llvm::StringRef> &Texts);

/// Does the file say at its head that a program wrote it, as the output of
/// protoc, moc or thrift does? (`DO NOT EDIT`, `@generated`, `will be lost`)
bool isGenerated(const std::string &Path);

/// Would writeAll be let? Asked before long work.
llvm::Error canWrite(const std::string &Path);

} // namespace asynctidy::tool
