// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "backends/backends.h"

#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "aio/errors.h"
#include "backends/epoll.h"
#include "backends/io_uring.h"

namespace aio::detail {

namespace {

struct Backend {
  std::string_view name;
  MakePoller make;
};

std::vector<Backend>& backends() {
  static auto* const known = new std::vector<Backend>{
      {"epoll", [] { return std::unique_ptr<Poller>(std::make_unique<epoll::EpollPoller>()); }},
      {"io_uring", io_uring::make_poller},
  };
  return *known;
}

}  // namespace

void add_backend(const char* name, MakePoller make) { backends().push_back({name, make}); }

std::unique_ptr<Poller> make_default_poller() {
  const char* wanted = std::getenv("AIO_BACKEND");
  if (!wanted || !*wanted) return std::make_unique<epoll::EpollPoller>();
  std::string names;
  for (const Backend& backend : backends()) {
    if (backend.name == wanted) return backend.make();
    (names += names.empty() ? "" : ", ") += backend.name;
  }
  throw ValueError("AIO_BACKEND is '" + std::string(wanted) + "'; this program has " + names);
}

}  // namespace aio::detail
