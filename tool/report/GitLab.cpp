// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// GitLab's code quality report. What was not analysed is an entry of its own,
// or the widget would say that all is well.
#include "Report.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/xxhash.h"

namespace asynctidy::tool {

namespace json = llvm::json;
using llvm::StringRef;

static void entry(json::OStream &Out, StringRef Check, StringRef Message,
                  StringRef Fingerprint, StringRef Severity, StringRef File,
                  int First, int Last) {
  Out.object([&] {
    Out.attribute("description", json::fixUTF8(Message));
    Out.attribute("check_name", Check);
    Out.attribute("fingerprint", Fingerprint);
    Out.attribute("severity", Severity);
    Out.attributeObject("location", [&] {
      Out.attribute("path", json::fixUTF8(File));
      Out.attributeObject("lines", [&] {
        Out.attribute("begin", First);
        Out.attribute("end", Last);
      });
    });
  });
}

void writeGitLab(llvm::raw_ostream &Stream, const Findings &Found,
                 const ReportContext &) {
  json::OStream Out(Stream, 2);
  Out.array([&] {
    for (const Finding &One : Found.All)
      entry(Out, One.Check, One.Message, One.Fingerprint,
            One.Severity == "error" ? "critical"
            : One.Group == "style"  ? "minor"
                                    : "major",
            One.File, One.Line, std::max(One.Line, One.EndLine));
    for (const Failure &One : Found.Failed)
      entry(Out, "async-tidy-not-analysed", "not analysed: " + One.Reason,
            llvm::utohexstr(llvm::xxh3_64bits(One.File), true, 16), "blocker",
            One.File, 1, 1);
  });
  Out.flush();
  Stream << '\n';
}

} // namespace asynctidy::tool
