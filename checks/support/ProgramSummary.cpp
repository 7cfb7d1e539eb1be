// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the whole program replies, and as a file for the plugin.
#include "support/Summaries.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MemoryBuffer.h"

namespace asynctidy {

bool holds(const Fact &F, const Reply &R) {
  switch (F.Wanted) {
  case Fact::Yes:
    return R.Yes &&
           (F.Library.empty() || R.Library.empty() || F.Library == R.Library);
  case Fact::No:
    return R.No;
  case Fact::NotNo:
    return !R.No;
  case Fact::NotYes:
    return !R.Yes;
  }
  return false;
}

static std::string keyOf(llvm::StringRef Of, std::optional<int> Parameter,
                         Fact::Word Is) {
  return (llvm::Twine(nameOf(Is)) + " " +
          (Parameter ? std::to_string(*Parameter) : "-") + " " + Of)
      .str();
}

void ProgramSummary::add(const Fact &F, Reply R) {
  R.Yes = true;
  Replies[keyOf(F.Of, F.Parameter, F.Is)] = std::move(R);
}

Reply ProgramSummary::reply(const Fact &F) const {
  if (auto Known = Replies.find(keyOf(F.Of, F.Parameter, F.Is));
      Known != Replies.end())
    return Known->second;
  Reply R;
  R.No = F.Is != Fact::OnLoop &&
         Replies.count(keyOf(F.Of, F.Parameter, Fact::Seen)) != 0;
  return R;
}

std::string ProgramSummary::toText() const {
  std::vector<llvm::StringRef> Keys;
  for (const auto &Entry : Replies)
    Keys.push_back(Entry.getKey());
  llvm::sort(Keys);
  std::string Text;
  llvm::raw_string_ostream Stream(Text);
  llvm::json::OStream Out(Stream, 1);
  Out.object([&] {
    Out.attribute("version", 2);
    Out.attributeArray("facts", [&] {
      for (llvm::StringRef Key : Keys) {
        const Reply &R = Replies.find(Key)->second;
        Out.object([&] {
          Out.attribute("fact", llvm::json::fixUTF8(Key));
          if (R.Possible)
            Out.attribute("possible", true);
          if (!R.Library.empty())
            Out.attribute("library", llvm::json::fixUTF8(R.Library));
          if (!R.Steps.empty())
            Out.attributeArray("steps", [&] {
              for (const Step &S : R.Steps)
                write(Out, S);
            });
        });
      }
    });
  });
  Stream << '\n';
  return Text;
}

struct NamedReply {
  std::string Key;
  Reply R;
};
struct ReplyList {
  std::vector<NamedReply> All;
};

static bool fromJSON(const llvm::json::Value &From, NamedReply &To,
                     llvm::json::Path Path) {
  llvm::json::ObjectMapper Map(From, Path);
  To.R.Yes = true;
  return Map && Map.map("fact", To.Key) &&
         Map.mapOptional("possible", To.R.Possible) &&
         Map.mapOptional("library", To.R.Library) &&
         Map.mapOptional("steps", To.R.Steps);
}

static bool fromJSON(const llvm::json::Value &From, ReplyList &To,
                     llvm::json::Path Path) {
  llvm::json::ObjectMapper Map(From, Path);
  int Version = 0;
  if (!Map || !Map.map("version", Version))
    return false;
  if (Version != 2) {
    Path.field("version").report("a summary of another version");
    return false;
  }
  return Map.map("facts", To.All);
}

llvm::Expected<ProgramSummary> ProgramSummary::read(const std::string &File) {
  auto Text = llvm::MemoryBuffer::getFile(File);
  if (!Text)
    return llvm::createStringError(Text.getError(),
                                   "AsyncTidySummary: cannot read '" + File +
                                       "': " + Text.getError().message());
  auto Read = llvm::json::parse<ReplyList>((*Text)->getBuffer());
  if (!Read)
    return llvm::createStringError(
        llvm::inconvertibleErrorCode(),
        "AsyncTidySummary: '" + File +
            "' was not written by 'async-tidy --write-summary': " +
            llvm::toString(Read.takeError()));
  ProgramSummary Summary;
  for (NamedReply &Each : Read->All)
    Summary.Replies[Each.Key] = std::move(Each.R);
  return Summary;
}

} // namespace asynctidy
