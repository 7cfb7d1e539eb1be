// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The register of checks (checks/Checks.def) as the tool sees it.
#pragma once

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

#include <string>

namespace asynctidy::tool {

struct RegisteredCheck {
  llvm::StringRef Name;
  llvm::StringRef Group;
  llvm::StringRef Law;
  llvm::StringRef Fix;
  llvm::StringRef Since;

  llvm::StringRef stem() const { return Name.substr(sizeof("async-") - 1); }
};

llvm::ArrayRef<RegisteredCheck> registeredChecks();

/// What the tool itself has to say, in the checks' form.
llvm::ArrayRef<RegisteredCheck> ownFindings();

/// The check of that name, with or without its prefix; null when there is none.
const RegisteredCheck *findCheck(llvm::StringRef Name);

/// ` (did you mean 'async-nested-run'?)`, or a pointer to --list-checks.
std::string suggestCheck(llvm::StringRef Name);

/// The globs that stand before the user's: everything less the style group.
std::string defaultChecks();

/// The words that stand for a set of checks.
llvm::ArrayRef<llvm::StringRef> presetNames();

/// The globs that the preset \p Name stands for; empty when it is none.
std::string presetChecks(llvm::StringRef Name);

/// \p Globs with those of a preset in the place of its name.
std::string withPresets(llvm::StringRef Globs);

/// Does the glob list name anything? Returns the first glob that does not.
std::string firstGlobWithoutCheck(llvm::StringRef Globs);

} // namespace asynctidy::tool
