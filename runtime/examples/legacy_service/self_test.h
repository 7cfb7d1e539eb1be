// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A client on a thread of its own that speaks the protocol and then ends the service with SIGTERM.
#pragma once

#include <cstdint>
#include <thread>

namespace legacy {

class SelfTest {
 public:
  explicit SelfTest(std::uint16_t port);
  ~SelfTest();

  // Joins the client; the number of answers that were wrong.
  int finish();

 private:
  void talk(std::uint16_t port);

  int wrong_ = 0;
  std::thread client_;
};

}  // namespace legacy
