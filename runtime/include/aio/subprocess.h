// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Other programs. Source: asyncio/subprocess.py, asyncio/unix_events.py PidfdChildWatcher.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "aio/coro.h"
#include "aio/task.h"
#include "aio/vocabulary.h"

namespace aio {

namespace detail {
class Child;
/// Waits for children with a thread each, as where the kernel has no pidfd_open (before Linux 5.3).
void watch_children_with_threads(bool on) noexcept;
}  // namespace detail

/// What a stream of a child is connected to.
enum class Stdio : std::uint8_t { pipe, inherit, devnull };

/// The keyword arguments of create_subprocess_exec(). With g++ 12, whose coroutines copy temporaries byte by byte, give
/// them a name first.
struct SubprocessOptions {
  Stdio in = Stdio::pipe;
  Stdio out = Stdio::pipe;
  Stdio err = Stdio::pipe;
  std::string cwd{};                              ///< empty: this process's
  std::optional<std::vector<std::string>> env{};  ///< "NAME=value" each; none: this process's
};

/// A child, by a copyable handle. It belongs to the loop it was made on, which reaps it without a SIGCHLD handler.
/// Lifetime: dropping every handle lets the child run on; its pipes are closed when it has ended. A loop that closes
/// lets go of a child that still runs, with a ResourceWarning. Threads: the loop's only.
class Process {
 public:
  /// The exit status, or minus the signal that ended it; 255 when somebody else reaped it. Suspends: until it has
  /// ended; what it prints meanwhile is kept for communicate(). Cancellation: the child runs on, nothing is lost.
  /// Errors: WrongLoopError "Process is bound to a different event loop".
  Coro<int> wait();
  /// Sends `input` and the end of the input, and gives what the child wrote to its output and to its error output.
  /// Suspends: until both are at their end and the child has ended. Cancellation: nothing is lost; `input` is still
  /// sent, and the next communicate() gives all of the output. Errors: RuntimeError when one is going on,
  /// WrongLoopError. A child that does not read its input is no error.
  Coro<std::pair<std::string, std::string>> communicate(std::string input = {});
  /// Errors: std::system_error ESRCH when it has ended, EINVAL for no signal.
  void send_signal(int sig);
  /// SIGTERM.
  void terminate();
  /// SIGKILL.
  void kill();
  int pid() const noexcept;
  /// None while it runs, or the loop has not yet seen its end.
  std::optional<int> returncode() const noexcept;

  explicit Process(std::shared_ptr<detail::Child> child) noexcept : child_(std::move(child)) {}

 private:
  std::shared_ptr<detail::Child> child_;
};

/// Starts a program, found by PATH; its descriptors above 2 are closed. Suspends: never.
/// Errors: std::system_error (ENOENT …); ValueError for an empty `argv` or an embedded null byte.
/// With g++ 12, which cannot have braces in an awaited call, name `argv` before.
Coro<Process> create_subprocess_exec(std::vector<std::string> argv, SubprocessOptions options,
                                     Where where = Where::current());
Coro<Process> create_subprocess_exec(std::vector<std::string> argv, detail::Here here = Where::current());

}  // namespace aio
