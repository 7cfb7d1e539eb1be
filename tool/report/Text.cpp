// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Report.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Format.h"

namespace asynctidy::tool {

using llvm::raw_ostream;
using llvm::StringRef;

namespace {

class TextReport {
public:
  TextReport(raw_ostream &Out, const ReportContext &Context)
      : Out(Out), Context(Context) {}

  void finding(const Finding &Found);
  void failure(const Failure &Failed);
  void summary(const Findings &Found);
  void byCheck(const Findings &Found);

private:
  void coloured(raw_ostream::Colors Colour, StringRef Text, bool Bold = true) {
    if (Context.Colours)
      Out.changeColor(Colour, Bold);
    Out << Text;
    if (Context.Colours)
      Out.resetColor();
  }
  void place(StringRef File, int Line, int Column) {
    if (File.empty())
      return;
    coloured(raw_ostream::SAVEDCOLOR,
             (File + ":" + llvm::Twine(Line) + ":" + llvm::Twine(Column) + ": ")
                 .str());
  }
  void code(int Line, int Column, int Width, StringRef Text);

  raw_ostream &Out;
  const ReportContext &Context;
};

} // namespace

/// The line, and under it a caret that keeps the line's tabs.
void TextReport::code(int Line, int Column, int Width, StringRef Text) {
  if (Text.empty() || Column < 1)
    return;
  Out << llvm::format("%5d | ", Line) << Text << "\n      | ";
  for (char Letter : Text.take_front(Column - 1))
    // A byte that continues a UTF-8 letter takes no room.
    if ((Letter & 0xC0) != 0x80)
      Out << (Letter == '\t' ? '\t' : ' ');
  int Room = static_cast<int>(Text.size()) - Column;
  coloured(raw_ostream::GREEN,
           "^" + std::string(std::max(0, std::min(Width - 1, Room)), '~'));
  Out << '\n';
}

void TextReport::finding(const Finding &Found) {
  place(Found.File, Found.Line, Found.Column);
  bool IsError = Found.Severity == "error";
  coloured(IsError ? raw_ostream::RED : raw_ostream::MAGENTA,
           Found.Severity + ": ");
  coloured(raw_ostream::SAVEDCOLOR, Found.Message);
  Out << " [" << Found.Check << "]\n";
  code(Found.Line, Found.Column,
       Found.EndLine == Found.Line ? Found.EndColumn - Found.Column : 1,
       Found.Text);
  StringRef LastFile = Found.File;
  int LastLine = Found.Line;
  for (const Hop &Step : Found.Chain) {
    place(Step.File, Step.Line, Step.Column);
    coloured(raw_ostream::CYAN, "note: ");
    Out << Step.Message << '\n';
    // A line is shown once in a row, and the finding's own only above.
    if (Step.File.empty() || (LastFile == Step.File && LastLine == Step.Line) ||
        (Found.File == Step.File && Found.Line == Step.Line))
      continue;
    code(Step.Line, Step.Column, 1, Step.Text);
    LastFile = Step.File;
    LastLine = Step.Line;
  }
}

void TextReport::failure(const Failure &Failed) {
  coloured(raw_ostream::SAVEDCOLOR, Failed.File + ": ");
  coloured(raw_ostream::RED, "not analysed: ");
  Out << Failed.Reason << '\n';
}

void TextReport::summary(const Findings &Found) {
  if (Found.All.empty())
    Out << "no findings in " << counted(Found.Files, "file");
  else
    Out << counted(Found.All.size(), "finding") << " in "
        << counted(Found.Files, "file") << " ("
        << counted(Found.count("error"), "error") << ", "
        << counted(Found.count("warning"), "warning") << ")";
  if (!Found.Suppressed.empty())
    Out << "; " << Found.Suppressed.size() << " suppressed";
  if (!Found.Failed.empty())
    Out << "; " << counted(Found.Failed.size(), "unit")
        << " could not be analysed";
  Out << '\n';
}

/// Each check that found something: how often, what it is, where to read on.
void TextReport::byCheck(const Findings &Found) {
  size_t Widest = 0;
  auto Counted = countByCheck(Found);
  for (const auto &[Check, Number] : Counted)
    Widest = std::max(Widest, Check.size());
  for (const auto &[Check, Number] : Counted) {
    Out << llvm::format("%8zu ", Number);
    const AboutCheck *About = Context.about(Check);
    if (!About) {
      Out << Check << '\n';
      continue;
    }
    coloured(raw_ostream::SAVEDCOLOR, Check);
    Out.indent(Widest - Check.size());
    Out << "  " << About->Group;
    if (!About->Law.empty())
      Out << ", law " << About->Law;
    if (size_t Fixes = llvm::count_if(Found.All, [&](const Finding &One) {
          return One.Check == Check && !One.Fixes.empty();
        }))
      Out << ", " << Fixes << " with a fix";
    if (!About->Url.empty())
      Out << ": " << About->Url;
    else if (!About->Page.empty())
      Out << ": async-tidy explain " << StringRef(Check).substr(6);
    Out << '\n';
  }
}

/// The dearest first, and how much of the parse that is.
static void times(raw_ostream &Out, const CheckTimes &Times) {
  auto Parse = Times.find("parse");
  if (Parse == Times.end() || Parse->second <= 0)
    return;
  std::vector<std::pair<double, StringRef>> Dearest;
  double All = 0;
  for (const auto &[What, Seconds] : Times)
    if (What != "parse") {
      Dearest.emplace_back(Seconds, What);
      All += Seconds;
    }
  llvm::sort(Dearest, [](const auto &Left, const auto &Right) {
    return Left.first != Right.first ? Left.first > Right.first
                                     : Left.second < Right.second;
  });
  auto Line = [&](double Seconds, StringRef What) {
    Out << llvm::format("%10.3f s %5.1f %%  ", Seconds,
                        100 * Seconds / Parse->second)
        << What << '\n';
  };
  Out << "CPU time, and what share of the parse that is:\n";
  Line(Parse->second, "parse");
  Line(All, "all checks");
  for (const auto &[Seconds, What] : Dearest)
    Line(Seconds, What == "shared" ? "what they share" : What);
}

void writeText(raw_ostream &Out, const Findings &Found,
               const ReportContext &Context) {
  if (Context.Colours)
    Out.enable_colors(true);
  TextReport Report(Out, Context);
  for (const Finding &One : Found.All)
    Report.finding(One);
  for (const Failure &One : Found.Failed)
    Report.failure(One);
  if (Context.Statistics) {
    Out << llvm::format(
        "%8u units, of which %u from the cache; %u can break no law by what "
        "they spell and include; %u begin as others do; %.1f s of analysis\n",
        Found.Units, Found.Cached, Found.Skipped, Found.AfterPreamble,
        Found.Seconds);
    for (const auto &[File, Seconds] : Found.Slowest)
      Out << llvm::format("%8.1f s ", Seconds) << File << '\n';
    times(Out, Found.Times);
  }
  if (Context.Statistics || Context.Summary)
    Report.byCheck(Found);
  if (Context.Summary)
    Report.summary(Found);
}

} // namespace asynctidy::tool
