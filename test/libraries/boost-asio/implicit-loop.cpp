// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-implicit-loop %t --left=0
// REQUIRES: boost-asio
#include <boost/asio.hpp>
#include <boost/asio/io_service.hpp>

#include <chrono>

void renamed_type_bad() {
  boost::asio::io_service service;
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: 'boost::asio::io_service' is deprecated; its name is now '{{(boost::asio::)?}}io_context' [async-implicit-loop]
  // CHECK-FIXES: {{^}}  boost::asio::io_context service;{{$}}
  service.run();
}
void parameter_bad(boost::asio::io_service &service);
// CHECK-MESSAGES: :[[@LINE-1]]:33: warning: 'boost::asio::io_service' is deprecated; its name is now '{{(boost::asio::)?}}io_context' [async-implicit-loop]
// CHECK-FIXES: {{^}}void parameter_bad(boost::asio::io_context &service);{{$}}
void renamed_function_bad(boost::asio::io_context &context) {
  context.reset();
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'boost::asio::io_context::reset' is deprecated; its name is now '{{(boost::asio::io_context::)?}}restart' [async-implicit-loop]
  // CHECK-FIXES: {{^}}  context.restart();{{$}}
  context.run();
}
void renamed_timer_function_bad(boost::asio::steady_timer &timer) {
  timer.expires_from_now(std::chrono::seconds(1));
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'boost::asio::basic_waitable_timer::expires_from_now' is deprecated; its name is now '{{(boost::asio::basic_waitable_timer::)?}}expires_after' [async-implicit-loop]
  // CHECK-FIXES: {{^}}  timer.expires_after(std::chrono::seconds(1));{{$}}
}

void new_names_ok(boost::asio::steady_timer &timer) {
  boost::asio::io_context context;
  context.run();
  context.restart();
  timer.expires_after(std::chrono::seconds(1));
}
