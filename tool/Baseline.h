// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The findings that were there before: of a file that the project keeps, or of
// another revision. They are known by their fingerprints.
#pragma once

#include "Findings.h"

#include "llvm/ADT/STLFunctionalExtras.h"

namespace asynctidy::tool {

class Baseline {
public:
  /// All findings of \p Found, but for what the code itself allows.
  static Baseline of(const Findings &Found);
  static llvm::Expected<Baseline> read(const std::string &File);

  /// Suppresses the findings that are known.
  void apply(Findings &Found, const Suppression &As) const;
  /// Also those whose line was changed: one for one, with what is left in the
  /// same function and says the same.
  void applyLoosely(Findings &Found, const Suppression &As) const;

  struct Entry {
    std::string Fingerprint, Check, File, Message;
    std::string Symbol; ///< not in the file
  };
  /// Takes out and counts the entries nothing of \p Found has any more, as far
  /// as \p CanTell.
  size_t prune(const Findings &Found,
               llvm::function_ref<bool(const Entry &)> CanTell);
  /// Takes over the entries of \p Other that \p Keep picks.
  void add(const Baseline &Other, llvm::function_ref<bool(const Entry &)> Keep);

  size_t size() const { return Entries.size(); }
  /// One entry a line, in order, so that merges stay easy.
  std::string toText() const;

private:
  std::map<std::string, Entry> Entries; ///< by fingerprint
};

} // namespace asynctidy::tool
