// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The words on the command line → a verb.
#include "verbs/Verbs.h"

#include "llvm/ADT/StringSwitch.h"

#include <csignal>

int main(int Count, const char **Given) {
  using namespace asynctidy::tool;
  // Ignored by who started us, it would keep the ends of our workers from us.
  std::signal(SIGCHLD, SIG_DFL);
  Words Rest(Given + 1, Given + Count);
  using Verb = int (*)(const Words &);
  Verb Chosen = lint;
  if (!Rest.empty()) {
    Chosen = llvm::StringSwitch<Verb>(Rest.front())
                 .Case("unit", unit)
                 .Case("link", link)
                 .Case("explain", explain)
                 .Case("doctor", doctor)
                 .Case("models", models)
                 .Case("cache", cache)
                 .Case("lsp", lsp)
                 .Case("completion", completion)
                 .Case("man", man)
                 .Case("merge", merge)
                 .Case("ninja", ninja)
                 .Case("--version", version)
                 .Default(lint);
    if (Chosen != lint)
      Rest.erase(Rest.begin());
  }
  return Chosen(Rest);
}
