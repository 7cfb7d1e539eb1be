// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The manual page: the texts of --help in roff.
#include "CommandLine.h"
#include "Errors.h"
#include "Help.h"
#include "Output.h"
#include "Verbs.h"

#include "llvm/ADT/StringExtras.h"

namespace asynctidy::tool {

using llvm::StringRef;

static std::string roff(StringRef Text) {
  std::string Quoted;
  for (char Letter : Text)
    if (Letter == '\\')
      Quoted += "\\e";
    else if (Letter == '-')
      Quoted += "\\-";
    else if (Letter == '\'')
      Quoted += "\\(aq";
    else
      Quoted += Letter;
  // A dot at the start of a line is a request.
  return (StringRef(Quoted).starts_with(".") ? "\\&" : "") + Quoted;
}

static void writeRow(llvm::raw_ostream &Out, const HelpText::Row &Row) {
  Out << ".TP\n";
  bool First = true;
  for (const HelpText::Option &One : Row.Options) {
    Out << (First ? "" : ", ") << "\\fB" << roff(One.Name) << "\\fR";
    First = false;
    if (One.Value.empty())
      continue;
    bool IsLong = StringRef(One.Name).starts_with("--");
    Out << (One.ValueIsOptional ? "[="
            : IsLong            ? "="
                                : " ")
        << "\\fI" << roff(One.Value) << "\\fR"
        << (One.ValueIsOptional ? "]" : "");
  }
  Out << "\n" << (Row.Text.empty() ? "\\&" : roff(Row.Text)) << "\n";
}

static void writeSections(llvm::raw_ostream &Out, const HelpText &Help) {
  for (const HelpText::Section &Part : Help.Sections) {
    if (!Part.Title.empty())
      Out << ".SS " << roff(Part.Title) << "\n";
    for (const HelpText::Row &Row : Part.Rows)
      writeRow(Out, Row);
  }
}

static void writeManual(llvm::raw_ostream &Out) {
  HelpText Lint = HelpText::of("lint");
  StringRef Sentence = Lint.Paragraphs.front();
  Sentence.consume_front("async-tidy ");
  Out << ".TH ASYNC\\-TIDY 1 \"\" \"async\\-tidy " ASYNC_TIDY_VERSION
         "\" \"User Commands\"\n.SH NAME\nasync\\-tidy \\- "
      << roff(Sentence.rtrim('.')) << "\n.SH SYNOPSIS\n";
  bool First = true;
  for (const std::string &Usage : Lint.Usage) {
    Out << (First ? "" : ".br\n") << roff(Usage) << "\n";
    First = false;
  }
  Out << ".SH DESCRIPTION\n";
  First = true;
  for (const std::string &Paragraph : Lint.Paragraphs) {
    Out << (First ? "" : ".PP\n") << roff(Paragraph) << "\n";
    First = false;
  }
  Out << ".SH OPTIONS\n";
  writeSections(Out, Lint);
  Out << ".SH VERBS\n";
  for (const std::string &Verb : verbNames()) {
    HelpText Help = HelpText::of(Verb);
    Out << ".SS " << roff(Verb) << "\n";
    First = true;
    for (const std::string &Usage : Help.Usage) {
      Out << (First ? "" : ".br\n") << roff(Usage) << "\n";
      First = false;
    }
    for (const std::string &Paragraph : Help.Paragraphs)
      Out << ".PP\n" << roff(Paragraph) << "\n";
    for (const HelpText::Section &Part : Help.Sections)
      for (const HelpText::Row &Row : Part.Rows)
        writeRow(Out, Row);
    if (!Help.ExitStatus.empty())
      Out << ".PP\nExit status: " << roff(Help.ExitStatus) << "\n";
  }
  Out << ".SH EXIT STATUS\n"
      << roff(Lint.ExitStatus)
      << "\n.SH FILES\n.TP\n\\fI\\&.clang\\-tidy\\fR\nchecks and their "
         "options, "
         "as clang\\-tidy reads them\n.TP\n\\fI\\&.async\\-tidy.yaml\\fR\n"
         "preset, severities, paths and models; the nearest one at or above a "
         "file\n.TP\n\\fIcompile_commands.json\\fR\nthe compile database\n"
         ".SH SEE ALSO\n.BR clang\\-tidy (1)\n";
}

int man(const Words &Given) {
  CommandLine Line;
  if (auto Status = readWords("man", Given, Line))
    return *Status;
  if (!Line.Files.empty())
    return complain("man takes no words: '" + Line.Files.front() + "'");
  std::string Text;
  llvm::raw_string_ostream Out(Text);
  writeManual(Out);
  return put(Text, Line);
}

} // namespace asynctidy::tool
