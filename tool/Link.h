// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The reduce step: the results of all units → the findings of the project.
#pragma once

#include "Findings.h"

namespace asynctidy::tool {

/// Joins, deduplicates and orders; the same results in another order give the
/// same findings. With \p WholeProgram those that need more than one unit are
/// among them.
Findings link(std::vector<UnitResult> Results, bool WholeProgram = true);

} // namespace asynctidy::tool
