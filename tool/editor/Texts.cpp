// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Texts.h"
#include "Pages.h"
#include "Register.h"
#include "Unit.h"

#include "clang/Tooling/Core/Replacement.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MemoryBuffer.h"

namespace asynctidy::tool::editor {

using llvm::StringRef;
using llvm::lsp::Position;
using llvm::lsp::Range;
namespace json = llvm::json;

/// The protocol counts in units of UTF-16.
static int utf16Length(StringRef Utf8) {
  int Length = 0;
  for (unsigned char Byte : Utf8)
    if ((Byte & 0xC0) != 0x80)
      Length += Byte >= 0xF0 ? 2 : 1;
  return Length;
}

/// Of line and column as reports have them; \p Text is the line.
static Position positionOf(int Line, int Column, StringRef Text) {
  int Before = std::max(Column - 1, 0);
  int Known = std::min<int>(Before, Text.size());
  return {std::max(Line - 1, 0),
          utf16Length(Text.take_front(Known)) + Before - Known};
}

static Position positionAt(StringRef Text, uint64_t Offset) {
  StringRef Before = Text.take_front(Offset);
  size_t Begin = Before.rfind('\n') + 1; // npos + 1 == 0
  return {static_cast<int>(Before.count('\n')),
          utf16Length(Before.substr(Begin))};
}

/// The line \p Number, from 1, with the end of line.
static StringRef lineOf(StringRef Text, int Number) {
  for (; Number > 1; --Number)
    Text = Text.split('\n').second;
  return Text.take_front(Text.find('\n') + 1);
}

llvm::lsp::URIForFile Texts::uriOf(const std::string &File) const {
  std::string Path = normalise(File, In.root());
  if (auto Opened = Open.find(Path); Opened != Open.end())
    return Opened->second.Uri;
  auto Made = llvm::lsp::URIForFile::fromFile(Path);
  if (Made)
    return *Made;
  llvm::consumeError(Made.takeError());
  return {};
}

/// What was analysed, if it is still that.
std::optional<std::string> Texts::textOf(const std::string &File) const {
  std::string Path = normalise(File, In.root()), Text;
  if (auto Opened = Open.find(Path); Opened != Open.end())
    Text = Opened->second.Text;
  else if (auto Read = llvm::MemoryBuffer::getFile(Path))
    Text = (*Read)->getBuffer().str();
  const auto &Sources = In.findings().Sources;
  auto Source = Sources.find(File);
  if (Source == Sources.end() || contentHash(Text) != Source->second)
    return std::nullopt;
  return Text;
}

Range Texts::rangeOf(const Finding &Found) const {
  Position Begin = positionOf(Found.Line, Found.Column, Found.Text);
  std::string Text = Found.Text;
  if (Found.EndLine != Found.Line) {
    auto Whole = textOf(Found.File);
    Text = Whole ? lineOf(*Whole, Found.EndLine).str() : "";
  }
  return {Begin, positionOf(Found.EndLine, Found.EndColumn, Text)};
}

static bool isAboutComment(const Finding &Found) {
  return Found.Check == "async-tidy-unused-allow" ||
         Found.Check == "async-tidy-expired-allow";
}

static StringRef stemOf(StringRef Check) {
  const RegisteredCheck *Known = findCheck(Check);
  return Known ? Known->stem() : StringRef();
}

json::Value Texts::diagnostic(const Finding &Found, bool WithRelated) const {
  std::string Message = Found.Message;
  json::Array Related;
  for (const Hop &Step : Found.Chain) {
    if (!WithRelated || Step.File.empty()) {
      Message += "\n";
      if (!Step.File.empty())
        Message += Step.File + ":" + std::to_string(Step.Line) + ": ";
      Message += Step.Message;
      continue;
    }
    Position At = positionOf(Step.Line, Step.Column, Step.Text);
    Related.push_back(json::Object{
        {"location", json::Object{{"uri", uriOf(Step.File).uri().str()},
                                  {"range", Range(At)}}},
        {"message", json::fixUTF8(Step.Message)}});
  }
  json::Object Made{
      {"range", rangeOf(Found)},
      {"severity", Found.Severity == "error" ? 1 : 2},
      {"code", Found.Check},
      {"source", "async-tidy"},
      {"message", json::fixUTF8(Message)},
  };
  if (std::string Page = pageAddress(stemOf(Found.Check)); !Page.empty())
    Made["codeDescription"] = json::Object{{"href", Page}};
  if (!Related.empty())
    Made["relatedInformation"] = std::move(Related);
  if (isAboutComment(Found))
    Made["tags"] = json::Array{1}; // unnecessary
  return Made;
}

/// Null when a file is not any more what was analysed.
std::optional<json::Value>
Texts::workspaceEdit(llvm::ArrayRef<const Fix *> Repairs) const {
  llvm::lsp::WorkspaceEdit Changes;
  for (const Fix *Repair : Repairs)
    for (const Edit &Change : Repair->Edits) {
      auto Text = textOf(Change.File);
      if (!Text)
        return std::nullopt;
      Range Where(positionAt(*Text, Change.Offset),
                  positionAt(*Text, Change.Offset + Change.Length));
      Changes.changes[uriOf(Change.File).uri().str()].push_back(
          {Where, Change.Text});
    }
  return toJSON(Changes);
}

/// A comment above the line. Its reason is left to be written: until then the
/// finding stays, and the comment is reported.
std::optional<json::Value> Texts::allowance(const Finding &Found) const {
  auto Text = textOf(Found.File);
  if (!Text || StringRef(Found.Check).starts_with("async-tidy-"))
    return std::nullopt;
  StringRef Line = lineOf(*Text, Found.Line);
  // Within a macro's definition it would take the rest of the line with it.
  if (Found.Line > 1 &&
      lineOf(*Text, Found.Line - 1).rtrim("\r\n").ends_with("\\"))
    return std::nullopt;
  StringRef Indent =
      Line.take_while([](char C) { return C == ' ' || C == '\t'; });
  StringRef End = Line.ends_with("\r\n") ? "\r\n" : "\n";
  llvm::lsp::WorkspaceEdit Changes;
  Changes.changes[uriOf(Found.File).uri().str()].push_back(
      {Range(Position(Found.Line - 1, 0)),
       (Indent + "// async-tidy: allow(" + Found.Check + ") " + End).str()});
  return toJSON(Changes);
}

void Texts::quickFixes(const Finding &Found, bool WithRelated,
                       json::Array &To) const {
  json::Value Of = diagnostic(Found, WithRelated);
  auto Offer = [&](std::string Title, json::Value Changes, bool Preferred) {
    json::Object Action{{"title", json::fixUTF8(Title)},
                        {"kind", "quickfix"},
                        {"diagnostics", json::Array{Of}},
                        {"edit", std::move(Changes)}};
    if (Preferred)
      Action["isPreferred"] = true;
    To.push_back(std::move(Action));
  };
  for (const Fix &Repair : Found.Fixes)
    if (auto Changes = workspaceEdit(&Repair))
      Offer(Repair.Description +
                (Repair.Safe ? "" : " (suggested: it may change what happens)"),
            std::move(*Changes), Repair.Safe);
  if (auto Changes = allowance(Found))
    Offer("allow " + Found.Check + " here, with a reason", std::move(*Changes),
          /*Preferred=*/false);
}

json::Value Texts::fixAll(const std::string &File) const {
  // Each whole or not at all; what overlaps with an earlier one waits.
  clang::tooling::Replacements All;
  for (const Finding &Found : In.findings().All) {
    if (Found.File != File || Found.Fixes.empty() || !Found.Fixes.front().Safe)
      continue;
    clang::tooling::Replacements With = All;
    bool Fits = true;
    for (const Edit &Change : Found.Fixes.front().Edits) {
      Fits &= Change.File == File;
      llvm::Error Clash = With.add(clang::tooling::Replacement(
          File, Change.Offset, Change.Length, Change.Text));
      Fits &= !Clash;
      llvm::consumeError(std::move(Clash));
    }
    if (Fits)
      All = std::move(With);
  }
  if (All.empty())
    return nullptr;
  Fix Together;
  for (const clang::tooling::Replacement &One : All)
    Together.Edits.push_back({File, One.getOffset(), One.getLength(),
                              One.getReplacementText().str()});
  auto Changes = workspaceEdit(&Together);
  if (!Changes)
    return nullptr;
  return json::Object{
      {"title", "repair what async-tidy can repair safely"},
      {"kind", "source.fixAll.async-tidy"},
      {"edit", std::move(*Changes)},
  };
}

std::string Texts::hover(const Finding &Found) const {
  std::string Text = "**" + Found.Check + "** (" + Found.Severity + ")\n\n" +
                     Found.Message + "\n\n";
  if (Law Defended = lawOf(Found.Law); !Defended.Name.empty())
    Text += ("Law " + Found.Law + ", " + Defended.Name + ". " +
             Defended.Sentence + "\n\n")
                .str();
  if (!Found.Chain.empty())
    Text += "Remedy: " + Found.Chain.back().Message + "\n\n";
  StringRef Stem = stemOf(Found.Check);
  if (std::string Page = pageAddress(Stem); !Page.empty())
    Text += "[The page of the check](" + Page + ")";
  else if (!pageOf(Stem).empty())
    Text += ("`async-tidy explain " + Stem + "` tells more").str();
  return json::fixUTF8(StringRef(Text).rtrim());
}

} // namespace asynctidy::tool::editor
