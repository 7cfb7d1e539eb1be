// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Files.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/VirtualFileSystem.h"
#include "llvm/Support/raw_ostream.h"

#include <csignal>

namespace asynctidy::tool {

namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

static llvm::Error cannotWrite(llvm::StringRef Path, std::error_code Failed) {
  return llvm::createStringError(Failed, "cannot write '" + Path +
                                             "': " + Failed.message());
}

/// A link is written through.
static std::string target(const std::string &Path) {
  llvm::SmallString<256> Real;
  return fs::real_path(Path, Real) ? Path : Real.str().str();
}

static std::string folderOf(const std::string &Path) {
  llvm::StringRef Folder = path::parent_path(Path);
  return Folder.empty() ? "." : Folder.str();
}

static bool isSpecial(const std::string &Path) {
  return fs::exists(Path) && !fs::is_regular_file(Path);
}

llvm::Error TemporaryFolder::make() {
  llvm::SmallString<128> Fresh;
  if (std::error_code Failed = fs::createUniqueDirectory("async-tidy", Fresh))
    return llvm::createStringError(Failed, "no temporary folder can be made: " +
                                               Failed.message());
  Path = target(Fresh.str().str());
  return llvm::Error::success();
}

void TemporaryFolder::remove() {
  if (!Path.empty())
    fs::remove_directories(Path);
  Path.clear();
}

llvm::Expected<std::string>
writeOverlay(const TemporaryFolder &Folder,
             const std::map<std::string, llvm::StringRef> &Texts) {
  llvm::vfs::YAMLVFSWriter Overlay;
  Overlay.setUseExternalNames(false);
  std::vector<FileToWrite> Files;
  for (const auto &[Path, Text] : Texts) {
    std::string Copy = Folder.path(llvm::Twine(Files.size()) + ".text");
    Overlay.addFileMapping(Path, Copy);
    Files.push_back({Copy, Text.str()});
  }
  FileToWrite Map{Folder.path("overlay.yaml"), ""};
  llvm::raw_string_ostream Out(Map.Content);
  Overlay.write(Out);
  Files.push_back(Map);
  if (llvm::Error Failed = writeAll(Files))
    return Failed;
  return Map.Path;
}

bool isGenerated(const std::string &Path) {
  constexpr unsigned Head = 10; // lines
  auto Text = llvm::MemoryBuffer::getFile(Path);
  if (!Text)
    return false;
  llvm::StringRef Rest = (*Text)->getBuffer();
  for (unsigned Line = 0; Line < Head && !Rest.empty(); ++Line) {
    llvm::StringRef First;
    std::tie(First, Rest) = Rest.split('\n');
    for (llvm::StringRef Mark : {"do not edit", "@generated", "will be lost"})
      if (First.contains_insensitive(Mark))
        return true;
  }
  return false;
}

llvm::Error canWrite(const std::string &Path) {
  std::string Real = target(Path);
  if (fs::is_directory(Real))
    return cannotWrite(Path, std::make_error_code(std::errc::is_a_directory));
  if (fs::exists(Real)) {
    if (std::error_code Failed = fs::access(Real, fs::AccessMode::Write))
      return cannotWrite(Path, Failed);
    // The superuser may write what its owner marked as not to be written.
    auto Permissions = fs::getPermissions(Real);
    if (Permissions && !(*Permissions & fs::all_write))
      return cannotWrite(Path,
                         std::make_error_code(std::errc::permission_denied));
  }
  if (!isSpecial(Real))
    if (std::error_code Failed =
            fs::access(folderOf(Real), fs::AccessMode::Write))
      return cannotWrite(Path, Failed);
  return llvm::Error::success();
}

static std::error_code writeBeside(const FileToWrite &File,
                                   const std::string &Real,
                                   std::string &Beside) {
  int Handle = -1;
  llvm::SmallString<256> Name;
  if (std::error_code Failed =
          fs::createUniqueFile(Real + ".%%%%%%.tmp", Handle, Name))
    return Failed;
  Beside = Name.str().str();
  llvm::raw_fd_ostream Out(Handle, /*shouldClose=*/true);
  Out << File.Content;
  Out.close();
  if (Out.has_error()) {
    std::error_code Failed = Out.error();
    Out.clear_error();
    return Failed;
  }
  auto Permissions = fs::getPermissions(Real);
  return fs::setPermissions(
      Beside, Permissions ? *Permissions
                          : static_cast<fs::perms>(0666 & ~fs::getUmask()));
}

namespace {
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
} // namespace

llvm::Error writeAll(const std::vector<FileToWrite> &Files) {
  for (const FileToWrite &File : Files)
    if (llvm::Error Failed = canWrite(File.Path))
      return Failed;
  std::vector<std::pair<std::string, std::string>> Renames;
  auto Undo = [&] {
    for (const auto &[Beside, Real] : Renames)
      fs::remove(Beside);
  };
  for (const FileToWrite &File : Files) {
    std::string Real = target(File.Path);
    if (isSpecial(Real)) {
      std::error_code Failed;
      llvm::raw_fd_ostream(Real, Failed, fs::OF_Append) << File.Content;
      if (Failed)
        return cannotWrite(File.Path, Failed);
      continue;
    }
    std::string Beside;
    std::error_code Failed = writeBeside(File, Real, Beside);
    if (!Beside.empty())
      Renames.emplace_back(Beside, Real);
    if (Failed) {
      Undo();
      return cannotWrite(File.Path, Failed);
    }
  }
  // Who wants this process to end waits until all have their places.
  const SignalsLater Later;
  std::string Written;
  for (const auto &[Beside, Real] : Renames) {
    if (std::error_code Failed = fs::rename(Beside, Real)) {
      Undo();
      return llvm::createStringError(
          Failed, "cannot write '" + Real + "': " + Failed.message() +
                      (Written.empty() ? "" : "; written before it:") +
                      Written);
    }
    Written += (Written.empty() ? " '" : ", '") + Real + "'";
  }
  return llvm::Error::success();
}

} // namespace asynctidy::tool
