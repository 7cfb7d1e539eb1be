// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Pages.h"

#include "llvm/ADT/StringSwitch.h"

namespace asynctidy::tool {

llvm::StringRef pageOf(llvm::StringRef Stem) {
  return llvm::StringSwitch<llvm::StringRef>(Stem)
#include "Pages.inc"
      .Default("");
}

llvm::StringRef sentenceOf(llvm::StringRef Page) {
  return Page.split("\n\n").second.split("\n\n").first.trim();
}

} // namespace asynctidy::tool
