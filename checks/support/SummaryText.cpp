// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What is plain data of the summaries: as text, and under other names.
#include "support/Summaries.h"
#include "llvm/ADT/STLExtras.h"

namespace asynctidy {

std::string textOf(const Step &S) {
  return S.At.File + ":" + std::to_string(S.At.Line) + ":" +
         std::to_string(S.At.Column) + ": " + S.Text;
}

std::string inProject(const std::string &Id, FileNames Name) {
  size_t End = Id.find('@', 1);
  if (Id.empty() || Id[0] != '@' || End == std::string::npos)
    return Id;
  return "@" + Name(Id.substr(1, End - 1)) + Id.substr(End);
}

static void rename(SourcePlace &Place, FileNames Name) {
  if (!Place.File.empty())
    Place.File = Name(Place.File);
}

void rename(Evidence &E, FileNames Name) {
  for (Fact &F : E.Facts)
    F.Of = inProject(F.Of, Name);
  for (Step &S : E.Steps)
    rename(S.At, Name);
}

void rename(Turnable &T, FileNames Name) { T.Id = inProject(T.Id, Name); }

static void rename(ThingSummary &Thing, FileNames Name) {
  for (Deed &D : Thing.Deeds)
    rename(D.Where.At, Name);
  for (Handing &H : Thing.Handings) {
    H.To = inProject(H.To, Name);
    rename(H.At, Name);
  }
}

void rename(UnitSummary &Summary, FileNames Name) {
  auto InProject = [&](std::string &Id) { Id = inProject(Id, Name); };
  for (FunctionSummary &F : Summary.Functions) {
    InProject(F.Id);
    rename(F.At, Name);
    rename(F.BecauseAt, Name);
    for (CallSummary &C : F.Calls) {
      InProject(C.To);
      rename(C.At, Name);
    }
    llvm::for_each(F.Overrides, InProject);
    if (F.ThrowsBy)
      llvm::for_each(*F.ThrowsBy, InProject);
    for (ThingSummary &Thing : F.Parameters)
      rename(Thing, Name);
    if (F.Turned)
      for (SpelledType &Each : F.Turned->Types)
        Each.File = Name(Each.File);
  }
  for (MemberSummary &M : Summary.Members) {
    InProject(M.Id);
    rename(M.Does, Name);
  }
  for (Mention &M : Summary.Mentions) {
    InProject(M.Of);
    rename(M.At, Name);
  }
  for (Inclusion &Each : Summary.Inclusions)
    Each.File = Name(Each.File);
}

//===-- Writing and reading ----------------------------------------------===//

static constexpr llvm::StringLiteral Words[] = {
    "on_loop", "throws",  "seen",          "closes", "always_closes",
    "drains",  "runs",    "ends_work",     "spawns", "keeps",
    "uses",    "touches", "runs_on_thread"};
static constexpr llvm::StringLiteral Answers[] = {"yes", "no", "not no",
                                                  "not yes"};
static_assert(std::size(Words) == Fact::RunsOnThread + 1);
llvm::StringRef nameOf(Fact::Word Is) { return Words[Is]; }

/// Reads one of \p Names into \p To, an enumeration in their order.
template <class Enum, size_t Size>
static bool readName(llvm::json::ObjectMapper &Map, llvm::StringLiteral Key,
                     const llvm::StringLiteral (&Names)[Size], Enum &To,
                     llvm::json::Path Path) {
  std::string Name;
  if (!Map.map(Key, Name))
    return false;
  const auto *Found = llvm::find(Names, Name);
  if (Found == std::end(Names)) {
    Path.field(Key).report("no such word");
    return false;
  }
  To = static_cast<Enum>(Found - std::begin(Names));
  return true;
}

static void writeText(llvm::json::OStream &Out, llvm::StringRef Key,
                      llvm::StringRef Text) {
  Out.attribute(Key, llvm::json::fixUTF8(Text));
}

/// As an array: a large program has millions, and an object costs as much as
/// fifty values.
static void write(llvm::json::OStream &Out, const SourcePlace &Place) {
  Out.array([&] {
    Out.value(llvm::json::fixUTF8(Place.File));
    Out.value(Place.Line);
    Out.value(Place.Column);
    Out.value(llvm::json::fixUTF8(Place.Text));
  });
}

static void write(llvm::json::OStream &Out, llvm::StringRef Key,
                  const SourcePlace &Place) {
  Out.attributeBegin(Key);
  write(Out, Place);
  Out.attributeEnd();
}

template <class T>
static void write(llvm::json::OStream &Out, llvm::StringRef Key,
                  const std::vector<T> &All) {
  if (!All.empty())
    Out.attributeArray(Key, [&] {
      for (const T &Each : All)
        if constexpr (std::is_same_v<T, std::string>)
          Out.value(llvm::json::fixUTF8(Each));
        else
          write(Out, Each);
    });
}

void write(llvm::json::OStream &Out, const Step &S) {
  Out.object([&] {
    write(Out, "at", S.At);
    writeText(Out, "says", S.Text);
  });
}

static void write(llvm::json::OStream &Out, const Fact &F) {
  Out.object([&] {
    writeText(Out, "of", F.Of);
    if (F.Parameter)
      Out.attribute("parameter", *F.Parameter);
    Out.attribute("is", Words[F.Is]);
    Out.attribute("wanted", Answers[F.Wanted]);
    if (!F.Library.empty())
      writeText(Out, "library", F.Library);
  });
}

void write(llvm::json::OStream &Out, const Evidence &E) {
  Out.object([&] {
    write(Out, "facts", E.Facts);
    write(Out, "steps", E.Steps);
  });
}

/// What is true of a call, as bits of one number.
enum CallBits { VirtualCall = 1, NoLoopThere = 2, WantsParentheses = 4 };

/// As an array, too: to, place, bits, and how it is awaited.
static void write(llvm::json::OStream &Out, const CallSummary &C) {
  Out.array([&] {
    Out.value(llvm::json::fixUTF8(C.To));
    write(Out, C.At);
    const int Bits = (C.Virtual ? VirtualCall : 0) |
                     (C.NoLoop ? NoLoopThere : 0) |
                     (C.Await && C.Await->Parentheses ? WantsParentheses : 0);
    if (Bits || C.Await)
      Out.value(Bits);
    if (C.Await) {
      Out.value(C.Await->Begin);
      Out.value(C.Await->End);
      if (!C.Await->Obstacle.empty())
        Out.value(C.Await->Obstacle);
    }
  });
}

static void write(llvm::json::OStream &Out, const TextEdit &E) {
  Out.array([&] {
    Out.value(E.Offset);
    Out.value(E.Length);
    Out.value(llvm::json::fixUTF8(E.Text));
  });
}

static void write(llvm::json::OStream &Out, const SpelledType &T) {
  Out.array([&] {
    Out.value(llvm::json::fixUTF8(T.File));
    Out.value(T.Begin);
    Out.value(T.End);
    if (T.Touches)
      Out.value(true);
  });
}

static void write(llvm::json::OStream &Out, const Mention &M) {
  Out.object([&] {
    writeText(Out, "of", M.Of);
    write(Out, "at", M.At);
    writeText(Out, "says", M.Text);
  });
}

static void write(llvm::json::OStream &Out, const Inclusion &I) {
  Out.object([&] {
    writeText(Out, "file", I.File);
    Out.attribute("offset", I.Offset);
    write(Out, "names", I.Names);
  });
}

static void write(llvm::json::OStream &Out, llvm::StringRef Key,
                  const Turn &T) {
  Out.attributeObject(Key, [&] {
    if (!T.Obstacle.empty())
      writeText(Out, "obstacle", T.Obstacle);
    if (T.IsMain)
      Out.attribute("main", true);
    if (T.IsVoid)
      Out.attribute("void", true);
    if (T.IsPure)
      Out.attribute("pure", true);
    if (T.IsClosed)
      Out.attribute("closed", true);
    if (!T.Of.empty())
      writeText(Out, "library", T.Of);
    write(Out, "types", T.Types);
    write(Out, "body", T.Body);
    if (T.Ending) {
      Out.attributeBegin("ending");
      write(Out, *T.Ending);
      Out.attributeEnd();
    }
  });
}

void write(llvm::json::OStream &Out, const Turnable &T) {
  Out.object([&] {
    writeText(Out, "of", T.Id);
    writeText(Out, "library", T.Library);
    writeText(Out, "type", T.Type);
    writeText(Out, "nothing", T.Nothing);
    writeText(Out, "entry", T.Entry);
    writeText(Out, "header", T.Header);
  });
}

static void write(llvm::json::OStream &Out, const Deed &D) {
  Out.object([&] {
    Out.attribute("is", Words[D.Is]);
    write(Out, "at", D.Where.At);
    writeText(Out, "says", D.Where.Text);
  });
}

static void write(llvm::json::OStream &Out, const Handing &H) {
  Out.object([&] {
    writeText(Out, "to", H.To);
    Out.attribute("parameter", H.Parameter);
    if (H.Always)
      Out.attribute("always", true);
    write(Out, "at", H.At);
  });
}

static void writeThing(llvm::json::OStream &Out, const ThingSummary &Thing) {
  if (Thing.Parameter)
    Out.attribute("parameter", *Thing.Parameter);
  write(Out, "deeds", Thing.Deeds);
  write(Out, "given_to", Thing.Handings);
}

static void write(llvm::json::OStream &Out, const ThingSummary &Thing) {
  Out.object([&] { writeThing(Out, Thing); });
}

static void write(llvm::json::OStream &Out, const MemberSummary &M) {
  Out.object([&] {
    writeText(Out, "id", M.Id);
    writeThing(Out, M.Does);
  });
}

static void write(llvm::json::OStream &Out, const FunctionSummary &F) {
  Out.object([&] {
    writeText(Out, "id", F.Id);
    writeText(Out, "name", F.Name);
    if (!F.At.File.empty())
      write(Out, "at", F.At);
    if (F.IsCoroutine)
      Out.attribute("coroutine", true);
    if (!F.Because.empty()) {
      writeText(Out, "because", F.Because);
      write(Out, "because_at", F.BecauseAt);
      if (!F.BecauseOf.empty())
        writeText(Out, "because_of", F.BecauseOf);
    }
    write(Out, "calls", F.Calls);
    write(Out, "overrides", F.Overrides);
    if (F.ThrowsBy)
      Out.attributeArray("throws_by", [&] {
        for (const std::string &Id : *F.ThrowsBy)
          Out.value(llvm::json::fixUTF8(Id));
      });
    write(Out, "parameters", F.Parameters);
    if (F.Turned)
      write(Out, "turned", *F.Turned);
  });
}

void write(llvm::json::OStream &Out, const UnitSummary &Summary) {
  Out.attributeArray("functions", [&] {
    for (const FunctionSummary &F : Summary.Functions)
      write(Out, F);
  });
  write(Out, "members", Summary.Members);
  write(Out, "mentions", Summary.Mentions);
  write(Out, "inclusions", Summary.Inclusions);
}

/// Reads an array of exactly these.
template <class... T>
static bool fromArray(const llvm::json::Value &From, llvm::json::Path Path,
                      T &...To) {
  const llvm::json::Array *All = From.getAsArray();
  if (!All || All->size() != sizeof...(To)) {
    Path.report("expected an array of another size");
    return false;
  }
  unsigned At = 0;
  auto Next = [&](auto &Each) {
    const unsigned Index = At++;
    return fromJSON((*All)[Index], Each, Path.index(Index));
  };
  return (Next(To) && ...);
}

static bool fromJSON(const llvm::json::Value &From, SourcePlace &To,
                     llvm::json::Path Path) {
  return fromArray(From, Path, To.File, To.Line, To.Column, To.Text);
}

bool fromJSON(const llvm::json::Value &From, Step &To, llvm::json::Path Path) {
  llvm::json::ObjectMapper Map(From, Path);
  return Map && Map.map("at", To.At) && Map.map("says", To.Text);
}

static bool fromJSON(const llvm::json::Value &From, Fact &To,
                     llvm::json::Path Path) {
  llvm::json::ObjectMapper Map(From, Path);
  return Map && Map.map("of", To.Of) && Map.map("parameter", To.Parameter) &&
         readName(Map, "is", Words, To.Is, Path) &&
         readName(Map, "wanted", Answers, To.Wanted, Path) &&
         Map.mapOptional("library", To.Library);
}

bool fromJSON(const llvm::json::Value &From, Evidence &To,
              llvm::json::Path Path) {
  llvm::json::ObjectMapper Map(From, Path);
  return Map && Map.mapOptional("facts", To.Facts) &&
         Map.mapOptional("steps", To.Steps);
}

static bool fromJSON(const llvm::json::Value &From, CallSummary &To,
                     llvm::json::Path Path) {
  const llvm::json::Array *All = From.getAsArray();
  const size_t Size = All ? All->size() : 0;
  if (Size < 2 || Size > 6 || Size == 4) {
    Path.report("expected a call: to, place, bits, begin, end, obstacle");
    return false;
  }
  int Bits = 0;
  if (!fromJSON((*All)[0], To.To, Path.index(0)) ||
      !fromJSON((*All)[1], To.At, Path.index(1)) ||
      (Size > 2 && !fromJSON((*All)[2], Bits, Path.index(2))))
    return false;
  To.Virtual = Bits & VirtualCall;
  To.NoLoop = Bits & NoLoopThere;
  if (Size < 5)
    return true;
  To.Await.emplace();
  To.Await->Parentheses = Bits & WantsParentheses;
  return fromJSON((*All)[3], To.Await->Begin, Path.index(3)) &&
         fromJSON((*All)[4], To.Await->End, Path.index(4)) &&
         (Size < 6 || fromJSON((*All)[5], To.Await->Obstacle, Path.index(5)));
}

static bool fromJSON(const llvm::json::Value &From, TextEdit &To,
                     llvm::json::Path Path) {
  return fromArray(From, Path, To.Offset, To.Length, To.Text);
}

static bool fromJSON(const llvm::json::Value &From, SpelledType &To,
                     llvm::json::Path Path) {
  const llvm::json::Array *All = From.getAsArray();
  To.Touches = All && All->size() == 4;
  return To.Touches
             ? fromArray(From, Path, To.File, To.Begin, To.End, To.Touches)
             : fromArray(From, Path, To.File, To.Begin, To.End);
}

static bool fromJSON(const llvm::json::Value &From, Mention &To,
                     llvm::json::Path Path) {
  llvm::json::ObjectMapper Map(From, Path);
  return Map && Map.map("of", To.Of) && Map.map("at", To.At) &&
         Map.map("says", To.Text);
}

static bool fromJSON(const llvm::json::Value &From, Inclusion &To,
                     llvm::json::Path Path) {
  llvm::json::ObjectMapper Map(From, Path);
  return Map && Map.map("file", To.File) && Map.map("offset", To.Offset) &&
         Map.mapOptional("names", To.Names);
}

static bool fromJSON(const llvm::json::Value &From, Turn &To,
                     llvm::json::Path Path) {
  llvm::json::ObjectMapper Map(From, Path);
  return Map && Map.mapOptional("obstacle", To.Obstacle) &&
         Map.mapOptional("main", To.IsMain) &&
         Map.mapOptional("void", To.IsVoid) &&
         Map.mapOptional("pure", To.IsPure) &&
         Map.mapOptional("closed", To.IsClosed) &&
         Map.mapOptional("library", To.Of) &&
         Map.mapOptional("types", To.Types) &&
         Map.mapOptional("body", To.Body) && Map.map("ending", To.Ending);
}

bool fromJSON(const llvm::json::Value &From, Turnable &To,
              llvm::json::Path Path) {
  llvm::json::ObjectMapper Map(From, Path);
  return Map && Map.map("of", To.Id) && Map.map("library", To.Library) &&
         Map.map("type", To.Type) && Map.map("nothing", To.Nothing) &&
         Map.map("entry", To.Entry) && Map.map("header", To.Header);
}

static bool fromJSON(const llvm::json::Value &From, Deed &To,
                     llvm::json::Path Path) {
  llvm::json::ObjectMapper Map(From, Path);
  return Map && readName(Map, "is", Words, To.Is, Path) &&
         Map.map("at", To.Where.At) && Map.map("says", To.Where.Text);
}

static bool fromJSON(const llvm::json::Value &From, Handing &To,
                     llvm::json::Path Path) {
  llvm::json::ObjectMapper Map(From, Path);
  return Map && Map.map("to", To.To) && Map.map("parameter", To.Parameter) &&
         Map.mapOptional("always", To.Always) && Map.map("at", To.At);
}

static bool fromJSON(const llvm::json::Value &From, ThingSummary &To,
                     llvm::json::Path Path) {
  llvm::json::ObjectMapper Map(From, Path);
  return Map && Map.map("parameter", To.Parameter) &&
         Map.mapOptional("deeds", To.Deeds) &&
         Map.mapOptional("given_to", To.Handings);
}

static bool fromJSON(const llvm::json::Value &From, MemberSummary &To,
                     llvm::json::Path Path) {
  llvm::json::ObjectMapper Map(From, Path);
  return Map && Map.map("id", To.Id) && fromJSON(From, To.Does, Path);
}

static bool fromJSON(const llvm::json::Value &From, FunctionSummary &To,
                     llvm::json::Path Path) {
  llvm::json::ObjectMapper Map(From, Path);
  return Map && Map.map("id", To.Id) && Map.map("name", To.Name) &&
         Map.mapOptional("at", To.At) &&
         Map.mapOptional("coroutine", To.IsCoroutine) &&
         Map.mapOptional("because", To.Because) &&
         Map.mapOptional("because_at", To.BecauseAt) &&
         Map.mapOptional("because_of", To.BecauseOf) &&
         Map.mapOptional("calls", To.Calls) &&
         Map.mapOptional("overrides", To.Overrides) &&
         Map.map("throws_by", To.ThrowsBy) &&
         Map.mapOptional("parameters", To.Parameters) &&
         Map.map("turned", To.Turned);
}

bool read(llvm::json::ObjectMapper &Map, UnitSummary &To) {
  return Map.map("functions", To.Functions) &&
         Map.mapOptional("members", To.Members) &&
         Map.mapOptional("mentions", To.Mentions) &&
         Map.mapOptional("inclusions", To.Inclusions);
}

} // namespace asynctidy
