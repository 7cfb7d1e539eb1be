// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A mock: those declarations of libunifex that its model names, written for these tests.
#pragma once
namespace unifex {
namespace _static_thread_pool {
class context {};
} // namespace _static_thread_pool
using static_thread_pool = _static_thread_pool::context;
} // namespace unifex
