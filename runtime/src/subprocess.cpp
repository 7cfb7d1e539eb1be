// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "aio/subprocess.h"

#include <csignal>

#include "aio/errors.h"
#include "child.h"

namespace aio {

namespace {

using detail::Child;

Coro<int> wait_for_end(std::shared_ptr<Child> child) {
  if (child->returncode()) co_return *child->returncode();
  child->check_loop();
  const Child::Collecting collecting(child);
  while (!child->returncode()) co_await child->changed.wait();
  co_return *child->returncode();
}

Coro<std::pair<std::string, std::string>> talk(std::shared_ptr<Child> child, std::string input) {
  child->check_loop();
  if (child->communicating) throw RuntimeError("communicate() is already running for this process");
  struct Talking {
    explicit Talking(Child& with) noexcept : child(with) { child.communicating = true; }
    ~Talking() { child.communicating = false; }
    Child& child;
  } const talking(*child);
  child->send(std::move(input));
  const Child::Collecting collecting(child);
  while (child->has_open_pipes() || !child->returncode()) co_await child->changed.wait();
  std::pair<std::string, std::string> output{child->take_output(0), child->take_output(1)};
  co_return output;
}

}  // namespace

Coro<int> Process::wait() { return wait_for_end(child_); }
Coro<std::pair<std::string, std::string>> Process::communicate(std::string input) {
  return talk(child_, std::move(input));
}
void Process::send_signal(int sig) { child_->send_signal(sig); }
void Process::terminate() { child_->send_signal(SIGTERM); }
void Process::kill() { child_->send_signal(SIGKILL); }
int Process::pid() const noexcept { return child_->pid(); }
std::optional<int> Process::returncode() const noexcept { return child_->returncode(); }

Coro<Process> create_subprocess_exec(std::vector<std::string> argv, SubprocessOptions options, Where where) {
  co_return Process(Child::start(detail::running_state(), argv, options, where));
}
Coro<Process> create_subprocess_exec(std::vector<std::string> argv, detail::Here here) {
  return create_subprocess_exec(std::move(argv), SubprocessOptions(), here.where);
}

}  // namespace aio
