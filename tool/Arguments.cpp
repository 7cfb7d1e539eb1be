// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Arguments.h"

#include "clang/Basic/Version.h"
#if CLANG_VERSION_MAJOR >= 22
#include "clang/Options/Options.h"
#else
#include "clang/Driver/Options.h"
#endif
#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Option/ArgList.h"
#include "llvm/Option/OptTable.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"

namespace asynctidy::tool {

using llvm::StringRef;
namespace path = llvm::sys::path;
#if CLANG_VERSION_MAJOR >= 22
namespace options = clang::options;
using clang::getDriverOptTable;
#else
namespace options = clang::driver::options;
using clang::driver::getDriverOptTable;
#endif

/// Options that mean nothing to an analysis, or that would break or hide it:
/// -w silences every finding.
static bool isUnwanted(StringRef Option) {
  if (Option.starts_with("-Wno-"))
    return Option.starts_with("-Wno-error") || Option == "-Wno-everything";
  if (Option.starts_with("-Wp,"))
    return Option.starts_with("-Wp,-M");
  if (Option.starts_with("-W"))
    return !Option.starts_with("-Wa,") && !Option.starts_with("-Wl,");
  if (Option.starts_with("-mtune=") || Option.starts_with("-save-temps") ||
      Option.starts_with("-fplugin") || Option.starts_with("-resource-dir=") ||
      Option.starts_with("-fprofile-use") || Option.starts_with("-specs=") ||
      Option.starts_with("-fdiagnostics-color"))
    return true;
  static constexpr StringRef Others[] = {
      "-w", "--no-warnings", "-pedantic-errors", "-fanalyzer", "-pg", "-pipe"};
  return llvm::is_contained(Others, Option);
}

/// As isUnwanted, and the word after them goes too.
static bool isUnwantedPair(StringRef Option) {
  return Option == "-resource-dir" || Option == "-specs" ||
         Option == "-dumpdir" || Option == "-auxbase";
}

/// -Xclang words: a precompiled header was written by another compiler and is
/// made of headers that are included anyway; plugins are not ours.
static bool isUnwantedXclang(StringRef Word) {
  return Word == "-include-pch" || Word == "-load" || Word == "-plugin" ||
         Word == "-add-plugin";
}

/// Marks the words clang does not know at all: GCC's own options.
static void dropUnknown(const std::vector<std::string> &Arguments,
                        llvm::BitVector &Dropped) {
  std::vector<const char *> Words;
  for (size_t Index = 1; Index < Arguments.size(); ++Index)
    Words.push_back(Arguments[Index].c_str());
  unsigned MissingIndex = 0, MissingCount = 0;
  llvm::opt::InputArgList Parsed = getDriverOptTable().ParseArgs(
      Words, MissingIndex, MissingCount,
      llvm::opt::Visibility(options::ClangOption));
  for (const llvm::opt::Arg *Argument : Parsed.filtered(options::OPT_UNKNOWN))
    Dropped.set(Argument->getIndex() + 1);
}

/// clang finds its libc++ beside itself: through the link in /usr/bin.
static std::string driverPath(const std::string &Driver) {
  if (!path::filename(Driver).contains("clang"))
    return Driver;
  std::string Found = Driver;
  if (!path::has_parent_path(Driver))
    if (auto OnPath = llvm::sys::findProgramByName(Driver))
      Found = *OnPath;
  llvm::SmallString<256> Real;
  return llvm::sys::fs::real_path(Found, Real) ? Driver : Real.str().str();
}

std::vector<std::string>
adaptArguments(const std::vector<std::string> &Arguments,
               const std::string &ResourceDir) {
  llvm::BitVector Dropped(Arguments.size());
  dropUnknown(Arguments, Dropped);
  size_t Options = Arguments.size();
  for (size_t Index = 1; Index < Arguments.size(); ++Index) {
    StringRef Word = Arguments[Index];
    bool HasNext = Index + 1 < Arguments.size();
    if (Word == "--") {
      Options = Index;
      break;
    }
    if (Word == "-Xclang" && HasNext) {
      if (isUnwantedXclang(Arguments[Index + 1])) {
        // -Xclang -include-pch -Xclang FILE
        size_t Last = std::min(Index + 4, Arguments.size());
        Dropped.set(Index, Last);
        Index = Last - 1;
        continue;
      }
      ++Index;
    } else if ((isUnwantedPair(Word) || Word == "-include-pch") && HasNext) {
      Dropped.set(Index, Index + 2);
      ++Index;
    } else if (isUnwanted(Word)) {
      Dropped.set(Index);
    }
  }

  std::vector<std::string> Fit;
  Fit.push_back(driverPath(Arguments.front()));
  for (size_t Index = 1; Index < Options; ++Index)
    if (!Dropped.test(Index))
      Fit.push_back(Arguments[Index]);
  // Without the last one clang prints how many warnings there were.
  for (StringRef Word :
       {"-Wno-unknown-warning-option", "-Wno-ignored-optimization-argument",
        "-Wno-unused-command-line-argument", "-Qunused-arguments",
        "-fno-caret-diagnostics"})
    Fit.push_back(Word.str());
  Fit.push_back("-resource-dir=" + ResourceDir);
  Fit.insert(Fit.end(), Arguments.begin() + Options, Arguments.end());
  return Fit;
}

std::string ownProgram() {
  static int Anchor;
  return llvm::sys::fs::getMainExecutable("async-tidy", &Anchor);
}

llvm::Expected<std::string> findResourceDir() {
  auto Fits = [](StringRef Folder) {
    llvm::SmallString<256> Header(Folder);
    path::append(Header, "include", "stddef.h");
    return llvm::sys::fs::exists(Header);
  };
  if (Fits(ASYNC_TIDY_RESOURCE_DIR))
    return ASYNC_TIDY_RESOURCE_DIR;
  llvm::SmallString<256> Beside(path::parent_path(ownProgram()));
  path::append(Beside, "..", "lib", "clang", CLANG_VERSION_MAJOR_STRING);
  path::remove_dots(Beside, /*remove_dot_dot=*/true);
  if (Fits(Beside))
    return Beside.str().str();
  return llvm::createStringError(
      llvm::inconvertibleErrorCode(),
      "clang's built-in headers are neither in '" ASYNC_TIDY_RESOURCE_DIR
      "' nor in '" +
          Beside + "'; install libclang-common-" + CLANG_VERSION_MAJOR_STRING +
          "-dev");
}

} // namespace asynctidy::tool
