// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "CommandLine.h"
#include "Errors.h"
#include "Help.h"
#include "Redis.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"

namespace asynctidy::tool {

namespace cl = llvm::cl;
using llvm::StringRef;

namespace {

// All options stand in subcommands: at the top level LLVM's shared library
// keeps hundreds of its own, and would take them from our users in silence.
cl::SubCommand Lint("lint"), Unit("unit"), Link("link"), Explain("explain"),
    Doctor("doctor"), Models("models"), CacheVerb("cache"), Merge("merge"),
    Lsp("lsp"), Completion("completion"), Man("man"), Ninja("ninja");

cl::list<std::string> Files(cl::Positional, cl::desc("FILE"), cl::sub(Lint),
                            cl::sub(Unit), cl::sub(Link), cl::sub(Explain),
                            cl::sub(Doctor), cl::sub(Models),
                            cl::sub(CacheVerb), cl::sub(Merge), cl::sub(Lsp),
                            cl::sub(Completion), cl::sub(Man), cl::sub(Ninja));
// Of an option given twice the last counts: wrappers rely on it.
cl::opt<std::string> BuildDir("p", cl::ZeroOrMore, cl::value_desc("DIR"),
                              cl::sub(Lint), cl::sub(Unit), cl::sub(Lsp),
                              cl::sub(Ninja));
cl::opt<std::string> Checks("checks", cl::ZeroOrMore, cl::sub(Lint),
                            cl::sub(Unit), cl::sub(Lsp), cl::sub(Ninja));
cl::opt<std::string> ConfigFile("config-file", cl::ZeroOrMore, cl::sub(Lint),
                                cl::sub(Unit), cl::sub(Lsp), cl::sub(Ninja));
cl::opt<std::string> HeaderFilter("header-filter", cl::ZeroOrMore,
                                  cl::sub(Lint), cl::sub(Unit), cl::sub(Lsp),
                                  cl::sub(Ninja));
cl::opt<std::string> Overlay("vfsoverlay", cl::ZeroOrMore, cl::sub(Lint),
                             cl::sub(Unit));
cl::opt<bool> ListChecks("list-checks", cl::ZeroOrMore, cl::sub(Lint));
cl::opt<bool> VerifyConfig("verify-config", cl::ZeroOrMore, cl::sub(Lint));
cl::opt<bool> ConfigSchema("config-schema", cl::ZeroOrMore, cl::sub(Lint));
cl::opt<std::string> ReportWord("format", cl::ZeroOrMore, cl::sub(Lint),
                                cl::sub(Link), cl::sub(Merge), cl::sub(Ninja));
cl::opt<std::string> Output("output", cl::ZeroOrMore, cl::sub(Lint),
                            cl::sub(Link), cl::sub(Merge), cl::sub(Ninja));
cl::list<std::string> MoreReports("report", cl::ZeroOrMore, cl::sub(Lint),
                                  cl::sub(Link), cl::sub(Merge),
                                  cl::sub(Ninja));
cl::opt<std::string> FixWord("fix", cl::ZeroOrMore, cl::sub(Lint),
                             cl::ValueOptional);
cl::opt<bool> FixDryRun("fix-dry-run", cl::ZeroOrMore, cl::sub(Lint));
cl::opt<bool> FixNoVerify("fix-no-verify", cl::ZeroOrMore, cl::sub(Lint));
cl::opt<std::string> JobsWord("j", cl::ZeroOrMore, cl::Prefix, cl::sub(Lint));
cl::opt<std::string> TimeoutWord("timeout", cl::ZeroOrMore, cl::sub(Lint),
                                 cl::sub(Lsp));
cl::opt<std::string> DelayWord("delay", cl::ZeroOrMore, cl::sub(Lsp));
cl::opt<bool> WholeProgram("whole-program", cl::ZeroOrMore, cl::sub(Lsp));
cl::opt<bool> Statistics("statistics", cl::ZeroOrMore, cl::sub(Lint),
                         cl::sub(Link), cl::sub(Merge));
cl::opt<bool> ExitZero("exit-zero", cl::ZeroOrMore, cl::sub(Lint),
                       cl::sub(Link), cl::sub(Merge), cl::sub(Ninja));
cl::opt<std::string> ColourWord("color", cl::ZeroOrMore, cl::sub(Lint),
                                cl::sub(Link), cl::ValueOptional,
                                cl::sub(Merge));
cl::opt<std::string> WriteSummary("write-summary", cl::ZeroOrMore,
                                  cl::sub(Lint), cl::sub(Link), cl::sub(Merge));
cl::opt<std::string> BaselineFile("baseline", cl::ZeroOrMore, cl::sub(Lint),
                                  cl::sub(Link), cl::sub(Merge),
                                  cl::sub(Ninja));
cl::opt<std::string> WriteBaseline("write-baseline", cl::ZeroOrMore,
                                   cl::sub(Lint));
cl::opt<std::string> Since("since", cl::ZeroOrMore, cl::sub(Lint));
cl::opt<bool> PruneBaseline("prune-baseline", cl::ZeroOrMore, cl::sub(Lint));
cl::opt<bool> NoWholeProgram("no-whole-program", cl::ZeroOrMore, cl::sub(Lint),
                             cl::sub(Link), cl::sub(Merge), cl::sub(Ninja));
cl::opt<bool> Quiet("quiet", cl::ZeroOrMore, cl::sub(Lint), cl::sub(Link),
                    cl::sub(Merge));
cl::opt<std::string> Result("result", cl::ZeroOrMore, cl::sub(Unit),
                            cl::sub(Lint));
cl::opt<std::string> ShardWord("shard", cl::ZeroOrMore, cl::sub(Lint));
cl::opt<std::string> CostsFile("costs", cl::ZeroOrMore, cl::sub(Lint));
cl::opt<std::string> WriteCosts("write-costs", cl::ZeroOrMore, cl::sub(Merge));
cl::opt<std::string> UnitMemory("unit-memory", cl::ZeroOrMore, cl::sub(Lint),
                                cl::sub(Unit));
cl::opt<std::string> InputsFile("inputs", cl::ZeroOrMore, cl::sub(Unit));
cl::opt<std::string> DepFile("depfile", cl::ZeroOrMore, cl::sub(Unit));
cl::opt<bool> MayCheckNothing("may-check-nothing", cl::ZeroOrMore,
                              cl::sub(Unit));
cl::list<std::string> CachePlaces("cache", cl::ZeroOrMore, cl::sub(Lint),
                                  cl::sub(CacheVerb));
cl::opt<bool> Scan("scan", cl::ZeroOrMore, cl::sub(Lint), cl::sub(Unit));
cl::opt<bool> AllBodies("all-bodies", cl::ZeroOrMore, cl::sub(Lint),
                        cl::sub(Unit));
cl::opt<bool> NoPreamble("no-preamble", cl::ZeroOrMore, cl::sub(Lint));
cl::opt<std::string> PreambleFile("preamble", cl::ZeroOrMore, cl::sub(Unit));
cl::opt<std::string> CacheSize("cache-size", cl::ZeroOrMore, cl::sub(Lint));
cl::opt<std::string> Root("root", cl::ZeroOrMore, cl::sub(Unit), cl::sub(Link),
                          cl::sub(Merge));
cl::opt<std::string> Directory("directory", cl::ZeroOrMore, cl::sub(Unit));

} // namespace

template <typename Value>
static std::optional<std::string> given(const Value &Option) {
  if (Option.getNumOccurrences() == 0)
    return std::nullopt;
  return Option.getValue();
}

/// One of the words an option knows; the first is for the option alone.
template <typename Value>
static std::optional<int>
readChoice(const cl::opt<std::string> &Option,
           std::initializer_list<std::pair<StringRef, Value>> Choices,
           Value &To) {
  if (Option.getNumOccurrences() == 0)
    return std::nullopt;
  std::string Known;
  for (const auto &[Word, Meaning] : Choices) {
    if (Option == Word || Option.empty()) {
      To = Meaning;
      return std::nullopt;
    }
    Known += (Known.empty() ? "" : ", ") + Word.str();
  }
  return complain("--" + Option.ArgStr + "=" + Option.getValue() +
                  " is not known; choose one of: " + Known);
}

static std::optional<int> readFormat(const std::string &Option, StringRef Name,
                                     const ReportFormat *&To) {
  if (const ReportFormat *Format = findFormat(Name)) {
    To = Format;
    return std::nullopt;
  }
  std::string Known;
  for (const ReportFormat &Format : reportFormats())
    Known += (Known.empty() ? "" : ", ") + Format.Name.str();
  return complain(Option + " is not known; choose one of: " + Known);
}

static std::optional<int> readNumber(const cl::opt<std::string> &Option,
                                     StringRef Name, unsigned &To) {
  if (Option.getNumOccurrences() == 0)
    return std::nullopt;
  if (StringRef(Option).ltrim('=').getAsInteger(10, To) || To == 0 ||
      To > 1000000)
    return complain(Name + " wants a number of at least 1, not '" + Option +
                    "'");
  return std::nullopt;
}

/// 500M, 2G; a number alone is bytes.
static std::optional<int> readSize(const cl::opt<std::string> &Option,
                                   uint64_t &To) {
  if (Option.getNumOccurrences() == 0)
    return std::nullopt;
  StringRef Text = Option;
  unsigned Shift = Text.consume_back("K")   ? 10
                   : Text.consume_back("M") ? 20
                   : Text.consume_back("G") ? 30
                                            : 0;
  uint64_t Number = 0;
  if (Text.getAsInteger(10, Number) || Number == 0 ||
      Number > (std::numeric_limits<int64_t>::max() >> Shift))
    return complain("--" + Option.ArgStr +
                    " wants a size such as 500M or 2G, not '" + Option + "'");
  To = Number << Shift;
  return std::nullopt;
}

static std::optional<int> readCache(CacheWords &To) {
  To.Off = false;
  To.Places.clear();
  for (const std::string &Place : CachePlaces) {
    if (Place.empty())
      return complain("--cache wants a folder, redis://HOST, or off");
    if (Place == "off")
      To.Off = true;
    else
      To.Places.push_back(Place);
    if (RedisAddress::isOne(Place))
      if (auto Read = RedisAddress::parse(Place); !Read)
        return complain(Read.takeError());
  }
  return readSize(CacheSize, To.Limit);
}

/// A shard reports nothing: 'merge' does, when it has all of them.
static std::optional<int> readShard(CommandLine &Line) {
  if (ShardWord.getNumOccurrences() == 0) {
    if (Result.getNumOccurrences() || CostsFile.getNumOccurrences())
      return complain("--result and --costs go with --shard=I/N");
    return std::nullopt;
  }
  auto Read = Shard::parse(ShardWord);
  if (!Read)
    return complain(Read.takeError());
  Line.Part = *Read;
  if (Line.Result.empty())
    return complain("--shard wants --result=FILE, for 'async-tidy merge'");
  for (const cl::Option *Other : std::initializer_list<const cl::Option *>{
           &ReportWord, &Output, std::addressof(MoreReports), &FixWord,
           &FixDryRun, &FixNoVerify, &BaselineFile, &WriteBaseline, &Since,
           &WriteSummary, &Statistics, &ExitZero, &NoWholeProgram, &ColourWord})
    if (Other->getNumOccurrences())
      return complain("--" + Other->ArgStr +
                      " does not go with --shard: a shard only writes "
                      "its results, 'async-tidy merge' reports");
  return std::nullopt;
}

static bool isOurs(const cl::Option &Option) {
  return !Option.Subs.contains(&cl::SubCommand::getAll());
}

/// \p Known: a map of LLVM 19's or of LLVM 22's kind.
template <typename Map>
static std::string nearestOf(StringRef Name, const Map &Known) {
  std::string Best;
  unsigned BestDistance = 0;
  for (const auto &[Key, Option] : Known) {
    StringRef Other = Key;
    if (!isOurs(*Option) || Other.size() < 2)
      continue;
    unsigned Distance = Name.edit_distance(Other);
    if (Best.empty() || Distance < BestDistance ||
        (Distance == BestDistance && Other < Best)) {
      Best = Other.str();
      BestDistance = Distance;
    }
  }
  return BestDistance <= Name.size() / 3 + 1 ? Best : "";
}

static cl::SubCommand &subCommand(StringRef Verb) {
  for (cl::SubCommand *Each : cl::getRegisteredSubcommands())
    if (Each->getName() == Verb)
      return *Each;
  llvm_unreachable("a verb without its subcommand");
}

std::vector<std::string> verbNames() {
  std::vector<std::string> Names;
  for (cl::SubCommand *Each : cl::getRegisteredSubcommands())
    if (!Each->getName().empty() && Each->getName() != "lint")
      Names.push_back(Each->getName().str());
  llvm::sort(Names);
  return Names;
}

std::vector<std::string> optionNames(StringRef Verb) {
  std::vector<std::string> Names = {"--help"};
  if (Verb == "lint")
    Names.push_back("--version");
  for (const auto &[Key, Option] : cl::getRegisteredOptions(subCommand(Verb)))
    if (StringRef Name = Key; isOurs(*Option) && !Name.empty())
      Names.push_back((Name.size() == 1 ? "-" : "--") + Name.str());
  llvm::sort(Names);
  return Names;
}

/// LLVM's parser has options of its own in every subcommand, takes --hxyz for
/// -h, and calls our users' verb 'lint'. So the names are looked at first.
static std::optional<int> checkNames(StringRef Verb,
                                     llvm::ArrayRef<const char *> Words) {
  const auto &Known = cl::getRegisteredOptions(subCommand(Verb));
  for (size_t Index = 0; Index < Words.size(); ++Index) {
    StringRef Word = Words[Index];
    if (Word == "--")
      break;
    if (!Word.starts_with("-") || Word == "-")
      continue;
    auto [Name, Value] = Word.ltrim('-').split('=');
    auto Found = Known.find(Name);
    if (Found != Known.end() && isOurs(*Found->second)) {
      // The next word may be this one's value.
      if (!Word.contains('=') &&
          Found->second->getValueExpectedFlag() == cl::ValueRequired &&
          ++Index == Words.size())
        return complain("option '" + Word + "' wants a value");
      continue;
    }
    // -j4, -pDIR
    bool IsPrefixed = !Word.starts_with("--") && Word.size() > 2 &&
                      Known.count(Word.substr(1, 1)) &&
                      isOurs(*Known.find(Word.substr(1, 1))->second);
    if (IsPrefixed)
      continue;
    std::string Nearest = nearestOf(Name, Known);
    return complain(
        "unknown option '" + Word + "'" +
        (Nearest.empty() ? "" : " (did you mean '--" + Nearest + "'?)") +
        "; 'async-tidy " + (Verb == "lint" ? "" : Verb + " ") +
        "--help' lists what there is");
  }
  return std::nullopt;
}

/// An option that would do nothing is a mistake.
static std::optional<int> checkTogether(const CommandLine &Line) {
  for (const auto *Option : {&BaselineFile, &WriteBaseline})
    if (Option->getNumOccurrences() && Option->empty())
      return complain("--" + Option->ArgStr + " wants a file");
  if (Since.getNumOccurrences() && Since.empty())
    return complain("--since wants a revision");
  if (Line.PruneBaseline && Line.Baseline.empty())
    return complain("--prune-baseline wants --baseline=FILE");
  if (Line.PruneBaseline && !Line.WholeProgram)
    return complain("--prune-baseline sees with --no-whole-program only some "
                    "of the findings; leave one of them out");
  if (!Line.FixVerify && Line.Fix == FixKind::None && !Line.FixDryRun)
    return complain("--fix-no-verify wants --fix or --fix-dry-run");
  if (Line.Config.Overlay && (Line.Fix != FixKind::None || Line.FixDryRun))
    return complain("fixes are for the files on the disk, not for those of "
                    "--vfsoverlay; leave one of them out");
  if (Line.FixDryRun && (Line.PruneBaseline || !Line.WriteBaseline.empty()))
    return complain("--fix-dry-run writes nothing, not a baseline either; "
                    "leave one of them out");
  return std::nullopt;
}

std::optional<int> readWords(StringRef Verb, std::vector<const char *> Words,
                             CommandLine &Line) {
  auto End = llvm::find_if(Words, [](StringRef Word) { return Word == "--"; });
  if ((Verb == "unit" || Verb == "models") && End != Words.end()) {
    Line.Command.assign(End + 1, Words.end());
    Words.erase(End, Words.end());
    End = Words.end();
  }
  for (auto Word = Words.begin(); Word != End; ++Word)
    if (StringRef(*Word) == "--help" || StringRef(*Word) == "-h") {
      llvm::outs() << helpOf(Verb);
      return 0;
    }
  if (auto Status = checkNames(Verb, Words))
    return Status;

  std::string Name = Verb.str(), Said;
  Words.insert(Words.begin(), {"async-tidy", Name.c_str()});
  llvm::raw_string_ostream Errors(Said);
  if (!cl::ParseCommandLineOptions(Words.size(), Words.data(), "", &Errors))
    // A faulty value LLVM has reported itself, and nowhere else.
    return Said.empty() ? WrongUse
                        : complain(StringRef(Said).split('\n').first);

  Line.Files.assign(Files.begin(), Files.end());
  Line.BuildDir = BuildDir;
  Line.Config = {given(Checks), given(HeaderFilter), given(ConfigFile),
                 given(Overlay)};
  if (Overlay.getNumOccurrences()) {
    llvm::SmallString<256> Path(Overlay);
    if (Path.empty() || llvm::sys::fs::make_absolute(Path) ||
        !llvm::sys::fs::exists(Path))
      return complain("--vfsoverlay: there is no file '" + Overlay + "'");
    Line.Config.Overlay = Path.str().str();
  }
  Line.ListChecks = ListChecks;
  Line.VerifyConfig = VerifyConfig;
  Line.ConfigSchema = ConfigSchema;
  Line.Output = Output;
  Line.FixDryRun = FixDryRun;
  Line.FixVerify = !FixNoVerify;
  Line.Statistics = Statistics;
  Line.ExitZero = ExitZero;
  Line.Quiet = Quiet;
  Line.WholeProgram = !NoWholeProgram;
  Line.WriteSummary = WriteSummary;
  Line.Baseline = BaselineFile;
  Line.WriteBaseline = WriteBaseline;
  Line.PruneBaseline = PruneBaseline;
  Line.Since = Since;
  Line.EveryUnit = WholeProgram;
  Line.Result = Result;
  Line.Pool.Saved = {Scan, !AllBodies, PreambleFile};
  Line.Pool.Preambles = !NoPreamble;
  Line.Inputs = InputsFile;
  Line.DepFile = DepFile;
  Line.MayCheckNothing = MayCheckNothing;
  Line.Root = Root;
  Line.Directory = Directory;
  if (BuildDir.getNumOccurrences() && Line.BuildDir.empty())
    return complain("-p wants the folder of compile_commands.json");
  if (ReportWord.getNumOccurrences())
    if (auto Status =
            readFormat("--format=" + ReportWord, ReportWord, Line.Report))
      return Status;
  Line.MoreReports.clear();
  for (const std::string &Word : MoreReports) {
    auto [Name, Path] = StringRef(Word).split('=');
    if (Path.empty())
      return complain("--report wants FORMAT=FILE, not '" + Word + "'");
    ReportFile Wanted{nullptr, Path.str()};
    if (auto Status = readFormat("--report=" + Word, Name, Wanted.Format))
      return Status;
    Line.MoreReports.push_back(Wanted);
  }
  if (auto Status = readChoice<FixKind>(
          FixWord, {{"safe", FixKind::Safe}, {"suggested", FixKind::Suggested}},
          Line.Fix))
    return Status;
  if (auto Status = checkTogether(Line))
    return Status;
  if (auto Status = readChoice<Colour>(ColourWord,
                                       {{"always", Colour::Always},
                                        {"auto", Colour::Auto},
                                        {"never", Colour::Never}},
                                       Line.Colours))
    return Status;
  if (auto Status = readNumber(JobsWord, "-j", Line.Pool.Jobs))
    return Status;
  if (auto Status = readNumber(TimeoutWord, "--timeout", Line.Pool.Timeout))
    return Status;
  if (auto Status = readNumber(DelayWord, "--delay", Line.DelayMs))
    return Status;
  if (auto Status = readSize(UnitMemory, Line.Pool.Memory))
    return Status;
  Line.CostsFile = CostsFile;
  Line.WriteCosts = WriteCosts;
  if (auto Status = Verb == "lint" ? readShard(Line) : std::nullopt)
    return Status;
  return readCache(Line.Cache);
}

} // namespace asynctidy::tool
