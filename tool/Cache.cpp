// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Cache.h"
#include "Errors.h"
#include "Redis.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Compression.h"

namespace asynctidy::tool {

using llvm::StringRef;
namespace zstd = llvm::compression::zstd;

/// Lists of one unit that are remembered: its headers with and without an
/// option, on this branch and on that.
static constexpr size_t MostLists = 8;

//===-- An entry ----------------------------------------------------------===//

// A line with the form's name, the payload's hash and its size, then the
// payload, packed where LLVM can.
static constexpr llvm::StringLiteral Form = "async-tidy-entry-1";

static std::string packed(StringRef Payload) {
  std::string Entry = Form.str() + " " + strongHash(Payload) + " " +
                      llvm::utostr(Payload.size()) + "\n";
  if (!zstd::isAvailable())
    return Entry + Payload.str();
  llvm::SmallVector<uint8_t, 0> Small;
  zstd::compress(llvm::arrayRefFromStringRef(Payload), Small,
                 zstd::BestSpeedCompression);
  return Entry + llvm::toStringRef(Small).str();
}

/// Nothing for an entry that is torn, or of another form.
static std::optional<std::string> unpacked(StringRef Entry) {
  auto [Head, Body] = Entry.split('\n');
  llvm::SmallVector<StringRef, 3> Words;
  Head.split(Words, ' ');
  uint64_t Size = 0;
  if (Words.size() != 3 || Words[0] != Form ||
      Words[2].getAsInteger(10, Size) || Size > (uint64_t(1) << 32))
    return std::nullopt;
  std::string Payload = Body.str();
  if (zstd::isAvailable()) {
    llvm::SmallVector<uint8_t, 0> Large;
    if (llvm::Error Failed =
            zstd::decompress(llvm::arrayRefFromStringRef(Body), Large, Size)) {
      llvm::consumeError(std::move(Failed));
      return std::nullopt;
    }
    Payload = llvm::toStringRef(Large).str();
  }
  if (Payload.size() != Size || strongHash(Payload) != Words[1])
    return std::nullopt;
  return Payload;
}

//===-- Names and lists ---------------------------------------------------===//

/// A question without the root, and back again. An absolute path keeps its
/// slash; one below the root has none.
static std::string belowRoot(StringRef Question, StringRef Root) {
  StringRef Path = Question.drop_front();
  if (Path.consume_front(Root) && Path.consume_front("/"))
    return (Question.take_front(1) + Path).str();
  return Question.str();
}

static std::string fromRoot(StringRef Question, StringRef Root) {
  if (Question.drop_front().starts_with("/"))
    return Question.str();
  return (Question.take_front(1) + Root + "/" + Question.drop_front()).str();
}

static std::string nameOfLists(const std::string &Key) {
  return strongHash(Key + " lists");
}

/// \p List: a question a line; \p Answer gives that of each.
static std::string
nameOfResult(const std::string &Key, StringRef List,
             llvm::function_ref<StringRef(StringRef)> Answer) {
  std::string Row = Key + " result\n";
  for (StringRef Rest = List; !Rest.empty();) {
    auto [Question, More] = Rest.split('\n');
    Row += Question;
    Row += ' ';
    Row += Answer(Question);
    Row += '\n';
    Rest = More;
  }
  return strongHash(Row);
}

/// Lists stand one after the other, a blank line between.
static std::vector<std::string> splitLists(StringRef Text) {
  llvm::SmallVector<StringRef> Split;
  Text.split(Split, "\n\n", -1, /*KeepEmpty=*/false);
  std::vector<std::string> Lists;
  for (StringRef List : Split)
    Lists.push_back(List.rtrim('\n').str() + "\n");
  return Lists;
}

//===-- Finding and keeping -----------------------------------------------===//

std::unique_ptr<Cache> Cache::open(const CacheWords &Words) {
  if (Words.Off)
    return nullptr;
  std::vector<std::unique_ptr<Store>> Stores;
  std::vector<std::unique_ptr<Store>> Far;
  std::string Folder = defaultCacheFolder();
  bool IsAskedFor = false;
  for (const std::string &Place : Words.Places) {
    if (!RedisAddress::isOne(Place)) {
      Folder = Place;
      IsAskedFor = true;
    } else if (auto Address = RedisAddress::parse(Place); !Address)
      warn(llvm::toString(Address.takeError()));
    else
      Far.push_back(makeRedisStore(std::move(*Address)));
  }
  if (!Folder.empty()) {
    auto Local = std::make_unique<FolderStore>(Folder, Words.Limit);
    if (llvm::Error Failed = Local->open()) {
      // Nobody asked for the user's own: there may be no home.
      std::string Why = llvm::toString(std::move(Failed));
      if (IsAskedFor)
        warn("no results are cached: " + Why);
    } else {
      Stores.push_back(std::move(Local));
    }
  }
  for (std::unique_ptr<Store> &Each : Far)
    Stores.push_back(std::move(Each));
  return Stores.empty() ? nullptr : std::make_unique<Cache>(std::move(Stores));
}

std::optional<std::string> Cache::read(const std::string &Name) {
  for (size_t Index = 0; Index < Stores.size(); ++Index) {
    auto Entry = Stores[Index]->read(Name);
    if (!Entry)
      continue;
    auto Payload = unpacked(*Entry);
    if (!Payload)
      continue;
    for (size_t Nearer = 0; Nearer < Index; ++Nearer)
      llvm::consumeError(Stores[Nearer]->write(Name, *Entry));
    return Payload;
  }
  return std::nullopt;
}

void Cache::write(const std::string &Name, StringRef Payload) {
  std::string Entry = packed(Payload);
  for (const std::unique_ptr<Store> &Each : Stores)
    if (llvm::Error Failed = Each->write(Name, Entry)) {
      std::string Why = llvm::toString(std::move(Failed));
      if (!FaultTold)
        warn("a result is not cached: " + Why);
      FaultTold = true;
    }
}

std::optional<UnitResult> Cache::find(const std::string &Key,
                                      const std::string &Root, Answerer &Disk) {
  auto Lists = read(nameOfLists(Key));
  if (!Lists)
    return std::nullopt;
  for (const std::string &List : splitLists(*Lists)) {
    auto Payload = read(nameOfResult(Key, List, [&](StringRef Question) {
      return StringRef(Disk.answer(fromRoot(Question, Root)));
    }));
    if (!Payload)
      continue;
    // A result that names the root is good for that root alone.
    auto [Of, Text] = StringRef(*Payload).split('\n');
    if (!Of.empty() && Of != Root)
      continue;
    auto Result = parseResult(Text);
    if (Result) {
      Result->Cached = true;
      return std::move(*Result);
    }
    llvm::consumeError(Result.takeError());
  }
  return std::nullopt;
}

void Cache::keep(const std::string &Key, const std::string &Root,
                 const Inputs &Asked, StringRef Result) {
  if (Asked.Torn || Asked.Answers.empty())
    return;
  // By question without the root: that order is the same everywhere.
  std::map<std::string, StringRef> Answers;
  for (const auto &[Question, Answer] : Asked.Answers)
    Answers[belowRoot(Question, Root)] = Answer;
  std::string List;
  for (const auto &[Question, Answer] : Answers)
    List += Question + "\n";

  std::string Of = Result.contains(Root) ? Root : "";
  write(
      nameOfResult(Key, List,
                   [&](StringRef Question) { return Answers[Question.str()]; }),
      Of + "\n" + Result.str());

  std::string Lists = List;
  size_t Kept = 1;
  if (auto Known = read(nameOfLists(Key)))
    for (const std::string &Other : splitLists(*Known)) {
      if (Other == List || Kept == MostLists)
        continue;
      Lists += "\n" + Other;
      ++Kept;
    }
  write(nameOfLists(Key), Lists);
}

} // namespace asynctidy::tool
