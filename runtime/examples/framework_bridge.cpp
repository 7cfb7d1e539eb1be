// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A framework owns a loop for as long as it lives, and calls your synchronous handlers from its own thread, while the
// loop does not run. A handler that must await goes through run_until_complete on that loop: not run(), which would
// make another one and lose what is bound to the framework's. The framework drains and closes it.
#include <aio/aio.h>

#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>

namespace framework {

/// As many have it: a table of synchronous handlers, and a loop that plug-ins may use.
class Application {
 public:
  using Handler = std::function<std::string(Application&, const std::string&)>;

  Application() : loop_(aio::new_event_loop()) {}
  ~Application() {
    aio::drain(*loop_);
    loop_->close();
  }
  Application(const Application&) = delete;
  aio::EventLoop& loop() { return *loop_; }
  void route(std::string path, Handler handler) { handlers_[std::move(path)] = std::move(handler); }
  std::string request(const std::string& path, const std::string& argument) {
    return handlers_.at(path)(*this, argument);
  }

 private:
  std::unique_ptr<aio::EventLoop> loop_;
  std::map<std::string, Handler> handlers_;
};

}  // namespace framework

namespace {

/// A plug-in whose state lives on the framework's loop, from one request to the next.
class Greetings {
 public:
  aio::Coro<std::string> greet(std::string name) {
    auto held = co_await lock_.scoped();  // bound to the loop of its first wait, good for every later request (L6)
    co_await aio::sleep(std::chrono::microseconds(1));
    co_return "hello, " + name + ", number " + std::to_string(++count_);
  }

 private:
  aio::Lock lock_;
  int count_ = 0;
};

/// The bridge. Refused with RuntimeError where the loop runs already: there one would co_await (L1).
template <class T>
T wait_for_result(framework::Application& app, aio::Coro<T> coro) {
  return app.loop().run_until_complete(std::move(coro));
}

/// What runs on the loop has no use for the bridge.
aio::Coro<> greet_twice(Greetings& greetings) {
  std::puts((co_await greetings.greet("cleo")).c_str());
  std::puts((co_await greetings.greet("dan")).c_str());
}

}  // namespace

int main() {
  Greetings greetings;
  framework::Application app;
  app.route("/greet", [&greetings](framework::Application& in, const std::string& name) {
    return wait_for_result(in, greetings.greet(name));
  });
  std::puts(app.request("/greet", "ada").c_str());
  std::puts(app.request("/greet", "bob").c_str());
  wait_for_result(app, greet_twice(greetings));
}
