// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Redis.h"
#include "Errors.h"

#if ASYNC_TIDY_HIREDIS
#include <csignal>
#include <hiredis/hiredis.h>
#endif

namespace asynctidy::tool {

using llvm::StringRef;

llvm::Expected<RedisAddress> RedisAddress::parse(StringRef Word) {
  auto Wrong = [&] {
    return wrong("--cache wants redis://HOST[:PORT][/DATABASE], not '" + Word +
                 "'");
  };
  RedisAddress Read;
  StringRef Rest = Word;
  Rest.consume_front("redis://");
  if (Rest.contains('@')) {
    auto [Who, Where] = Rest.rsplit('@');
    Read.User = Who.split(':').first.str();
    Read.Password = Who.split(':').second.str();
    Rest = Where;
  }
  auto [Server, Database] = Rest.split('/');
  if (!Database.empty() && Database.getAsInteger(10, Read.Database))
    return Wrong();
  StringRef Port;
  if (Server.consume_front("["))
    std::tie(Server, Port) = Server.split(']');
  else
    std::tie(Server, Port) = Server.split(':');
  Port.consume_front(":");
  Read.Host = Server.str();
  if (Server.empty() ||
      (!Port.empty() && (Port.getAsInteger(10, Read.Port) || Read.Port == 0 ||
                         Read.Port > 65535)))
    return Wrong();
#if !ASYNC_TIDY_HIREDIS
  return wrong("--cache='" + Word +
               "': this async-tidy was built without Redis; install "
               "libhiredis-dev, configure and build again");
#endif
  return Read;
}

#if ASYNC_TIDY_HIREDIS

namespace {

/// A server that hangs up is no reason to die: hiredis writes in a way that
/// raises SIGPIPE. Blocked here, and taken away if it came.
class NoPipeSignal {
public:
  NoPipeSignal() {
    sigemptyset(&Pipe);
    sigaddset(&Pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &Pipe, &Before);
  }
  NoPipeSignal(const NoPipeSignal &) = delete;
  ~NoPipeSignal() {
    constexpr timespec AtOnce = {};
    while (sigtimedwait(&Pipe, nullptr, &AtOnce) == SIGPIPE)
      ;
    pthread_sigmask(SIG_SETMASK, &Before, nullptr);
  }

private:
  sigset_t Pipe, Before;
};

class RedisStore : public Store {
public:
  explicit RedisStore(RedisAddress Address) : To(std::move(Address)) {}
  ~RedisStore() override { redisFree(Connection); }

  std::optional<std::string> read(const std::string &Name) override {
    redisReply *Said =
        ask({"GET", "async-tidy:" + Name}); // nil when there is none
    if (!Said)
      return std::nullopt;
    std::optional<std::string> Entry;
    if (Said->type == REDIS_REPLY_STRING)
      Entry.emplace(Said->str, Said->len);
    freeReplyObject(Said);
    return Entry;
  }

  /// What goes wrong has been told.
  llvm::Error write(const std::string &Name,
                    const std::string &Entry) override {
    if (redisReply *Said = ask({"SET", "async-tidy:" + Name, Entry}))
      freeReplyObject(Said);
    return llvm::Error::success();
  }

private:
  /// Null from the first failure on.
  redisReply *ask(const std::vector<std::string> &Words) {
    if (!connect())
      return nullptr;
    std::vector<const char *> Texts;
    std::vector<size_t> Sizes;
    for (const std::string &Word : Words) {
      Texts.push_back(Word.data());
      Sizes.push_back(Word.size());
    }
    const NoPipeSignal Guard;
    auto *Said = static_cast<redisReply *>(
        redisCommandArgv(Connection, Words.size(), Texts.data(), Sizes.data()));
    if (!Said) {
      giveUp(Connection->errstr);
      return nullptr;
    }
    if (Said->type == REDIS_REPLY_ERROR) {
      giveUp(std::string(Said->str, Said->len));
      freeReplyObject(Said);
      return nullptr;
    }
    return Said;
  }

  bool connect() {
    if (GaveUp || Connection)
      return !GaveUp;
    constexpr timeval Patience = {1, 0};
    Connection =
        redisConnectWithTimeout(To.Host.c_str(), int(To.Port), Patience);
    if (!Connection || Connection->err) {
      giveUp(Connection ? Connection->errstr : "no memory");
      return false;
    }
    redisSetTimeout(Connection, Patience);
    std::vector<std::string> Login = {"AUTH"};
    if (!To.User.empty())
      Login.push_back(To.User);
    Login.push_back(To.Password);
    if (!To.Password.empty())
      freeReplyObject(ask(Login));
    if (To.Database && !GaveUp)
      freeReplyObject(ask({"SELECT", std::to_string(To.Database)}));
    return !GaveUp;
  }

  void giveUp(const std::string &Why) {
    if (!GaveUp)
      warn("the cache in Redis at " + To.Host + ":" + llvm::Twine(To.Port) +
           " does not answer, this run goes on without it: " + Why);
    GaveUp = true;
  }

  RedisAddress To;
  redisContext *Connection = nullptr;
  bool GaveUp = false;
};

} // namespace

std::unique_ptr<Store> makeRedisStore(RedisAddress Address) {
  return std::make_unique<RedisStore>(std::move(Address));
}

#else

std::unique_ptr<Store> makeRedisStore(RedisAddress) { return nullptr; }

#endif

} // namespace asynctidy::tool
