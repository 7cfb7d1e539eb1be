// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Backups, on the backend that is known to be everywhere.
#pragma once

#include <cstddef>
#include <string>

namespace legacy {

// Copies the pairs of the journal, one line each; gives their number.
std::size_t back_up(const std::string& journal, const std::string& to);

// Reads a backup, or a journal, to its end; gives the number of pairs. Throws where a line is not one of ours.
std::size_t verify(const std::string& path);

}  // namespace legacy
