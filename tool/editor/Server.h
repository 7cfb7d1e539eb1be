// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The language server: one client on standard input and output.
#pragma once

#include "CommandLine.h"

namespace asynctidy::tool::editor {

/// Serves until the client leaves; 0 when it said goodbye as it should.
int serve(const CommandLine &Line);

} // namespace asynctidy::tool::editor
