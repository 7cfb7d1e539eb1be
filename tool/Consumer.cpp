// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Consumer.h"

#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/Support/Regex.h"

namespace asynctidy::tool {

using clang::DiagnosticsEngine;
using clang::tidy::ClangTidyError;
using llvm::StringRef;

bool Consumer::isSilenced(DiagnosticsEngine::Level Level,
                          const clang::Diagnostic &Info, StringRef Check) {
  if (!Check.starts_with("async-") || !Info.hasSourceManager())
    return false;
  llvm::SmallVector<clang::tooling::Diagnostic, 1> Faults;
  bool Is = Context.shouldSuppressDiagnostic(Level, Info, Faults);
  // What is wrong with a NOLINT is told once for each file, and only here.
  for (const clang::tooling::Diagnostic &Fault : Faults)
    Context.diag(Fault);
  return Is;
}

/// As clang-tidy's header filter has it.
bool Consumer::isWanted(const clang::Diagnostic &Info) const {
  const clang::SourceManager &Sources = Info.getSourceManager();
  clang::SourceLocation At = Sources.getFileLoc(Info.getLocation());
  if (At.isInvalid() || Sources.isInSystemHeader(At))
    return false;
  if (Sources.isInMainFile(At))
    return true;
  StringRef File = Sources.getFilename(At);
  const auto &Options = Context.getOptions();
  auto Matches = [&](const std::optional<std::string> &Filter) {
    return Filter && !Filter->empty() && llvm::Regex(*Filter).match(File);
  };
  return Matches(Options.HeaderFilterRegex) &&
         !Matches(Options.ExcludeHeaderFilterRegex);
}

clang::tooling::DiagnosticMessage
Consumer::messageOf(const clang::Diagnostic &Info, StringRef Check) const {
  llvm::SmallString<128> Said;
  Info.FormatDiagnostic(Said);
  StringRef Text = Said;
  Text.consume_back((" [" + Check + "]").str());
  if (!Info.hasSourceManager() || Info.getLocation().isInvalid())
    return clang::tooling::DiagnosticMessage(Text);
  const clang::SourceManager &Sources = Info.getSourceManager();
  clang::tooling::DiagnosticMessage Message(
      Text, Sources, Sources.getFileLoc(Info.getLocation()));
  for (const clang::CharSourceRange &Range : Info.getRanges()) {
    auto InFile =
        clang::Lexer::makeFileCharRange(Range, Sources, Context.getLangOpts());
    if (InFile.isValid())
      Message.Ranges.emplace_back(Sources, InFile);
  }
  return Message;
}

void Consumer::HandleDiagnostic(DiagnosticsEngine::Level Level,
                                const clang::Diagnostic &Info) {
  std::string Check = Context.getCheckName(Info.getID());
  if (Level == DiagnosticsEngine::Note && InSilenced) {
    if (!InDropped)
      Silenced.back().Notes.push_back(
          messageOf(Info, Silenced.back().DiagnosticName));
    return;
  }
  InSilenced =
      Level != DiagnosticsEngine::Note && isSilenced(Level, Info, Check);
  if (!InSilenced)
    return ClangTidyDiagnosticConsumer::HandleDiagnostic(Level, Info);
  InDropped = !isWanted(Info);
  if (InDropped)
    return;
  bool IsError = Context.treatAsError(Check);
  Silenced.emplace_back(
      Check, IsError ? ClangTidyError::Error : ClangTidyError::Warning,
      Context.getCurrentBuildDirectory(), IsError);
  Silenced.back().Message = messageOf(Info, Check);
}

} // namespace asynctidy::tool
