// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a result was made from, for build systems.
#pragma once

#include "Inputs.h"

#include <string>
#include <vector>

namespace asynctidy::tool {

/// The rule of Make that says so, which Ninja reads too. \p Also: files that
/// clang did not ask for.
std::string depFile(llvm::StringRef Target, const Inputs &Asked,
                    const std::vector<std::string> &Also);

} // namespace asynctidy::tool
