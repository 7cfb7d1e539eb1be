// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The door of the plugin: `clang-tidy -load AsyncTidyPlugin.so`. It compares
// versions, then loads the checks from the file beside it.
//
// Clang's C++ interface changes with each version. In a clang-tidy of another
// one the checks either do not load, which clang-tidy reports and goes on
// without them, or they load, are listed, and find nothing. Either way the run
// would pass. So the door needs nothing of clang's to be loaded itself, and
// ends the process when the versions differ.
#include "llvm/Config/llvm-config.h"

#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>
#include <string>

namespace {

[[noreturn]] void refuse(const std::string &Why) {
  std::fprintf(stderr, "AsyncTidyPlugin: error: %s\n", Why.c_str());
  std::fflush(stderr);
  std::_Exit(2);
}

void compareVersions() {
  const std::string Mine = std::to_string(LLVM_VERSION_MAJOR);
  // clang::getClangFullVersion(), by its mangled name: a string by value.
  using VersionFunction = std::string (*)();
  auto *Ask = reinterpret_cast<VersionFunction>(
      dlsym(RTLD_DEFAULT, "_ZN5clang19getClangFullVersionB5cxx11Ev"));
  if (!Ask)
    refuse("this program is no clang-tidy that takes plugins; load it into "
           "clang-tidy-" +
           Mine);
  const std::string Host = Ask();
  if (Host.find("clang version " + Mine + ".") == std::string::npos)
    refuse("built for LLVM " + Mine + ", loaded into '" + Host +
           "'; load it into clang-tidy-" + Mine +
           " or use the plugin built for this version");
}

void loadChecks() {
  Dl_info Self{};
  if (!dladdr(reinterpret_cast<void *>(&loadChecks), &Self) || !Self.dli_fname)
    refuse("cannot tell where the plugin was loaded from");
  std::string File = Self.dli_fname;
  const auto Slash = File.rfind('/');
  File.resize(Slash == std::string::npos ? 0 : Slash + 1);
  File += "AsyncTidyChecks.so";
  if (!dlopen(File.c_str(), RTLD_LAZY))
    refuse(std::string("cannot load the checks, which belong beside the "
                       "plugin: ") +
           dlerror());
}

[[maybe_unused]] const bool Loaded = (compareVersions(), loadChecks(), true);

} // namespace
