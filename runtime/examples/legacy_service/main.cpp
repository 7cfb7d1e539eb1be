// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A key-value service as such services were written before run() and Runner: loops made by hand, a
// life spread over a class, workers as tasks, a thread for the metrics, an end by signal. It works
// on a good day. It breaks the laws of event loops in many ways; `./dev demo` finds them and moves
// it to the new style, docs/migrating.md says how.
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include <unistd.h>

#include "admin.h"
#include "backup.h"
#include "options.h"
#include "replica.h"
#include "self_test.h"
#include "service.h"
#include "store.h"

namespace legacy {
namespace {

void check_first(const std::string& journal) {
  try {
    std::cout << "journal: " << check(journal) << " lines\n";
  } catch (const std::exception& error) {
    std::cerr << "journal: not checked: " << error.what() << '\n';
  }
}

int serve(const Options& options) {
  check_first(options.journal);
  Service service(options);
  const std::uint16_t port = service.open();
  std::cout << "server: port " << port << '\n';
  service.run();
  return 0;
}

// Everything small and quick, in a journal of its own that is gone afterwards.
int serve_self_test(Options options) {
  const std::string journal =
      std::filesystem::temp_directory_path() / ("legacy_service-" + std::to_string(::getpid()) + ".journal");
  options.journal = journal;
  options.port = 0;
  options.debug = true;
  options.metrics_period = options.housekeeping = std::chrono::milliseconds(20);
  check_first(journal);
  int wrong = 0;
  {
    Service service(options);
    SelfTest client(service.open());
    service.run();
    wrong += client.finish();
  }
  wrong += test_commands(journal);
  std::filesystem::remove(journal);
  std::cout << "self-test: " << wrong << " wrong answers\n";
  return wrong == 0 ? 0 : 1;
}

int run(const Options& options) {
  using Command = Options::Command;
  switch (options.command) {
  case Command::serve:
    return serve(options);
  case Command::self_test:
    return serve_self_test(options);
  case Command::export_pairs: {
    Store store({options.journal, options.batch, options.housekeeping});
    store.warm_up();
    std::cout << store.export_to(options.target) << " pairs\n";
    return 0;
  }
  case Command::check:
    std::cout << check(options.journal) << " lines\n";
    return 0;
  case Command::compact:
    std::cout << compact(options.journal) << " lines less\n";
    return 0;
  case Command::backup:
    std::cout << back_up(options.journal, options.target) << " pairs\n";
    return 0;
  case Command::replicate:
    std::cout << replicate(options.journal, options.target, options.batch).lines << " lines\n";
    return 0;
  case Command::watch:
    std::cout << "looked " << watch(options.journal, options.metrics_period) << " times\n";
    return 0;
  }
  return 2;
}

}  // namespace
}  // namespace legacy

int main(int argc, char** argv) {
  try {
    const auto options = legacy::parse(std::vector<std::string>(argv + 1, argv + argc));
    if (!options) {
      std::cout << legacy::usage();
      return 0;
    }
    return legacy::run(*options);
  } catch (const legacy::UsageError& error) {
    std::cerr << "legacy_service: " << error.what() << '\n' << legacy::usage();
    return 2;
  } catch (const std::exception& error) {
    std::cerr << "legacy_service: " << error.what() << '\n';
    return 1;
  }
}
