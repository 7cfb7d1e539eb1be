// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "CommandLine.h"
#include "Errors.h"
#include "Output.h"
#include "Pages.h"
#include "Register.h"
#include "Verbs.h"

namespace asynctidy::tool {

int explain(const Words &Given) {
  CommandLine Line;
  if (auto Status = readWords("explain", Given, Line))
    return *Status;
  if (Line.Files.size() != 1)
    return complain("explain wants one check" + suggestCheck(""));
  const RegisteredCheck *Check = findCheck(Line.Files.front());
  if (!Check)
    return complain("no check has the name '" + Line.Files.front() + "'" +
                    suggestCheck(Line.Files.front()));
  llvm::StringRef Page = pageOf(Check->stem());
  if (!Page.empty())
    return put(Page, Line);
  return put((Check->Name + ": a " + Check->Group + ", defends law " +
              Check->Law + ", fix: " + Check->Fix + ", since " + Check->Since +
              "\n")
                 .str(),
             Line);
}

} // namespace asynctidy::tool
