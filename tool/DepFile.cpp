// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "DepFile.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include <set>

namespace asynctidy::tool {

using llvm::StringRef;

static std::string quoted(StringRef Path) {
  std::string Made;
  for (char Letter : Path) {
    if (Letter == '$')
      Made += '$';
    else if (Letter == ' ' || Letter == '#')
      Made += '\\';
    Made += Letter;
  }
  return Made;
}

/// Ninja drops `x/..`, which is wrong where x is a link: /lib/../include.
static std::string withoutDots(StringRef Path) {
  llvm::SmallString<256> Real;
  if (!Path.contains("/..") ||
      llvm::sys::fs::real_path(llvm::sys::path::parent_path(Path), Real))
    return Path.str();
  llvm::sys::path::append(Real, llvm::sys::path::filename(Path));
  return Real.str().str();
}

std::string depFile(StringRef Target, const Inputs &Asked,
                    const std::vector<std::string> &Also) {
  std::set<std::string> Files(Also.begin(), Also.end());
  for (const auto &[Question, Answer] : Asked.Answers)
    if (Question.front() == Inputs::Content && Answer != "-")
      Files.insert(withoutDots(StringRef(Question).drop_front()));
  std::string Rule = quoted(Target) + ":";
  for (const std::string &File : Files)
    Rule += " \\\n  " + quoted(File);
  return Rule + "\n";
}

} // namespace asynctidy::tool
