// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A key-value service as such services were written before run() and Runner: a loop made by hand,
// workers as tasks, a thread for the metrics, an end by signal. It works on a good day. It breaks
// six laws of event loops, and `./dev demo` finds where.
#include <csignal>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>

#include <unistd.h>

#include <aio/aio.h>
#include <aio/legacy.h>

#include "metrics.h"
#include "self_test.h"
#include "server.h"
#include "store.h"

namespace legacy {
namespace {

struct Options {
  std::string journal = "legacy_service.journal";
  std::string export_path;
  std::uint16_t port = 7007;
  bool self_test = false;
  bool debug = false;
  Metrics::Options metrics;
};

void check_journal(const std::string& path) {
  try {
    aio::get_event_loop().run_until_complete(replay(path));
  } catch (const std::exception& error) {
    std::cerr << "journal: not checked: " << error.what() << '\n';
  }
}

int serve(const Options& options) {
  check_journal(options.journal);
  Store store(options.journal);
  std::cout << "store: " << store.warm_up() << " keys\n";

  auto loop = aio::new_event_loop();
  loop->set_debug(options.debug);
  aio::set_event_loop(loop.get());

  Metrics metrics(*loop, store, options.metrics);
  Server server(*loop, store, metrics);
  const std::uint16_t port = server.listen(options.port);
  std::cout << "server: listening\n";
  loop->add_signal_handler(SIGTERM, [&] { loop->stop(); });
  loop->add_signal_handler(SIGINT, [&] { loop->stop(); });

  std::optional<SelfTest> self_test;
  if (options.self_test)
    self_test.emplace(port);
  else
    std::cout << "server: port " << port << '\n';

  auto journal = loop->create_task(store.journal_worker());
  auto keeper = loop->create_task(store.housekeeper());
  loop->run_forever();

  const int wrong = self_test ? self_test->finish() : 0;
  server.stop();
  metrics.stop();
  loop->close();
  std::cout << "server: stopped, " << wrong << " wrong answers\n";
  return wrong == 0 ? 0 : 1;
}

// Everything small and quick, in a journal of its own that is gone afterwards.
int serve_self_test(Options options) {
  const auto journal =
      std::filesystem::temp_directory_path() / ("legacy_service-" + std::to_string(::getpid()) + ".journal");
  options.journal = journal;
  options.port = 0;
  options.debug = true;
  options.metrics.period = std::chrono::milliseconds(20);
  const int status = serve(options);
  std::filesystem::remove(journal);
  return status;
}

std::optional<Options> parse(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const bool more = i + 1 < argc;
    if (word == "--self-test")
      options.self_test = true;
    else if (word == "--debug")
      options.debug = true;
    else if (word == "--flush")
      options.metrics.flush = true;
    else if (word == "--port" && more)
      options.port = static_cast<std::uint16_t>(std::stoi(argv[++i]));
    else if (word == "--journal" && more)
      options.journal = argv[++i];
    else if (word == "--export" && more)
      options.export_path = argv[++i];
    else
      return std::nullopt;
  }
  return options;
}

}  // namespace
}  // namespace legacy

int main(int argc, char** argv) {
  const auto options = legacy::parse(argc, argv);
  if (!options) {
    std::cerr << "usage: legacy_service [--self-test] [--debug] [--flush] [--port N] "
                 "[--journal FILE] [--export FILE]\n";
    return 2;
  }
  try {
    if (!options->export_path.empty()) {
      legacy::Store store(options->journal);
      store.warm_up();
      std::cout << store.export_to(options->export_path) << " pairs\n";
      return 0;
    }
    return options->self_test ? legacy::serve_self_test(*options) : legacy::serve(*options);
  } catch (const std::exception& error) {
    std::cerr << "legacy_service: " << error.what() << '\n';
    return 1;
  }
}
