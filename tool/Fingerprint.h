// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a finding is, less where it stands: the same fault has the same
// fingerprint when lines move, code is formatted anew or a file gets another
// name.
#pragma once

#include "Findings.h"

namespace asynctidy::tool {

/// The code between the semicolons or braces around \p Offset, by its tokens:
/// without line breaks, comments and directives.
std::string statementAt(llvm::StringRef Content, size_t Offset);

/// Sets the fingerprints of \p All, which are in the order of reports: check,
/// enclosing function, statement, and a number among those that are alike.
/// Neither the message, which another release may word better, nor the file.
void addFingerprints(std::vector<Finding> &All);

} // namespace asynctidy::tool
