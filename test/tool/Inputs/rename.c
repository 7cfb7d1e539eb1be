// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Preloaded: the file $RENAME_OF, a whole path, is not renamed to; the call fails, or raises the signal $RENAME_RAISES first.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

int rename(const char *from, const char *to) {
  const char *raised = getenv("RENAME_RAISES");
  if (strcmp(to, getenv("RENAME_OF")) == 0) {
    if (!raised) {
      errno = EIO;
      return -1;
    }
    raise(atoi(raised));
  }
  return ((int (*)(const char *, const char *))dlsym(RTLD_NEXT, "rename"))(from, to);
}
