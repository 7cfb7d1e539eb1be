// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-nested-run,async-reentrant-loop,async-blocking-call %t -- -- -isystem %S/Inputs
// RUN: %async-tidy models verify %S/../../../checks/models/rclcpp.yaml -- -std=c++20 -isystem %S/Inputs -I%inputs
#include <rclcpp/rclcpp.hpp>

// ros2/rclcpp#773: a service that calls a service.
void serve(rclcpp::Node::SharedPtr node, rclcpp::Client<int> &client) {
  node->create_service<int>("add", [&, node](int request) {
    auto answer = client.async_send_request(request);
    rclcpp::spin_until_future_complete(node, answer);
    // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'rclcpp::spin_until_future_complete' is called on a running event loop; the loop stalls until it returns [async-nested-run]
  });
  node->create_wall_timer(std::chrono::milliseconds(1), [node] {
    rclcpp::spin_some(node);
    // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'rclcpp::spin_some' pumps a running event loop; the loop stalls until it returns [async-reentrant-loop]
  });
}
void subscribe(rclcpp::Node::SharedPtr node, rclcpp::Executor &executor) {
  node->create_subscription<int>("topic", 10, [&](int) {
    executor.spin();
    // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'rclcpp::Executor::spin' is called on a running event loop; the loop stalls until it returns [async-nested-run]
  });
}

void callback_ok(rclcpp::Node::SharedPtr node, rclcpp::Client<int> &client) {
  node->create_service<int>("add", [&](int request) {
    client.async_send_request(request, [](std::shared_future<int> answer) { answer.get(); });
  });
}
void cancel_ok(rclcpp::Node::SharedPtr node, rclcpp::Executor &executor) {
  node->create_subscription<int>("topic", 10, [&](int) { executor.cancel(); });
}
int main() {
  auto node = std::make_shared<rclcpp::Node>();
  rclcpp::Client<int> client;
  rclcpp::spin_until_future_complete(node, client.async_send_request(1));
  rclcpp::executors::SingleThreadedExecutor executor;
  executor.add_node(node);
  executor.spin();
}
