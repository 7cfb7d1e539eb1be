// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which files of the project a run is about to write. It stands in the
// project's root until all are written: of a run that is killed before, the
// next one can say how far it came.
#pragma once

#include "Files.h"

namespace asynctidy::tool {

/// Writes \p Files as writeAll does, with a journal in \p Root meanwhile; who
/// asks the run to end waits. Where no journal can be kept there is none.
llvm::Error writeWithJournal(const std::string &Root,
                             const std::vector<FileToWrite> &Files);

/// Warns of the files that a killed run was to write, says of each whether it
/// did, and removes what that run left.
void tellOfKilled(const std::string &Root);

} // namespace asynctidy::tool
