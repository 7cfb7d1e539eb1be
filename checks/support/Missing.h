// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Who parses a unit may leave out what the checks do not need of libraries. A
// check that needs more says so, and the unit is parsed again, whole.
#pragma once

#include "clang/AST/Decl.h"

namespace asynctidy {

/// The body of \p F would be looked into, but is not there. Nothing is missing
/// when the unit has none.
void missBody(const clang::FunctionDecl &F);

/// Was something missing in what was analysed last in this process?
bool takeMissing();

} // namespace asynctidy
