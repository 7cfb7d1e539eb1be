// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Arguments.h"
#include "CommandLine.h"
#include "Config.h"
#include "Errors.h"
#include "Files.h"
#include "Project.h"
#include "Verbs.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

namespace asynctidy::tool {

using llvm::StringRef;
namespace path = llvm::sys::path;

/// For the shell that Ninja starts.
static std::string word(StringRef Text) {
  std::string Made = "'";
  for (char Letter : Text)
    Made += Letter == '\'' ? std::string("'\\''") : std::string(1, Letter);
  return Made + "'";
}

static std::string words(const std::vector<std::string> &All) {
  std::string Made;
  for (const std::string &Each : All)
    Made += (Made.empty() ? "" : " ") + word(Each);
  return Made;
}

/// For Ninja; in a path also what ends one.
static std::string forNinja(StringRef Text, StringRef Also = "") {
  std::string Made;
  for (char Letter : Text) {
    if (Letter == '$' || Also.contains(Letter))
      Made += '$';
    Made += Letter;
  }
  return Made;
}

static std::string pathForNinja(StringRef Path) { return forNinja(Path, " :"); }

namespace {

class Graph {
public:
  Graph(const Project &Of, const CommandLine &Line, std::string Here)
      : Of(Of), Line(Line), Here(std::move(Here)),
        Name(path::filename(Line.Output)) {}

  llvm::Expected<std::string> text();

private:
  std::string absolute(StringRef Path) const { return normalise(Path, Here); }
  std::vector<std::string> configuration() const;
  std::vector<std::string> reports() const;
  std::string resultOf(const UnitCommand &Unit);

  const Project &Of;
  const CommandLine &Line;
  std::string Here, Name;
  Config Configured{Line.Config};
  llvm::StringSet<> Results;
};

} // namespace

/// How the units are analysed; all paths hold in any folder.
std::vector<std::string> Graph::configuration() const {
  ConfigWords Words = Line.Config;
  if (Words.ConfigFile)
    Words.ConfigFile = absolute(*Words.ConfigFile);
  return Words.toArguments();
}

std::vector<std::string> Graph::reports() const {
  std::vector<std::string> Words = {"--format=" + Line.Report->Name.str()};
  for (const ReportFile &Wanted : Line.MoreReports)
    Words.push_back("--report=" + Wanted.Format->Name.str() + "=" +
                    absolute(Wanted.Path));
  if (!Line.Baseline.empty())
    Words.push_back("--baseline=" + absolute(Line.Baseline));
  if (Line.ExitZero)
    Words.push_back("--exit-zero");
  if (!Line.WholeProgram)
    Words.push_back("--no-whole-program");
  return Words;
}

/// Its place below the folder of the graph: what the unit is called, numbered
/// where a file is compiled more than once.
std::string Graph::resultOf(const UnitCommand &Unit) {
  StringRef File = Unit.File;
  std::string Own = relativeTo(Of.Root, File);
  std::string Stem =
      Name + ".results/" +
      (path::is_absolute(Own) ? "outside" + Own : "project/" + Own);
  std::string Path = Stem + ".result";
  for (unsigned Number = 2; !Results.insert(Path).second; ++Number)
    Path = Stem + "." + std::to_string(Number) + ".result";
  return Path;
}

llvm::Expected<std::string> Graph::text() {
  const std::string Tool = word(ownProgram());
  const std::string Program = pathForNinja(ownProgram());
  std::vector<std::string> Again = {ownProgram(), "ninja", "--output=" + Name,
                                    "-p", path::parent_path(Of.Database).str()};
  for (const auto &More : {configuration(), reports()})
    Again.insert(Again.end(), More.begin(), More.end());
  for (const std::string &File : Line.Files)
    Again.push_back(absolute(File));

  std::string Text = "# Written by 'async-tidy ninja'; run it with 'ninja -C " +
                     path::parent_path(absolute(Line.Output)).str() + " -f " +
                     Name + "'.\n";
  auto Say = [&](const llvm::Twine &Row) { Text += (Row + "\n").str(); };
  Say("ninja_required_version = 1.7");
  // Its log: that of the build beside it stays alone.
  Say("builddir = " + forNinja(Name) + ".results");
  Say("");
  Say("rule unit");
  Say("  command = " + forNinja(Tool) +
      " unit --result=$out --depfile=$out.d " +
      forNinja("--root=" + word(Of.Root) + " " + words(configuration())) +
      " $unchecked --directory=$directory $file -- $arguments");
  Say("  depfile = $out.d");
  Say("  description = async-tidy $about");
  Say("rule report");
  Say("  command = " + forNinja(Tool) + " link " +
      forNinja("--root=" + word(Of.Root) + " " + words(reports())) +
      " @$out.inputs && : > $out");
  Say("  rspfile = $out.inputs");
  Say("  rspfile_content = $in");
  Say("  description = async-tidy link");
  Say("  pool = console");
  Say("rule renew");
  Say("  command = " + forNinja(words(Again)));
  Say("  description = " + forNinja("async-tidy ninja"));
  Say("  generator = 1");
  Say("");

  std::string All;
  bool AnyCheck = false;
  for (const UnitCommand &Unit : Of.Units) {
    std::string Whole = Unit.File + Unit.Directory;
    for (const std::string &Each : Unit.Arguments)
      Whole += Each;
    if (StringRef(Whole).contains('\n'))
      return wrong("Ninja knows no line breaks, and the command of '" +
                   Unit.File + "' has one");
    std::string Result = resultOf(Unit);
    All += " " + pathForNinja(Result);
    Say("build " + pathForNinja(Result) + ": unit | " + Program);
    Say("  directory = " + forNinja(word(Unit.Directory)));
    Say("  file = " + forNinja(word(Unit.File)));
    Say("  about = " + forNinja(Of.relative(Unit.File)));
    Say("  arguments = " + forNinja(words(Unit.Arguments)));
    if (!Configured.checksFor(Unit.File).empty())
      AnyCheck = true;
    else
      Say("  unchecked = --may-check-nothing");
    if (!Configured.error().empty())
      return wrong(Configured.error());
  }
  if (!AnyCheck)
    return wrong("no check is enabled; add 'async-*' to Checks in "
                 ".clang-tidy, or pass --checks=async-*");
  // What `link` reads beside the results.
  std::string Implicit = " | " + Program;
  if (!Line.Baseline.empty())
    Implicit += " " + pathForNinja(absolute(Line.Baseline));
  const std::string Stamp = pathForNinja(Name + ".results/done");
  std::string Outputs = Stamp;
  for (const ReportFile &Wanted : Line.MoreReports)
    Outputs +=
        (Outputs == Stamp ? " | " : " ") + pathForNinja(absolute(Wanted.Path));
  Say("build " + Outputs + ": report" + All + Implicit);
  Say("build " + pathForNinja(Name) + ": renew " + pathForNinja(Of.Database) +
      " | " + Program);
  Say("default " + Stamp);
  return Text;
}

int ninja(const Words &Given) {
  CommandLine Line;
  if (auto Status = readWords("ninja", Given, Line))
    return *Status;
  if (Line.Output.empty() || Line.Output == "-")
    return complain("ninja wants --output=FILE, such as "
                    "--output=build/tidy.ninja");
  auto Opened = openProject(Line.BuildDir, Line.Files);
  if (!Opened)
    return complain(Opened.takeError());
  llvm::SmallString<256> Here;
  llvm::sys::fs::current_path(Here);
  auto Text = Graph(*Opened, Line, Here.str().str()).text();
  if (!Text)
    return complain(Text.takeError());
  if (llvm::Error Failed = writeAll({{normalise(Line.Output, Here), *Text}}))
    return complain(std::move(Failed));
  return 0;
}

} // namespace asynctidy::tool
