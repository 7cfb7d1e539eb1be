// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A cache that machines share: Redis, as far as it answers. The first time that
// it does not, this run goes on without it.
#pragma once

#include "Store.h"

namespace asynctidy::tool {

/// `redis://[[USER]:PASSWORD@]HOST[:PORT][/DATABASE]`
struct RedisAddress {
  std::string User, Password, Host;
  unsigned Port = 6379, Database = 0;

  static bool isOne(llvm::StringRef Word) {
    return Word.starts_with("redis://");
  }
  /// Fails also when this build has no Redis.
  static llvm::Expected<RedisAddress> parse(llvm::StringRef Word);
};

std::unique_ptr<Store> makeRedisStore(RedisAddress Address);

} // namespace asynctidy::tool
