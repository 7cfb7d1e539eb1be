// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The pages of the checks, as they were at build time.
#pragma once

#include "llvm/ADT/StringRef.h"

namespace asynctidy::tool {

/// docs/checks/<fault>.md; empty when there is none.
llvm::StringRef pageOf(llvm::StringRef Stem);

/// What the page says first: one sentence.
llvm::StringRef sentenceOf(llvm::StringRef Page);

} // namespace asynctidy::tool
