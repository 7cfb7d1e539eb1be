// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What bash, zsh and fish complete: the options LLVM knows, told by the text of
// --help.
#include "CommandLine.h"
#include "Errors.h"
#include "Help.h"
#include "Output.h"
#include "Register.h"
#include "Verbs.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

namespace asynctidy::tool {

using llvm::StringRef;

namespace {

/// One option of one verb, and what can stand behind it.
struct Completed {
  std::string Name; ///< with its dashes
  std::string Value, Text;
  bool ValueIsOptional = false;
  std::vector<std::string> Words;
  bool Files = false, Folders = false, Checks = false;

  bool isLong() const { return StringRef(Name).starts_with("--"); }
};

struct CompletedVerb {
  std::string Name; ///< empty: of no verb
  std::string Text;
  std::vector<Completed> Options;
  std::vector<std::string> Words; ///< of its first word
  bool Files = true;
};

} // namespace

static std::vector<std::string> formats() {
  std::vector<std::string> Names;
  for (const ReportFormat &Format : reportFormats())
    Names.push_back(Format.Name.str());
  return Names;
}

static std::vector<std::string> checks() {
  std::vector<std::string> Names = {"async-*"};
  for (StringRef Preset : presetNames())
    Names.push_back(Preset.str());
  for (const RegisteredCheck &Check : registeredChecks())
    Names.push_back(Check.Name.str());
  return Names;
}

/// The value's word in the help says what it can be.
static void readValue(Completed &To) {
  llvm::SmallVector<StringRef> Choices;
  StringRef(To.Value).split(Choices, '|', -1, /*KeepEmpty=*/false);
  for (StringRef Choice : Choices) {
    if (Choice == "FILE")
      To.Files = true;
    else if (Choice == "DIR")
      To.Folders = true;
    else if (Choice == "GLOBS")
      To.Checks = true;
    else if (Choice == "FORMAT")
      To.Words = formats();
    else if (Choice == "FORMAT=FILE")
      for (const std::string &Format : formats())
        To.Words.push_back(Format + "=");
    else if (llvm::all_of(Choice,
                          [](char C) { return llvm::isLower(C) || C == '-'; }))
      To.Words.push_back(Choice.str());
  }
}

/// Enough of it for one line.
static std::string firstClause(StringRef Text) {
  size_t End = Text.find_first_of(";:");
  return Text.take_front(End).split(". ").first.rtrim('.').str();
}

/// A row of a verb may only name an option: "as in 'async-tidy --help'". Then
/// that of another verb tells what it is.
static bool tells(const HelpText::Row *Row) {
  return Row && !Row->Text.empty() &&
         !StringRef(Row->Text).starts_with("as in ");
}

static const HelpText::Row *rowOf(StringRef Name, const HelpText &Own,
                                  llvm::ArrayRef<HelpText> Others) {
  const HelpText::Row *Row = Own.find(Name);
  for (const HelpText &Other : Others)
    if (const HelpText::Row *Said = Other.find(Name);
        !tells(Row) && tells(Said))
      Row = Said;
  return Row;
}

static CompletedVerb readVerb(StringRef Verb) {
  CompletedVerb Read;
  const HelpText Own = HelpText::of(Verb);
  std::vector<HelpText> Others = {HelpText::of("lint")};
  for (const std::string &Other : verbNames())
    Others.push_back(HelpText::of(Other));
  if (Verb != "lint") {
    Read.Name = Verb.str();
    StringRef Text = Own.Paragraphs.front();
    Text.consume_front(("async-tidy " + Verb + " ").str());
    Read.Text = firstClause(Text);
  }
  for (const std::string &Name : optionNames(Verb)) {
    Completed One;
    One.Name = Name;
    if (const HelpText::Row *Row = rowOf(Name, Own, Others)) {
      One.Text = firstClause(Row->Text);
      for (const HelpText::Option &Told : Row->Options)
        if (Told.Name == Name) {
          One.Value = Told.Value;
          One.ValueIsOptional = Told.ValueIsOptional;
        }
      readValue(One);
    }
    Read.Options.push_back(std::move(One));
  }
  if (Verb == "explain")
    for (const RegisteredCheck &Check : registeredChecks())
      Read.Words.push_back(Check.stem().str());
  // `usage: async-tidy models list`, `… completion bash | zsh | fish`
  else if (Verb != "lint")
    for (StringRef Usage : Own.Usage) {
      if (!Usage.consume_front(("async-tidy " + Verb + " ").str()))
        continue;
      llvm::SmallVector<StringRef> Choices;
      Usage.split(Choices, '|');
      for (StringRef Choice : Choices)
        if (StringRef Word = Choice.trim().split(' ').first;
            llvm::all_of(Word, llvm::isLower))
          Read.Words.push_back(Word.str());
    }
  Read.Files = llvm::any_of(Own.Usage, [](StringRef Usage) {
    return Usage.contains("FILE") || Usage.contains("RESULT");
  });
  return Read;
}

static std::vector<CompletedVerb> readVerbs() {
  std::vector<CompletedVerb> All = {readVerb("lint")};
  for (const std::string &Verb : verbNames())
    All.push_back(readVerb(Verb));
  return All;
}

// bash

/// Writes the case of one value in a function whose word is $cur.
static void writeBashValue(llvm::raw_ostream &Out, const Completed &One) {
  if (One.Checks) {
    Out << "_async_tidy_list '" << llvm::join(checks(), " ") << "'";
    return;
  }
  std::string Wanted = "_async_tidy_words '" + llvm::join(One.Words, " ") + "'";
  if (One.Files)
    Wanted += " -f";
  else if (One.Folders)
    Wanted += " -d";
  Out << Wanted;
}

static void writeBash(llvm::raw_ostream &Out,
                      const std::vector<CompletedVerb> &Verbs) {
  std::vector<std::string> Names;
  for (const CompletedVerb &Verb : Verbs)
    if (!Verb.Name.empty())
      Names.push_back(Verb.Name);
  Out << R"(# bash completion for async-tidy: async-tidy completion bash
_async_tidy_words() { # WORDS [-f|-d]: words, and files or folders
  mapfile -t COMPREPLY < <(compgen -W "$1" -- "$cur"; [ -z "${2:-}" ] || compgen "$2" -- "$cur")
  [ -z "${2:-}" ] || compopt -o filenames 2>/dev/null
  [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ]] && compopt -o nospace 2>/dev/null
}
_async_tidy_list() { # WORDS: a list with commas, of words with a minus or without
  local head=${cur%"${cur##*,}"} last=${cur##*,} minus=
  [[ $last == -* ]] && minus=- last=${last#-}
  mapfile -t COMPREPLY < <(compgen -P "$head$minus" -W "$1" -- "$last")
  compopt -o nospace 2>/dev/null
}
_async_tidy() {
  local cur=${COMP_WORDS[COMP_CWORD]} before='' verb='' words
  # bash parts words at '='; '--report=html=FILE' has two of them.
  if [[ $cur == = ]]; then
    before=${COMP_WORDS[COMP_CWORD - 1]} cur=
  elif ((COMP_CWORD > 1)) && [[ ${COMP_WORDS[COMP_CWORD - 1]} == = ]]; then
    before=${COMP_WORDS[COMP_CWORD - 2]}
  elif [[ ${COMP_WORDS[COMP_CWORD - 1]} == -? ]]; then
    before=${COMP_WORDS[COMP_CWORD - 1]}
  fi
  if ((COMP_CWORD > 3)) && [[ $before != -* && ${COMP_WORDS[COMP_CWORD - 3]} == = ]]; then
    _async_tidy_words '' -f
    return
  fi
  case ${COMP_WORDS[1]} in
    )" << llvm::join(Names, " | ")
      << R"() ((COMP_CWORD > 1)) && verb=${COMP_WORDS[1]} ;;
  esac
  case "$verb:$before" in
)";
  for (const CompletedVerb &Verb : Verbs)
    for (const Completed &One : Verb.Options)
      if (!One.Value.empty()) {
        Out << "    " << Verb.Name << ":" << One.Name << ") ";
        writeBashValue(Out, One);
        Out << "; return ;;\n";
      }
  Out << "    *:-*) return ;;\n  esac\n  case $verb in\n";
  for (const CompletedVerb &Verb : Verbs) {
    std::vector<std::string> Options;
    for (const Completed &One : Verb.Options)
      Options.push_back(
          One.Name + (One.isLong() && !One.Value.empty() && !One.ValueIsOptional
                          ? "="
                          : ""));
    Out << "    '" << Verb.Name << "') words='" << llvm::join(Options, " ")
        << "'; [[ $cur == -* ]] || words='"
        << llvm::join(Verb.Name.empty() ? Names : Verb.Words, " ") << "'";
    if (Verb.Name.empty())
      Out << "; ((COMP_CWORD == 1)) || [[ $cur == -* ]] || words=";
    Out << "; _async_tidy_words \"$words\"" << (Verb.Files ? " -f" : "")
        << " ;;\n";
  }
  Out << "  esac\n}\ncomplete -F _async_tidy async-tidy\n";
}

// zsh

/// Within an argument of _arguments in single quotes.
static std::string zshQuoted(StringRef Text) {
  std::string Quoted;
  for (char Letter : Text)
    switch (Letter) {
    case '[':
      Quoted += '(';
      break;
    case ']':
      Quoted += ')';
      break;
    case '\'':
      Quoted += "'\\''";
      break;
    case ':':
      Quoted += "\\:";
      break;
    default:
      Quoted += Letter;
    }
  return Quoted;
}

static std::string zshAction(const Completed &One) {
  if (One.Checks)
    return "_sequence compadd - " + llvm::join(checks(), " ");
  if (!One.Words.empty())
    return "(" + llvm::join(One.Words, " ") + ")";
  return One.Files ? "_files" : One.Folders ? "_files -/" : " ";
}

static void writeZsh(llvm::raw_ostream &Out,
                     const std::vector<CompletedVerb> &Verbs) {
  Out << "#compdef async-tidy\n_async-tidy() {\n  local -a verbs=(\n";
  for (const CompletedVerb &Verb : Verbs)
    if (!Verb.Name.empty())
      Out << "    '" << Verb.Name << ":" << zshQuoted(Verb.Text) << "'\n";
  Out << R"(  )
  if ((CURRENT == 2)) && [[ $words[2] != -* ]]; then
    _describe -t verbs verb verbs
  fi
  case $words[2] in
)";
  auto Write = [&](const CompletedVerb &Verb) {
    Out << "_arguments -S :";
    for (const Completed &One : Verb.Options) {
      Out << " \\\n        '";
      if (One.Value == "FORMAT=FILE")
        Out << "*";
      Out << One.Name;
      if (!One.Value.empty())
        Out << (!One.isLong() ? "+" : One.ValueIsOptional ? "=-" : "=");
      Out << "[" << zshQuoted(One.Text) << "]";
      if (!One.Value.empty())
        Out << (One.ValueIsOptional ? "::" : ":") << zshQuoted(One.Value) << ":"
            << zshAction(One);
      Out << "'";
    }
    if (!Verb.Words.empty())
      Out << " \\\n        '1:word:(" << llvm::join(Verb.Words, " ") << ")'";
    if (Verb.Files)
      Out << " \\\n        '*:file:_files'";
    Out << "\n";
  };
  for (const CompletedVerb &Verb : Verbs)
    if (!Verb.Name.empty()) {
      Out << "    " << Verb.Name
          << ")\n      shift words; ((CURRENT--))\n      ";
      Write(Verb);
      Out << "      ;;\n";
    }
  Out << "    *)\n      ";
  Write(Verbs.front());
  Out << "      ;;\n  esac\n}\ncompdef _async-tidy async-tidy\n";
}

// fish

static std::string fishQuoted(StringRef Text) {
  std::string Quoted = "'";
  for (char Letter : Text) {
    if (Letter == '\'' || Letter == '\\')
      Quoted += '\\';
    Quoted += Letter;
  }
  return Quoted + "'";
}

static void writeFish(llvm::raw_ostream &Out,
                      const std::vector<CompletedVerb> &Verbs) {
  std::string Names;
  for (const CompletedVerb &Verb : Verbs)
    Names += (Verb.Name.empty() ? "" : " ") + Verb.Name;
  Out << "# fish completion for async-tidy: async-tidy completion fish\n";
  for (const CompletedVerb &Verb : Verbs) {
    std::string Head =
        "complete -c async-tidy -n " +
        fishQuoted(Verb.Name.empty()
                       ? "not __fish_seen_subcommand_from" + Names
                       : "__fish_seen_subcommand_from " + Verb.Name);
    if (!Verb.Name.empty())
      Out << "complete -c async-tidy -n __fish_use_subcommand -a " << Verb.Name
          << " -d " << fishQuoted(Verb.Text) << '\n';
    if (!Verb.Files)
      Out << Head << " -f\n";
    if (!Verb.Words.empty())
      Out << Head << " -a " << fishQuoted(llvm::join(Verb.Words, " ")) << '\n';
    for (const Completed &One : Verb.Options) {
      Out << Head << (One.isLong() ? " -l " : " -s ")
          << StringRef(One.Name).ltrim('-');
      std::string Words = llvm::join(One.Checks ? checks() : One.Words, " ");
      if (One.Folders)
        Words += (Words.empty() ? "" : " ") +
                 std::string("(__fish_complete_directories)");
      if (!One.Value.empty() && !One.ValueIsOptional)
        Out << (One.Files ? " -r -F" : " -x");
      if (!Words.empty())
        Out << " -a " << fishQuoted(Words);
      Out << " -d " << fishQuoted(One.Text) << '\n';
    }
  }
}

int completion(const Words &Given) {
  CommandLine Line;
  if (auto Status = readWords("completion", Given, Line))
    return *Status;
  using Writer =
      void (*)(llvm::raw_ostream &, const std::vector<CompletedVerb> &);
  const std::pair<StringRef, Writer> Shells[] = {
      {"bash", writeBash}, {"zsh", writeZsh}, {"fish", writeFish}};
  for (const auto &[Shell, Write] : Shells)
    if (Line.Files.size() == 1 && Line.Files.front() == Shell) {
      std::string Text;
      llvm::raw_string_ostream Out(Text);
      Write(Out, readVerbs());
      return put(Text, Line);
    }
  return complain("completion wants a shell: bash, zsh or fish");
}

} // namespace asynctidy::tool
