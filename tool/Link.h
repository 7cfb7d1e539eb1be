// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The reduce step: the results of all units → the findings of the project.
#pragma once

#include "Findings.h"

namespace asynctidy::tool {

/// Joins, deduplicates and orders; the same results in another order give the
/// same findings. With \p WholeProgram those that need more than one unit are
/// among them. \p EveryUnit: no unit of the project is missing.
Findings link(const std::vector<UnitResult> &Results, bool WholeProgram = true,
              bool EveryUnit = true);

} // namespace asynctidy::tool
