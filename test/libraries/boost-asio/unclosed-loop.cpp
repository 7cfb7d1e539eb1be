// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-unclosed-loop %t --silent
// REQUIRES: boost-asio
#include <boost/asio.hpp>

#include <memory>

// An io_context is closed by its destructor.
void on_the_stack_ok(bool enough) {
  boost::asio::io_context context;
  if (enough)
    return;
  context.run();
}
void allocated_ok() {
  auto context = std::make_unique<boost::asio::io_context>();
  context->run();
}
struct Service {
  boost::asio::io_context context;
  boost::asio::thread_pool pool{2};
};
