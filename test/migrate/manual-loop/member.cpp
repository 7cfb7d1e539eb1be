// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Its life is spread over a class.
// Fix: suggested
// Checks: -*,async-manual-loop
//--- before
#include <aio/aio.h>
#include <iostream>
#include <memory>

static aio::Coro<int> answer() { co_return 42; }

class Service {
public:
  ~Service() { loop_->close(); }
  int ask() { return loop_->run_until_complete(answer()); }

private:
  std::unique_ptr<aio::EventLoop> loop_ = aio::new_event_loop();
};

int main() {
  Service service;
  std::cout << service.ask() + service.ask() << "\n";
}
//--- after
#include <aio/aio.h>
#include <iostream>
#include <memory>

static aio::Coro<int> answer() { co_return 42; }

class Service {
public:
  ~Service() { }
  int ask() { return runner_.run(answer()); }

private:
  aio::Runner runner_;
};

int main() {
  Service service;
  std::cout << service.ask() + service.ask() << "\n";
}
