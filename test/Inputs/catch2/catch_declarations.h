// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The declarations of Catch2 behind TEST_CASE, as Debian's 2.13 and version 3 have them: the names are the library's own.
#pragma once

namespace Catch {
struct ITestInvoker;
ITestInvoker *makeTestInvoker(void (*testAsFunction)()) noexcept;
struct AutoReg {
  AutoReg(ITestInvoker *invoker, const char *name) noexcept;
};
} // namespace Catch

#define TEST_CASE(name)                                                                                                \
  static void catch_test_1();                                                                                          \
  static Catch::AutoReg catch_registrar_1(Catch::makeTestInvoker(&catch_test_1), name);                                \
  static void catch_test_1()
