// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What epoll checks of a descriptor by itself and the other backends must ask for.
#pragma once

#include <sys/stat.h>

#include <cerrno>
#include <system_error>

namespace aio::detail {

/// 0, or the errno epoll_ctl(2) would give: EBADF, or EPERM for a file that is always ready.
inline int why_unpollable(int fd) noexcept {
  struct stat about = {};
  if (fstat(fd, &about) != 0) return errno;
  return S_ISREG(about.st_mode) || S_ISDIR(about.st_mode) ? EPERM : 0;
}

[[noreturn]] inline void fail(int error, const char* what) {
  throw std::system_error(error, std::system_category(), what);
}

}  // namespace aio::detail
