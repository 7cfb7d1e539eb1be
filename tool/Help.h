// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The text of --help, one for each verb, and the same taken apart: the manual
// and the completions say what it says.
#pragma once

#include "llvm/ADT/StringRef.h"

#include <string>
#include <vector>

namespace asynctidy::tool {

llvm::StringRef helpOf(llvm::StringRef Verb);

struct HelpText {
  struct Option {
    std::string Name;             ///< with its dashes
    std::string Value;            ///< "FILE", "safe|suggested"; empty: a flag
    bool ValueIsOptional = false; ///< --color[=WHEN]
  };
  struct Row {
    std::vector<Option> Options;
    std::string Text;
  };
  struct Section {
    std::string Title; ///< may be empty
    std::vector<Row> Rows;
  };
  std::vector<std::string> Usage;
  std::vector<std::string> Paragraphs;
  std::vector<Section> Sections;
  std::string ExitStatus;

  static HelpText of(llvm::StringRef Verb);

  /// The row of the option, null when there is none.
  const Row *find(llvm::StringRef Name) const;
};

} // namespace asynctidy::tool
