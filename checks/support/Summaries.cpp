// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/Summaries.h"
#include "support/Contexts.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Index/USRGeneration.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"

using namespace clang;

namespace asynctidy {

static SourcePlace placeOf(SourceLocation Location, const SourceManager &SM) {
  SourcePlace Place;
  auto [File, Offset] = SM.getDecomposedExpansionLoc(Location);
  OptionalFileEntryRef Entry = SM.getFileEntryRefForID(File);
  if (!Entry)
    return Place;
  Place.File = Entry->getName().str();
  Place.Line = SM.getLineNumber(File, Offset);
  Place.Column = SM.getColumnNumber(File, Offset);
  llvm::StringRef Content = SM.getBufferData(File);
  Place.Text = Content.substr(Offset - (Place.Column - 1))
                   .split('\n')
                   .first.rtrim('\r')
                   .str();
  return Place;
}

/// '@', the file, '@': what follows is a name in that file alone.
static std::string inFile(SourceLocation Location, const SourceManager &SM) {
  return "@" + placeOf(Location, SM).File + "@";
}

static std::string idOf(const NamedDecl &D, const SourceManager &SM) {
  llvm::SmallString<128> Usr;
  if (index::generateUSRForDecl(&D, Usr)) // true: it has none
    return inFile(D.getLocation(), SM) + D.getQualifiedNameAsString();
  return D.isExternallyVisible()
             ? Usr.str().str()
             : inFile(D.getLocation(), SM) + Usr.str().str();
}

static std::string idOf(const FunctionDecl &D, const SourceManager &SM) {
  if (const auto *Method = dyn_cast<CXXMethodDecl>(&D);
      Method && Method->getParent()->isLambda()) {
    SourceLocation Begin = Method->getParent()->getBeginLoc();
    SourcePlace At = placeOf(Begin, SM);
    return inFile(Begin, SM) + "lambda:" + std::to_string(At.Line) + ":" +
           std::to_string(At.Column);
  }
  return idOf(static_cast<const NamedDecl &>(*D.getCanonicalDecl()), SM);
}

std::string idOf(const Function &F, const Unit &U) {
  const SourceManager &SM = U.context().getSourceManager();
  return F.Decl ? idOf(*F.Decl, SM) : idOf(*F.Variable, SM);
}

//===-- Making -----------------------------------------------------------===//

namespace {

/// The functions that matter to others, found backwards from where a call
/// leaves the unit.
class Summariser {
public:
  Summariser(const Unit &U, const std::set<const Function *> &Awaited)
      : U(U), SM(U.context().getSourceManager()), Awaited(Awaited) {}

  UnitSummary run() {
    collect();
    spread();
    UnitSummary Summary;
    for (const clang::FunctionDecl *D : Later)
      if (!U.function(D))
        addForeign(*D, Summary);
    for (const Function &F : U.functions())
      if (Kept.count(&F))
        add(F, Summary);
      else if (F.Decl && F.Decl->isExternallyVisible() && !F.Decl->isInlined())
        addName(F, Summary);
    return Summary;
  }

private:
  void collect() {
    for (const Function &F : U.functions()) {
      Calls[&F] = U.calledDecls(F);
      bool Leaves = Awaited.count(&F) > 0;
      for (const Unit::DeclEdge &E : Calls[&F]) {
        const Function *To = U.function(E.To);
        if (To)
          Callers[To].push_back(&F);
        Leaves |= !To || E.Virtual;
      }
      if (const auto *Method = dyn_cast_or_null<CXXMethodDecl>(F.Decl))
        Leaves |= Method->size_overridden_methods() != 0;
      if (Leaves)
        Work.push_back(&F);
      for (const CallSite &S : F.Calls)
        for (const FunctionDecl *D : U.laterDecls(S))
          if (Later.insert(D))
            LaterAt[D] = &S;
    }
  }

  void spread() {
    while (!Work.empty()) {
      const Function *F = Work.back();
      Work.pop_back();
      if (!Kept.insert(F).second)
        continue;
      for (const Function *Caller : Callers[F])
        Work.push_back(Caller);
    }
  }

  void add(const Function &F, UnitSummary &Summary) {
    FunctionSummary Known;
    Known.Id = idOf(F, U);
    Known.Name = F.name();
    Known.At = placeOf(F.location(), SM);
    Known.IsCoroutine = F.IsCoroutine;
    if (const Why *W = U.onLoop(F); W && W->K != Why::Called) {
      Hop First = U.chain(F).front();
      Known.Because = First.Text;
      Known.BecauseAt = placeOf(First.Location, SM);
    }
    for (const Unit::DeclEdge &E : Calls[&F]) {
      const Function *To = U.function(E.To);
      if (To && !Kept.count(To) && !E.Virtual)
        continue;
      if (!To && U.models().coroutine(E.To->getReturnType()))
        continue; // creating a coroutine runs none of it
      Known.Calls.push_back(
          {idOf(*E.To, SM), E.Virtual, placeOf(E.Location, SM)});
    }
    if (const auto *Method = dyn_cast_or_null<CXXMethodDecl>(F.Decl))
      for (const CXXMethodDecl *O : Method->overridden_methods())
        Known.Overrides.push_back(idOf(*O, SM));
    Summary.Functions.push_back(std::move(Known));
  }

  /// What does not matter to others but that there is a body here: another
  /// program of the same database may have one of the same name.
  void addName(const Function &F, UnitSummary &Summary) {
    FunctionSummary Known;
    Known.Id = idOf(F, U);
    Known.Name = F.name();
    Known.At = placeOf(F.location(), SM);
    Summary.Functions.push_back(std::move(Known));
  }

  /// A function of another file that this unit hands to a loop.
  void addForeign(const FunctionDecl &D, UnitSummary &Summary) {
    const CallSite &S = *LaterAt[&D];
    FunctionSummary Known;
    Known.Id = idOf(D, SM);
    Known.Name = "'" + plainName(D) + "'";
    Known.Because = Known.Name + " runs on the loop: it is handed to '" +
                    S.C.name() + "' here";
    Known.BecauseAt = placeOf(S.C.nameLoc(), SM);
    Summary.Functions.push_back(std::move(Known));
  }

  const Unit &U;
  const SourceManager &SM;
  const std::set<const Function *> &Awaited;
  llvm::DenseMap<const Function *, std::vector<Unit::DeclEdge>> Calls;
  llvm::DenseMap<const Function *, std::vector<const Function *>> Callers;
  std::vector<const Function *> Work;
  std::set<const Function *> Kept;
  llvm::SetVector<const FunctionDecl *> Later;
  llvm::DenseMap<const FunctionDecl *, const CallSite *> LaterAt;
};

} // namespace

UnitSummary summarise(const Unit &U,
                      const std::set<const Function *> &Awaited) {
  return Summariser(U, Awaited).run();
}

static UnitSummary &lastSummary() {
  static UnitSummary Last;
  return Last;
}
UnitSummary takeSummary() { return std::exchange(lastSummary(), {}); }
void keepSummary(UnitSummary Summary) { lastSummary() = std::move(Summary); }

std::string inProject(const std::string &Id, FileNames Name) {
  size_t End = Id.find('@', 1);
  if (Id.empty() || Id[0] != '@' || End == std::string::npos)
    return Id;
  return "@" + Name(Id.substr(1, End - 1)) + Id.substr(End);
}

void rename(UnitSummary &Summary, FileNames Name) {
  auto InProject = [&](std::string &Id) { Id = inProject(Id, Name); };
  auto Rename = [&](SourcePlace &Place) {
    if (!Place.File.empty())
      Place.File = Name(Place.File);
  };
  for (FunctionSummary &F : Summary.Functions) {
    InProject(F.Id);
    Rename(F.At);
    Rename(F.BecauseAt);
    for (CallSummary &C : F.Calls) {
      InProject(C.To);
      Rename(C.At);
    }
    llvm::for_each(F.Overrides, InProject);
  }
}

//===-- Writing and reading ----------------------------------------------===//

static void write(llvm::json::OStream &Out, const SourcePlace &Place) {
  Out.object([&] {
    Out.attribute("file", llvm::json::fixUTF8(Place.File));
    Out.attribute("line", Place.Line);
    Out.attribute("column", Place.Column);
    Out.attribute("text", llvm::json::fixUTF8(Place.Text));
  });
}

static void write(llvm::json::OStream &Out, const FunctionSummary &F) {
  Out.object([&] {
    Out.attribute("id", llvm::json::fixUTF8(F.Id));
    Out.attribute("name", llvm::json::fixUTF8(F.Name));
    if (!F.At.File.empty()) {
      Out.attributeBegin("at");
      write(Out, F.At);
      Out.attributeEnd();
    }
    if (F.IsCoroutine)
      Out.attribute("coroutine", true);
    if (!F.Because.empty()) {
      Out.attribute("because", llvm::json::fixUTF8(F.Because));
      Out.attributeBegin("because_at");
      write(Out, F.BecauseAt);
      Out.attributeEnd();
    }
    if (!F.Calls.empty())
      Out.attributeArray("calls", [&] {
        for (const CallSummary &C : F.Calls)
          Out.object([&] {
            Out.attribute("to", llvm::json::fixUTF8(C.To));
            if (C.Virtual)
              Out.attribute("virtual", true);
            Out.attributeBegin("at");
            write(Out, C.At);
            Out.attributeEnd();
          });
      });
    if (!F.Overrides.empty())
      Out.attributeArray("overrides", [&] {
        for (const std::string &Id : F.Overrides)
          Out.value(llvm::json::fixUTF8(Id));
      });
  });
}

void write(llvm::json::OStream &Out, const UnitSummary &Summary) {
  Out.array([&] {
    for (const FunctionSummary &F : Summary.Functions)
      write(Out, F);
  });
}

static bool fromJSON(const llvm::json::Value &From, SourcePlace &To,
                     llvm::json::Path Path) {
  llvm::json::ObjectMapper Map(From, Path);
  return Map && Map.map("file", To.File) && Map.map("line", To.Line) &&
         Map.map("column", To.Column) && Map.mapOptional("text", To.Text);
}

static bool fromJSON(const llvm::json::Value &From, CallSummary &To,
                     llvm::json::Path Path) {
  llvm::json::ObjectMapper Map(From, Path);
  return Map && Map.map("to", To.To) &&
         Map.mapOptional("virtual", To.Virtual) && Map.map("at", To.At);
}

static bool fromJSON(const llvm::json::Value &From, FunctionSummary &To,
                     llvm::json::Path Path) {
  llvm::json::ObjectMapper Map(From, Path);
  return Map && Map.map("id", To.Id) && Map.map("name", To.Name) &&
         Map.mapOptional("at", To.At) &&
         Map.mapOptional("coroutine", To.IsCoroutine) &&
         Map.mapOptional("because", To.Because) &&
         Map.mapOptional("because_at", To.BecauseAt) &&
         Map.mapOptional("calls", To.Calls) &&
         Map.mapOptional("overrides", To.Overrides);
}

bool fromJSON(const llvm::json::Value &From, UnitSummary &To,
              llvm::json::Path Path) {
  return fromJSON(From, To.Functions, Path);
}

//===-- The whole program ------------------------------------------------===//

std::string ProgramSummary::toText() const {
  std::vector<llvm::StringRef> Ids;
  for (const auto &Entry : OnLoop)
    Ids.push_back(Entry.getKey());
  llvm::sort(Ids);
  std::string Text;
  llvm::raw_string_ostream Stream(Text);
  llvm::json::OStream Out(Stream, 1);
  Out.object([&] {
    Out.attribute("version", 1);
    Out.attributeArray("on_loop", [&] {
      for (llvm::StringRef Id : Ids) {
        const ProgramFunction &F = OnLoop.find(Id)->second;
        Out.object([&] {
          Out.attribute("id", llvm::json::fixUTF8(Id));
          Out.attribute("possible", F.Possible);
          Out.attributeArray("chain", [&] {
            for (const std::string &Hop : F.Chain)
              Out.value(llvm::json::fixUTF8(Hop));
          });
        });
      }
    });
  });
  Stream << '\n';
  return Text;
}

struct NamedFunction {
  std::string Id;
  ProgramFunction F;
};

static bool fromJSON(const llvm::json::Value &From, NamedFunction &To,
                     llvm::json::Path Path) {
  llvm::json::ObjectMapper Map(From, Path);
  return Map && Map.map("id", To.Id) && Map.map("possible", To.F.Possible) &&
         Map.map("chain", To.F.Chain);
}

static bool fromJSON(const llvm::json::Value &From, ProgramSummary &To,
                     llvm::json::Path Path) {
  llvm::json::ObjectMapper Map(From, Path);
  int Version = 0;
  std::vector<NamedFunction> All;
  if (!Map || !Map.map("version", Version))
    return false;
  if (Version != 1) {
    Path.field("version").report("a summary of another version");
    return false;
  }
  if (!Map.map("on_loop", All))
    return false;
  for (NamedFunction &Each : All)
    To.OnLoop[Each.Id] = std::move(Each.F);
  return true;
}

llvm::Expected<ProgramSummary> ProgramSummary::read(const std::string &File) {
  auto Text = llvm::MemoryBuffer::getFile(File);
  if (!Text)
    return llvm::createStringError(Text.getError(),
                                   "AsyncTidySummary: cannot read '" + File +
                                       "': " + Text.getError().message());
  auto Read = llvm::json::parse<ProgramSummary>((*Text)->getBuffer());
  if (!Read)
    return llvm::createStringError(
        llvm::inconvertibleErrorCode(),
        "AsyncTidySummary: '" + File +
            "' was not written by 'async-tidy --write-summary': " +
            llvm::toString(Read.takeError()));
  return Read;
}

} // namespace asynctidy
