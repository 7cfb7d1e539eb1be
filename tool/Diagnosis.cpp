// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Diagnosis.h"
#include "Fingerprint.h"
#include "Project.h"
#include "Register.h"

#include "llvm/ADT/StringExtras.h"

namespace asynctidy::tool {

using clang::tooling::DiagnosticMessage;
using llvm::StringRef;

/// The checks end a finding with a note made for us (AsyncTidyDetails).
static constexpr StringRef DetailsMark = "async-tidy: ";

std::string DiagnosisReader::nameOf(StringRef Path) const {
  return relativeTo(Root, normalise(Path, Directory));
}

StringRef DiagnosisReader::contentOf(StringRef Path) {
  auto [Found, IsNew] = Buffers.try_emplace(normalise(Path, Directory));
  if (IsNew)
    if (auto Read = Files->getBufferForFile(Found->getKey()))
      Found->second = std::move(*Read);
  return Found->second ? Found->second->getBuffer() : StringRef();
}

DiagnosisReader::Place DiagnosisReader::placeOf(StringRef Path,
                                                unsigned Offset) {
  StringRef Content = contentOf(Path);
  if (Offset > Content.size())
    return {};
  StringRef Before = Content.take_front(Offset);
  size_t Begin = Before.rfind('\n');
  Begin = Begin == StringRef::npos ? 0 : Begin + 1;
  StringRef Line = Content.substr(Begin).split('\n').first.rtrim('\r');
  return {static_cast<int>(Before.count('\n')) + 1,
          static_cast<int>(Offset - Begin) + 1, Line.str()};
}

void DiagnosisReader::readEnd(const DiagnosticMessage &Message,
                              Finding &Found) {
  unsigned End = Message.FileOffset;
  for (const auto &Range : Message.Ranges)
    if (Range.FilePath == Message.FilePath &&
        Range.FileOffset <= Message.FileOffset &&
        Range.FileOffset + Range.Length > Message.FileOffset) {
      End = Range.FileOffset + Range.Length;
      break;
    }
  if (End == Message.FileOffset) {
    // No range: the word at the place.
    StringRef Rest = contentOf(Message.FilePath).substr(End);
    size_t Word = Rest.take_while([](char Letter) {
                        return llvm::isAlnum(Letter) || Letter == '_';
                      })
                      .size();
    End += Word ? Word : 1;
  }
  Place Where = placeOf(Message.FilePath, End);
  Found.EndLine = Where.Line;
  Found.EndColumn = Where.Column;
}

std::optional<Fix> DiagnosisReader::readFix(
    const llvm::StringMap<clang::tooling::Replacements> &Changes,
    std::string Description, bool Safe) const {
  Fix Repair;
  Repair.Safe = Safe;
  Repair.Description = std::move(Description);
  for (const auto &Changed : Changes)
    for (const clang::tooling::Replacement &One : Changed.second) {
      // JSON carries UTF-8 only: rather no fix than other bytes.
      if (!llvm::json::isUTF8(One.getReplacementText()))
        return std::nullopt;
      Repair.Edits.push_back({nameOf(One.getFilePath()), One.getOffset(),
                              One.getLength(), One.getReplacementText().str()});
    }
  if (Repair.Edits.empty())
    return std::nullopt;
  llvm::sort(Repair.Edits);
  return Repair;
}

static void readDetails(StringRef Text, Finding &Found) {
  llvm::Expected<llvm::json::Value> Details = llvm::json::parse(Text);
  if (!Details) {
    llvm::consumeError(Details.takeError());
    return;
  }
  const llvm::json::Object *Fields = Details->getAsObject();
  if (!Fields)
    return;
  Found.Symbol = Fields->getString("symbol").value_or("").str();
  Found.Library = Fields->getString("library").value_or("").str();
  if (const llvm::json::Value *When = Fields->get("when")) {
    llvm::json::Path::Root Root("when");
    if (!fromJSON(*When, Found.When, Root))
      llvm::consumeError(Root.getError());
  }
  if (const llvm::json::Value *Turned = Fields->get("turn")) {
    llvm::json::Path::Root Root("turn");
    if (!fromJSON(*Turned, Found.Turned, Root))
      llvm::consumeError(Root.getError());
  }
  if (auto Severity = Fields->getString("severity");
      Severity == "error" || Severity == "warning")
    Found.Severity = Severity->str();
}

std::optional<Finding>
DiagnosisReader::read(const clang::tidy::ClangTidyError &Error) {
  const DiagnosticMessage &Message = Error.Message;
  if (Message.FilePath.empty())
    return std::nullopt;
  Finding Found;
  Found.Check = Error.DiagnosticName;
  if (const RegisteredCheck *Check = findCheck(Found.Check)) {
    Found.Law = Check->Law;
    Found.Group = Check->Group;
  }
  Found.Severity = Found.Group == "bug" ? "error" : "warning";
  Found.Message = Message.Message;
  Found.File = nameOf(Message.FilePath);
  Place Where = placeOf(Message.FilePath, Message.FileOffset);
  Found.Line = Where.Line;
  Found.Column = Where.Column;
  Found.Text = Where.Text;
  Found.Statement =
      statementAt(contentOf(Message.FilePath), Message.FileOffset);
  readEnd(Message, Found);

  std::vector<Fix> Suggested;
  for (const DiagnosticMessage &Note : Error.Notes) {
    StringRef Text = Note.Message;
    if (Text.consume_front(DetailsMark)) {
      readDetails(Text, Found);
      continue;
    }
    Hop Step;
    Step.Message = Note.Message;
    if (!Note.FilePath.empty()) {
      Place At = placeOf(Note.FilePath, Note.FileOffset);
      Step.File = nameOf(Note.FilePath);
      Step.Line = At.Line;
      Step.Column = At.Column;
      Step.Text = At.Text;
    }
    Found.Chain.push_back(std::move(Step));
    if (auto Repair = readFix(Note.Fix, Note.Message, /*Safe=*/false))
      Suggested.push_back(std::move(*Repair));
  }
  // The remedy is the last note; it says what the safe fix does.
  std::string Remedy =
      Found.Chain.empty() ? Found.Message : Found.Chain.back().Message;
  if (auto Repair = readFix(Message.Fix, Remedy, /*Safe=*/true))
    Found.Fixes.push_back(std::move(*Repair));
  for (Fix &Repair : Suggested)
    Found.Fixes.push_back(std::move(Repair));
  if (Error.IsWarningAsError)
    Found.Severity = "error";
  return Found;
}

std::string DiagnosisReader::describe(const DiagnosticMessage &Message) {
  if (Message.FilePath.empty())
    return Message.Message;
  Place Where = placeOf(Message.FilePath, Message.FileOffset);
  return (nameOf(Message.FilePath) + ":" + llvm::Twine(Where.Line) + ": " +
          Message.Message)
      .str();
}

} // namespace asynctidy::tool
