// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// SARIF 2.1.0 (OASIS), as GitHub's code scanning and editors read it.
#include "Report.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

namespace asynctidy::tool {

namespace json = llvm::json;
using llvm::StringRef;

namespace {

struct Place {
  int Line = 0, Column = 0;
};

class SarifReport {
public:
  SarifReport(const Findings &Found, const ReportContext &Context)
      : Found(Found), Context(Context) {}

  json::Value run();

private:
  json::Object location(StringRef File, int Line, int Column, int EndLine,
                        int EndColumn, StringRef Text) const;
  json::Object stepLocation(const Hop &Step) const;
  json::Value result(const Finding &One);
  json::Value rule(const AboutCheck &About) const;
  std::optional<json::Value> fix(const Fix &Repair) const;
  json::Value region(StringRef Content, const Edit &Change) const;

  const Findings &Found;
  const ReportContext &Context;
  std::map<std::string, int64_t> Rules;
};

} // namespace

static json::Object message(StringRef Text) {
  return json::Object{{"text", json::fixUTF8(Text)}};
}

/// A relative reference starts at the project's root; its bytes are escaped.
static json::Object artifact(StringRef File) {
  std::string Uri;
  for (char Letter : File)
    if (llvm::isAlnum(Letter) || StringRef("-._~/").contains(Letter))
      Uri += Letter;
    else
      Uri +=
          "%" + llvm::utohexstr(static_cast<unsigned char>(Letter), false, 2);
  if (StringRef(Uri).starts_with("/"))
    return json::Object{{"uri", "file://" + Uri}};
  return json::Object{{"uri", Uri}, {"uriBaseId", "SRCROOT"}};
}

json::Object SarifReport::location(StringRef File, int Line, int Column,
                                   int EndLine, int EndColumn,
                                   StringRef Text) const {
  json::Object Physical{{"artifactLocation", artifact(File)}};
  if (Line > 0) {
    json::Object Region{{"startLine", Line}};
    if (Column > 0)
      Region["startColumn"] = codePoints(Text, Column);
    if (EndLine == Line && EndColumn > Column)
      Region["endColumn"] = codePoints(Text, EndColumn);
    else if (EndLine > Line)
      Region["endLine"] = EndLine;
    if (!Text.empty())
      Region["snippet"] = message(Text);
    Physical["region"] = std::move(Region);
  }
  return json::Object{{"physicalLocation", std::move(Physical)}};
}

json::Object SarifReport::stepLocation(const Hop &Step) const {
  json::Object Where =
      Step.File.empty()
          ? json::Object{}
          : location(Step.File, Step.Line, Step.Column, 0, 0, Step.Text);
  Where["message"] = message(Step.Message);
  return Where;
}

static Place placeOf(StringRef Content, uint64_t Offset) {
  StringRef Before = Content.take_front(Offset);
  size_t Begin = Before.rfind('\n') + 1; // npos + 1 == 0
  return {static_cast<int>(Before.count('\n')) + 1,
          codePoints(Before.substr(Begin),
                     static_cast<int>(Before.size() - Begin) + 1)};
}

/// By lines where the file is at hand, else by bytes: SARIF knows both.
json::Value SarifReport::region(StringRef Content, const Edit &Change) const {
  if (Content.empty() || Change.Offset + Change.Length > Content.size())
    return json::Object{{"byteOffset", static_cast<int64_t>(Change.Offset)},
                        {"byteLength", static_cast<int64_t>(Change.Length)}};
  Place First = placeOf(Content, Change.Offset);
  Place Last = placeOf(Content, Change.Offset + Change.Length);
  return json::Object{{"startLine", First.Line},
                      {"startColumn", First.Column},
                      {"endLine", Last.Line},
                      {"endColumn", Last.Column}};
}

std::optional<json::Value> SarifReport::fix(const Fix &Repair) const {
  std::map<std::string, json::Array> Files;
  for (const Edit &Change : Repair.Edits) {
    std::string Content = Context.Content ? Context.Content(Change.File) : "";
    Files[Change.File].push_back(
        json::Object{{"deletedRegion", region(Content, Change)},
                     {"insertedContent", message(Change.Text)}});
  }
  if (Files.empty())
    return std::nullopt;
  json::Array Changes;
  for (auto &[File, Replacements] : Files)
    Changes.push_back(json::Object{{"artifactLocation", artifact(File)},
                                   {"replacements", std::move(Replacements)}});
  return json::Object{{"description", message(Repair.Description)},
                      {"artifactChanges", std::move(Changes)}};
}

json::Value SarifReport::result(const Finding &One) {
  json::Object Result{
      {"ruleId", One.Check},
      {"level", One.Severity == "error" ? "error"
                : One.Group == "style"  ? "note"
                                        : "warning"},
      {"message", message(One.Message)},
      {"locations",
       json::Array{location(One.File, One.Line, One.Column, One.EndLine,
                            One.EndColumn, One.Text)}},
      // The second is the one that GitHub's code scanning looks at.
      {"partialFingerprints",
       json::Object{{"asyncTidyStatement/v1", One.Fingerprint},
                    {"primaryLocationLineHash", One.Fingerprint}}},
      {"properties", json::Object{{"law", One.Law},
                                  {"group", One.Group},
                                  {"symbol", json::fixUTF8(One.Symbol)},
                                  {"library", json::fixUTF8(One.Library)}}}};
  if (auto Rule = Rules.find(One.Check); Rule != Rules.end())
    Result["ruleIndex"] = Rule->second;
  if (!One.Chain.empty()) {
    json::Array Related, Steps;
    for (const Hop &Step : One.Chain) {
      json::Object Where = stepLocation(Step);
      Where["id"] = static_cast<int64_t>(Related.size() + 1);
      Related.push_back(std::move(Where));
      if (!Step.File.empty())
        Steps.push_back(json::Object{{"location", stepLocation(Step)}});
    }
    Result["relatedLocations"] = std::move(Related);
    if (!Steps.empty())
      Result["codeFlows"] = json::Array{json::Object{
          {"threadFlows",
           json::Array{json::Object{{"locations", std::move(Steps)}}}}}};
  }
  json::Array Fixes;
  for (const Fix &Repair : One.Fixes)
    if (auto Said = fix(Repair))
      Fixes.push_back(std::move(*Said));
  if (!Fixes.empty())
    Result["fixes"] = std::move(Fixes);
  // Empty is a statement too: this one counts.
  json::Array Suppressions;
  if (One.Suppressed) {
    bool InSource =
        One.Suppressed->Kind == "nolint" || One.Suppressed->Kind == "allow";
    json::Object Why{{"kind", InSource ? "inSource" : "external"}};
    if (!One.Suppressed->Reason.empty())
      Why["justification"] = json::fixUTF8(One.Suppressed->Reason);
    Suppressions.push_back(std::move(Why));
  }
  Result["suppressions"] = std::move(Suppressions);
  return Result;
}

json::Value SarifReport::rule(const AboutCheck &About) const {
  json::Object Rule{
      {"id", About.Name},
      {"shortDescription", message(About.Sentence)},
      {"defaultConfiguration",
       json::Object{{"enabled", About.Group != "style"},
                    {"level", About.Group == "bug"      ? "error"
                              : About.Group == "hazard" ? "warning"
                                                        : "note"}}},
      {"properties",
       json::Object{{"law", About.Law},
                    {"group", About.Group},
                    {"tags", json::Array{"async", About.Group}}}}};
  if (!About.Page.empty())
    Rule["help"] = json::Object{{"text", json::fixUTF8(About.Page)},
                                {"markdown", json::fixUTF8(About.Page)}};
  if (!About.Url.empty())
    Rule["helpUri"] = About.Url;
  return Rule;
}

json::Value SarifReport::run() {
  json::Array AllRules, Results, Notifications;
  for (const AboutCheck &About : Context.Checks) {
    Rules[About.Name] = static_cast<int64_t>(AllRules.size());
    AllRules.push_back(rule(About));
  }
  for (const Finding *One : Found.everything())
    Results.push_back(result(*One));
  for (const Failure &One : Found.Failed)
    Notifications.push_back(json::Object{
        {"level", "error"},
        {"message", message("not analysed: " + One.Reason)},
        {"locations", json::Array{location(One.File, 0, 0, 0, 0, "")}}});
  return json::Object{
      {"tool", json::Object{{"driver",
                             json::Object{{"name", "async-tidy"},
                                          {"version", Context.Version},
                                          {"semanticVersion", Context.Version},
                                          {"rules", std::move(AllRules)}}}}},
      {"columnKind", "unicodeCodePoints"},
      {"originalUriBaseIds",
       json::Object{
           {"SRCROOT",
            json::Object{{"description", message("the project's root")}}}}},
      {"invocations",
       json::Array{json::Object{
           {"executionSuccessful", Found.Failed.empty()},
           {"toolExecutionNotifications", std::move(Notifications)}}}},
      {"results", std::move(Results)}};
}

void writeSarif(llvm::raw_ostream &Out, const Findings &Found,
                const ReportContext &Context) {
  json::Value Log = json::Object{
      {"$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/"
                  "schemas/sarif-schema-2.1.0.json"},
      {"version", "2.1.0"},
      {"runs", json::Array{SarifReport(Found, Context).run()}}};
  Out << llvm::formatv("{0:2}", Log) << '\n';
}

} // namespace asynctidy::tool
