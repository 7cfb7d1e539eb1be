// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A mock: those declarations of rclcpp that its model names, written for these tests.
#pragma once
#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <string>
namespace rclcpp {
template <class Message> struct Client {
  std::shared_future<int> async_send_request(int request);
  template <class Callback> std::shared_future<int> async_send_request(int request, Callback &&) { return {}; }
};
struct Node {
  using SharedPtr = std::shared_ptr<Node>;
  template <class Message, class Callback> int create_subscription(const std::string &topic, int depth, Callback &&) { return {}; }
  template <class Service, class Callback> int create_service(const std::string &name, Callback &&) { return {}; }
  template <class Callback> int create_wall_timer(std::chrono::milliseconds period, Callback &&) { return {}; }
};
class Executor {
public:
  virtual ~Executor();
  virtual void spin() = 0;
  virtual void spin_some(std::chrono::nanoseconds limit = {});
  virtual void spin_once(std::chrono::nanoseconds limit = {});
  virtual void spin_all(std::chrono::nanoseconds limit);
  template <class Future> int spin_until_future_complete(const Future &) { return 0; }
  virtual void cancel();
  void add_node(Node::SharedPtr node);
};
namespace executors {
struct SingleThreadedExecutor : Executor {
  void spin() override;
};
} // namespace executors
void spin(Node::SharedPtr node);
void spin_some(Node::SharedPtr node);
template <class Future> int spin_until_future_complete(Node::SharedPtr, const Future &) { return 0; }
} // namespace rclcpp
