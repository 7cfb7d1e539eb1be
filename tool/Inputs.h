// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What an analysis took from the file system: the files it read, those it only
// looked for, the folders it listed. With the same answers it would say the
// same again.
#pragma once

#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <map>
#include <string>

namespace asynctidy::tool {

/// A hash that two texts share only when they are the same.
std::string strongHash(llvm::StringRef Content);

/// Questions and their answers. A question is the kind, one letter, and the
/// absolute path; the answer is a hash, or what is there.
struct Inputs {
  enum Kind : char {
    Content = '=', ///< what is in it: a hash, or "-"
    Being = '?',   ///< what it is: "file", "folder", or "-" for nothing
    Listing = '*'  ///< the names in it: a hash, or "-"
  };
  std::map<std::string, std::string> Answers;
  /// A file changed while it was read: this describes no state of the disk.
  bool Torn = false;

  /// What was asked then counts too.
  void add(const Inputs &Earlier);

  std::string toText() const;
  static llvm::Expected<Inputs> parse(llvm::StringRef Text);
};

/// Answers questions, each once in its life.
class Answerer {
public:
  const std::string &answer(llvm::StringRef Question);

private:
  llvm::StringMap<std::string> Known;
};

/// The disk as clang sees it, and a record of what it asked.
class RecordingFileSystem : public llvm::vfs::ProxyFileSystem {
public:
  /// What is asked about \p Own, a file of this run, its folder and what is
  /// beside it with a longer name is not noted.
  explicit RecordingFileSystem(std::string Own = "")
      : ProxyFileSystem(llvm::vfs::getRealFileSystem()), Own(std::move(Own)) {}

  llvm::ErrorOr<llvm::vfs::Status> status(const llvm::Twine &Path) override;
  bool exists(const llvm::Twine &Path) override;
  llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>>
  openFileForRead(const llvm::Twine &Path) override;
  llvm::vfs::directory_iterator dir_begin(const llvm::Twine &Folder,
                                          std::error_code &Failed) override;

  /// All that was asked until now.
  Inputs take();

private:
  class Opened;
  std::string absolute(const llvm::Twine &Path) const;
  bool isOwn(llvm::StringRef Path) const;
  void noteRead(const std::string &Path, const llvm::vfs::Status &Before,
                llvm::StringRef Content);

  const std::string Own;
  Inputs Asked;
  std::map<std::string, llvm::vfs::Status> Read;
};

} // namespace asynctidy::tool
