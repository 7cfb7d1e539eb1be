// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// GitHub's workflow commands: an annotation in the pull request for each
// finding, and for each unit that was not analysed.
#include "Report.h"

namespace asynctidy::tool {

using llvm::StringRef;

/// Of a property's value also what ends it.
static std::string inCommand(StringRef Text, bool IsProperty) {
  std::string Safe;
  for (char Letter : Text)
    if (Letter == '%')
      Safe += "%25";
    else if (Letter == '\r')
      Safe += "%0D";
    else if (Letter == '\n')
      Safe += "%0A";
    else if (IsProperty && Letter == ':')
      Safe += "%3A";
    else if (IsProperty && Letter == ',')
      Safe += "%2C";
    else
      Safe += Letter;
  return Safe;
}

void writeGitHub(llvm::raw_ostream &Out, const Findings &Found,
                 const ReportContext &) {
  for (const Finding &One : Found.All) {
    std::string Message = One.Message;
    for (const Hop &Step : One.Chain)
      Message += (Step.File.empty() ? "\n"
                                    : "\n" + Step.File + ":" +
                                          std::to_string(Step.Line) + ": ") +
                 Step.Message;
    Out << "::" << One.Severity << " file=" << inCommand(One.File, true)
        << ",line=" << One.Line << ",endLine=" << One.EndLine;
    // Columns count only where the finding is on one line.
    if (One.EndLine == One.Line)
      Out << ",col=" << codePoints(One.Text, One.Column)
          << ",endColumn=" << codePoints(One.Text, One.EndColumn);
    Out << ",title=" << inCommand(One.Check, true)
        << "::" << inCommand(Message, false) << '\n';
  }
  for (const Failure &One : Found.Failed)
    Out << "::error file=" << inCommand(One.File, true)
        << ",title=not analysed::" << inCommand(One.Reason, false) << '\n';
}

} // namespace asynctidy::tool
