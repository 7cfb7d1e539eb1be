// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Findings.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/raw_ostream.h"

namespace asynctidy::tool {

using llvm::StringRef;
namespace json = llvm::json;

size_t Findings::count(StringRef Severity) const {
  return llvm::count_if(
      All, [&](const Finding &Found) { return Found.Severity == Severity; });
}

void Findings::setSuppressedAside() {
  llvm::erase_if(All, [&](Finding &Found) {
    if (Found.Suppressed)
      Suppressed.push_back(std::move(Found));
    // What was moved from still says so.
    return Found.Suppressed.has_value();
  });
}

std::vector<const Finding *> Findings::everything() const {
  std::vector<const Finding *> Both;
  for (const std::vector<Finding> *Part : {&All, &Suppressed})
    for (const Finding &Found : *Part)
      Both.push_back(&Found);
  llvm::sort(Both, [](const Finding *Left, const Finding *Right) {
    return identity(*Left) < identity(*Right);
  });
  return Both;
}

int Findings::status(bool ExitZero) const {
  if (!Failed.empty())
    return 3;
  return All.empty() || ExitZero ? 0 : 1;
}

std::string counted(size_t Number, StringRef Noun, StringRef Plural) {
  std::string Several = Plural.empty() ? (Noun + "s").str() : Plural.str();
  return (llvm::Twine(Number) + " " + (Number == 1 ? Noun : Several)).str();
}

static json::Value text(StringRef Raw) { return json::fixUTF8(Raw); }

static void write(json::OStream &Out, const Hop &Step, bool WithText) {
  Out.object([&] {
    Out.attribute("file", text(Step.File));
    Out.attribute("line", Step.Line);
    Out.attribute("column", Step.Column);
    Out.attribute("message", text(Step.Message));
    if (WithText)
      Out.attribute("text", text(Step.Text));
  });
}

static void write(json::OStream &Out, const Fix &Repair) {
  Out.object([&] {
    Out.attribute("kind", Repair.Safe ? "safe" : "suggested");
    Out.attribute("description", text(Repair.Description));
    Out.attributeArray("edits", [&] {
      for (const Edit &Change : Repair.Edits)
        Out.object([&] {
          Out.attribute("file", text(Change.File));
          Out.attribute("offset", static_cast<int64_t>(Change.Offset));
          Out.attribute("length", static_cast<int64_t>(Change.Length));
          Out.attribute("text", text(Change.Text));
        });
    });
  });
}

void write(json::OStream &Out, const Finding &Found, bool WithText) {
  Out.object([&] {
    Out.attribute("check", Found.Check);
    Out.attribute("law", Found.Law);
    Out.attribute("severity", Found.Severity);
    Out.attribute("group", Found.Group);
    Out.attribute("message", text(Found.Message));
    Out.attribute("file", text(Found.File));
    Out.attribute("line", Found.Line);
    Out.attribute("column", Found.Column);
    Out.attribute("end_line", Found.EndLine);
    Out.attribute("end_column", Found.EndColumn);
    Out.attribute("symbol", text(Found.Symbol));
    Out.attribute("library", text(Found.Library));
    Out.attributeArray("chain", [&] {
      for (const Hop &Step : Found.Chain)
        write(Out, Step, WithText);
    });
    Out.attributeArray("fixes", [&] {
      for (const Fix &Repair : Found.Fixes)
        write(Out, Repair);
    });
    Out.attribute("fingerprint", Found.Fingerprint);
    if (Found.Suppressed)
      Out.attributeObject("suppressed", [&] {
        Out.attribute("kind", Found.Suppressed->Kind);
        Out.attribute("reason", text(Found.Suppressed->Reason));
      });
    else
      Out.attribute("suppressed", nullptr);
    if (WithText) {
      Out.attribute("text", text(Found.Text));
      Out.attribute("statement", text(Found.Statement));
    }
    if (!Found.When.empty())
      Out.attributeArray("when", [&] {
        for (const Evidence &Each : Found.When)
          write(Out, Each);
      });
    if (!Found.Turned.Id.empty()) {
      Out.attributeBegin("turn");
      write(Out, Found.Turned);
      Out.attributeEnd();
    }
  });
}

void write(json::OStream &Out, const CheckTimes &Times) {
  Out.attributeObject("times", [&] {
    for (const auto &[What, Seconds] : Times)
      Out.attribute(What, Seconds);
  });
}

std::string toText(const UnitResult &Result) {
  std::string Text;
  llvm::raw_string_ostream Stream(Text);
  json::OStream Out(Stream);
  Out.object([&] {
    Out.attribute("version", 1);
    Out.attribute("unit", text(Result.File));
    Out.attribute("failed",
                  Result.Failed ? text(*Result.Failed) : json::Value(nullptr));
    Out.attribute("seconds", Result.Seconds);
    write(Out, Result.Times);
    if (Result.Skipped)
      Out.attribute("skipped", true);
    if (Result.AfterPreamble)
      Out.attribute("after_preamble", true);
    if (!Result.Pasted.empty())
      Out.attribute("pasted", Result.Pasted);
    Out.attributeArray("findings", [&] {
      for (const Finding &Found : Result.Findings)
        write(Out, Found, /*WithText=*/true);
    });
    Out.attributeArray("conditional", [&] {
      for (const Finding &Found : Result.Conditional)
        write(Out, Found, /*WithText=*/true);
    });
    Out.attributeArray("allowances", [&] {
      for (const Allowance &Allowed : Result.Allowances)
        write(Out, Allowed);
    });
    write(Out, Result.Summary);
    Out.attributeObject("sources", [&] {
      for (const auto &[File, Hash] : Result.Sources)
        Out.attribute(json::fixUTF8(File), Hash);
    });
  });
  Stream << '\n';
  return Text;
}

// Reading. LLVM finds these by argument-dependent lookup.

static bool fromJSON(const json::Value &From, Hop &To, json::Path Path) {
  json::ObjectMapper Map(From, Path);
  return Map && Map.map("file", To.File) && Map.map("line", To.Line) &&
         Map.map("column", To.Column) && Map.map("message", To.Message) &&
         Map.mapOptional("text", To.Text);
}

static bool fromJSON(const json::Value &From, Edit &To, json::Path Path) {
  json::ObjectMapper Map(From, Path);
  return Map && Map.map("file", To.File) && Map.map("offset", To.Offset) &&
         Map.map("length", To.Length) && Map.map("text", To.Text);
}

static bool fromJSON(const json::Value &From, Fix &To, json::Path Path) {
  json::ObjectMapper Map(From, Path);
  std::string Kind;
  if (!Map || !Map.map("kind", Kind) ||
      !Map.map("description", To.Description) || !Map.map("edits", To.Edits))
    return false;
  To.Safe = Kind == "safe";
  return true;
}

static bool fromJSON(const json::Value &From, Suppression &To,
                     json::Path Path) {
  json::ObjectMapper Map(From, Path);
  return Map && Map.map("kind", To.Kind) && Map.map("reason", To.Reason);
}

static bool fromJSON(const json::Value &From, Finding &To, json::Path Path) {
  json::ObjectMapper Map(From, Path);
  return Map && Map.map("check", To.Check) && Map.map("law", To.Law) &&
         Map.map("severity", To.Severity) && Map.map("group", To.Group) &&
         Map.map("message", To.Message) && Map.map("file", To.File) &&
         Map.map("line", To.Line) && Map.map("column", To.Column) &&
         Map.map("end_line", To.EndLine) &&
         Map.map("end_column", To.EndColumn) && Map.map("symbol", To.Symbol) &&
         Map.map("library", To.Library) && Map.map("chain", To.Chain) &&
         Map.map("fixes", To.Fixes) && Map.map("suppressed", To.Suppressed) &&
         Map.mapOptional("text", To.Text) &&
         Map.mapOptional("statement", To.Statement) &&
         Map.mapOptional("when", To.When) && Map.mapOptional("turn", To.Turned);
}

static bool fromJSON(const json::Value &From, UnitResult &To, json::Path Path) {
  json::ObjectMapper Map(From, Path);
  int Version = 0;
  if (!Map || !Map.map("version", Version))
    return false;
  if (Version != 1) {
    Path.field("version").report("result file of another version");
    return false;
  }
  return Map.map("unit", To.File) && Map.map("failed", To.Failed) &&
         Map.map("seconds", To.Seconds) && Map.mapOptional("times", To.Times) &&
         Map.mapOptional("skipped", To.Skipped) &&
         Map.mapOptional("after_preamble", To.AfterPreamble) &&
         Map.mapOptional("pasted", To.Pasted) &&
         Map.map("findings", To.Findings) &&
         Map.map("conditional", To.Conditional) &&
         Map.map("allowances", To.Allowances) && read(Map, To.Summary) &&
         Map.map("sources", To.Sources);
}

llvm::Expected<UnitResult> parseResult(StringRef Text) {
  return json::parse<UnitResult>(Text);
}

} // namespace asynctidy::tool
