// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Pages.h"
#include "Arguments.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include <cstdlib>

namespace asynctidy::tool {

llvm::StringRef pageOf(llvm::StringRef Stem) {
  return llvm::StringSwitch<llvm::StringRef>(Stem)
#include "Pages.inc"
      .Default("");
}

llvm::StringRef sentenceOf(llvm::StringRef Page) {
  return Page.split("\n\n").second.split("\n\n").first.trim();
}

std::string publishedPage(llvm::StringRef Stem) {
  const char *Told = std::getenv("ASYNC_TIDY_PAGES_URL");
  llvm::StringRef Url = Told ? Told : ASYNC_TIDY_PAGES_URL;
  return Url.empty() || pageOf(Stem).empty()
             ? ""
             : (Url.rtrim('/') + "/" + Stem + ".md").str();
}

std::string pageAddress(llvm::StringRef Stem) {
  if (std::string Published = publishedPage(Stem);
      !Published.empty() || pageOf(Stem).empty())
    return Published;
  llvm::SmallString<256> Page(llvm::sys::path::parent_path(ownProgram()));
  llvm::sys::path::append(Page, "..", ASYNC_TIDY_DOC_DIR, "checks",
                          Stem + ".md");
  llvm::sys::path::remove_dots(Page, /*remove_dot_dot=*/true);
  return llvm::sys::fs::exists(Page) ? ("file://" + Page).str() : "";
}

Law lawOf(llvm::StringRef Number) {
  static constexpr llvm::StringLiteral Laws =
#include "Laws.inc"
      ;
  // | **L1** one running loop per thread | Code that runs on a loop … | … |
  std::string Head = ("| **" + Number + "** ").str();
  size_t At = Laws.find(Head);
  if (At == llvm::StringRef::npos)
    return {};
  auto [Name, Rest] = Laws.substr(At + Head.size()).split(" | ");
  return {Name, Rest.split(" | ").first};
}

} // namespace asynctidy::tool
