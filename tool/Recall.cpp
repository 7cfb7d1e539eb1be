// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Recall.h"
#include "Program.h"
#include "Project.h"
#include "Scan.h"
#include "Unit.h"

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"

#include <set>

namespace asynctidy::tool {

using llvm::StringRef;

/// The name that a definition of the function \p Id spells, or a few of which
/// one is it; none for what has no name (a lambda).
static std::vector<std::string> namesOf(StringRef Id) {
  auto IsWord = [](char Letter) {
    return llvm::isAlnum(Letter) || Letter == '_';
  };
  size_t At = Id.rfind("@F@");
  if (At != StringRef::npos)
    return {Id.drop_front(At + 3).ltrim('~').take_while(IsWord).str()};
  // @FT@>2#T#NIname#: the parameters, each a '#' and some letters, the name.
  At = Id.rfind("@FT@>");
  unsigned Parameters = 0;
  StringRef Rest = At == StringRef::npos ? "" : Id.drop_front(At + 5);
  if (Rest.consumeInteger(10, Parameters))
    return {};
  while (Parameters--)
    Rest = Rest.split('#').second;
  std::vector<std::string> Names;
  for (Rest = Rest.take_while(IsWord); Rest.size() > 1 && Names.size() < 4;)
    Names.push_back((Rest = Rest.drop_front()).str());
  return Names;
}

/// The files of the project, each read once.
namespace {
class OwnFiles {
public:
  explicit OwnFiles(const std::string &Root) : Root(Root) {}

  /// Null when it is not what was scanned any more.
  const Spelled *spelled(const std::string &File, const std::string &Hash) {
    auto [Slot, IsNew] = Known.try_emplace({File, Hash});
    if (IsNew) {
      auto Text = llvm::MemoryBuffer::getFile(normalise(File, Root));
      if (Text && contentHash((*Text)->getBuffer()) == Hash) {
        Slot->second.emplace();
        Slot->second->add((*Text)->getBuffer());
      }
    }
    return Slot->second ? &*Slot->second : nullptr;
  }

private:
  const std::string &Root;
  std::map<std::pair<std::string, std::string>, std::optional<Spelled>> Known;
};
} // namespace

/// Can `##` make \p Name of pieces that are \p Spelled, and numbers?
static bool isJoined(StringRef Name,
                     llvm::function_ref<bool(StringRef)> Spelled) {
  std::vector<bool> Reached(Name.size() + 1);
  Reached[0] = true;
  for (size_t From = 0; From < Name.size(); ++From)
    for (size_t To = From + 1; Reached[From] && To <= Name.size(); ++To)
      Reached[To] = Reached[To] || llvm::isDigit(Name[From]) ||
                    Spelled(Name.slice(From, To));
  return Reached[Name.size()];
}

/// May \p One define one of \p Names, as far as its texts say?
static bool mayDefine(const UnitResult &One, const std::set<std::string> &Names,
                      OwnFiles &Files) {
  llvm::StringSet<> Joined;
  for (const std::string &Piece : One.Pasted)
    Joined.insert(Piece);
  std::vector<const Spelled *> Texts;
  bool Pastes = !Joined.empty();
  for (const auto &[File, Hash] : One.Sources) {
    const Spelled *Text = Files.spelled(File, Hash);
    if (!Text)
      return true;
    Pastes |= Text->Pastes;
    Texts.push_back(Text);
  }
  auto IsSpelled = [&](StringRef Name) {
    return Joined.contains(Name) ||
           llvm::any_of(Texts, [&](const Spelled *Text) {
             return Text->Names.contains(Name);
           });
  };
  return llvm::any_of(Names, [&](const std::string &Name) {
    return IsSpelled(Name) || (Pastes && isJoined(Name, IsSpelled));
  });
}

std::vector<size_t> recalled(const std::vector<UnitResult> &Results,
                             const std::string &Root) {
  std::vector<size_t> Again;
  if (llvm::none_of(Results, [](const UnitResult &One) { return One.Skipped; }))
    return Again;
  const Program Whole(Results);
  std::set<std::string> Names;
  for (StringRef Id : Whole.mentioned())
    for (std::string &Name : namesOf(Id))
      Names.insert(std::move(Name));
  OwnFiles Files(Root);
  for (size_t Index = 0; Index < Results.size(); ++Index) {
    const UnitResult &One = Results[Index];
    if (One.Skipped && mayDefine(One, Names, Files))
      Again.push_back(Index);
  }
  return Again;
}

} // namespace asynctidy::tool
