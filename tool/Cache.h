// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Results kept by content. Two steps lead to one: the key of a unit (Key.h) to
// the lists of what analyses of it asked the disk (Inputs.h), and a list with
// the answers of now to the result. What is wrong in here costs an analysis,
// never a finding.
#pragma once

#include "Findings.h"
#include "Inputs.h"
#include "Store.h"

#include <memory>
#include <vector>

namespace asynctidy::tool {

/// What the command line says about the cache.
struct CacheWords {
  /// A folder, else the user's own, and what machines share behind it.
  std::vector<std::string> Places;
  bool Off = false;
  uint64_t Limit = uint64_t(1) << 30; ///< bytes of the folder
};

class Cache {
public:
  /// Null when it is off, or when there is nowhere to keep anything: a cache
  /// that was asked for by name says so.
  static std::unique_ptr<Cache> open(const CacheWords &Words);

  explicit Cache(std::vector<std::unique_ptr<Store>> Stores)
      : Stores(std::move(Stores)) {}

  std::optional<UnitResult> find(const std::string &Key,
                                 const std::string &Root, Answerer &Disk);
  /// Keeps \p Result, a result file's text, of an analysis that asked \p Asked.
  void keep(const std::string &Key, const std::string &Root,
            const Inputs &Asked, llvm::StringRef Result);

private:
  std::optional<std::string> read(const std::string &Name);
  void write(const std::string &Name, llvm::StringRef Payload);

  std::vector<std::unique_ptr<Store>> Stores; ///< the nearest first
  bool FaultTold = false;
};

} // namespace asynctidy::tool
