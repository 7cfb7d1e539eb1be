// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What people and machines read: one function per format.
#pragma once

#include "Findings.h"

#include "llvm/Support/raw_ostream.h"

namespace asynctidy::tool {

struct ReportStyle {
  bool Colours = false;    ///< text only
  bool Summary = true;     ///< text only
  bool Statistics = false; ///< adds timings: no two runs are alike
};

void writeText(llvm::raw_ostream &Out, const Findings &Found,
               const ReportStyle &Style);
void writeJson(llvm::raw_ostream &Out, const Findings &Found,
               const ReportStyle &Style);

} // namespace asynctidy::tool
