// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Proof of harm, law L6: a thread that is joined last posts to a loop that is gone.
// REQUIRES: aio-lib
// RUN: %clangxx %aio-flags -g -fsanitize=address -w %s -o %t %aio-lib
// RUN: not %t broken 2>&1 | FileCheck --check-prefix=BROKEN %s
// RUN: %t repaired 2>&1 | FileCheck --check-prefix=CLEAN %s
// RUN: %check %s async-loop-dies-first %t.lint
// RUN: %clangxx %aio-flags -g -fsanitize=address -w %t.lint.cpp -o %t.fixed %aio-lib
// RUN: %t.fixed broken 2>&1 | FileCheck --check-prefix=CLEAN %s
#include <aio/aio.h>

#include <iostream>
#include <memory>
#include <stop_token>
#include <string_view>
#include <thread>

struct Close {
  void operator()(aio::EventLoop *loop) const {
    loop->close();
    delete loop;
  }
};
using OwnedLoop = std::unique_ptr<aio::EventLoop, Close>;

void wait_for(const std::stop_token &stop) {
  while (!stop.stop_requested())
    std::this_thread::yield();
}

// Its destructor tells the thread to stop, and joins it: the last thing that the thread does is to post.
class Broken {
public:
  void start() {
    poster_ = std::jthread([this](std::stop_token stop) {
      wait_for(stop);
      loop_->call_soon_threadsafe([] {});
    });
  }

private:
  std::jthread poster_;
  OwnedLoop loop_{aio::new_event_loop().release()};
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: event loop 'loop_' dies before 'poster_', whose thread uses it [async-loop-dies-first]
  // CHECK-FIXES: {{^}}  OwnedLoop loop_{aio::new_event_loop().release()};{{$}}
  // CHECK-FIXES-NEXT: {{^}}  std::jthread poster_;{{$}}
};

class Repaired {
public:
  void start() {
    poster_ = std::jthread([this](std::stop_token stop) {
      wait_for(stop);
      loop_->call_soon_threadsafe([] {});
    });
  }

private:
  OwnedLoop loop_{aio::new_event_loop().release()};
  std::jthread poster_;
};

// BROKEN: ERROR: AddressSanitizer
void broken() { Broken().start(); }

// CLEAN-NOT: {{.}}
// CLEAN: {{^}}ended{{$}}
// CLEAN-NOT: {{.}}
void repaired() { Repaired().start(); }

int main(int, char **argv) {
  std::string_view(argv[1]) == "broken" ? broken() : repaired();
  std::cout << "ended" << std::endl;
}
