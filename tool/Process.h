// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A program run to its end, and what it said.
#pragma once

#include <string>
#include <sys/types.h>
#include <vector>

namespace asynctidy::tool {

struct Run {
  int Status = -1;
  std::string Output, Errors;
};

/// Runs \p Program, an absolute path, with no input and for at most
/// \p Seconds (0: as long as it takes).
Run execute(const std::string &Program, std::vector<std::string> Words,
            unsigned Seconds);

/// From here on this process does not outlive \p Parent; false when that has
/// ended already.
bool endWith(pid_t Parent);

} // namespace asynctidy::tool
