// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Draft.h"
#include "Diff.h"
#include "Journal.h"
#include "Unit.h"

#include "clang/Format/Format.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"

namespace asynctidy::tool {

using llvm::StringRef;
namespace format = clang::format;
namespace tooling = clang::tooling;

static llvm::Expected<std::string> readFile(const std::string &Path,
                                            StringRef Name) {
  auto Text = llvm::MemoryBuffer::getFile(Path);
  if (!Text)
    return llvm::createStringError(Text.getError(),
                                   "cannot read '" + Name +
                                       "': " + Text.getError().message());
  return (*Text)->getBuffer().str();
}

static llvm::Error changedMeanwhile(StringRef Name) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(),
                                 "'" + Name +
                                     "' changed while it was analysed; "
                                     "nothing was written, run again");
}

llvm::Error Draft::read(const std::string &Name, StringRef Hash) {
  auto [Known, Fresh] = Files.try_emplace(Name);
  if (!Fresh)
    return contentHash(Known->second.Now) == Hash ? llvm::Error::success()
                                                  : changedMeanwhile(Name);
  const std::string Path = Of->absolute(Name);
  auto Text = readFile(Path, Name);
  if (!Text) {
    Files.erase(Known);
    return Text.takeError();
  }
  Known->second.Before = Known->second.Now = std::move(*Text);
  if (contentHash(Known->second.Now) != Hash)
    return changedMeanwhile(Name);
  return canWrite(Path);
}

/// Those of one place become one.
static llvm::Expected<tooling::Replacements>
joined(StringRef Path, const std::vector<Edit> &Edits, bool CarriageReturns) {
  tooling::Replacements All;
  for (size_t Index = 0; Index < Edits.size();) {
    const uint64_t Offset = Edits[Index].Offset;
    uint64_t Length = 0;
    std::string Text;
    for (; Index < Edits.size() && Edits[Index].Offset == Offset; ++Index) {
      Length = std::max(Length, Edits[Index].Length);
      Text += Edits[Index].Text;
    }
    if (CarriageReturns) {
      std::string Ended;
      for (char Letter : Text) {
        if (Letter == '\n' && !StringRef(Ended).ends_with("\r"))
          Ended += '\r';
        Ended += Letter;
      }
      Text = std::move(Ended);
    }
    if (llvm::Error Failed =
            All.add(tooling::Replacement(Path, Offset, Length, Text)))
      return Failed;
  }
  return All;
}

/// \p Fresh with its lines as the project's `.clang-format` wants them, if that
/// is how they were before: else most of the change would not be ours. A faulty
/// .clang-format is not ours to judge.
static std::optional<tooling::Replacements>
formatted(StringRef Path, const std::string &Text,
          const tooling::Replacements &Fresh) {
  auto Style = format::getStyle("file", Path, "none", Text);
  if (!Style) {
    llvm::consumeError(Style.takeError());
    return std::nullopt;
  }
  if (Style->DisableFormat)
    return std::nullopt;
  std::vector<tooling::Range> Ranges;
  for (const tooling::Replacement &One : Fresh)
    Ranges.emplace_back(One.getOffset(), One.getLength());
  if (!format::reformat(*Style, Text, Ranges, Path).empty())
    return std::nullopt;
  auto Formatted = format::formatReplacements(Text, Fresh, *Style);
  if (Formatted)
    return std::move(*Formatted);
  llvm::consumeError(Formatted.takeError());
  return std::nullopt;
}

llvm::Error Draft::change(const std::string &Name,
                          const std::vector<Edit> &Edits) {
  File &Changed = Files.at(Name);
  const std::string Path = Of->absolute(Name);
  const bool CarriageReturns =
      StringRef(Changed.Now).split('\n').first.ends_with("\r");
  auto Fresh = joined(Path, Edits, CarriageReturns);
  if (!Fresh)
    return Fresh.takeError();
  if (auto Formatted = formatted(Path, Changed.Now, *Fresh))
    Fresh = std::move(*Formatted);
  auto Text = tooling::applyAllReplacements(Changed.Now, *Fresh);
  if (!Text)
    return Text.takeError();
  Changed.Now = std::move(*Text);
  Changed.Changes = Changed.Changes.merge(*Fresh);
  return llvm::Error::success();
}

std::string Draft::hashOf(const std::string &Name) const {
  auto Known = Files.find(Name);
  if (Known == Files.end() || Known->second.Changes.empty())
    return "";
  return contentHash(Known->second.Now);
}

size_t Draft::changed() const {
  return llvm::count_if(
      Files, [](const auto &One) { return !One.second.Changes.empty(); });
}

llvm::Expected<std::string> Draft::overlay(TemporaryFolder &Folder) const {
  Folder.remove();
  if (llvm::Error Failed = Folder.make())
    return Failed;
  std::map<std::string, StringRef> Texts;
  for (const auto &[Name, Changed] : Files)
    if (!Changed.Changes.empty())
      Texts[Of->absolute(Name)] = Changed.Now;
  return writeOverlay(Folder, Of->Root, Texts);
}

llvm::Error Draft::save() const {
  std::vector<FileToWrite> Changed;
  for (const auto &[Name, One] : Files) {
    if (One.Changes.empty())
      continue;
    const std::string Path = Of->absolute(Name);
    auto Text = readFile(Path, Name);
    if (!Text)
      return Text.takeError();
    if (*Text != One.Before)
      return changedMeanwhile(Name);
    Changed.push_back({Path, One.Now});
  }
  return writeWithJournal(Of->Root, Changed);
}

void Draft::writeDiff(llvm::raw_ostream &Out) const {
  for (const auto &[Name, Changed] : Files) {
    std::vector<Edit> Edits;
    for (const tooling::Replacement &One : Changed.Changes)
      Edits.push_back({Name, One.getOffset(), One.getLength(),
                       One.getReplacementText().str()});
    tool::writeDiff(Out, Name, Changed.Before, Edits);
  }
}

} // namespace asynctidy::tool
