// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Diff.h"

namespace asynctidy::tool {

using llvm::StringRef;

static constexpr size_t LinesAround = 3;

std::string applyEdits(StringRef Before, const std::vector<Edit> &Edits) {
  std::string After;
  size_t Copied = 0;
  for (const Edit &Change : Edits) {
    After += Before.slice(Copied, Change.Offset);
    After += Change.Text;
    Copied = Change.Offset + Change.Length;
  }
  After += Before.substr(Copied);
  return After;
}

/// With their line ends; the last may have none.
static std::vector<StringRef> linesOf(StringRef Text) {
  std::vector<StringRef> Lines;
  while (!Text.empty()) {
    size_t End = Text.find('\n');
    size_t Size = End == StringRef::npos ? Text.size() : End + 1;
    Lines.push_back(Text.take_front(Size));
    Text = Text.drop_front(Size);
  }
  return Lines;
}

namespace {

/// The old lines [First, Last) become New.
struct Change {
  size_t First, Last;
  std::string New;
};

} // namespace

static size_t lineOf(const std::vector<size_t> &Starts, size_t Offset) {
  return std::upper_bound(Starts.begin(), Starts.end(), Offset) -
         Starts.begin() - 1;
}

/// Whole lines around each edit; edits that share a line become one change.
static std::vector<Change> changesOf(StringRef Before,
                                     const std::vector<StringRef> &Lines,
                                     const std::vector<Edit> &Edits) {
  std::vector<size_t> Starts;
  size_t Offset = 0;
  for (StringRef Line : Lines) {
    Starts.push_back(Offset);
    Offset += Line.size();
  }
  Starts.push_back(Offset); // where a text after the last line goes
  auto EndOf = [&](size_t Line) {
    return Line < Lines.size() ? Starts[Line] + Lines[Line].size() : Offset;
  };

  std::vector<Change> Changes;
  for (size_t Index = 0; Index < Edits.size();) {
    size_t First = lineOf(Starts, Edits[Index].Offset);
    // A text at the end of a file whose last line is not ended joins that line.
    if (First == Lines.size() && First > 0 && !Lines.back().ends_with("\n"))
      --First;
    size_t Begin = Index, Last = First;
    std::vector<Edit> Here;
    while (Index < Edits.size()) {
      size_t From = lineOf(Starts, Edits[Index].Offset);
      if (Index != Begin && From >= Last)
        break;
      size_t To = lineOf(Starts, Edits[Index].Offset + Edits[Index].Length);
      Last = std::max(Last, std::min(To + 1, Lines.size()));
      Here.push_back(Edits[Index]);
      Here.back().Offset -= Starts[First];
      ++Index;
    }
    size_t End = Last > First ? EndOf(Last - 1) : Starts[First];
    std::string New = applyEdits(Before.slice(Starts[First], End), Here);

    // Less the lines that stay the same at either end.
    std::vector<StringRef> NewLines = linesOf(New);
    size_t Same = 0;
    while (First < Last && Same < NewLines.size() &&
           Lines[First] == NewLines[Same]) {
      ++First;
      ++Same;
    }
    size_t NewEnd = NewLines.size();
    while (Last > First && NewEnd > Same &&
           Lines[Last - 1] == NewLines[NewEnd - 1]) {
      --Last;
      --NewEnd;
    }
    std::string Trimmed;
    for (size_t Line = Same; Line < NewEnd; ++Line)
      Trimmed += NewLines[Line];
    if (First != Last || !Trimmed.empty())
      Changes.push_back({First, Last, std::move(Trimmed)});
  }
  return Changes;
}

static void writeLine(llvm::raw_ostream &Out, char Mark, StringRef Line) {
  Out << Mark << Line;
  if (!Line.ends_with("\n"))
    Out << "\n\\ No newline at end of file\n";
}

void writeDiff(llvm::raw_ostream &Out, StringRef Path, StringRef Before,
               const std::vector<Edit> &Edits) {
  std::vector<StringRef> Lines = linesOf(Before);
  std::vector<Change> Changes = changesOf(Before, Lines, Edits);
  if (Changes.empty())
    return;
  Out << "--- a/" << Path << "\n+++ b/" << Path << '\n';
  long Shift = 0;
  for (size_t Index = 0; Index < Changes.size();) {
    // Changes with at most six lines between them share a hunk.
    size_t End = Index + 1;
    while (End < Changes.size() &&
           Changes[End].First <= Changes[End - 1].Last + 2 * LinesAround)
      ++End;
    size_t First =
        Changes[Index].First - std::min(Changes[Index].First, LinesAround);
    size_t Last = std::min(Changes[End - 1].Last + LinesAround, Lines.size());

    std::string Body;
    llvm::raw_string_ostream BodyOut(Body);
    long Added = 0, Removed = 0;
    size_t Line = First;
    for (; Index < End; ++Index) {
      for (; Line < Changes[Index].First; ++Line)
        writeLine(BodyOut, ' ', Lines[Line]);
      for (; Line < Changes[Index].Last; ++Line, ++Removed)
        writeLine(BodyOut, '-', Lines[Line]);
      for (StringRef New : linesOf(Changes[Index].New)) {
        writeLine(BodyOut, '+', New);
        ++Added;
      }
    }
    for (; Line < Last; ++Line)
      writeLine(BodyOut, ' ', Lines[Line]);

    long OldCount = Last - First, NewCount = OldCount + Added - Removed;
    // An empty side is named by the line before it.
    long OldFirst = First + (OldCount ? 1 : 0);
    long NewFirst = First + Shift + (NewCount ? 1 : 0);
    Out << "@@ -" << OldFirst << ',' << OldCount << " +" << NewFirst << ','
        << NewCount << " @@\n"
        << BodyOut.str();
    Shift += Added - Removed;
  }
}

} // namespace asynctidy::tool
