// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A copy of the journal in another file, brought up to date batch by batch.
#pragma once

#include <cstddef>
#include <string>

namespace legacy {

struct Replicated {
  std::size_t lines = 0;
  std::size_t batches = 0;
  std::size_t retries = 0;
};

// Copies what the second file does not have of the first, so many lines at a time. Gives up after five failures.
Replicated replicate(const std::string& from, const std::string& to, std::size_t batch);

}  // namespace legacy
