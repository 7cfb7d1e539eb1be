// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A mock: those declarations of stdexec that its model names, written for these tests.
#pragma once
namespace exec {
class static_thread_pool {};
} // namespace exec
