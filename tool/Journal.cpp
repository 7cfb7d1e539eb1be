// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Journal.h"
#include "Errors.h"
#include "Findings.h"
#include "Project.h"
#include "Unit.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"

#include <sys/file.h>
#include <unistd.h>

namespace asynctidy::tool {

namespace fs = llvm::sys::fs;
namespace json = llvm::json;

static std::string placeIn(const std::string &Root) {
  return Root + "/.async-tidy-fixing.json";
}

/// The hash of what is in it now; empty when it can't be read.
static std::string hashNow(const std::string &Path) {
  auto Text = llvm::MemoryBuffer::getFile(Path);
  return Text ? contentHash((*Text)->getBuffer()) : "";
}

namespace {

struct Entry {
  std::string File; ///< relative to the root
  std::string Before, After;
};

struct Journal {
  std::string Tag;
  std::vector<Entry> Files;
};

// LLVM finds these by argument-dependent lookup.

bool fromJSON(const json::Value &From, Entry &To, json::Path Path) {
  json::ObjectMapper Map(From, Path);
  return Map && Map.map("file", To.File) && Map.map("before", To.Before) &&
         Map.map("after", To.After);
}

bool fromJSON(const json::Value &From, Journal &To, json::Path Path) {
  json::ObjectMapper Map(From, Path);
  int Version = 0;
  return Map && Map.map("version", Version) && Version == 1 &&
         Map.map("tag", To.Tag) && Map.map("files", To.Files);
}

/// The journal's file, locked while the run lives; gone with the object.
class JournalFile {
public:
  JournalFile() = default;
  JournalFile(const JournalFile &) = delete;
  ~JournalFile() {
    if (Handle < 0)
      return;
    fs::remove(Path);
    close(Handle);
  }

  void keep(const std::string &Root, const Journal &Of);

private:
  std::string Path;
  int Handle = -1;
};

} // namespace

/// Locked before it has its name, so that nobody takes it for a dead one's.
void JournalFile::keep(const std::string &Root, const Journal &Of) {
  Path = placeIn(Root);
  const std::string Beside = besideOf(Path, Of.Tag);
  if (fs::openFileForWrite(Beside, Handle, fs::CD_CreateNew))
    return;
  flock(Handle, LOCK_EX | LOCK_NB);
  llvm::raw_fd_ostream Out(Handle, /*shouldClose=*/false);
  json::OStream Object(Out, 1);
  Object.object([&] {
    Object.attribute("version", 1);
    Object.attribute("tag", Of.Tag);
    Object.attributeArray("files", [&] {
      for (const Entry &One : Of.Files)
        Object.object([&] {
          Object.attribute("file", json::fixUTF8(One.File));
          Object.attribute("before", One.Before);
          Object.attribute("after", One.After);
        });
    });
  });
  Out.flush();
  const bool Failed = Out.has_error();
  Out.clear_error();
  if (Failed || fs::rename(Beside, Path))
    fs::remove(Beside);
}

llvm::Error writeWithJournal(const std::string &Root,
                             const std::vector<FileToWrite> &Files) {
  const SignalsLater Later;
  Journal Of{freshTag(), {}};
  for (const FileToWrite &File : Files)
    Of.Files.push_back({relativeTo(Root, File.Path), hashNow(File.Path),
                        contentHash(File.Content)});
  JournalFile Standing;
  if (!Files.empty())
    Standing.keep(Root, Of);
  return writeAll(Files, Of.Tag);
}

void tellOfKilled(const std::string &Root) {
  const std::string Path = placeIn(Root);
  int Handle = -1;
  if (fs::openFileForRead(Path, Handle))
    return;
  // Whose run lives holds it.
  if (flock(Handle, LOCK_SH | LOCK_NB) == 0)
    if (auto Text = llvm::MemoryBuffer::getFile(Path)) {
      llvm::Expected<Journal> Read = json::parse<Journal>((*Text)->getBuffer());
      if (Read) {
        warn("a run with --fix was killed while it wrote " +
             counted(Read->Files.size(), "file") +
             "; --fix makes what it left:");
        for (const Entry &One : Read->Files) {
          const std::string File = normalise(One.File, Root);
          const std::string Now = hashNow(File);
          llvm::errs() << "  " << One.File << ": "
                       << (Now == One.After    ? "written"
                           : Now == One.Before ? "not written"
                                               : "changed since")
                       << '\n';
          fs::remove(besideOf(File, Read->Tag));
        }
      } else {
        warn("'" + Path + "' can't be read, and is removed: " +
             llvm::toString(Read.takeError()));
      }
      fs::remove(Path);
    }
  close(Handle);
}

} // namespace asynctidy::tool
