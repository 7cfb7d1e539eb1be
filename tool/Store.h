// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Where entries of the cache are kept. An entry may be gone, or be nonsense, at
// any time: whoever reads it finds out.
#pragma once

#include "llvm/Support/Error.h"

#include <memory>
#include <optional>
#include <string>

namespace asynctidy::tool {

class Store {
public:
  virtual ~Store() = default;
  virtual std::optional<std::string> read(const std::string &Name) = 0;
  virtual llvm::Error write(const std::string &Name,
                            const std::string &Entry) = 0;
};

/// A bounded folder: what was used longest ago goes first. Several processes
/// may share it.
class FolderStore : public Store {
public:
  FolderStore(std::string Folder, uint64_t Limit)
      : Folder(std::move(Folder)), Limit(Limit) {}
  ~FolderStore() override { prune(); }

  /// Makes the folder; fails where nothing can be kept.
  llvm::Error open();
  std::optional<std::string> read(const std::string &Name) override;
  llvm::Error write(const std::string &Name, const std::string &Entry) override;

  struct Size {
    uint64_t Entries = 0, Bytes = 0;
  };
  Size size() const;
  /// Removes the entries and nothing else; gives how many.
  uint64_t clean();

private:
  void prune();

  std::string Folder;
  uint64_t Limit;
  uint64_t Fresh = 0; ///< bytes since the last look at the whole
};

/// The cache folder of this user; empty when there is none.
std::string defaultCacheFolder();

} // namespace asynctidy::tool
