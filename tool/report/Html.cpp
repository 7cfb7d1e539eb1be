// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One page that needs nothing else: report.html with the findings in it.
#include "Report.h"

#include "llvm/ADT/STLExtras.h"

namespace asynctidy::tool {

namespace json = llvm::json;
using llvm::StringRef;

static constexpr StringRef Template =
#include "ReportPage.inc"
    ;

/// The lines around, with the number of the first.
static json::Value frame(const Finding &One, const ReportContext &Context) {
  constexpr int Around = 3;
  std::string Content = Context.Content ? Context.Content(One.File) : "";
  llvm::SmallVector<StringRef> Lines;
  StringRef(Content).split(Lines, '\n');
  int First = std::max(1, One.Line - Around);
  json::Array Shown;
  for (int Line = First; Line <= One.Line + Around; ++Line)
    if (static_cast<size_t>(Line) <= Lines.size())
      Shown.push_back(json::fixUTF8(Lines[Line - 1].rtrim('\r')));
  // Nothing, or other code than was analysed.
  if (Content.empty()) {
    First = One.Line;
    Shown = json::Array{json::fixUTF8(One.Text)};
  }
  return json::Object{{"first", First}, {"lines", std::move(Shown)}};
}

static json::Value about(const Finding &One, const ReportContext &Context) {
  std::string Text;
  llvm::raw_string_ostream Stream(Text);
  json::OStream Out(Stream);
  write(Out, One, /*WithText=*/true);
  Out.flush();
  json::Value Whole = llvm::cantFail(json::parse(Text));
  json::Object &Fields = *Whole.getAsObject();
  Fields["frame"] = frame(One, Context);
  Fields["caret"] = codePoints(One.Text, One.Column);
  Fields["width"] = One.EndLine == One.Line
                        ? codePoints(One.Text, One.EndColumn) -
                              codePoints(One.Text, One.Column)
                        : 1;
  json::Array Fixes;
  for (const Fix &Repair : One.Fixes)
    Fixes.push_back(json::Object{
        {"kind", Repair.Safe ? "safe" : "suggested"},
        {"description", json::fixUTF8(Repair.Description)},
        {"diff", json::fixUTF8(Context.Diff ? Context.Diff(Repair) : "")}});
  Fields["fixes"] = std::move(Fixes);
  return Whole;
}

void writeHtml(llvm::raw_ostream &Out, const Findings &Found,
               const ReportContext &Context) {
  json::Array All, Failed, Checks;
  for (const Finding *One : Found.everything())
    All.push_back(about(*One, Context));
  for (const Failure &One : Found.Failed)
    Failed.push_back(json::Object{{"file", json::fixUTF8(One.File)},
                                  {"reason", json::fixUTF8(One.Reason)}});
  auto ByCheck = countByCheck(Found);
  for (const Finding &One : Found.Suppressed)
    ByCheck[One.Check];
  for (const AboutCheck &One : Context.Checks)
    if (ByCheck.count(One.Name))
      Checks.push_back(json::Object{{"name", One.Name},
                                    {"law", One.Law},
                                    {"group", One.Group},
                                    {"sentence", json::fixUTF8(One.Sentence)},
                                    {"page", json::fixUTF8(One.Page)},
                                    {"url", One.Url}});
  std::string Data;
  llvm::raw_string_ostream(Data)
      << json::Value(json::Object{{"version", Context.Version},
                                  {"files", Found.Files},
                                  {"units", Found.Units},
                                  {"findings", std::move(All)},
                                  {"failed", std::move(Failed)},
                                  {"checks", std::move(Checks)}});
  auto [Before, After] = Template.split("@DATA@");
  Out << Before;
  // In JSON a '<' stands in strings only; spelled so it ends no script.
  for (char Letter : Data)
    if (Letter == '<')
      Out << "\\u003c";
    else
      Out << Letter;
  Out << After;
}

} // namespace asynctidy::tool
