// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "child.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <mutex>
#include <system_error>
#include <thread>

#include "aio/errors.h"
#include "aio/handle.h"
#include "aio/warnings.h"

#if defined(__GLIBC__) && (__GLIBC__ > 2 || (__GLIBC__ == 2 && __GLIBC_MINOR__ >= 34))
#define AIO_HAS_CLOSEFROM
#endif

namespace aio::detail {

namespace {

std::atomic<bool> use_threads{false};

[[noreturn]] void fail(int error, const std::string& what) {
  throw std::system_error(error, std::system_category(), what);
}

struct Pipe {
  Descriptor read, write;
};
/// Above 2, so that no dup2() in the child overwrites what the next one needs.
Descriptor above_stdio(Descriptor given) {
  if (given.get() > STDERR_FILENO) return given;
  Descriptor moved(fcntl(given.get(), F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
  if (!moved) fail(errno, "pipe");
  return moved;
}
Pipe make_pipe() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) fail(errno, "pipe");
  Descriptor read(ends[0]), write(ends[1]);
  Pipe made;
  made.read = above_stdio(std::move(read));
  made.write = above_stdio(std::move(write));
  return made;
}

struct Actions {
  Actions() { posix_spawn_file_actions_init(&list); }
  ~Actions() { posix_spawn_file_actions_destroy(&list); }
  Actions(const Actions&) = delete;
  static void check(int error) {
    if (error) fail(error, "create_subprocess_exec");
  }
  posix_spawn_file_actions_t list;
};
struct Attributes {
  Attributes() {
    posix_spawnattr_init(&attributes);
    sigset_t restored;  // as subprocess.Popen(restore_signals=True)
    sigemptyset(&restored);
    sigaddset(&restored, SIGPIPE);
    sigaddset(&restored, SIGXFSZ);
    posix_spawnattr_setsigdefault(&attributes, &restored);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  }
  ~Attributes() { posix_spawnattr_destroy(&attributes); }
  Attributes(const Attributes&) = delete;
  posix_spawnattr_t attributes;
};

std::vector<char*> pointers_to(const std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (const std::string& text : texts) {
    if (text.find('\0') != std::string::npos) throw ValueError("embedded null byte");
    pointers.push_back(const_cast<char*>(text.c_str()));
  }
  pointers.push_back(nullptr);
  return pointers;
}

/// write(2), whose SIGPIPE nobody sees.
ssize_t write_without_sigpipe(int fd, const char* data, std::size_t size) noexcept {
  sigset_t sigpipe, before, pending;
  sigemptyset(&sigpipe);
  sigaddset(&sigpipe, SIGPIPE);
  sigpending(&pending);
  pthread_sigmask(SIG_BLOCK, &sigpipe, &before);
  const ssize_t written = ::write(fd, data, size);
  const int error = errno;
  if (written < 0 && error == EPIPE && !sigismember(&pending, SIGPIPE)) {
    const timespec now{};
    sigtimedwait(&sigpipe, nullptr, &now);
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  errno = error;
  return written;
}

/// Children whose loop closed before they ended: reaped when the next child is started.
class Orphans {
 public:
  void add(pid_t pid) {
    std::lock_guard lock(mutex_);
    pids_.push_back(pid);
  }
  void reap() {
    std::lock_guard lock(mutex_);
    std::erase_if(pids_, [](pid_t pid) { return waitpid(pid, nullptr, WNOHANG) != 0; });
  }

 private:
  std::mutex mutex_;
  std::vector<pid_t> pids_;
};
Orphans& orphans() {
  static Orphans* const only = new Orphans;
  return *only;
}

}  // namespace

void watch_children_with_threads(bool on) noexcept { use_threads = on; }

Descriptor::~Descriptor() {
  if (fd_ >= 0) ::close(fd_);
}

std::shared_ptr<Child> Child::start(LoopState& loop, const std::vector<std::string>& argv,
                                    const SubprocessOptions& options, Where where) {
  orphans().reap();
  auto child = std::make_shared<Child>(loop, where);
  child->spawn(argv, options);
  child->watch_end();
  return child;
}

void Child::spawn(const std::vector<std::string>& argv, const SubprocessOptions& options) {
  if (argv.empty()) throw ValueError("argv is empty: its first element names the program");
  const std::vector<char*> arguments = pointers_to(argv);
  const std::vector<char*> environment = options.env ? pointers_to(*options.env) : std::vector<char*>();

  Actions actions;
  std::array<Descriptor, 3> theirs;
  const auto connect = [&](int to, Stdio stdio, Descriptor& ours) {
    if (stdio == Stdio::inherit) return;
    if (stdio == Stdio::devnull)
      return Actions::check(posix_spawn_file_actions_addopen(&actions.list, to, "/dev/null", O_RDWR, 0));
    Pipe pipe = make_pipe();
    ours = std::move(to == STDIN_FILENO ? pipe.write : pipe.read);
    Descriptor& end = theirs[static_cast<std::size_t>(to)];
    end = std::move(to == STDIN_FILENO ? pipe.read : pipe.write);
    if (fcntl(ours.get(), F_SETFL, O_NONBLOCK) != 0) fail(errno, "fcntl");
    Actions::check(posix_spawn_file_actions_adddup2(&actions.list, end.get(), to));
  };
  connect(STDIN_FILENO, options.in, input_);
  connect(STDOUT_FILENO, options.out, outputs_[0].pipe);
  connect(STDERR_FILENO, options.err, outputs_[1].pipe);
  if (!options.cwd.empty()) Actions::check(posix_spawn_file_actions_addchdir_np(&actions.list, options.cwd.c_str()));
#ifdef AIO_HAS_CLOSEFROM  // elsewhere close-on-exec is up to who opened them
  Actions::check(posix_spawn_file_actions_addclosefrom_np(&actions.list, STDERR_FILENO + 1));
#endif
  const Attributes attributes;
  const int error = posix_spawnp(&pid_, arguments[0], &actions.list, &attributes.attributes, arguments.data(),
                                 options.env ? environment.data() : environ);
  if (error) {
    pid_ = 0;
    fail(error, "create_subprocess_exec '" + argv[0] + "'");
  }
}

/// Only reap() takes the child away, so its pid stays its own until then.
void Child::watch_end() {
  int error = ENOSYS;
  if (!use_threads) {
    end_ = Descriptor(static_cast<int>(syscall(SYS_pidfd_open, pid_, 0)));
    error = errno;
  }
  try {
    if (!end_ && (error == EMFILE || error == ENFILE || error == ENOMEM)) fail(error, "pidfd_open");
    if (!end_) {
      Pipe pipe = make_pipe();
      end_ = std::move(pipe.read);
      std::thread([pid = pid_, ended = std::move(pipe.write)] {  // closes its end when the child has ended
        siginfo_t info;
        while (waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOWAIT) != 0 && errno == EINTR) {
        }
      })
          .detach();
    }
    watch(end_, false, [self = shared_from_this()] { self->reap(); });
  } catch (...) {
    ::kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
    pid_ = 0;
    throw;
  }
}

Child::~Child() {
  if (!pid_ || returncode_ || loop_->is_inherited()) return;
  if (waitpid(pid_, nullptr, WNOHANG) != 0) return;
  warn("ResourceWarning", "subprocess " + std::to_string(pid_) + " is still running", where_);
  try {
    orphans().add(pid_);
  } catch (...) {  // it stays a zombie until this process ends
  }
}

void Child::send_signal(int sig) {
  if (returncode_) fail(ESRCH, "subprocess " + std::to_string(pid_));
  if (::kill(pid_, sig) != 0) fail(errno, "subprocess " + std::to_string(pid_));
}

void Child::check_loop() const {
  if (running_state().id != loop_->id) throw WrongLoopError("Process is bound to a different event loop");
}

void Child::watch(const Descriptor& fd, bool write, std::function<void()> fn) {
  loop_->check_thread();
  auto callback = make_callback(std::move(fn), std::optional<Context>(), where_);
  callback->repeats = true;
  loop_->watch(fd.get(), write, std::move(callback));
}

void Child::close(Descriptor& pipe, bool write) noexcept {
  loop_->unwatch(pipe.get(), write);
  Descriptor closed = std::move(pipe);
  changed.set();
  changed.clear();
}

void Child::reap() {
  int status = 0;
  const pid_t reaped = waitpid(pid_, &status, WNOHANG);
  if (reaped == 0 || (reaped < 0 && errno == EINTR)) return;
  if (reaped < 0) {
    warn("RuntimeWarning",
         "subprocess " + std::to_string(pid_) + ": exit status already read by somebody else, reported as 255", where_);
    returncode_ = 255;
  } else {
    returncode_ = WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
  }
  close(end_, false);
}

void Child::send(std::string input) {
  if (!input_) return;
  unsent_.erase(0, std::exchange(sent_, 0));
  unsent_ += input;
  if (unsent_.empty()) return close(input_, true);
  if (sending_) return;
  watch(input_, true, [self = shared_from_this()] { self->write_some(); });
  sending_ = true;
}

void Child::write_some() {
  const ssize_t written = write_without_sigpipe(input_.get(), unsent_.data() + sent_, unsent_.size() - sent_);
  if (written < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (written > 0) sent_ += static_cast<std::size_t>(written);
  if (written > 0 && sent_ < unsent_.size()) return;
  sending_ = false;  // all sent, or the child has closed its end
  unsent_ = {};
  sent_ = 0;
  close(input_, true);
}

void Child::read_some(Output& output) {
  char buffer[1 << 16];  // what a pipe holds
  const ssize_t got = ::read(output.pipe.get(), buffer, sizeof buffer);
  if (got > 0) {
    output.text.append(buffer, static_cast<std::size_t>(got));
  } else if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
    close(output.pipe, false);
  }
}

void Child::collect(bool on) {
  for (Output& output : outputs_) {
    if (!output.pipe) continue;
    if (on)
      watch(output.pipe, false, [self = shared_from_this(), &output] { self->read_some(output); });
    else
      loop_->unwatch(output.pipe.get(), false);
  }
}

Child::Collecting::Collecting(std::shared_ptr<Child> child) : child_(std::move(child)) {
  if (child_->collectors_ == 0) child_->collect(true);
  ++child_->collectors_;
}

Child::Collecting::~Collecting() {
  if (--child_->collectors_ == 0) child_->collect(false);
}

}  // namespace aio::detail
