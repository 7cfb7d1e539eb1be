// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Cache.h"
#include "CommandLine.h"
#include "Errors.h"
#include "Output.h"
#include "Redis.h"
#include "Verbs.h"

#include "llvm/Support/Format.h"

namespace asynctidy::tool {

int cache(const Words &Given) {
  CommandLine Line;
  if (auto Status = readWords("cache", Given, Line))
    return *Status;
  std::string Word = Line.Files.size() == 1 ? Line.Files.front() : "";
  if (Word != "info" && Word != "clean")
    return complain("cache wants 'info' or 'clean'");
  if (Line.Cache.Off)
    return complain("--cache=off names no cache; name a folder");
  std::string Folder = Line.Cache.Places.empty() ? defaultCacheFolder()
                                                 : Line.Cache.Places.back();
  if (RedisAddress::isOne(Folder))
    return complain("what is in Redis is Redis's to show and to remove; name "
                    "a folder");
  if (Folder.empty())
    return complain("there is no cache folder: neither XDG_CACHE_HOME nor HOME "
                    "is set; name one with --cache=DIR");
  FolderStore Local(Folder, Line.Cache.Limit);
  std::string Text;
  llvm::raw_string_ostream Out(Text);
  if (Word == "clean") {
    Out << counted(Local.clean(), "entry", "entries") << " removed from '"
        << Folder << "'\n";
  } else {
    FolderStore::Size Size = Local.size();
    Out << Folder << ": " << counted(Size.Entries, "entry", "entries") << ", "
        << llvm::format("%.1f MB\n", Size.Bytes / 1e6);
  }
  return put(Out.str(), Line);
}

} // namespace asynctidy::tool
