// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One finding a line, as in the JSON report; then one line for each unit that
// was not analysed.
#include "Report.h"

namespace asynctidy::tool {

namespace json = llvm::json;

void writeJsonLines(llvm::raw_ostream &Out, const Findings &Found,
                    const ReportContext &) {
  for (const Finding *One : Found.everything()) {
    json::OStream Line(Out);
    write(Line, *One, /*WithText=*/false);
    Line.flush();
    Out << '\n';
  }
  for (const Failure &One : Found.Failed)
    Out << json::Value(json::Object{
               {"failed", json::Object{{"file", json::fixUTF8(One.File)},
                                       {"reason", json::fixUTF8(One.Reason)}}}})
        << '\n';
}

} // namespace asynctidy::tool
