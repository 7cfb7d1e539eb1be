// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Output.h"
#include "Diff.h"
#include "Errors.h"
#include "Files.h"
#include "Pages.h"
#include "Program.h"
#include "Project.h"
#include "Register.h"
#include "Unit.h"
#include "report/Report.h"

#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Process.h"

namespace asynctidy::tool {

int put(llvm::StringRef Text, const CommandLine &Line) {
  if (!Line.Output.empty() && Line.Output != "-") {
    if (llvm::Error Failed = writeAll({{Line.Output, Text.str()}}))
      return complain(std::move(Failed));
    return 0;
  }
  llvm::outs() << Text;
  llvm::outs().flush();
  if (!llvm::outs().has_error())
    return 0;
  std::string Reason = llvm::outs().error().message();
  llvm::outs().clear_error();
  return complain("cannot write to standard output: " + Reason);
}

int putSummary(const std::vector<UnitResult> &Results,
               const CommandLine &Line) {
  if (Line.WriteSummary.empty())
    return 0;
  if (llvm::Error Failed = writeAll(
          {{Line.WriteSummary, Program(Results).summary(Results).toText()}}))
    return complain(std::move(Failed));
  return 0;
}

namespace {

/// The files of the findings as they were analysed.
class AnalysedFiles {
public:
  AnalysedFiles(const Findings &Found, std::string Root)
      : Found(Found), Root(std::move(Root)) {}

  /// Empty when the file is not that any more, or cannot be read.
  const std::string &content(const std::string &File) {
    auto [Known, IsNew] = Contents.try_emplace(File);
    auto Source = Found.Sources.find(File);
    if (!IsNew || Source == Found.Sources.end())
      return Known->second;
    auto Read = llvm::MemoryBuffer::getFile(normalise(File, Root));
    if (Read && contentHash((*Read)->getBuffer()) == Source->second)
      Known->second = (*Read)->getBuffer().str();
    return Known->second;
  }

  std::string diff(const Fix &Repair) {
    std::map<std::string, std::vector<Edit>> Files;
    for (const Edit &Change : Repair.Edits)
      Files[Change.File].push_back(Change);
    std::string Text;
    llvm::raw_string_ostream Out(Text);
    for (const auto &[File, Edits] : Files) {
      const std::string &Before = content(File);
      if (Before.empty())
        return "";
      writeDiff(Out, File, Before, Edits);
    }
    return Text;
  }

private:
  const Findings &Found;
  std::string Root;
  std::map<std::string, std::string> Contents;
};

} // namespace

static std::vector<AboutCheck> aboutChecks(const Findings &Found) {
  std::vector<AboutCheck> All;
  auto Add = [&](const RegisteredCheck &Check) {
    AboutCheck About{
        Check.Name.str(), Check.Group.str(), Check.Law.str(), "", "", ""};
    if (llvm::StringRef Page = pageOf(Check.stem()); !Page.empty()) {
      About.Sentence = sentenceOf(Page).str();
      About.Page = Page.str();
      About.Url = publishedPage(Check.stem());
    }
    if (About.Sentence.empty())
      About.Sentence = "What async-tidy says of its own comments.";
    All.push_back(std::move(About));
  };
  for (const RegisteredCheck &Check : registeredChecks())
    Add(Check);
  // Those of the tool itself are no checks of the register.
  for (const Finding *One : Found.everything())
    if (llvm::none_of(All, [&](const AboutCheck &Known) {
          return Known.Name == One->Check;
        }))
      if (const RegisteredCheck *Own = findCheck(One->Check))
        Add(*Own);
  return All;
}

static std::string written(const ReportFormat &Format, const Findings &Found,
                           const ReportContext &Context) {
  std::string Text;
  llvm::raw_string_ostream Out(Text);
  Format.Write(Out, Found, Context);
  return Text;
}

int print(const Findings &Found, const CommandLine &Line,
          const std::string &Root) {
  AnalysedFiles Files(Found, Root);
  ReportContext Context;
  Context.Summary = !Line.Quiet;
  Context.Statistics = Line.Statistics;
  Context.Version = ASYNC_TIDY_VERSION;
  Context.Checks = aboutChecks(Found);
  Context.Content = [&](const std::string &File) {
    return Files.content(File);
  };
  Context.Diff = [&](const Fix &Repair) { return Files.diff(Repair); };

  std::vector<FileToWrite> More;
  for (const ReportFile &Wanted : Line.MoreReports)
    More.push_back({Wanted.Path, written(*Wanted.Format, Found, Context)});
  if (llvm::Error Failed = writeAll(More))
    return complain(std::move(Failed));

  bool OnTerminal =
      Line.Output.empty() && llvm::sys::Process::StandardOutHasColors();
  Context.Colours = Line.Colours == Colour::Always ||
                    (Line.Colours == Colour::Auto && OnTerminal);
  if (int Failed = put(written(*Line.Report, Found, Context), Line))
    return Failed;
  // Who reads the build's log has no report there.
  if (!Line.Output.empty() && Line.Output != "-")
    for (const Failure &One : Found.Failed)
      llvm::errs() << One.File << ": not analysed: " << One.Reason << '\n';
  return Found.status(Line.ExitZero);
}

} // namespace asynctidy::tool
