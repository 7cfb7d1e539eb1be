// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Store.h"
#include "Files.h"

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/CachePruning.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

#include <fcntl.h>
#include <sys/stat.h>

namespace asynctidy::tool {

namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

/// LLVM prunes files of this name and no others.
static constexpr llvm::StringLiteral Prefix = "llvmcache-";

/// Says to backups and archivers that nothing here is worth keeping.
static constexpr llvm::StringLiteral Tag =
    "Signature: 8a477f597d28d172789f06886806bc55\n"
    "# This folder holds results of async-tidy; it may be deleted.\n";

std::string defaultCacheFolder() {
  llvm::SmallString<128> Folder;
  if (!path::cache_directory(Folder))
    return "";
  path::append(Folder, "async-tidy");
  return Folder.str().str();
}

static std::string pathOf(const std::string &Folder, const std::string &Name) {
  return Folder + "/" + Prefix.str() + Name;
}

llvm::Error FolderStore::open() {
  if (std::error_code Failed = fs::create_directories(Folder))
    return llvm::createStringError(Failed, "cannot make the folder '" + Folder +
                                               "': " + Failed.message());
  std::string TagFile = Folder + "/CACHEDIR.TAG";
  if (fs::exists(TagFile))
    return llvm::Error::success();
  return writeAll({{TagFile, Tag.str()}});
}

std::optional<std::string> FolderStore::read(const std::string &Name) {
  std::string Path = pathOf(Folder, Name);
  auto Entry = llvm::MemoryBuffer::getFile(Path, /*IsText=*/false,
                                           /*RequiresNullTerminator=*/false);
  if (!Entry)
    return std::nullopt;
  timespec Now[2] = {{0, UTIME_NOW}, {0, UTIME_NOW}};
  utimensat(AT_FDCWD, Path.c_str(), Now, 0);
  return (*Entry)->getBuffer().str();
}

llvm::Error FolderStore::write(const std::string &Name,
                               const std::string &Entry) {
  if (llvm::Error Failed = writeAll({{pathOf(Folder, Name), Entry}}))
    return Failed;
  Fresh += Entry.size();
  if (Fresh > Limit / 16)
    prune();
  return llvm::Error::success();
}

void FolderStore::prune() {
  if (Fresh == 0)
    return;
  Fresh = 0;
  llvm::CachePruningPolicy Policy;
  Policy.Interval = std::chrono::seconds(0);
  Policy.Expiration = std::chrono::seconds(0);
  Policy.MaxSizeBytes = Limit;
  llvm::pruneCache(Folder, Policy);
}

static void forEachEntry(const std::string &Folder,
                         llvm::function_ref<void(const std::string &)> Do) {
  std::error_code Failed;
  for (fs::directory_iterator Entry(Folder, Failed), End;
       !Failed && Entry != End; Entry.increment(Failed))
    if (path::filename(Entry->path()).starts_with(Prefix))
      Do(Entry->path());
}

FolderStore::Size FolderStore::size() const {
  Size All;
  forEachEntry(Folder, [&](const std::string &Path) {
    uint64_t Bytes = 0;
    if (fs::file_size(Path, Bytes))
      return;
    ++All.Entries;
    All.Bytes += Bytes;
  });
  return All;
}

uint64_t FolderStore::clean() {
  uint64_t Removed = 0;
  forEachEntry(Folder, [&](const std::string &Path) {
    if (!fs::remove(Path))
      ++Removed;
  });
  return Removed;
}

} // namespace asynctidy::tool
