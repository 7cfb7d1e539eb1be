// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-loop-dies-first %t --left=3
#include <aio/aio.h>

#include <thread>

class Service {
public:
  void start() {
    poster_ = std::jthread([this] { loop_.call_soon_threadsafe([] {}); });
  }

private:
  int turns_ = 0;
  std::jthread poster_;
  int fd_ = 0;
  aio::EventLoop loop_; // ours
  int last_ = 0;
};
// CHECK-FIXES: {{^}}  int turns_ = 0;{{$}}
// CHECK-FIXES-NEXT: {{^}}  aio::EventLoop loop_; // ours{{$}}
// CHECK-FIXES-NEXT: {{^}}  std::jthread poster_;{{$}}
// CHECK-FIXES-NEXT: {{^}}  int fd_ = 0;{{$}}
// CHECK-FIXES-NEXT: {{^}}  int last_ = 0;{{$}}

// From here on there is a finding and no fix.

// An initialiser of the loop depends on a member before it.
class Depends {
public:
  explicit Depends(aio::EventLoop *(*make)(int)) : loop_(make(fd_)) {
    poster_ = std::jthread([this] { loop_->call_soon_threadsafe([] {}); });
  }

private:
  std::jthread poster_;
  int fd_ = 0;
  std::unique_ptr<aio::EventLoop> loop_;
};
// CHECK-FIXES: {{^}}  std::jthread poster_;{{$}}
// CHECK-FIXES-NEXT: {{^}}  int fd_ = 0;{{$}}

// They share a line.
class OneLine {
public:
  void start() {
    poster_ = std::jthread([this] { loop_.call_soon_threadsafe([] {}); });
  }

private:
  std::jthread poster_; aio::EventLoop loop_;
};
// CHECK-FIXES: {{^}}  std::jthread poster_; aio::EventLoop loop_;{{$}}

// Local variables: what stands between them is code.
void locals_bad() {
  std::jthread poster;
  aio::EventLoop loop;
  poster = std::jthread([&] { loop.call_soon_threadsafe([] {}); });
  loop.run_forever();
  loop.close();
}
// CHECK-FIXES: {{^}}  std::jthread poster;{{$}}
// CHECK-FIXES-NEXT: {{^}}  aio::EventLoop loop;{{$}}
