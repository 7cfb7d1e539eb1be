// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s "async-*" %t
// REQUIRES: asio
//
// Findings on code that uses Asio that are wrong: docs/limits.md tells each. Both shapes are from real programs (docs/field-report.md).
#include <asio.hpp>

#include <cstddef>
#include <memory>
#include <vector>

// F8. What is there already is read: how much that is, is a value.
void false_alarm_reads_what_is_available(asio::ip::tcp::socket &socket, std::vector<char> &into) {
  socket.async_wait(asio::ip::tcp::socket::wait_read, [&socket, &into](asio::error_code error) {
    std::size_t there = socket.available(error);
    if (!error && there >= into.size())
      asio::read(socket, asio::buffer(into), error);
    // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'asio::read' blocks the thread of a running event loop [async-blocking-call]
  });
}

// F9. A handler that looks at `this` only when nothing was cancelled, of a timer that dies with its object.
struct false_alarm_own_timer : std::enable_shared_from_this<false_alarm_own_timer> {
  asio::steady_timer timer;
  explicit false_alarm_own_timer(asio::io_context &context) : timer(context) {}
  void again() {
    timer.async_wait([this](asio::error_code error) {
      // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: 'this' is captured without its owner; it can die before the callback runs [async-escaping-capture]
      if (!error)
        again();
    });
  }
};
