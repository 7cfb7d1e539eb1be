// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What an administrator does beside the service: look at the journal, make it small, watch it grow.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace legacy {

// The number of lines, all of them ours; throws otherwise.
std::size_t check(const std::string& journal);

// Leaves one line for each key; gives the number of lines that are gone.
std::size_t compact(const std::string& journal);

// Says when the journal grows, until SIGUSR1; gives how often it looked.
std::size_t watch(const std::string& journal, std::chrono::milliseconds period);

}  // namespace legacy
