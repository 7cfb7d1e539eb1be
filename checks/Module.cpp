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
#include "llvm/Config/llvm-config.h"
#if LLVM_VERSION_MAJOR < 22 // ClangTidyModule.h has the registry since
#include "clang-tidy/ClangTidyModuleRegistry.h"
#endif

namespace asynctidy {

namespace {
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
