// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Baseline.h"
#include "CommandLine.h"
#include "Errors.h"
#include "Files.h"
#include "Link.h"
#include "Output.h"
#include "Shard.h"
#include "Verbs.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"

namespace asynctidy::tool {

/// The results of all shards; an error when some is missing, or is of another
/// project: what nobody analysed would look clean.
static llvm::Expected<std::vector<UnitResult>>
join(const std::vector<std::string> &Files) {
  std::map<unsigned, ShardResults> Shards;
  for (const std::string &File : Files) {
    auto Text = llvm::MemoryBuffer::getFile(File);
    if (!Text)
      return wrong("cannot read '" + File + "': " + Text.getError().message());
    auto Read = ShardResults::parse((*Text)->getBuffer());
    if (!Read)
      return wrong("'" + File + "' is no result of 'async-tidy --shard': " +
                   llvm::toString(Read.takeError()));
    unsigned Index = Read->Part.Index;
    auto [Slot, IsNew] = Shards.try_emplace(Index, std::move(*Read));
    const ShardResults &First = Shards.begin()->second;
    if (!IsNew)
      return wrong("shard " + llvm::Twine(Index) + " is given twice");
    if (Slot->second.Part.Count != First.Part.Count ||
        Slot->second.Picture != First.Picture)
      return wrong("'" + File +
                   "' was made in another way than the others: give all "
                   "shards the same N, sources, database, configuration, "
                   "async-tidy and --costs");
  }
  const unsigned Count = Shards.begin()->second.Part.Count;
  std::vector<UnitResult> Results;
  for (unsigned Index = 1; Index <= Count; ++Index) {
    auto Found = Shards.find(Index);
    if (Found == Shards.end())
      return wrong("shard " + llvm::Twine(Index) + " of " + llvm::Twine(Count) +
                   " is missing; its units were not looked at");
    for (UnitResult &One : Found->second.Results)
      Results.push_back(std::move(One));
  }
  if (Results.size() != Shards.begin()->second.Units)
    return wrong(llvm::Twine(Results.size()) + " of " +
                 counted(Shards.begin()->second.Units, "unit") +
                 " have a result");
  return Results;
}

int merge(const Words &Given) {
  CommandLine Line;
  if (auto Status = readWords("merge", Given, Line))
    return *Status;
  if (Line.Files.empty())
    return complain("merge wants the result files of 'async-tidy --shard'");
  Baseline Known;
  if (!Line.Baseline.empty()) {
    auto Read = Baseline::read(Line.Baseline);
    if (!Read)
      return complain(Read.takeError());
    Known = std::move(*Read);
  }
  auto Results = join(Line.Files);
  if (!Results)
    return complain(Results.takeError());
  if (!Line.WriteCosts.empty())
    if (llvm::Error Failed =
            writeAll({{Line.WriteCosts, toText(costsOf(*Results))}}))
      return complain(std::move(Failed));
  if (int Failed = putSummary(*Results, Line))
    return Failed;
  Findings Found = link(*Results, Line.WholeProgram);
  Known.apply(Found, {"baseline", "known in " + Line.Baseline});
  llvm::SmallString<256> Here;
  llvm::sys::fs::current_path(Here);
  return print(Found, Line, normalise(Line.Root, Here));
}

} // namespace asynctidy::tool
