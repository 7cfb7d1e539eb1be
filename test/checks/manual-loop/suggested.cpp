// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check --suggested --left=8 %s async-manual-loop %t
#include <aio/aio.h>
#include <aio/legacy.h>

#include <memory>
#include <vector>

aio::Coro<> work();
aio::Coro<int> step(int number);
void serve(aio::EventLoop &loop);

// Several runs on one loop: an owner of it. It closes where it dies.
void several_runs() {
  aio::EventLoop loop;
  loop.run_until_complete(work());
  loop.run_until_complete(work());
  loop.close();
}
// CHECK-FIXES: {{^}}void several_runs() {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}  aio::Runner runner;{{$}}
// CHECK-FIXES-NEXT: {{^}}  runner.run(work());{{$}}
// CHECK-FIXES-NEXT: {{^}}  runner.run(work());{{$}}
// CHECK-FIXES-NEXT: {{^}}}{{$}}

// A run that is repeated; a backend; a name that is taken.
int repeated(const std::vector<int> &numbers, int runner) {
  auto loop = aio::epoll::new_event_loop();
  aio::set_event_loop(loop.get());
  for (int number : numbers)
    runner += loop->run_until_complete(step(number));
  aio::drain(*loop);
  loop->close();
  aio::set_event_loop(nullptr);
  return runner;
}
// CHECK-FIXES: {{^}}int repeated(const std::vector<int> &numbers, int runner) {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}  aio::Runner runner2({.loop_factory = aio::epoll::new_event_loop});{{$}}
// CHECK-FIXES-NEXT: {{^}}  aio::EventLoop &loop = runner2.get_loop();{{$}}
// CHECK-FIXES-NEXT: {{^}}  aio::set_event_loop(&loop);{{$}}
// CHECK-FIXES-NEXT: {{^}}  for (int number : numbers){{$}}
// CHECK-FIXES-NEXT: {{^}}    runner += runner2.run(step(number));{{$}}
// CHECK-FIXES-NEXT: {{^}}  return runner;{{$}}

// What else the loop is told, and who else is given it. What it owns dies after the close, so the close stays.
struct Server {
  explicit Server(aio::EventLoop &loop);
  ~Server();
};
void more_than_runs() {
  const auto loop = aio::new_event_loop();
  aio::set_event_loop(loop.get());
  Server server(*loop);
  loop->call_soon([&] { loop->stop(); });
  serve(*loop);
  loop->run_until_complete(work());
  aio::drain(*loop);
  loop->close();
}
// CHECK-FIXES: {{^}}void more_than_runs() {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}  aio::Runner runner;{{$}}
// CHECK-FIXES-NEXT: {{^}}  aio::EventLoop &loop = runner.get_loop();{{$}}
// CHECK-FIXES-NEXT: {{^}}  Server server(loop);{{$}}
// CHECK-FIXES-NEXT: {{^}}  loop.call_soon([&] { loop.stop(); });{{$}}
// CHECK-FIXES-NEXT: {{^}}  serve(loop);{{$}}
// CHECK-FIXES-NEXT: {{^}}  runner.run(work());{{$}}
// CHECK-FIXES-NEXT: {{^}}  runner.close();{{$}}
// CHECK-FIXES-NEXT: {{^}}}{{$}}

// A guard by hand, around several runs.
void guarded() {
  aio::EventLoop loop;
  try {
    loop.run_until_complete(work());
    loop.run_until_complete(work());
  } catch (...) {
    loop.close();
    throw;
  }
  loop.close();
}
// CHECK-FIXES: {{^}}void guarded() {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}  aio::Runner runner;{{$}}
// CHECK-FIXES-NEXT: {{^}}  runner.run(work());{{$}}
// CHECK-FIXES-NEXT: {{^}}  runner.run(work());{{$}}
// CHECK-FIXES-NEXT: {{^}}}{{$}}

// A loop for each turn: an owner for each.
void each_turn(int turns) {
  while (turns--) {
    aio::EventLoop loop;
    loop.run_until_complete(work());
    loop.close();
  }
}
// CHECK-FIXES: {{^}}void each_turn(int turns) {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}  while (turns--) {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}    aio::Runner runner;{{$}}
// CHECK-FIXES-NEXT: {{^}}    runner.run(work());{{$}}
// CHECK-FIXES-NEXT: {{^}}  }{{$}}

// Refused, and why.
void tested() {
  auto loop = aio::new_event_loop();
  loop->call_soon([] {});
  loop->run_until_complete(work());
  if (loop)
    loop->close();
}
// CHECK-FIXES: {{^}}void tested() {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}  auto loop = aio::new_event_loop();{{$}}
void asked_afterwards() {
  aio::EventLoop loop;
  loop.run_until_complete(work());
  loop.close();
  (void)loop.is_closed();
}
// CHECK-FIXES: {{^}}void asked_afterwards() {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}  aio::EventLoop loop;{{$}}
void finish(aio::EventLoop &loop, bool now) {
  if (now)
    loop.close();
}
void closed_by_a_helper(bool now) {
  aio::EventLoop loop;
  loop.run_until_complete(work());
  finish(loop, now);
  loop.close();
}
// CHECK-FIXES: {{^}}void closed_by_a_helper(bool now) {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}  aio::EventLoop loop;{{$}}
void in_a_lambda() {
  aio::EventLoop loop;
  auto close = [&] { loop.close(); };
  loop.run_until_complete(work());
  loop.run_until_complete(work());
  close();
  loop.close();
}
// CHECK-FIXES: {{^}}void in_a_lambda() {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}  aio::EventLoop loop;{{$}}
#define RUN(loop) loop.run_until_complete(work())
void in_a_macro() {
  aio::EventLoop loop;
  RUN(loop);
  RUN(loop);
  loop.close();
}
// CHECK-FIXES: {{^}}void in_a_macro() {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}  aio::EventLoop loop;{{$}}
template <class T> void in_a_template(T value) {
  aio::EventLoop loop;
  loop.run_until_complete(work());
  loop.run_until_complete(work());
  loop.close();
  (void)value;
}
template void in_a_template(int);
// CHECK-FIXES: {{^}}template <class T> void in_a_template(T value) {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}  aio::EventLoop loop;{{$}}

// A life spread over a class: its owner is a member.
class Service {
public:
  explicit Service(bool debug) : debug_(debug), loop_(aio::new_event_loop()), server_(*loop_) {
    aio::set_event_loop(loop_.get());
    loop_->set_debug(debug_);
  }
  ~Service() {
    aio::drain(*loop_);
    loop_->close();
  }
  int start() { return loop_->run_until_complete(step(1)); }
  void serve() {
    loop_->call_soon([this] { loop_->stop(); });
    loop_->run_forever();
  }

private:
  bool debug_;
  std::unique_ptr<aio::EventLoop> loop_;
  Server server_;
};
// CHECK-FIXES: {{^}}  explicit Service(bool debug) : debug_(debug), server_(runner_.get_loop()) {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}    aio::set_event_loop(&runner_.get_loop());{{$}}
// CHECK-FIXES-NEXT: {{^}}    runner_.get_loop().set_debug(debug_);{{$}}
// CHECK-FIXES-NEXT: {{^}}  }{{$}}
// CHECK-FIXES-NEXT: {{^}}  ~Service() {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}    runner_.close();{{$}}
// CHECK-FIXES-NEXT: {{^}}  }{{$}}
// CHECK-FIXES-NEXT: {{^}}  int start() { return runner_.run(step(1)); }{{$}}
// CHECK-FIXES-NEXT: {{^}}  void serve() {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}    runner_.get_loop().call_soon([this] { runner_.get_loop().stop(); });{{$}}
// CHECK-FIXES-NEXT: {{^}}    runner_.get_loop().run_forever();{{$}}
// CHECK-FIXES-NEXT: {{^}}  }{{$}}
// CHECK-FIXES: {{^}}  aio::Runner runner_;{{$}}
class WithBackend {
public:
  WithBackend();
  ~WithBackend() { loop_->close(); }
  void start() { loop_->run_until_complete(work()); }

private:
  std::unique_ptr<aio::EventLoop> loop_;
};
WithBackend::WithBackend() : loop_(aio::epoll::new_event_loop()) {}
// CHECK-FIXES: {{^}}class WithBackend {{[{]}}{{$}}
// CHECK-FIXES: {{^}}  ~WithBackend() { }{{$}}
// CHECK-FIXES: {{^}}  aio::Runner runner_{{[{][{]}}.loop_factory = aio::epoll::new_event_loop{{[}][}]}};{{$}}
// CHECK-FIXES: {{^}}WithBackend::WithBackend() {}{{$}}

// Refused, and why: a const function needs the loop; it is made anew.
class Asked {
public:
  ~Asked() { loop_.close(); }
  void start() { loop_.run_until_complete(work()); }
  bool running() const { return loop_.is_running(); }

private:
  aio::EventLoop loop_;
};
// CHECK-FIXES: {{^}}  bool running() const { return loop_.is_running(); }{{$}}
class Anew {
public:
  ~Anew() { loop_->close(); }
  void open() { loop_ = aio::new_event_loop(); }
  void start() { loop_->run_until_complete(work()); }

private:
  std::unique_ptr<aio::EventLoop> loop_ = aio::new_event_loop();
};
// CHECK-FIXES: {{^}}  void open() { loop_ = aio::new_event_loop(); }{{$}}
void use() {
  Service(true).start();
  WithBackend().start();
  Asked().start();
  Anew().start();
}
