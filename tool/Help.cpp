// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Help.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringSwitch.h"

namespace asynctidy::tool {

static constexpr llvm::StringLiteral LintHelp =
    R"(async-tidy finds event-loop and coroutine misuse in C++ before it runs.

usage: async-tidy [options] [FILE...]
       async-tidy explain CHECK | doctor | models ... | cache ... | lsp
       async-tidy unit ... | link ... | merge ... | ninja ...
       async-tidy completion SHELL | man

Without FILE the whole compile database is analysed.

What to analyse
  -p DIR                folder of compile_commands.json; else the nearest one
                        at or above here, build/ folders included
  --checks=GLOBS        added to the configuration, e.g. -*,async-nested-run;
                        async-* turns the style checks on as well; a preset
                        stands for its checks: default, strict (style as well,
                        all errors), migration (bugs, and what has a fix)
  --config-file=FILE    instead of the .clang-tidy files; the nearest
                        .async-tidy.yaml adds preset, severities and paths
  --header-filter=REGEX headers to report on; else those of the project
  --vfsoverlay=FILE     files in the place of others, as clang-tidy has it
  --list-checks         print the checks that are on, and end
  --verify-config       look for mistakes in the configuration, and end
  --config-schema       print the JSON schema of .async-tidy.yaml, and end

Only what is new
  --baseline=FILE       the findings in FILE are known: they do not count
  --write-baseline=FILE write all findings there; from then on they are known
  --prune-baseline      take from the baseline what is no longer found
  --since=REV           only findings that the merge base of HEAD and REV does
                        not have; it is analysed in a git worktree

What to print
  --format=FORMAT       text (the default), json, jsonl, sarif, github, gitlab,
                        junit, checkstyle, or html
  --output=FILE         where to; else standard output
  --report=FORMAT=FILE  one more report; may be given several times
  --color[=auto|always|never] colours; else on a terminal
  --statistics          add units, seconds, the slowest files, what each check
                        cost beside the parse, and findings by check
  --quiet               no progress and no summary

What to repair
  --fix[=safe|suggested] apply fixes; safe ones keep the behaviour
  --fix-dry-run         print the fixes as a unified diff; write nothing
  --fix-no-verify       do not look again at what the fixes changed: quicker,
                        but a fix that does harm stays

How to run
  -j N                  worker processes; else one per core
  --timeout=SECONDS     limit for one file (600)
  --unit-memory=SIZE    limit for one file, e.g. 4G; else what the machine has
  --cache=DIR           where results are kept, by content; else async-tidy in
                        $XDG_CACHE_HOME or ~/.cache; redis://HOST[:PORT][/DB]:
                        and in Redis, which machines share; off: nowhere
  --cache-size=SIZE     of that folder at most (1G); what was used longest ago
                        goes first
  --shard=I/N           only the I-th of N parts, for 'async-tidy merge'; auto:
                        what Slurm, Bazel or CI says it is
  --result=FILE         where the shard's results go
  --costs=FILE          balance by what units cost before (merge --write-costs)
  --scan                do not parse files whose headers and names can break no
                        law, unless others may call them
  --all-bodies          parse all function bodies in system headers; without it
                        those that can change a finding; both find the same
  --no-preamble         parse the headers that files begin with alike for each
                        of them; without it once for all; both find the same
  --no-whole-program    each file by itself: no chain crosses files
  --write-summary=FILE  what runs on a loop in the whole program, for the
                        clang-tidy plugin (its option AsyncTidySummary)
  --exit-zero           findings do not count for the exit status
  --help, --version

exit status: 0 nothing found; 1 findings; 2 wrong use, wrong configuration or
internal error; 3 some file could not be analysed
)";

static constexpr llvm::StringLiteral UnitHelp =
    R"(async-tidy unit analyses one translation unit and writes a result file: the
map step, for build systems and clusters. 'async-tidy link' joins the results.

usage: async-tidy unit --result=FILE [options] FILE -- COMPILER ARGUMENT...
       async-tidy unit --result=FILE [options] [-p DIR] FILE

  --result=FILE         where the result goes, whole or not at all
  -p DIR                folder of compile_commands.json, without a command
  --scan                do not parse a file that can break no law by itself
  --all-bodies          as in 'async-tidy --help'
  --preamble=FILE       the '#include <...>' lines that the file begins with as
                        others do; parsed once, kept beside FILE, for all units
                        that name it
  --unit-memory=SIZE    as in 'async-tidy --help'
  --inputs=FILE         write what was read and looked for, with hashes
  --depfile=FILE        write what was read, for Make and Ninja; remove it when
                        the file could not be analysed, so that Ninja tries
                        again
  --may-check-nothing   no error when all checks are off for the file
  --root=DIR            project root; else the nearest folder above FILE with
                        .git or .async-tidy.yaml
  --directory=DIR       where the compile command runs; else here
  --checks=GLOBS --config-file=FILE --header-filter=REGEX --vfsoverlay=FILE
                        as in 'async-tidy --help'

exit status: 0 a result was written, also when it says that the file could not
be parsed; 2 wrong use or internal error
)";

static constexpr llvm::StringLiteral LinkHelp =
    R"(async-tidy link joins the results of 'async-tidy unit' into one report: the
reduce step, for build systems and clusters.

usage: async-tidy link [options] RESULT...

  --root=DIR            where the paths in the results start; else here
  --format=FORMAT --output=FILE --report=FORMAT=FILE
  --color[=auto|always|never] --statistics --baseline=FILE
  --quiet --exit-zero --no-whole-program --write-summary=FILE
                        as in 'async-tidy --help'

exit status: as in 'async-tidy --help'
)";

static constexpr llvm::StringLiteral ExplainHelp =
    R"(async-tidy explain prints the page of a check: what it finds, why, how to
repair it, how to silence it.

usage: async-tidy explain CHECK

CHECK is a name from 'async-tidy --list-checks', with or without 'async-'.
)";

static constexpr llvm::StringLiteral DoctorHelp =
    R"(async-tidy doctor checks the installation: versions, clang's built-in headers,
the clang-tidy plugin, and that a faulty sample file gives one finding.

usage: async-tidy doctor

exit status: 0 all is well; 2 something is not, and the line says what
)";

static constexpr llvm::StringLiteral ModelsHelp =
    R"(async-tidy models shows what the checks know about libraries.

usage: async-tidy models list
       async-tidy models show LIBRARY
       async-tidy models verify [FILE...] [-- COMPILER ARGUMENT...]

verify reads the models, yours of '.async-tidy.yaml' included, and proves what
they say against the libraries' headers where these are installed.
)";

static constexpr llvm::StringLiteral CacheHelp =
    R"(async-tidy cache shows or empties the folder that results are kept in.

usage: async-tidy cache info|clean [--cache=DIR]

  --cache=DIR           as in 'async-tidy --help'
)";

static constexpr llvm::StringLiteral LspHelp =
    R"(async-tidy lsp is a language server: it analyses what an editor has open, also
before it is saved, and offers the fixes. The editor starts it; docs/editors.md
says how.

usage: async-tidy lsp [options]

  -p DIR                folder of compile_commands.json; else the nearest one
                        at or above each file, build/ folders included
  --checks=GLOBS --config-file=FILE --header-filter=REGEX --timeout=SECONDS
                        as in 'async-tidy --help'
  --delay=MS            from the last change of a text to its analysis (300)
  --whole-program       analyse the whole database in the background, for
                        chains that cross files; else only open ones are known

exit status: 0 the editor ended the session as it should; 1 it did not;
2 wrong use
)";

static constexpr llvm::StringLiteral CompletionHelp =
    R"(async-tidy completion prints what makes a shell complete the words of
async-tidy: verbs, options, formats, checks, files.

usage: async-tidy completion bash | zsh | fish

An installation has it where the shells look. Else, in ~/.bashrc:
source <(async-tidy completion bash)
)";

static constexpr llvm::StringLiteral ManHelp =
    R"(async-tidy man prints the manual page; 'async-tidy man | man -l -' shows it.

usage: async-tidy man
)";

static constexpr llvm::StringLiteral MergeHelp =
    R"(async-tidy merge joins the results of all shards into one report: the same,
byte for byte, into however many shards the project was divided.

usage: async-tidy --shard=I/N --result=FILE [options]     on each machine
       async-tidy merge [options] FILE...

  --write-costs=FILE    what each file cost, for --costs of the next shards
  --baseline=FILE --format=FORMAT --output=FILE --report=FORMAT=FILE --root=DIR
  --color[=auto|always|never] --statistics
  --quiet --exit-zero --no-whole-program --write-summary=FILE
                        as in 'async-tidy --help'

exit status: as in 'async-tidy --help'; 2 when a shard is missing
)";

static constexpr llvm::StringLiteral NinjaHelp =
    R"(async-tidy ninja writes a graph for Ninja: an edge for each unit of the compile
database, and one that joins their results and reports. What did not change
since the last run is not analysed again, be it on other machines, with a Ninja
that distributes.

usage: async-tidy ninja --output=DIR/FILE [options] [FILE...]
       ninja -C DIR -f FILE

  --output=FILE         the graph; it renews itself when the database changes
  -p DIR                folder of compile_commands.json
  --checks=GLOBS --config-file=FILE --header-filter=REGEX --format=FORMAT
  --report=FORMAT=FILE --baseline=FILE --exit-zero --no-whole-program
                        as in 'async-tidy --help'

exit status: 0 the graph was written; 2 wrong use or internal error. Ninja fails
when there are findings, and when a file could not be analysed
)";

llvm::StringRef helpOf(llvm::StringRef Verb) {
  return llvm::StringSwitch<llvm::StringRef>(Verb)
      .Case("unit", UnitHelp)
      .Case("link", LinkHelp)
      .Case("explain", ExplainHelp)
      .Case("doctor", DoctorHelp)
      .Case("models", ModelsHelp)
      .Case("cache", CacheHelp)
      .Case("lsp", LspHelp)
      .Case("completion", CompletionHelp)
      .Case("man", ManHelp)
      .Case("merge", MergeHelp)
      .Case("ninja", NinjaHelp)
      .Default(LintHelp);
}

using llvm::StringRef;

static void join(std::string &To, StringRef More) {
  if (!To.empty() && !More.empty())
    To += ' ';
  To += More;
}

/// `--fix[=safe|suggested]`, `--format=FORMAT`, `-j`, with a comma after it or
/// not.
static HelpText::Option readOption(StringRef Word) {
  HelpText::Option Read;
  Word.consume_back(",");
  Read.ValueIsOptional = Word.consume_back("]");
  auto [Name, Value] = Word.split(Read.ValueIsOptional ? "[=" : "=");
  Read.Name = Name.str();
  Read.Value = Value.str();
  return Read;
}

/// The options a row starts with, and what it says of them.
static HelpText::Row readRow(StringRef Line) {
  HelpText::Row Read;
  StringRef Rest = Line.ltrim();
  while (Rest.starts_with("-")) {
    auto [Word, More] = Rest.split(' ');
    Read.Options.push_back(readOption(Word));
    Rest = More.ltrim();
    // -p DIR
    if (Word.size() == 2 && !More.starts_with(" ")) {
      auto [Value, After] = More.split(' ');
      Read.Options.back().Value = Value.str();
      Rest = After.ltrim();
    }
  }
  Read.Text = Rest.str();
  return Read;
}

static HelpText::Section readSection(llvm::ArrayRef<StringRef> Lines) {
  HelpText::Section Read;
  for (StringRef Line : Lines)
    if (Line.starts_with("  -"))
      Read.Rows.push_back(readRow(Line));
    else if (Read.Rows.empty())
      join(Read.Title, Line.trim());
    else
      join(Read.Rows.back().Text, Line.trim());
  return Read;
}

HelpText HelpText::of(StringRef Verb) {
  HelpText Read;
  llvm::SmallVector<StringRef> Blocks, Lines;
  helpOf(Verb).split(Blocks, "\n\n", -1, /*KeepEmpty=*/false);
  for (StringRef Block : Blocks) {
    Lines.clear();
    Block.split(Lines, '\n', -1, /*KeepEmpty=*/false);
    std::string Text;
    for (StringRef Line : Lines)
      join(Text, Line.trim());
    StringRef Usage = Lines.front();
    if (Usage.consume_front("usage:")) {
      Lines.front() = Usage;
      for (StringRef Line : Lines)
        Read.Usage.push_back(Line.trim().str());
    } else if (StringRef Status = Text; Status.consume_front("exit status: ")) {
      Read.ExitStatus = Status.str();
    } else if (llvm::any_of(Lines, [](StringRef Line) {
                 return Line.starts_with("  -");
               })) {
      Read.Sections.push_back(readSection(Lines));
    } else {
      Read.Paragraphs.push_back(std::move(Text));
    }
  }
  return Read;
}

const HelpText::Row *HelpText::find(StringRef Name) const {
  for (const Section &Part : Sections)
    for (const Row &Each : Part.Rows)
      for (const Option &Known : Each.Options)
        if (Known.Name == Name)
          return &Each;
  return nullptr;
}

} // namespace asynctidy::tool
