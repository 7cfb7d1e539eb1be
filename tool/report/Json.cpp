// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Report.h"

namespace asynctidy::tool {

namespace json = llvm::json;

static void writeStatistics(json::OStream &Out, const Findings &Found) {
  Out.attribute("seconds", Found.Seconds);
  Out.attribute("cached", static_cast<int64_t>(Found.Cached));
  Out.attribute("skipped", static_cast<int64_t>(Found.Skipped));
  Out.attribute("after_preamble", static_cast<int64_t>(Found.AfterPreamble));
  write(Out, Found.Times);
  Out.attributeArray("slowest", [&] {
    for (const auto &[File, Seconds] : Found.Slowest)
      Out.object([&] {
        Out.attribute("file", json::fixUTF8(File));
        Out.attribute("seconds", Seconds);
      });
  });
  Out.attributeObject("checks", [&] {
    for (const auto &[Check, Number] : countByCheck(Found))
      Out.attribute(Check, static_cast<int64_t>(Number));
  });
}

void writeJson(llvm::raw_ostream &Stream, const Findings &Found,
               const ReportContext &Context) {
  json::OStream Out(Stream, 2);
  Out.object([&] {
    Out.attribute("version", 1);
    Out.attributeArray("findings", [&] {
      for (const Finding *One : Found.everything())
        write(Out, *One, /*WithText=*/false);
    });
    Out.attributeArray("failed", [&] {
      for (const Failure &One : Found.Failed)
        Out.object([&] {
          Out.attribute("file", json::fixUTF8(One.File));
          Out.attribute("reason", json::fixUTF8(One.Reason));
        });
    });
    Out.attributeObject("stats", [&] {
      Out.attribute("units", static_cast<int64_t>(Found.Units));
      Out.attribute("findings", static_cast<int64_t>(Found.All.size()));
      Out.attribute("errors", static_cast<int64_t>(Found.count("error")));
      Out.attribute("warnings", static_cast<int64_t>(Found.count("warning")));
      Out.attribute("failed", static_cast<int64_t>(Found.Failed.size()));
      Out.attribute("suppressed",
                    static_cast<int64_t>(Found.Suppressed.size()));
      if (Context.Statistics)
        writeStatistics(Out, Found);
    });
  });
  Stream << '\n';
}

} // namespace asynctidy::tool
