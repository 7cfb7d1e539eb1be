// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Names to addresses: section 9, DNS.
#include "support.h"

#include <netdb.h>

#include <algorithm>

namespace {
using namespace aio_test;

TEST(Getaddrinfo, FindsTheLoopback) {
  auto amain = []() -> aio::Coro<> {
    const auto found = co_await aio::getaddrinfo("localhost");
    EXPECT_TRUE(std::count(found.begin(), found.end(), "127.0.0.1") + std::count(found.begin(), found.end(), "::1"));
  };
  aio::run(amain);
}

TEST(Getaddrinfo, GivesNumericAddressesBackAtOnce) {
  auto amain = []() -> aio::Coro<> {
    auto executor = std::make_shared<aio::ThreadPoolExecutor>(1);
    executor->shutdown(true);  // whoever asks it fails
    aio::get_running_loop().set_default_executor(executor);
    const auto four = co_await aio::getaddrinfo("127.0.0.1");
    const auto six = co_await aio::getaddrinfo("0:0:0:0:0:0:0:1");
    EXPECT_EQ(four.size() + six.size(), 2u);
    EXPECT_EQ(four.at(0), "127.0.0.1");
    EXPECT_EQ(six.at(0), "::1");
    auto asked = co_await aio::settle(aio::getaddrinfo("localhost"));
    EXPECT_EQ(message_of<aio::RuntimeError>([&] { return asked.value(); }),
              "cannot schedule new futures after shutdown");
  };
  aio::run(amain);
}

TEST(Getaddrinfo, SaysWhatIsWrong) {
  auto amain = []() -> aio::Coro<> {
    auto zero = co_await aio::settle(aio::getaddrinfo(std::string("local\0host", 10)));
    EXPECT_EQ(message_of<aio::ValueError>([&] { return zero.value(); }), "embedded null character");
    auto unknown = co_await aio::settle(aio::getaddrinfo("name with spaces"));
    try {
      (void)unknown.value();
      ADD_FAILURE() << "found it";
    } catch (const std::system_error& error) {
      EXPECT_EQ(&error.code().category(), &aio::getaddrinfo_category());
      EXPECT_NE(std::string(error.what()).find("getaddrinfo 'name with spaces': "), std::string::npos) << error.what();
    }
  };
  aio::run(amain);
}

}  // namespace
