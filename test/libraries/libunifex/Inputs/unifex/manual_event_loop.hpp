// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A mock: those declarations of libunifex that its model names, written for these tests.
#pragma once
namespace unifex {
namespace _manual_event_loop {
class context {
public:
  void run();
  void stop();
};
} // namespace _manual_event_loop
using manual_event_loop = _manual_event_loop::context;
} // namespace unifex
