// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "BlockingCallCheck.h"
#include "BusyWaitCheck.h"
#include "CrossThreadLoopUseCheck.h"
#include "DanglingCoroutineArgumentCheck.h"
#include "DroppedTaskCheck.h"
#include "EscapingCaptureCheck.h"
#include "GlobalLoopPolicyCheck.h"
#include "ImplicitLoopCheck.h"
#include "LockAcrossAwaitCheck.h"
#include "LoopDiesFirstCheck.h"
#include "LoopSelfWaitCheck.h"
#include "ManualLoopCheck.h"
#include "NestedRunCheck.h"
#include "ReentrantLoopCheck.h"
#include "RepeatedRunCheck.h"
#include "SharedLoopPrimitiveCheck.h"
#include "SignalUnsafeCallCheck.h"
#include "SwallowedCancellationCheck.h"
#include "ThreadLocalAcrossAwaitCheck.h"
#include "UnawaitedCoroutineCheck.h"
#include "UnclosedLoopCheck.h"
#include "UndrainedLoopCheck.h"
#include "UnhandledSignalCheck.h"
#include "UseAfterCloseCheck.h"

#include "clang-tidy/ClangTidyModule.h"
#include "clang/Basic/Version.h"
#include "llvm/Config/llvm-config.h"
#if LLVM_VERSION_MAJOR < 22 // ClangTidyModule.h has the registry since
#include "clang-tidy/ClangTidyModuleRegistry.h"
#endif
#include <cstdlib>
#include <dlfcn.h>
#include <string>

namespace asynctidy {

/// Clang's C++ interface changes with each version. A plugin for another one
/// loads, lists its checks, finds nothing and lets the run pass; so the version
/// is compared before the first call crosses the border.
///
/// The symbol asked for has a C interface in every version: LLVM's own
/// version is in the name of the namespace-free function's owner, the library.
static void compareVersions() {
  using VersionFunction = std::string (*)();
  // clang::getClangFullVersion(), by its mangled name: a string by value.
  auto *Ask = reinterpret_cast<VersionFunction>(
      dlsym(RTLD_DEFAULT, "_ZN5clang19getClangFullVersionB5cxx11Ev"));
  if (!Ask)
    return; // nothing of clang's to disagree with: the loader refuses by itself
  std::string Host = Ask();
  std::string Wanted =
      "clang version " + std::to_string(LLVM_VERSION_MAJOR) + ".";
  if (Host.find(Wanted) != std::string::npos)
    return;
  std::fprintf(
      stderr,
      "AsyncTidyPlugin: error: built for LLVM %d, loaded into '%s'; load "
      "it into clang-tidy-%d or use the plugin built for this version\n",
      LLVM_VERSION_MAJOR, Host.c_str(), LLVM_VERSION_MAJOR);
  std::fflush(stderr);
  std::_Exit(2);
}

namespace {
[[maybe_unused]] const bool Compared = (compareVersions(), true);

class Module : public clang::tidy::ClangTidyModule {
public:
  void
  addCheckFactories(clang::tidy::ClangTidyCheckFactories &Factories) override {
#define CHECK(Name, Class, Group, Law, Fix, Since)                             \
  Factories.registerCheck<Class>(Name);
#include "Checks.def"
  }
};

const clang::tidy::ClangTidyModuleRegistry::Add<Module>
    Registered("async-tidy", "finds event-loop and coroutine misuse");
} // namespace
} // namespace asynctidy
