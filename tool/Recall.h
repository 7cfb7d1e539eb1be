// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Units that the scan left out, and that may define what the others call: they
// have to be analysed after all.
#pragma once

#include "Findings.h"

namespace asynctidy::tool {

/// Their indices. Analysed, they may call for more: ask until there are none.
/// \p Root: where the paths of results start.
std::vector<size_t> recalled(const std::vector<UnitResult> &Results,
                             const std::string &Root);

} // namespace asynctidy::tool
