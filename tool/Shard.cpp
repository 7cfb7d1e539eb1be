// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Shard.h"
#include "Errors.h"
#include "Inputs.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/raw_ostream.h"

#include <numeric>

namespace asynctidy::tool {

using llvm::StringRef;
namespace json = llvm::json;

//===-- Which one ---------------------------------------------------------===//

static std::optional<unsigned> variable(StringRef Name) {
  unsigned Number = 0;
  auto Value = llvm::sys::Process::GetEnv(Name);
  if (!Value || StringRef(*Value).getAsInteger(10, Number))
    return std::nullopt;
  return Number;
}

/// What the engines that start many jobs tell each of them.
static std::optional<Shard> fromEnvironment() {
  if (auto Task = variable("SLURM_ARRAY_TASK_ID"),
      Count = variable("SLURM_ARRAY_TASK_COUNT");
      Task && Count) {
    unsigned First = variable("SLURM_ARRAY_TASK_MIN").value_or(1);
    unsigned Step = std::max(variable("SLURM_ARRAY_TASK_STEP").value_or(1), 1u);
    unsigned Last =
        variable("SLURM_ARRAY_TASK_MAX").value_or(First + (*Count - 1) * Step);
    // A list such as 1,5,7: nothing tells the tasks which number is whose.
    if (Last != First + (*Count - 1) * Step)
      return Shard{0, *Count};
    return Shard{(*Task - First) / Step + 1, *Count};
  }
  if (auto Index = variable("TEST_SHARD_INDEX"),
      Count = variable("TEST_TOTAL_SHARDS");
      Index && Count) {
    // So Bazel knows that its shards are heeded.
    if (auto Path = llvm::sys::Process::GetEnv("TEST_SHARD_STATUS_FILE")) {
      std::error_code Failed;
      llvm::raw_fd_ostream Touched(*Path, Failed);
    }
    return Shard{*Index + 1, *Count};
  }
  if (auto Index = variable("CI_NODE_INDEX"), Count = variable("CI_NODE_TOTAL");
      Index && Count)
    return Shard{*Index, *Count};
  return std::nullopt;
}

llvm::Expected<Shard> Shard::parse(StringRef Word) {
  Shard Part;
  if (Word == "auto") {
    auto Told = fromEnvironment();
    if (!Told)
      return wrong("--shard=auto finds no shard in the environment: neither "
                   "SLURM_ARRAY_TASK_ID and SLURM_ARRAY_TASK_COUNT, nor "
                   "TEST_SHARD_INDEX and TEST_TOTAL_SHARDS, nor CI_NODE_INDEX "
                   "and CI_NODE_TOTAL");
    Part = *Told;
    if (Part.Index == 0 || Part.Index > Part.Count)
      return wrong("--shard=auto: what the environment says is no shard of " +
                   llvm::Twine(Part.Count) +
                   "; a job array of Slurm has to be one range, such as "
                   "--array=1-8, and CI_NODE_INDEX starts at 1");
  } else {
    auto [Index, Count] = Word.split('/');
    if (Index.getAsInteger(10, Part.Index) ||
        Count.getAsInteger(10, Part.Count))
      Part.Count = 0;
  }
  if (Part.Count == 0 || Part.Index == 0 || Part.Index > Part.Count)
    return wrong("--shard wants I/N with I from 1 to N, such as 2/8, or auto; "
                 "not '" +
                 Word + "'");
  return Part;
}

//===-- Costs -------------------------------------------------------------===//

Costs costsOf(const std::vector<UnitResult> &Results) {
  Costs Known;
  for (const UnitResult &One : Results)
    if (!One.Failed)
      Known[One.File] = std::max(Known[One.File], One.Seconds);
  return Known;
}

std::string toText(const Costs &Known) {
  json::Object Seconds;
  for (const auto &[File, Cost] : Known)
    Seconds[json::fixUTF8(File)] = Cost;
  std::string Text;
  llvm::raw_string_ostream(Text) << llvm::formatv(
      "{0:2}\n", json::Value(json::Object{{"version", 1},
                                          {"seconds", std::move(Seconds)}}));
  return Text;
}

llvm::Expected<Costs> parseCosts(StringRef Text) {
  auto Read = json::parse(Text);
  if (!Read)
    return Read.takeError();
  const json::Object *Whole = Read->getAsObject();
  const json::Object *Seconds = Whole ? Whole->getObject("seconds") : nullptr;
  if (!Seconds || Whole->getInteger("version") != 1)
    return wrong("it was not written by 'async-tidy merge --write-costs'");
  Costs Known;
  for (const auto &[File, Cost] : *Seconds)
    if (auto Number = Cost.getAsNumber())
      Known[File.str()] = *Number;
  return Known;
}

//===-- Who has what ------------------------------------------------------===//

/// The shard, from 0, of each unit.
static std::vector<unsigned> divide(unsigned Count, const Project &Whole,
                                    const Costs &Known) {
  // Seconds where they are known; what is not known is taken to cost as much
  // for its length as the others.
  std::vector<double> Lengths, Weights(Whole.Units.size(), -1);
  double KnownSeconds = 0, KnownLength = 0;
  for (size_t Unit = 0; Unit < Whole.Units.size(); ++Unit) {
    uint64_t Length = 0;
    if (llvm::sys::fs::file_size(Whole.Units[Unit].File, Length))
      Length = 0;
    Lengths.push_back(double(Length) + 1);
    auto Cost = Known.find(Whole.relative(Whole.Units[Unit].File));
    if (Cost == Known.end())
      continue;
    Weights[Unit] = Cost->second;
    KnownSeconds += Cost->second;
    KnownLength += Lengths[Unit];
  }
  const double Rate = KnownLength > 0 ? KnownSeconds / KnownLength : 1;
  for (size_t Unit = 0; Unit < Weights.size(); ++Unit)
    if (Weights[Unit] < 0)
      Weights[Unit] = Lengths[Unit] * Rate;

  std::vector<size_t> Order(Weights.size());
  std::iota(Order.begin(), Order.end(), 0);
  llvm::sort(Order, [&](size_t A, size_t B) {
    return Weights[A] != Weights[B] ? Weights[A] > Weights[B] : A < B;
  });
  std::vector<double> Loads(Count, 0);
  std::vector<unsigned> Counts(Count, 0), Owners(Weights.size());
  for (size_t Unit : Order) {
    unsigned Least = 0;
    for (unsigned Each = 1; Each < Count; ++Each)
      if (std::tie(Loads[Each], Counts[Each]) <
          std::tie(Loads[Least], Counts[Least]))
        Least = Each;
    Loads[Least] += Weights[Unit];
    ++Counts[Least];
    Owners[Unit] = Least;
  }
  return Owners;
}

std::vector<size_t> unitsOf(const Shard &Part, const Project &Whole,
                            const Costs &Known) {
  std::vector<size_t> Own;
  std::vector<unsigned> Owners = divide(Part.Count, Whole, Known);
  for (size_t Unit = 0; Unit < Owners.size(); ++Unit)
    if (Owners[Unit] + 1 == Part.Index)
      Own.push_back(Unit);
  return Own;
}

std::string pictureOf(unsigned Count, const Project &Whole, const Costs &Known,
                      KeyMaker &Maker) {
  std::string Row;
  std::vector<unsigned> Owners = divide(Count, Whole, Known);
  for (size_t Unit = 0; Unit < Owners.size(); ++Unit)
    Row += Whole.relative(Whole.Units[Unit].File) + " " +
           std::to_string(Owners[Unit]) + " " + Maker.keyOf(Whole.Units[Unit]) +
           "\n";
  return strongHash(Row);
}

//===-- The file ----------------------------------------------------------===//

// A JSON text sequence (RFC 7464): a head, then result after result.
static constexpr StringRef Mark = "\x1e";

std::string ShardResults::toText() const {
  std::string Text;
  llvm::raw_string_ostream Out(Text);
  Out << Mark
      << json::Value(json::Object{{"version", 1},
                                  {"shard", Part.Index},
                                  {"shards", Part.Count},
                                  {"units", Units},
                                  {"own", Results.size()},
                                  {"picture", Picture}})
      << '\n';
  for (const UnitResult &One : Results)
    Out << Mark << tool::toText(One);
  return Text;
}

llvm::Expected<ShardResults> ShardResults::parse(StringRef Text) {
  llvm::SmallVector<StringRef> Texts;
  Text.split(Texts, Mark, -1, /*KeepEmpty=*/false);
  if (!Text.starts_with(Mark) || Texts.empty())
    return wrong("it was not written by 'async-tidy --shard'");
  auto Head = json::parse(Texts.front());
  if (!Head)
    return Head.takeError();
  ShardResults Read;
  json::Path::Root Root;
  json::ObjectMapper Map(*Head, Root);
  int Version = 0;
  // LLVM 19 reads no smaller numbers without a sign.
  uint64_t Own = 0, Index = 0, Count = 0, Units = 0;
  if (!Map || !Map.map("version", Version) || !Map.map("shard", Index) ||
      !Map.map("shards", Count) || !Map.map("units", Units) ||
      !Map.map("own", Own) || !Map.map("picture", Read.Picture))
    return Root.getError();
  if (Version != 1)
    return wrong("it is of another version");
  Read.Part.Index = static_cast<unsigned>(Index);
  Read.Part.Count = static_cast<unsigned>(Count);
  Read.Units = static_cast<unsigned>(Units);
  for (StringRef Each : llvm::drop_begin(Texts)) {
    auto One = parseResult(Each);
    if (!One)
      return One.takeError();
    Read.Results.push_back(std::move(*One));
  }
  if (Read.Results.size() != Own)
    return wrong("results are missing at its end");
  return Read;
}

} // namespace asynctidy::tool
