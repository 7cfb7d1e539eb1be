// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Suppressions.h"
#include "Findings.h"
#include "Register.h"

#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Preprocessor.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <chrono>
#include <cstdlib>
#include <tuple>

namespace asynctidy::tool {

using llvm::StringRef;
namespace json = llvm::json;

static constexpr StringRef Unused = "async-tidy-unused-allow";
static constexpr StringRef Expired = "async-tidy-expired-allow";
static constexpr StringRef Faulty = "async-tidy-faulty-allow";

// Reading one comment.

static bool isDate(StringRef Text) {
  unsigned Year = 0, Month = 0, Day = 0;
  if (Text.size() != 10 || Text[4] != '-' || Text[7] != '-' ||
      Text.substr(0, 4).getAsInteger(10, Year) ||
      Text.substr(5, 2).getAsInteger(10, Month) ||
      Text.substr(8, 2).getAsInteger(10, Day))
    return false;
  return std::chrono::year_month_day(std::chrono::year(Year),
                                     std::chrono::month(Month),
                                     std::chrono::day(Day))
      .ok();
}

/// What follows the closing parenthesis: `[until=DATE] reason`.
static std::string readRest(StringRef Rest, Allowance &To) {
  Rest = Rest.ltrim(" \t:,");
  if (Rest.consume_front("until=")) {
    StringRef Date = Rest.take_until([](char C) { return llvm::isSpace(C); });
    Rest = Rest.drop_front(Date.size());
    if (!isDate(Date))
      return ("'until=" + Date + "' is no day; it wants YYYY-MM-DD").str();
    To.Until = Date.str();
  }
  llvm::SmallVector<StringRef> Words;
  llvm::SplitString(Rest, Words);
  llvm::erase_if(Words, [](StringRef Word) { return Word == "*"; });
  To.Reason = llvm::join(Words, " ");
  if (!llvm::any_of(To.Reason, [](char C) { return llvm::isAlnum(C); }))
    return "it gives no reason";
  return "";
}

static std::string readChecks(StringRef List, Allowance &To) {
  llvm::SmallVector<StringRef> Names;
  List.split(Names, ',');
  for (StringRef Name : Names) {
    Name = Name.trim();
    const RegisteredCheck *Check = findCheck(Name);
    if (Name.empty())
      return "it names no check";
    if (!Check || Check->Name != Name)
      return ("no check has the name '" + Name + "'").str() +
             suggestCheck(Name);
    To.Checks.push_back(Name.str());
  }
  return "";
}

/// Reads \p Comment, which starts at byte \p Begin of its file. False when it
/// is an ordinary one.
static bool readComment(StringRef Comment, uint64_t Begin, Allowance &To) {
  StringRef Rest = Comment;
  if (Rest.starts_with("/*"))
    Rest.consume_back("*/");
  Rest = Rest.drop_front(2).ltrim("/*!<").ltrim();
  if (!Rest.consume_front("async-tidy:"))
    return false;
  Rest = Rest.ltrim();
  StringRef Word = Rest.take_while(
      [](char C) { return llvm::isAlnum(C) || C == '-' || C == '_'; });
  Rest = Rest.drop_front(Word.size());
  bool HasList = Rest.starts_with("(");
  // Prose may start with the tool's name.
  if (Word != "allow" && !HasList)
    return false;
  size_t End = Rest.find(')');
  if (Word != "allow")
    To.Fault = ("'" + Word + "' is no word of async-tidy; 'allow' is").str();
  else if (!HasList || End == StringRef::npos)
    To.Fault = "it wants its checks in parentheses, as 'allow(async-...)'";
  if (!To.Fault.empty())
    return true;
  StringRef List = Rest.slice(1, End);
  To.ListOffset = Begin + (List.data() - Comment.data());
  To.ListLength = List.size();
  To.Fault = readChecks(List, To);
  if (std::string Fault = readRest(Rest.drop_front(End + 1), To);
      To.Fault.empty())
    To.Fault = Fault;
  return true;
}

/// The first line below that holds code.
static int nextCode(StringRef Below, int Line) {
  while (!Below.empty()) {
    auto [First, Rest] = Below.split('\n');
    First = First.trim();
    if (!First.empty() && !First.starts_with("//"))
      break;
    Below = Rest;
    ++Line;
  }
  return Line;
}

/// Where the comment stands, what it speaks of, and what goes with it.
static void place(StringRef File, uint64_t Begin, uint64_t End, Allowance &To) {
  size_t LineBegin = File.take_front(Begin).rfind('\n') + 1; // npos + 1 == 0
  size_t LineEnd = std::min(File.find('\n', End), File.size());
  To.Line = static_cast<int>(File.take_front(Begin).count('\n')) + 1;
  To.Column = static_cast<int>(Begin - LineBegin) + 1;
  size_t LastLine = File.take_front(End).rfind('\n') + 1;
  To.EndLine = static_cast<int>(File.take_front(End).count('\n')) + 1;
  To.EndColumn = static_cast<int>(End - LastLine) + 1;
  To.Text = File.substr(LineBegin).split('\n').first.rtrim('\r').str();
  StringRef Before = File.slice(LineBegin, Begin);
  bool Last = File.slice(End, LineEnd).trim().empty();
  if (Before.trim().empty() && Last) {
    To.Target = nextCode(File.drop_front(std::min(LineEnd + 1, File.size())),
                         To.EndLine + 1);
    Begin = LineBegin;
    End = std::min(LineEnd + 1, File.size());
  } else {
    To.Target = To.Line;
    if (Last)
      Begin = LineBegin + Before.rtrim().size();
  }
  To.Offset = Begin;
  To.Length = End - Begin;
}

namespace {

class AllowanceReader : public clang::CommentHandler {
public:
  AllowanceReader(std::vector<Allowance> &To,
                  std::function<std::string(StringRef)> Name,
                  std::function<bool(StringRef)> IsOn)
      : To(To), Name(std::move(Name)), IsOn(std::move(IsOn)) {}

  bool HandleComment(clang::Preprocessor &Reader,
                     clang::SourceRange Range) override {
    const clang::SourceManager &Sources = Reader.getSourceManager();
    auto [File, Begin] = Sources.getDecomposedLoc(Range.getBegin());
    auto [EndFile, End] = Sources.getDecomposedLoc(Range.getEnd());
    StringRef Content = Sources.getBufferData(File);
    if (File != EndFile || End > Content.size() ||
        Content.slice(Begin, End).find("async-tidy:") == StringRef::npos ||
        Sources.isInSystemHeader(Range.getBegin()))
      return false;
    Allowance Read;
    Read.File = Name(Sources.getFilename(Range.getBegin()));
    if (Read.File.empty() ||
        !readComment(Content.slice(Begin, End).rtrim(), Begin, Read))
      return false;
    place(Content, Begin, End, Read);
    for (const std::string &Check : Read.Checks)
      if (IsOn(Check))
        Read.Asked.push_back(Check);
    for (StringRef Own : {Unused, Expired, Faulty})
      if (IsOn(Own))
        Read.Asked.push_back(Own.str());
    To.push_back(std::move(Read));
    return false;
  }

private:
  std::vector<Allowance> &To;
  std::function<std::string(StringRef)> Name;
  std::function<bool(StringRef)> IsOn;
};

} // namespace

std::unique_ptr<clang::CommentHandler>
allowanceReader(std::vector<Allowance> &To,
                std::function<std::string(StringRef)> Name,
                std::function<bool(StringRef)> IsOn) {
  return std::make_unique<AllowanceReader>(To, std::move(Name),
                                           std::move(IsOn));
}

// Result files.

void write(json::OStream &Out, const Allowance &Allowed) {
  Out.object([&] {
    Out.attribute("file", json::fixUTF8(Allowed.File));
    Out.attribute("line", Allowed.Line);
    Out.attribute("column", Allowed.Column);
    Out.attribute("end_line", Allowed.EndLine);
    Out.attribute("end_column", Allowed.EndColumn);
    Out.attribute("target", Allowed.Target);
    Out.attribute("text", json::fixUTF8(Allowed.Text));
    Out.attribute("checks", json::Array(Allowed.Checks));
    Out.attribute("until", Allowed.Until);
    Out.attribute("reason", json::fixUTF8(Allowed.Reason));
    Out.attribute("fault", json::fixUTF8(Allowed.Fault));
    Out.attribute("asked", json::Array(Allowed.Asked));
    Out.attribute("offset", static_cast<int64_t>(Allowed.Offset));
    Out.attribute("length", static_cast<int64_t>(Allowed.Length));
    Out.attribute("list_offset", static_cast<int64_t>(Allowed.ListOffset));
    Out.attribute("list_length", static_cast<int64_t>(Allowed.ListLength));
  });
}

bool fromJSON(const json::Value &From, Allowance &To, json::Path Path) {
  json::ObjectMapper Map(From, Path);
  return Map && Map.map("file", To.File) && Map.map("line", To.Line) &&
         Map.map("column", To.Column) && Map.map("end_line", To.EndLine) &&
         Map.map("end_column", To.EndColumn) && Map.map("target", To.Target) &&
         Map.map("text", To.Text) && Map.map("checks", To.Checks) &&
         Map.map("until", To.Until) && Map.map("reason", To.Reason) &&
         Map.map("fault", To.Fault) && Map.map("asked", To.Asked) &&
         Map.map("offset", To.Offset) && Map.map("length", To.Length) &&
         Map.map("list_offset", To.ListOffset) &&
         Map.map("list_length", To.ListLength);
}

// Against the findings.

/// The day it is, in UTC; SOURCE_DATE_EPOCH, as builds that can be repeated set
/// it, says another one.
static std::string today() {
  using namespace std::chrono;
  auto Now = system_clock::now();
  if (const char *Given = std::getenv("SOURCE_DATE_EPOCH")) {
    long long Seconds = 0;
    if (!StringRef(Given).getAsInteger(10, Seconds))
      Now = system_clock::time_point(seconds(Seconds));
  }
  year_month_day Day(floor<days>(Now));
  auto Two = [](unsigned Number) {
    return (Number < 10 ? "-0" : "-") + std::to_string(Number);
  };
  return std::to_string(static_cast<int>(Day.year())) +
         Two(static_cast<unsigned>(Day.month())) +
         Two(static_cast<unsigned>(Day.day()));
}

static auto placeOf(const Allowance &Allowed) {
  return std::tie(Allowed.File, Allowed.Line, Allowed.Column);
}

static Finding complaint(const Allowance &About, StringRef Check,
                         const llvm::Twine &Message, StringRef Remedy) {
  const RegisteredCheck *Own = findCheck(Check);
  Finding Made;
  Made.Check = Check.str();
  Made.Law = Own->Law.str();
  Made.Group = Own->Group.str();
  Made.Severity = Own->Group == "bug" ? "error" : "warning";
  Made.Message = Message.str();
  Made.File = About.File;
  Made.Line = About.Line;
  Made.Column = About.Column;
  Made.EndLine = About.EndLine;
  Made.EndColumn = About.EndColumn;
  Made.Text = About.Text;
  Made.Chain.push_back(
      {About.File, About.Line, About.Column, Remedy.str(), ""});
  return Made;
}

static Fix removal(const Allowance &Of, StringRef Description,
                   const std::vector<std::string> &Left) {
  Fix Repair;
  Repair.Description = Description.str();
  if (Left.empty())
    Repair.Edits.push_back({Of.File, Of.Offset, Of.Length, ""});
  else
    Repair.Edits.push_back(
        {Of.File, Of.ListOffset, Of.ListLength, llvm::join(Left, ", ")});
  return Repair;
}

static std::string quoted(const std::vector<std::string> &Names) {
  return "'" + llvm::join(Names, "', '") + "'";
}

/// The comments of all units, each once.
static std::vector<Allowance>
allAllowances(const std::vector<UnitResult> &Results) {
  std::vector<Allowance> All;
  for (const UnitResult &Result : Results)
    All.insert(All.end(), Result.Allowances.begin(), Result.Allowances.end());
  llvm::sort(All, [](const Allowance &Left, const Allowance &Right) {
    return std::tuple(placeOf(Left), Left.Asked) <
           std::tuple(placeOf(Right), Right.Asked);
  });
  std::vector<Allowance> Once;
  for (Allowance &One : All)
    if (Once.empty() || placeOf(Once.back()) != placeOf(One))
      Once.push_back(std::move(One));
    else
      for (std::string &Check : One.Asked)
        if (!llvm::is_contained(Once.back().Asked, Check))
          Once.back().Asked.push_back(std::move(Check));
  return Once;
}

namespace {

class Allowances {
public:
  Allowances(const std::vector<UnitResult> &Results, bool EveryUnit,
             Findings &Joined)
      : Results(Results), EveryUnit(EveryUnit), Joined(Joined) {}

  void apply() {
    for (const Allowance &Allowed : allAllowances(Results))
      apply(Allowed);
    llvm::move(Complaints, std::back_inserter(Joined.All));
  }

private:
  void apply(const Allowance &Allowed);
  bool canTellUnused(const Allowance &Allowed) const;
  std::vector<std::string> suppress(const Allowance &Allowed);

  const std::vector<UnitResult> &Results;
  const bool EveryUnit;
  Findings &Joined;
  const std::string Today = today();
  std::vector<Finding> Complaints;
};

} // namespace

/// Gives the checks of which nothing was found there.
std::vector<std::string> Allowances::suppress(const Allowance &Allowed) {
  std::vector<std::string> Left = Allowed.Checks;
  auto IsMeant = [&](const Finding &Found) {
    bool Is = Found.File == Allowed.File && Found.Line == Allowed.Target &&
              llvm::is_contained(Allowed.Checks, Found.Check);
    if (Is)
      llvm::erase(Left, Found.Check);
    return Is;
  };
  for (Finding &Found : Joined.All)
    if (IsMeant(Found) && !Found.Suppressed)
      Found.Suppressed = Suppression{"allow", Allowed.Reason};
  // What would be found were there a chain that leads there.
  for (const UnitResult &Result : Results)
    for (const Finding &Found : Result.Conditional)
      IsMeant(Found);
  return Left;
}

/// A unit that was not seen could be the one that has the finding.
bool Allowances::canTellUnused(const Allowance &Allowed) const {
  bool IsUnit = false;
  for (const UnitResult &Result : Results) {
    if (Result.Failed)
      return false;
    IsUnit |= Result.File == Allowed.File;
  }
  return EveryUnit || IsUnit;
}

void Allowances::apply(const Allowance &Allowed) {
  auto IsAsked = [&](StringRef Check) {
    return llvm::is_contained(Allowed.Asked, Check);
  };
  if (!Allowed.Fault.empty()) {
    if (IsAsked(Faulty))
      Complaints.push_back(complaint(
          Allowed, Faulty, "the allowance does not hold: " + Allowed.Fault,
          "write 'async-tidy: allow(CHECK) [until=YYYY-MM-DD] REASON'"));
    return;
  }
  if (!Allowed.Until.empty() && Allowed.Until < Today) {
    if (!IsAsked(Expired))
      return;
    Finding Made = complaint(Allowed, Expired,
                             "the allowance of " + quoted(Allowed.Checks) +
                                 " ended on " + Allowed.Until,
                             "repair the code, and remove the comment");
    Made.Fixes.push_back(removal(Allowed, "remove the comment", {}));
    Complaints.push_back(std::move(Made));
    return;
  }
  std::vector<std::string> Left = suppress(Allowed);
  // A check that did not run could have found something.
  llvm::erase_if(Left,
                 [&](const std::string &Check) { return !IsAsked(Check); });
  if (Left.empty() || !IsAsked(Unused) || !canTellUnused(Allowed))
    return;
  std::vector<std::string> Used;
  for (const std::string &Check : Allowed.Checks)
    if (!llvm::is_contained(Left, Check))
      Used.push_back(Check);
  StringRef Remedy = Used.empty() ? "remove the comment" : "remove the name";
  Finding Made = complaint(Allowed, Unused,
                           quoted(Left) + (Left.size() == 1 ? " is" : " are") +
                               " allowed here and not found",
                           Remedy);
  Made.Fixes.push_back(removal(Allowed, Remedy, Used));
  Complaints.push_back(std::move(Made));
}

void applyAllowances(const std::vector<UnitResult> &Results, bool EveryUnit,
                     Findings &Joined) {
  Allowances(Results, EveryUnit, Joined).apply();
}

} // namespace asynctidy::tool
