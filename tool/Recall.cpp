// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Recall.h"
#include "Program.h"
#include "Project.h"
#include "Scan.h"
#include "Unit.h"

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
    if (One.Skipped && llvm::any_of(One.Sources, [&](const auto &Source) {
          const Spelled *Text = Files.spelled(Source.first, Source.second);
          return !Text || llvm::any_of(Names, [&](const std::string &Name) {
            return Text->mayDefine(Name);
          });
        }))
      Again.push_back(Index);
  }
  return Again;
}

} // namespace asynctidy::tool
