// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Output.h"
#include "Errors.h"
#include "Files.h"
#include "Program.h"
#include "report/Report.h"

#include "llvm/Support/Process.h"

namespace asynctidy::tool {

int put(llvm::StringRef Text, const CommandLine &Line) {
  if (!Line.Output.empty() && Line.Output != "-") {
    if (llvm::Error Failed = writeAll({{Line.Output, Text.str()}}))
      return complain(llvm::toString(std::move(Failed)));
    return 0;
  }
  llvm::outs() << Text;
  llvm::outs().flush();
  if (!llvm::outs().has_error())
    return 0;
  std::string Reason = llvm::outs().error().message();
  llvm::outs().clear_error();
  return complain("cannot write to standard output: " + Reason);
}

int putSummary(const std::vector<UnitResult> &Results,
               const CommandLine &Line) {
  if (Line.WriteSummary.empty())
    return 0;
  if (llvm::Error Failed =
          writeAll({{Line.WriteSummary, Program(Results).summary().toText()}}))
    return complain(llvm::toString(std::move(Failed)));
  return 0;
}

int print(const Findings &Found, const CommandLine &Line) {
  bool OnTerminal =
      Line.Output.empty() && llvm::sys::Process::StandardOutHasColors();
  ReportStyle Style;
  Style.Colours = Line.Colours == Colour::Always ||
                  (Line.Colours == Colour::Auto && OnTerminal);
  Style.Summary = !Line.Quiet;
  Style.Statistics = Line.Statistics;
  std::string Text;
  llvm::raw_string_ostream Out(Text);
  switch (Line.Report) {
  case Format::Text:
    writeText(Out, Found, Style);
    break;
  case Format::Json:
    writeJson(Out, Found, Style);
    break;
  }
  if (int Failed = put(Out.str(), Line))
    return Failed;
  return Found.status(Line.ExitZero);
}

} // namespace asynctidy::tool
