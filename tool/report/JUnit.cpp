// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// JUnit's XML: a suite for each file, a case for each finding; a finding is a
// failure, one that is suppressed is skipped, a unit that was not analysed is
// an error. A file without either is a case that passed.
#include "Report.h"

namespace asynctidy::tool {

namespace {

struct Suite {
  std::vector<const Finding *> Cases;
  const Failure *Failed = nullptr;
};

} // namespace

static void writeCase(llvm::raw_ostream &Out, const Finding &One) {
  std::string Place = One.File + ":" + std::to_string(One.Line) + ":" +
                      std::to_string(One.Column);
  Out << "    <testcase classname=\"" << escaped(One.File) << "\" name=\""
      << escaped(One.Check + " " + std::to_string(One.Line) + ":" +
                 std::to_string(One.Column))
      << "\" time=\"0\">\n";
  if (One.Suppressed) {
    Out << "      <skipped message=\"" << escaped(One.Suppressed->Reason)
        << "\"/>\n";
  } else {
    Out << "      <failure type=\"" << escaped(One.Severity) << "\" message=\""
        << escaped(One.Message) << "\">" << escaped(Place + ": " + One.Message);
    for (const Hop &Step : One.Chain)
      Out << escaped("\n" + Step.File + ":" + std::to_string(Step.Line) + ":" +
                     std::to_string(Step.Column) + ": note: " + Step.Message);
    Out << "</failure>\n";
  }
  Out << "    </testcase>\n";
}

void writeJUnit(llvm::raw_ostream &Out, const Findings &Found,
                const ReportContext &) {
  std::map<std::string, Suite> Suites;
  for (const auto &[File, Hash] : Found.Sources)
    Suites[File];
  for (const Finding *One : Found.everything())
    Suites[One->File].Cases.push_back(One);
  for (const Failure &One : Found.Failed)
    Suites[One.File].Failed = &One;

  std::string Body;
  llvm::raw_string_ostream Stream(Body);
  size_t Cases = 0, Errors = 0, Skipped = 0;
  for (const auto &[File, Of] : Suites) {
    size_t HereSkipped = 0, HereErrors = Of.Failed ? 1 : 0;
    for (const Finding *One : Of.Cases)
      HereSkipped += One->Suppressed.has_value();
    size_t Here = Of.Cases.size() + HereErrors;
    bool IsClean = Here == 0;
    Stream << "  <testsuite name=\"" << escaped(File) << "\" tests=\""
           << Here + IsClean << "\" failures=\""
           << Of.Cases.size() - HereSkipped << "\" errors=\"" << HereErrors
           << "\" skipped=\"" << HereSkipped << "\" time=\"0\">\n";
    if (IsClean)
      Stream << "    <testcase classname=\"" << escaped(File)
             << "\" name=\"async-tidy\" time=\"0\"/>\n";
    for (const Finding *One : Of.Cases)
      writeCase(Stream, *One);
    if (Of.Failed)
      Stream << "    <testcase classname=\"" << escaped(File)
             << "\" name=\"analysed\" time=\"0\">\n      <error "
                "type=\"not-analysed\" message=\""
             << escaped(Of.Failed->Reason) << "\"/>\n    </testcase>\n";
    Stream << "  </testsuite>\n";
    Cases += Here + IsClean;
    Errors += HereErrors;
    Skipped += HereSkipped;
  }
  Out << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites "
         "name=\"async-tidy\" tests=\""
      << Cases << "\" failures=\"" << Found.All.size() << "\" errors=\""
      << Errors << "\" skipped=\"" << Skipped << "\" time=\"0\">\n"
      << Stream.str() << "</testsuites>\n";
}

} // namespace asynctidy::tool
