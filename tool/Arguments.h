// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A build's compile command, made fit for this clang: GCC's own options,
// warnings and outputs taken out, the resource folder put in.
#pragma once

#include "Project.h"

#include "llvm/Support/Error.h"

#include <string>
#include <vector>

namespace asynctidy::tool {

std::vector<std::string>
adaptArguments(const std::vector<std::string> &Arguments,
               const std::string &ResourceDir);

/// The folder with the built-in headers (`stddef.h`) of the LLVM we run.
llvm::Expected<std::string> findResourceDir();

/// The path of this program.
std::string ownProgram();

} // namespace asynctidy::tool
