// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A crawler in small: a few workers follow the links of a site, each page once, and stop in good order at SIGTERM.
//   worker_pool --self-test   crawls a site of its own, then another one that never ends until it gets SIGTERM
#include <aio/aio.h>

#include <csignal>
#include <cstdio>
#include <deque>
#include <set>
#include <string>
#include <string_view>

namespace {

/// A site that speaks one line: "GET n" is answered with the numbers of the pages that n links to.
aio::Coro<> serve_pages(aio::StreamReader reader, aio::StreamWriter writer, int pages) {
  for (std::string line; !(line = co_await reader.readline()).empty();) {
    const int page = std::stoi(line.substr(4));
    std::string links;
    for (const int link : {2 * page, 2 * page + 1, page / 2}) {
      if (link > 0 && (pages == 0 || link <= pages)) links += std::to_string(link) + " ";
    }
    writer.write(links + "\n");
    co_await writer.drain();
  }
}

class Crawler {
 public:
  explicit Crawler(std::uint16_t port) : port_(port) {}

  /// Crawls until nothing is left or stop() was called; pages that were begun are finished.
  aio::Coro<std::size_t> run(int workers) {
    found(1);
    co_await aio::task_group([this, workers](aio::TaskGroup& group) -> aio::Coro<> {
      for (int i = 0; i < workers; ++i) group.create_task(work()).detach();
      co_return;
    });
    co_return fetched_;
  }
  void stop() {
    stopping_ = true;
    changed_.set();
  }
  /// Called for each page that was fetched.
  std::function<void(std::size_t)> on_page;

 private:
  void found(int page) {
    if (!seen_.insert(page).second) return;
    waiting_.push_back(page);
    changed_.set();
  }
  aio::Coro<> work() {
    aio::Connection site = co_await aio::open_connection("127.0.0.1", port_);
    while (!stopping_ && (busy_ > 0 || !waiting_.empty())) {
      if (waiting_.empty()) {  // another worker may find more
        changed_.clear();
        co_await changed_.wait();
        continue;
      }
      const int page = waiting_.front();
      waiting_.pop_front();
      ++busy_;
      site.writer.write("GET " + std::to_string(page) + "\n");
      const std::string links = co_await site.reader.readline();
      --busy_;
      ++fetched_;
      for (std::size_t at = 0, space; (space = links.find(' ', at)) != std::string::npos; at = space + 1)
        found(std::stoi(links.substr(at, space - at)));
      changed_.set();
      if (on_page) on_page(fetched_);
    }
  }
  const std::uint16_t port_;
  std::set<int> seen_;
  std::deque<int> waiting_;
  aio::Event changed_;
  int busy_ = 0;
  std::size_t fetched_ = 0;
  bool stopping_ = false;
};

aio::Coro<std::size_t> crawl(int pages, bool interrupt) {
  auto on_client = [pages](aio::StreamReader reader, aio::StreamWriter writer) {
    return serve_pages(std::move(reader), std::move(writer), pages);
  };
  aio::Server server = co_await aio::start_server(on_client, "127.0.0.1", 0);
  Crawler crawler(server.port());
  aio::EventLoop& loop = aio::get_running_loop();
  loop.add_signal_handler(SIGTERM, [&crawler] { crawler.stop(); });
  if (interrupt) {
    crawler.on_page = [](std::size_t fetched) {
      if (fetched == 500) std::raise(SIGTERM);
    };
  }
  const std::size_t fetched = co_await crawler.run(4);
  loop.remove_signal_handler(SIGTERM);
  server.close();
  co_await server.wait_closed();
  co_return fetched;
}

aio::Coro<> self_test() {
  std::printf("%zu pages\n", co_await crawl(1000, false));
  const std::size_t fetched = co_await crawl(0, true);
  std::puts(fetched >= 500 && fetched < 510 ? "stopped in good order" : "did not stop");
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2 || std::string_view(arguments[1]) != "--self-test") {
    std::fputs("usage: worker_pool --self-test\n", stderr);
    return 2;
  }
  aio::run(self_test());
}
