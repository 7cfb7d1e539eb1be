// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The text of --help, one for each verb.
#pragma once

#include "llvm/ADT/StringRef.h"

namespace asynctidy::tool {

llvm::StringRef helpOf(llvm::StringRef Verb);

} // namespace asynctidy::tool
