// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/ModelText.h"
#include "support/Settings.h"
#include "support/Shape.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/YAMLTraits.h"
#include "llvm/Support/raw_ostream.h"

#include <set>

using namespace asynctidy;

LLVM_YAML_IS_SEQUENCE_VECTOR(CallModel)
LLVM_YAML_IS_SEQUENCE_VECTOR(FolderChecks)
LLVM_YAML_IS_SEQUENCE_VECTOR(CoroutineModel)
LLVM_YAML_IS_SEQUENCE_VECTOR(LoopModel)
LLVM_YAML_IS_SEQUENCE_VECTOR(RenamedType)
LLVM_YAML_IS_FLOW_SEQUENCE_VECTOR(Place)

namespace asynctidy {

/// The same file, for who wants the settings.
struct SettingsFile {
  Settings Tool;
  Library Model;
};

/// Check → severity: any key, unlike the conditions of a call.
struct Severities {
  std::map<std::string, std::string> ByCheck;
};

/// The words of a type's annotation: one of the two.
struct TypeWords {
  std::string Coroutine, Loop, Resumes;
};

/// Can a file have this key, at whatever level?
static bool isKey(llvm::StringRef Key);

std::optional<Place> placeOf(llvm::StringRef Word) {
  unsigned Index;
  if (Word.consume_front("arg")) {
    if (Word.getAsInteger(10, Index))
      return std::nullopt;
    return Place{Place::Arg, Index};
  }
  static const std::pair<llvm::StringRef, Place::Kind> Words[] = {
      {"this", Place::This},         {"last", Place::Last},
      {"returned", Place::Returned}, {"running", Place::Running},
      {"own", Place::Own},           {"callable", Place::Callable}};
  for (const auto &[Name, Kind] : Words)
    if (Word == Name)
      return Place{Kind, 0};
  return std::nullopt;
}

} // namespace asynctidy

namespace llvm::yaml {

template <> struct ScalarTraits<Place> {
  static void output(const Place &, void *, raw_ostream &) {}
  static StringRef input(StringRef Word, void *, Place &P) {
    std::optional<Place> Read = placeOf(Word);
    if (!Read)
      return "a place is 'this', 'argN', 'last', 'returned', 'running', 'own' "
             "or 'callable'";
    P = *Read;
    return {};
  }
  static QuotingType mustQuote(StringRef) { return QuotingType::None; }
};

template <> struct ScalarEnumerationTraits<Nesting> {
  static void enumeration(IO &I, Nesting &N) {
    I.enumCase(N, "throws", Nesting::Throws);
    I.enumCase(N, "hangs", Nesting::Hangs);
    I.enumCase(N, "can hang", Nesting::CanHang);
    I.enumCase(N, "undefined", Nesting::Undefined);
    I.enumCase(N, "aborts", Nesting::Aborts);
    I.enumCase(N, "fails", Nesting::Fails);
    I.enumCase(N, "stalls", Nesting::Stalls);
    I.enumCase(N, "allowed", Nesting::Allowed);
  }
};

template <> struct ScalarEnumerationTraits<Question> {
  static void enumeration(IO &I, Question &Q) {
    I.enumCase(Q, "by its result", Question::Result);
    I.enumCase(Q, "by throwing", Question::Throws);
  }
};

template <> struct CustomMappingTraits<std::map<std::string, std::string>> {
  static void inputOne(IO &I, StringRef Key,
                       std::map<std::string, std::string> &Map) {
    if (!placeOf(Key))
      I.setError("'" + Key + "' is no place: write 'this', 'argN' or 'last'");
    I.mapRequired(Key.str().c_str(), Map[Key.str()]);
  }
  static void output(IO &, std::map<std::string, std::string> &) {}
};

template <> struct MappingTraits<CallModel> {
  static void mapping(IO &I, CallModel &C) {
    std::string Name;
    I.mapOptional("name", Name);
    I.mapOptional("names", C.Names);
    if (!Name.empty())
      C.Names.push_back(Name);
    I.mapOptional("when", C.When);
    I.mapOptional("runs", C.Runs);
    I.mapOptional("nested", C.Nested);
    I.mapOptional("nested_other", C.NestedOther);
    I.mapOptional("instead", C.Instead);
    I.mapOptional("makes", C.Makes);
    I.mapOptional("closes", C.Closes);
    I.mapOptional("ends_work", C.EndsWork);
    I.mapOptional("drains", C.Drains);
    I.mapOptional("spawns", C.Spawns);
    I.mapOptional("spawn_twin", C.SpawnTwin);
    I.mapOptional("binds", C.Binds);
    I.mapOptional("to", C.To);
    I.mapOptional("on", C.On);
    I.mapOptional("touches", C.Touches);
    I.mapOptional("thread_safe", C.ThreadSafe);
    I.mapOptional("calls_later", C.CallsLater);
    I.mapOptional("calls_now", C.CallsNow);
    I.mapOptional("hands_off", C.HandsOff);
    I.mapOptional("passes", C.Passes);
    I.mapOptional("joins", C.Joins);
    I.mapOptional("detaches", C.Detaches);
    I.mapOptional("asks", C.Asks);
    I.mapOptional("asks_closed", C.AsksClosed);
    I.mapOptional("implicit", C.Implicit);
    I.mapOptional("in_coroutine", C.InCoroutine);
    I.mapOptional("with_run", C.WithRun);
    I.mapOptional("renamed", C.Renamed);
    I.mapOptional("blocks", C.Blocks);
    I.mapOptional("stops", C.Stops);
    I.mapOptional("pumps", C.Pumps);
    I.mapOptional("permits_nesting", C.PermitsNesting);
    I.mapOptional("sleeps", C.Sleeps);
    I.mapOptional("pauses", C.Pauses);
    I.mapOptional("waits_for", C.WaitsFor);
    I.mapOptional("wakes", C.Wakes);
    I.mapOptional("asks_ready", C.AsksReady);
    I.mapOptional("answer", C.Answer);
    I.mapOptional("sets_global", C.SetsGlobal);
    I.mapOptional("fine_before_run", C.FineBeforeRun);
    I.mapOptional("again", C.Again);
    I.mapOptional("serves", C.Serves);
    I.mapOptional("listens", C.Listens);
    I.mapOptional("catches_signals", C.CatchesSignals);
    I.mapOptional("handles_signal", C.HandlesSignal);
    I.mapOptional("signal_safe", C.SignalSafe);
    I.mapOptional("tests", C.Tests);
    I.mapOptional("never_throws", C.NeverThrows);
    I.mapOptional("stays_legal", C.StaysLegal);
    I.mapOptional("locks", C.Locks);
    I.mapOptional("unlocks", C.Unlocks);
    I.mapOptional("cancels", C.Cancels);
    I.mapOptional("ends_cancellation", C.EndsCancellation);
    I.mapOptional("keeps_error", C.KeepsError);
    I.mapOptional("closes_handle", C.ClosesHandle);
    I.mapOptional("restarts", C.Restarts);
    I.mapOptional("makes_current", C.MakesCurrent);
    I.mapOptional("sets_factory", C.SetsFactory);
    I.mapOptional("factory", C.Factory);
    I.mapOptional("option", C.Option);
    I.mapOptional("unobserved", C.Unobserved);
  }
  static std::string validate(IO &, CallModel &C) {
    for (const std::string &N : C.Names)
      if (N.empty() || llvm::StringRef(N).contains(' '))
        return "'" + N + "' is no name";
    if (C.Runs && !C.Nested)
      return "'runs' needs 'nested': what running it inside a running loop "
             "does";
    if (C.Pumps && !C.Nested)
      return "'pumps' needs 'nested': what pumping a running loop does";
    if (C.FineBeforeRun && C.SetsGlobal.empty())
      return "'fine_before_run' needs 'sets_global'";
    if (!C.Answer.empty() && !C.AsksReady)
      return "'answer' needs 'asks_ready'";
    for (const auto &[Where, Condition] : C.When) {
      llvm::StringRef Bit = Condition;
      Bit.consume_front("not ");
      unsigned long long Number;
      if (Bit.consume_front("bit ") && Bit.trim().getAsInteger(0, Number))
        return "'" + Condition + "' wants a number: 'bit 4'";
    }
    if (C.Binds && !C.To)
      return "'binds' needs 'to': the loop it is bound to";
    return {};
  }
};

template <> struct MappingTraits<CoroutineModel> {
  static void mapping(IO &I, CoroutineModel &C) {
    I.mapRequired("type", C.Type);
    std::string Start = "lazy", Awaited = "once";
    std::string Resumes = "on its own thread", Cancelled;
    mapWord(I, "start", Start, {"lazy", "eager"});
    mapWord(I, "awaited", Awaited, {"once", "many"});
    mapWord(I, "resumes", Resumes, {"on its own thread", "on any thread"});
    mapWord(I, "cancelled", Cancelled, {"by throwing"}, "",
            /*OrLeftOut=*/true);
    C.AnyThread = Resumes == "on any thread";
    C.CancelThrows = Cancelled == "by throwing";
    I.mapOptional("sleep", C.Sleep);
    I.mapOptional("sleep_header", C.SleepHeader);
    I.mapOptional("offload", C.Offload);
    I.mapOptional("offload_header", C.OffloadHeader);
    C.Lazy = Start == "lazy";
    C.Once = Awaited == "once";
  }
};

template <> struct MappingTraits<LoopModel> {
  static void mapping(IO &I, LoopModel &L) {
    I.mapRequired("type", L.Type);
    std::string Closed = "by hand", Threads = "one";
    mapWord(I, "closed", Closed, {"by hand", "by its destructor"});
    mapWord(I, "threads", Threads, {"one", "many"});
    L.ClosedByHand = Closed == "by hand";
    L.OneThread = Threads == "one";
    I.mapOptional("remedy", L.Remedy);
    I.mapOptional("pending", L.Pending);
    I.mapOptional("drain_remedy", L.DrainRemedy);
    I.mapOptional("drain_call", L.DrainCall);
    I.mapOptional("close_call", L.CloseCall);
    I.mapOptional("guard", L.Guard);
    I.mapOptional("entry", L.Entry);
    I.mapOptional("signal_remedy", L.SignalRemedy);
    I.mapOptional("owner", L.Owner);
    I.mapOptional("owner_run", L.OwnerRun);
    I.mapOptional("owner_loop", L.OwnerLoop);
    I.mapOptional("owner_close", L.OwnerClose);
    I.mapOptional("factory_option", L.FactoryOption);
    I.mapOptional("signal_call", L.SignalCall);
    I.mapOptional("stop_call", L.StopCall);
    I.mapOptional("stop_signals", L.StopSignals);
    I.mapOptional("signal_header", L.SignalHeader);
  }
  static std::string validate(IO &, LoopModel &L) {
    if (!L.Owner.empty() &&
        (L.OwnerRun.empty() || L.OwnerLoop.empty() || L.OwnerClose.empty()))
      return "'owner' needs 'owner_run', 'owner_loop' and 'owner_close': its "
             "members that run, give the loop and close";
    return {};
  }
};

template <> struct MappingTraits<RenamedType> {
  static void mapping(IO &I, RenamedType &R) {
    I.mapRequired("type", R.Type);
    I.mapRequired("renamed", R.Renamed);
  }
};

template <> struct CustomMappingTraits<Severities> {
  static void inputOne(IO &I, StringRef Check, Severities &S) {
    mapWord(I, Check.str(), S.ByCheck[Check.str()], {"error", "warning"},
            ("the severity of '" + Check + "'").str());
  }
  static void output(IO &, Severities &) {}
};

template <> struct MappingTraits<FolderChecks> {
  static void mapping(IO &I, FolderChecks &F) {
    I.mapRequired("path", F.Path);
    I.mapRequired("checks", F.Checks);
  }
};

template <> struct MappingTraits<Library> {
  static void mapSettings(IO &I, Settings &S) {
    mapWord(I, "preset", S.Preset, {"default", "strict", "migration"});
    I.mapOptional("checks", S.Checks);
    Severities Given;
    I.mapOptional("severities", Given);
    S.Severities = std::move(Given.ByCheck);
    I.mapOptional("paths", S.Paths);
    I.mapOptional("exclude", S.Exclude);
    I.mapOptional("folders", S.Folders);
  }
  static void mapping(IO &I, Library &L) {
    I.mapOptional("models", L.UserModels);
    Settings OfTheTool;
    mapSettings(I, OfTheTool);
    I.mapOptional("library", L.Name);
    I.mapOptional("namespaces", L.Namespaces);
    I.mapOptional("headers", L.Headers);
    I.mapOptional("defines", L.Defines);
    I.mapOptional("coroutines", L.Coroutines);
    I.mapOptional("tasks", L.Tasks);
    I.mapOptional("loops", L.Loops);
    I.mapOptional("pools", L.Pools);
    I.mapOptional("threads", L.Threads);
    I.mapOptional("joining_threads", L.JoiningThreads);
    I.mapOptional("bound", L.Bound);
    I.mapOptional("callbacks", L.Callbacks);
    I.mapOptional("off_loop_callbacks", L.OffLoopCallbacks);
    I.mapOptional("called_on_loop", L.CalledOnLoop);
    I.mapOptional("no_loop_errors", L.NoLoopErrors);
    I.mapOptional("cancellations", L.Cancellations);
    I.mapOptional("errors", L.Errors);
    I.mapOptional("error_values", L.ErrorValues);
    I.mapOptional("lock_guards", L.LockGuards);
    I.mapOptional("views", L.Views);
    I.mapOptional("never_suspends", L.NeverSuspends);
    I.mapOptional("shared_owners", L.SharedOwners);
    I.mapOptional("blocking_objects", L.BlockingObjects);
    I.mapOptional("running_loops", L.RunningLoops);
    I.mapOptional("signal_actions", L.SignalActions);
    I.mapOptional("test_bodies", L.TestBodies);
    I.mapOptional("measured", L.Measured);
    I.mapOptional("deprecated", L.Deprecated);
    I.mapOptional("future_tokens", L.FutureTokens);
    I.mapOptional("calls", L.Calls);
    // A key that is no key is the cause, and told by who reads on.
    if (!I.getContext() && L.Name.empty() && L.UserModels.empty() &&
        OfTheTool.empty() && llvm::all_of(I.keys(), asynctidy::isKey))
      I.setError("a model needs 'library', the name that messages and "
                 "'models list' use");
  }
  static std::string validate(IO &, Library &L) {
    for (const CallModel &C : L.Calls)
      if (C.Names.empty())
        return "an entry of 'calls' needs 'name' or 'names'";
    return {};
  }
};

template <> struct MappingTraits<SettingsFile> {
  static void mapping(IO &I, SettingsFile &F) {
    MappingTraits<Library>::mapSettings(I, F.Tool);
    MappingTraits<Library>::mapping(I, F.Model);
  }
};

template <> struct MappingTraits<TypeWords> {
  static void mapping(IO &I, TypeWords &T) {
    mapWord(I, "coroutine", T.Coroutine, {"lazy", "eager"});
    mapWord(I, "loop", T.Loop, {"closed by hand", "closed by its destructor"});
    mapWord(I, "resumes", T.Resumes, {"on any thread"}, "",
            /*OrLeftOut=*/true);
  }
};

} // namespace llvm::yaml

namespace asynctidy {

static void addKeys(const Shape &Of, std::set<std::string> &Known) {
  for (const auto &[Key, Under] : Of.Keys) {
    Known.insert(Key);
    addKeys(*Under, Known);
  }
  if (Of.Each)
    addKeys(*Of.Each, Known);
}

static const std::set<std::string> &allKeys() {
  static const std::set<std::string> Known = [] {
    ShapeReader Reader;
    SettingsFile File;
    Reader >> File;
    std::set<std::string> Found;
    addKeys(Reader.Root, Found);
    return Found;
  }();
  return Known;
}

bool isKey(llvm::StringRef Key) { return allKeys().count(Key.str()); }

/// The key that was meant, for a complaint.
static std::string meant(llvm::StringRef Key) {
  std::string Best;
  unsigned BestDistance = Key.size() / 3 + 2;
  for (const std::string &Known : allKeys())
    if (unsigned Distance = Key.edit_distance(Known); Distance < BestDistance) {
      Best = Known;
      BestDistance = Distance;
    }
  return Best.empty() ? "" : " (did you mean '" + Best + "'?)";
}

namespace {
/// Collects the reader's complaints as "file:line:column: text".
struct Complaints {
  std::string File, Text;
  static void take(const llvm::SMDiagnostic &D, void *Self) {
    auto &C = *static_cast<Complaints *>(Self);
    if (!C.Text.empty())
      return; // the first is the cause
    llvm::StringRef Key = D.getMessage();
    llvm::raw_string_ostream(C.Text)
        << C.File << ':' << D.getLineNo() << ':' << D.getColumnNo() + 1 << ": "
        << D.getMessage()
        << (Key.consume_front("unknown key '") ? meant(Key.drop_back()) : "");
  }
};
} // namespace

template <class T>
static llvm::Error readYaml(llvm::StringRef Yaml, llvm::StringRef File,
                            T &Into) {
  Complaints C{File.str(), {}};
  llvm::yaml::Input In(Yaml, nullptr, &Complaints::take, &C);
  In >> Into;
  if (!In.error())
    return llvm::Error::success();
  if (C.Text.empty())
    C.Text = File.str() + ": " + In.error().message();
  return llvm::createStringError(In.error(), C.Text);
}

/// The line of the first mention of \p Name as a whole value: what a fault of
/// an entry is reported at.
static unsigned lineOf(llvm::StringRef Yaml, llvm::StringRef Name) {
  for (size_t At = Yaml.find(Name); At != llvm::StringRef::npos;
       At = Yaml.find(Name, At + 1)) {
    auto Part = [](char C) {
      return llvm::isAlnum(C) || C == '_' || C == ':' || C == '*';
    };
    size_t End = At + Name.size();
    if ((At == 0 || !Part(Yaml[At - 1])) &&
        (End == Yaml.size() || !Part(Yaml[End])))
      return Yaml.take_front(At).count('\n') + 1;
  }
  return 0;
}

/// Nothing but comments: a file that only marks a project's root.
static bool saysNothing(llvm::StringRef Yaml) {
  llvm::SmallVector<llvm::StringRef, 16> Rows;
  Yaml.split(Rows, '\n');
  return llvm::all_of(Rows, [](llvm::StringRef Row) {
    Row = Row.trim();
    return Row.empty() || Row.starts_with("#") || Row == "---";
  });
}

llvm::Expected<Settings> parseSettings(llvm::StringRef Yaml,
                                       llvm::StringRef File) {
  SettingsFile Read;
  if (!saysNothing(Yaml))
    if (llvm::Error E = readYaml(Yaml, File, Read))
      return std::move(E);
  return std::move(Read.Tool);
}

llvm::json::Object settingsSchema() {
  ShapeReader Reader;
  SettingsFile File;
  Reader >> File;
  llvm::json::Object Schema = Reader.Root.toJson();
  Schema["$schema"] = "http://json-schema.org/draft-07/schema#";
  Schema["title"] = ".async-tidy.yaml";
  return Schema;
}

llvm::Expected<std::unique_ptr<Library>> Models::parse(llvm::StringRef Yaml,
                                                       llvm::StringRef File) {
  auto L = std::make_unique<Library>();
  L->File = File.str();
  if (saysNothing(Yaml))
    return L;
  if (llvm::Error E = readYaml(Yaml, File, *L))
    return std::move(E);
  auto Place = [&](llvm::StringRef Name) {
    L->Lines[Name.str()] = lineOf(Yaml, Name);
  };
  for (CallModel &C : L->Calls) {
    C.Line = lineOf(Yaml, C.Names.front());
    llvm::for_each(C.Names, Place);
  }
  for (const auto *Names : {&L->Tasks,
                            &L->Pools,
                            &L->Threads,
                            &L->JoiningThreads,
                            &L->Bound,
                            &L->Callbacks,
                            &L->OffLoopCallbacks,
                            &L->CalledOnLoop,
                            &L->NoLoopErrors,
                            &L->Cancellations,
                            &L->Errors,
                            &L->ErrorValues,
                            &L->LockGuards,
                            &L->Views,
                            &L->NeverSuspends,
                            &L->SharedOwners,
                            &L->Headers,
                            &L->BlockingObjects,
                            &L->RunningLoops,
                            &L->SignalActions,
                            &L->TestBodies,
                            &L->Measured})
    llvm::for_each(*Names, Place);
  for (const CoroutineModel &C : L->Coroutines)
    Place(C.Type);
  for (const LoopModel &Loop : L->Loops)
    Place(Loop.Type);
  for (const auto *Types : {&L->Deprecated, &L->FutureTokens})
    for (const RenamedType &R : *Types)
      Place(R.Type);
  return L;
}

llvm::Expected<std::unique_ptr<Library>> parseAnnotation(llvm::StringRef Words,
                                                         bool OfFunction) {
  auto L = std::make_unique<Library>();
  L->Name = "annotation";
  std::string Yaml = ("{" + Words + "}").str();
  if (OfFunction) {
    CallModel C;
    if (llvm::Error E = readYaml(Yaml, "annotation", C))
      return std::move(E);
    L->Calls.push_back(std::move(C));
    return L;
  }
  TypeWords T;
  if (llvm::Error E = readYaml(Yaml, "annotation", T))
    return std::move(E);
  if (!T.Coroutine.empty()) {
    L->Coroutines.emplace_back();
    L->Coroutines.back().Lazy = T.Coroutine == "lazy";
    L->Coroutines.back().AnyThread = !T.Resumes.empty();
  }
  if (!T.Loop.empty()) {
    L->Loops.emplace_back();
    L->Loops.back().ClosedByHand = T.Loop == "closed by hand";
    L->Loops.back().Pending =
        "tasks possibly pending; they are destroyed unfinished";
  }
  return L;
}

} // namespace asynctidy
