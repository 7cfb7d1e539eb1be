// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The pages of the checks, as they were at build time.
#pragma once

#include "llvm/ADT/StringRef.h"

#include <string>

namespace asynctidy::tool {

/// docs/checks/<fault>.md; empty when there is none.
llvm::StringRef pageOf(llvm::StringRef Stem);

/// What the page says first: one sentence.
llvm::StringRef sentenceOf(llvm::StringRef Page);

/// Its address below ASYNC_TIDY_PAGES_URL, of the environment or else of the
/// build; empty when there is none.
std::string publishedPage(llvm::StringRef Stem);

/// The same, else the file that was installed with this program.
std::string pageAddress(llvm::StringRef Stem);

/// A row of docs/laws.md; empty for what is none.
struct Law {
  llvm::StringRef Name, Sentence;
};
Law lawOf(llvm::StringRef Number);

} // namespace asynctidy::tool
