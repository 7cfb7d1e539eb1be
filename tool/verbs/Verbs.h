// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The verbs of the command line. Each takes the words after it and gives the
// exit status.
#pragma once

#include <vector>

namespace asynctidy::tool {

using Words = std::vector<const char *>;

int lint(const Words &Given);
int unit(const Words &Given);
int link(const Words &Given);
int explain(const Words &Given);
int doctor(const Words &Given);
int models(const Words &Given);
int cache(const Words &Given);
int lsp(const Words &Given);
int completion(const Words &Given);
int man(const Words &Given);
int merge(const Words &Given);
int ninja(const Words &Given);
int version(const Words &Given);

} // namespace asynctidy::tool
