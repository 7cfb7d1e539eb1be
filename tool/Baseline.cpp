// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Baseline.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"

namespace asynctidy::tool {

using llvm::StringRef;
namespace json = llvm::json;

static constexpr StringRef Kind = "baseline";

Baseline Baseline::of(const Findings &Found) {
  Baseline Made;
  for (const Finding *One : Found.everything())
    if (!One->Suppressed || One->Suppressed->Kind == Kind)
      Made.Entries[One->Fingerprint] = {One->Fingerprint, One->Check, One->File,
                                        One->Message, One->Symbol};
  return Made;
}

static bool fromJSON(const json::Value &From, Baseline::Entry &To,
                     json::Path Path) {
  json::ObjectMapper Map(From, Path);
  return Map && Map.map("fingerprint", To.Fingerprint) &&
         Map.map("check", To.Check) && Map.map("file", To.File) &&
         Map.map("message", To.Message);
}

llvm::Expected<Baseline> Baseline::read(const std::string &File) {
  auto Wrong = [&](const llvm::Twine &What) {
    return llvm::createStringError(
        llvm::inconvertibleErrorCode(),
        "baseline '" + File + "' cannot be read: " + What +
            "; 'async-tidy --write-baseline=" + File + "' makes one");
  };
  auto Text = llvm::MemoryBuffer::getFile(File);
  if (!Text)
    return Wrong(Text.getError().message());
  llvm::Expected<json::Value> Parsed = json::parse((*Text)->getBuffer());
  if (!Parsed)
    return Wrong(llvm::toString(Parsed.takeError()));
  json::Path::Root Root;
  json::ObjectMapper Map(*Parsed, Root);
  int Version = 0;
  std::vector<Entry> List;
  if (!Map || !Map.map("version", Version))
    return Wrong(llvm::toString(Root.getError()));
  if (Version != 1)
    return Wrong("it has version " + llvm::Twine(Version) + ", not 1");
  if (!Map.map("findings", List))
    return Wrong(llvm::toString(Root.getError()));
  Baseline Made;
  for (Entry &One : List)
    Made.Entries[One.Fingerprint] = std::move(One);
  return Made;
}

void Baseline::apply(Findings &Found, const Suppression &As) const {
  for (Finding &One : Found.All)
    if (Entries.count(One.Fingerprint))
      One.Suppressed = As;
  Found.setSuppressedAside();
}

void Baseline::applyLoosely(Findings &Found, const Suppression &As) const {
  std::map<std::tuple<StringRef, StringRef, StringRef>, unsigned> Left;
  for (const auto &[Fingerprint, One] : Entries)
    ++Left[{One.Check, One.Symbol, One.Message}];
  auto Key = [](const Finding &One) {
    return std::tuple<StringRef, StringRef, StringRef>(One.Check, One.Symbol,
                                                       One.Message);
  };
  // The exact ones first, suppressed otherwise or not.
  for (const Finding *One : Found.everything())
    if (auto Same = Entries.find(One->Fingerprint); Same != Entries.end()) {
      const Entry &Old = Same->second;
      --Left[{Old.Check, Old.Symbol, Old.Message}];
    }
  for (Finding &One : Found.All)
    if (Entries.count(One.Fingerprint)) {
      One.Suppressed = As;
    } else if (auto Same = Left.find(Key(One));
               Same != Left.end() && Same->second) {
      --Same->second;
      One.Suppressed = As;
    }
  Found.setSuppressedAside();
}

size_t Baseline::prune(const Findings &Found,
                       llvm::function_ref<bool(const Entry &)> CanTell) {
  llvm::StringSet<> Seen;
  for (const Finding *One : Found.everything())
    Seen.insert(One->Fingerprint);
  return std::erase_if(Entries, [&](const auto &One) {
    return !Seen.contains(One.first) && CanTell(One.second);
  });
}

void Baseline::add(const Baseline &Other,
                   llvm::function_ref<bool(const Entry &)> Keep) {
  for (const auto &[Fingerprint, One] : Other.Entries)
    if (Keep(One))
      Entries.try_emplace(Fingerprint, One);
}

std::string Baseline::toText() const {
  std::vector<const Entry *> Ordered;
  for (const auto &[Fingerprint, One] : Entries)
    Ordered.push_back(&One);
  llvm::sort(Ordered, [](const Entry *Left, const Entry *Right) {
    return std::tie(Left->File, Left->Check, Left->Fingerprint) <
           std::tie(Right->File, Right->Check, Right->Fingerprint);
  });
  std::string Text = "{\"version\": 1, \"findings\": [";
  llvm::raw_string_ostream Out(Text);
  StringRef Between = "\n";
  for (const Entry *One : Ordered) {
    Out << Between << ' ';
    json::OStream Object(Out);
    Object.object([&] {
      Object.attribute("fingerprint", One->Fingerprint);
      Object.attribute("check", One->Check);
      Object.attribute("file", json::fixUTF8(One->File));
      Object.attribute("message", json::fixUTF8(One->Message));
    });
    Between = ",\n";
  }
  Out << "\n]}\n";
  return Text;
}

} // namespace asynctidy::tool
