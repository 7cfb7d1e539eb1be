// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The tests run on the default backend; ctest runs them once for each, by AIO_BACKEND.
#include <aio/io_uring.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <string>

/// libuv closes with a system call of its own, so that ThreadSanitizer takes a new descriptor for the old one.
extern "C" const char* __tsan_default_suppressions() { return "called_from_lib:libuv.so\n"; }

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  const char* backend = std::getenv("AIO_BACKEND");
  if (backend && std::string(backend) == "io_uring" && !aio::io_uring::available()) {
    std::puts("skipped: io_uring is not available here");
    return 77;
  }
  return RUN_ALL_TESTS();
}
