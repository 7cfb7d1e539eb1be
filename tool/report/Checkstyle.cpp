// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Checkstyle's XML, which most CI servers and review robots read.
#include "Report.h"

namespace asynctidy::tool {

void writeCheckstyle(llvm::raw_ostream &Out, const Findings &Found,
                     const ReportContext &) {
  std::map<std::string, std::string> Files;
  for (const Finding &One : Found.All)
    llvm::raw_string_ostream(Files[One.File])
        << "    <error line=\"" << One.Line << "\" column=\""
        << codePoints(One.Text, One.Column) << "\" severity=\""
        << (One.Group == "style" && One.Severity != "error" ? "info"
                                                            : One.Severity)
        << "\" message=\"" << escaped(One.Message) << "\" source=\""
        << escaped(One.Check) << "\"/>\n";
  for (const Failure &One : Found.Failed)
    llvm::raw_string_ostream(Files[One.File])
        << "    <error line=\"1\" severity=\"error\" message=\""
        << escaped("not analysed: " + One.Reason)
        << "\" source=\"async-tidy-not-analysed\"/>\n";
  Out << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle "
         "version=\"10.0\">\n";
  for (const auto &[File, Errors] : Files)
    Out << "  <file name=\"" << escaped(File) << "\">\n"
        << Errors << "  </file>\n";
  Out << "</checkstyle>\n";
}

} // namespace asynctidy::tool
