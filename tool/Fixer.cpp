// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Fixer.h"
#include "Diff.h"
#include "Files.h"
#include "Unit.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

namespace asynctidy::tool {

using llvm::StringRef;

static const Fix *pick(const Finding &Found, bool Suggested) {
  for (bool Safe : {true, false})
    for (const Fix &Repair : Found.Fixes)
      if (Repair.Safe == Safe && (Safe || Suggested))
        return &Repair;
  return nullptr;
}

/// Whole lines put in at one place can stand one after the other.
static bool addsLines(const Edit &Change) {
  return Change.Length == 0 && StringRef(Change.Text).ends_with("\n");
}

static bool clash(const Edit &One, const Edit &Other) {
  if (One.Offset == Other.Offset && One.Length == 0 && Other.Length == 0)
    return !addsLines(One) || !addsLines(Other);
  return One.Offset < Other.Offset + Other.Length &&
         Other.Offset < One.Offset + One.Length;
}

bool Fixer::fits(const Fix &Repair) const {
  return llvm::all_of(Repair.Edits, [&](const Edit &Change) {
    // Outside of the project nothing is ours to change.
    if (llvm::sys::path::is_absolute(Change.File))
      return false;
    auto File = Files.find(Change.File);
    return File == Files.end() ||
           llvm::none_of(File->second.Edits, [&](const Edit &Other) {
             return Change != Other && clash(Change, Other);
           });
  });
}

void Fixer::add(const Fix &Repair) {
  for (const Edit &Change : Repair.Edits) {
    std::vector<Edit> &Edits = Files[Change.File].Edits;
    if (llvm::is_contained(Edits, Change))
      continue;
    auto Place = llvm::upper_bound(
        Edits, Change, [](const Edit &Left, const Edit &Right) {
          return std::tie(Left.Offset, Left.Length) <
                 std::tie(Right.Offset, Right.Length);
        });
    Edits.insert(Place, Change);
  }
}

Fixer::Fixer(const Project &Fixed, const Findings &Found, bool Suggested,
             const std::set<std::string> &LeftAlone)
    : Fixed(Fixed), Found(Found) {
  for (const Finding &One : Found.All) {
    const Fix *Repair = pick(One, Suggested);
    if (!Repair || llvm::any_of(Repair->Edits, [&](const Edit &Change) {
          return LeftAlone.count(Change.File) != 0;
        }))
      continue;
    if (!fits(*Repair)) {
      ++Conflicts;
      continue;
    }
    add(*Repair);
    ++Picked;
  }
}

llvm::Error Fixer::load() {
  for (auto &[Name, File] : Files) {
    auto Text = llvm::MemoryBuffer::getFile(Fixed.absolute(Name));
    if (!Text)
      return llvm::createStringError(Text.getError(),
                                     "cannot read '" + Name +
                                         "': " + Text.getError().message());
    File.Before = (*Text)->getBuffer().str();
    auto Source = Found.Sources.find(Name);
    if (Source == Found.Sources.end() ||
        Source->second != contentHash(File.Before))
      return llvm::createStringError(
          llvm::inconvertibleErrorCode(),
          "'" + Name + "' changed while it was analysed; run again");
  }
  return llvm::Error::success();
}

llvm::Error Fixer::apply() const {
  std::vector<FileToWrite> Changed;
  for (const auto &[Name, File] : Files)
    Changed.push_back(
        {Fixed.absolute(Name), applyEdits(File.Before, File.Edits)});
  return writeAll(Changed);
}

llvm::Error Fixer::undo() const {
  std::vector<FileToWrite> Original;
  for (const auto &[Name, File] : Files)
    Original.push_back({Fixed.absolute(Name), File.Before});
  return writeAll(Original);
}

void Fixer::writeDiff(llvm::raw_ostream &Out) const {
  for (const auto &[Name, File] : Files)
    tool::writeDiff(Out, Name, File.Before, File.Edits);
}

std::set<std::string>
Fixer::touched(const std::map<std::string, std::string> &Sources) const {
  std::set<std::string> Names;
  for (const auto &[Name, File] : Files)
    if (Sources.count(Name))
      Names.insert(Name);
  return Names;
}

} // namespace asynctidy::tool
