// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Clients on threads of their own that speak the protocol, and then the administrator's commands.
#pragma once

#include <cstdint>
#include <string>
#include <thread>

namespace legacy {

// A client that ends the service with SIGTERM when it has asked everything.
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

// The commands that need no service, on the journal that one left behind; the number that went wrong.
int test_commands(const std::string& journal);

}  // namespace legacy
