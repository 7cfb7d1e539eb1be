// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Files.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

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
writeOverlay(const TemporaryFolder &Folder, const std::string &Root,
             const std::map<std::string, llvm::StringRef> &Texts) {
  const std::string Mirror = Folder.path("root");
  fs::remove_directories(Mirror);
  std::vector<FileToWrite> Files;
  llvm::json::Array Places{llvm::json::Object{{"name", Root},
                                              {"type", "directory-remap"},
                                              {"external-contents", Mirror}}};
  for (const auto &[Path, Text] : Texts) {
    llvm::SmallString<256> Copy(Path);
    if (path::replace_path_prefix(Copy, Root + "/", Mirror + "/")) {
      if (std::error_code Failed =
              fs::create_directories(path::parent_path(Copy)))
        return cannotWrite(Copy, Failed);
    } else {
      Copy = Folder.path(llvm::Twine(Files.size()) + ".text");
      Places.push_back(llvm::json::Object{
          {"name", Path}, {"type", "file"}, {"external-contents", Copy}});
    }
    Files.push_back({Copy.str().str(), Text.str()});
  }
  // Read by each unit: one entry stands for all that is below the root.
  FileToWrite Map{Folder.path("overlay.yaml"), ""};
  llvm::raw_string_ostream(Map.Content) << llvm::json::Value(
      llvm::json::Object{{"version", 0},
                         {"use-external-names", false},
                         {"redirecting-with", "redirect-only"},
                         {"roots", std::move(Places)}});
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

std::string freshTag() {
  llvm::SmallString<16> Tag;
  fs::createUniquePath("%%%%%%%%", Tag, /*MakeAbsolute=*/false);
  return Tag.str().str();
}

std::string besideOf(const std::string &Path, llvm::StringRef Tag) {
  return (target(Path) + "." + Tag + ".tmp").str();
}

static std::error_code writeBeside(const FileToWrite &File,
                                   const std::string &Real,
                                   const std::string &Beside) {
  int Handle = -1;
  if (std::error_code Failed = fs::openFileForWrite(
          Beside, Handle, fs::CD_CreateNew, fs::OF_None, 0600))
    return Failed;
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

llvm::Error writeAll(const std::vector<FileToWrite> &Files,
                     llvm::StringRef Tag) {
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
    const std::string Beside = besideOf(Real, Tag);
    std::error_code Failed = writeBeside(File, Real, Beside);
    if (Failed != std::errc::file_exists)
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
