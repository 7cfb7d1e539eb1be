// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Register.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Regex.h"

namespace asynctidy::tool {

using llvm::StringRef;

static constexpr RegisteredCheck AllChecks[] = {
#define CHECK(Name, Class, Group, Law, Fix, Since)                             \
  {Name, #Group, Law, #Fix, Since},
#include "Checks.def"
};

static constexpr RegisteredCheck OwnFindings[] = {
    {"async-tidy-unused-allow", "hazard", "", "safe", "0.1"},
    {"async-tidy-expired-allow", "hazard", "", "safe", "0.1"},
    {"async-tidy-faulty-allow", "bug", "", "none", "0.1"},
};

llvm::ArrayRef<RegisteredCheck> registeredChecks() { return AllChecks; }
llvm::ArrayRef<RegisteredCheck> ownFindings() { return OwnFindings; }

const RegisteredCheck *findCheck(StringRef Name) {
  for (const RegisteredCheck &Check : AllChecks)
    if (Check.Name == Name || Check.stem() == Name)
      return &Check;
  for (const RegisteredCheck &Check : OwnFindings)
    if (Check.Name == Name)
      return &Check;
  return nullptr;
}

std::string suggestCheck(StringRef Name) {
  const RegisteredCheck *Best = nullptr;
  unsigned BestDistance = 0;
  for (const RegisteredCheck &Check : AllChecks) {
    unsigned Distance = std::min(Check.Name.edit_distance(Name),
                                 Check.stem().edit_distance(Name));
    if (!Best || Distance < BestDistance) {
      Best = &Check;
      BestDistance = Distance;
    }
  }
  if (Best && BestDistance <= Name.size() / 3 + 1)
    return " (did you mean '" + Best->Name.str() + "'?)";
  return "; 'async-tidy --list-checks --checks=async-*' lists them all";
}

std::string defaultChecks() {
  std::string Globs = "-*,async-*";
  for (const RegisteredCheck &Check : AllChecks)
    if (Check.Group == "style")
      Globs += ",-" + Check.Name.str();
  return Globs;
}

llvm::ArrayRef<StringRef> presetNames() {
  static constexpr StringRef Names[] = {"default", "strict", "migration"};
  return Names;
}

std::string presetChecks(StringRef Name) {
  if (Name == "default")
    return defaultChecks();
  if (Name == "strict")
    return "-*,async-*";
  if (Name != "migration")
    return "";
  // What is wrong for certain, and what there is a fix for.
  std::string Globs = "-*,async-tidy-*";
  for (const RegisteredCheck &Check : AllChecks)
    if (Check.Group == "bug" || Check.Fix != "none")
      Globs += "," + Check.Name.str();
  return Globs;
}

std::string withPresets(StringRef Globs) {
  llvm::SmallVector<StringRef> List;
  Globs.split(List, ',');
  std::vector<std::string> Each;
  for (StringRef Glob : List) {
    std::string Preset = presetChecks(Glob.trim());
    Each.push_back(Preset.empty() ? Glob.str() : Preset);
  }
  return llvm::join(Each, ",");
}

std::string firstGlobWithoutCheck(StringRef Globs) {
  llvm::SmallVector<StringRef> List;
  Globs.split(List, ',', -1, /*KeepEmpty=*/false);
  for (StringRef Glob : List) {
    Glob = Glob.trim();
    // A glob that takes checks away does no harm when there are none to take.
    if (Glob.empty() || Glob.starts_with("-"))
      continue;
    std::string Pattern = "^";
    for (char Letter : Glob)
      Pattern += Letter == '*' ? ".*" : llvm::Regex::escape({&Letter, 1});
    llvm::Regex Matcher(Pattern + "$");
    auto IsMeant = [&](const RegisteredCheck &Check) {
      return Matcher.match(Check.Name);
    };
    if (llvm::none_of(AllChecks, IsMeant) &&
        llvm::none_of(OwnFindings, IsMeant))
      return Glob.str();
  }
  return "";
}

} // namespace asynctidy::tool
