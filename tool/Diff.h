// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A unified diff as `git apply` takes it.
#pragma once

#include "Findings.h"

#include "llvm/Support/raw_ostream.h"

namespace asynctidy::tool {

/// \p Edits are in order and do not overlap.
std::string applyEdits(llvm::StringRef Before, const std::vector<Edit> &Edits);

/// Writes `--- a/Path`, `+++ b/Path` and the hunks with three lines around;
/// nothing when the edits change nothing.
void writeDiff(llvm::raw_ostream &Out, llvm::StringRef Path,
               llvm::StringRef Before, const std::vector<Edit> &Edits);

} // namespace asynctidy::tool
