// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Errors.h"
#include "Verbs.h"

#include "clang/Basic/Version.h"

namespace asynctidy::tool {

int version(const Words &Given) {
  if (!Given.empty())
    return complain("--version stands alone");
  llvm::outs() << "async-tidy " ASYNC_TIDY_VERSION " (LLVM "
               << CLANG_VERSION_STRING << ")\n";
  return 0;
}

} // namespace asynctidy::tool
