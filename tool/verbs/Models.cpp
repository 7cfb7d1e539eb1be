// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/Models.h"
#include "Arguments.h"
#include "CommandLine.h"
#include "Errors.h"
#include "Output.h"
#include "Verbs.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"

namespace asynctidy::tool {

static int list(const Models &Known, const CommandLine &Line) {
  std::string Text;
  llvm::raw_string_ostream Out(Text);
  for (const auto &Library : Known.libraries())
    Out << Library->Name << ": " << counted(Library->Calls.size(), "call")
        << ", " << counted(Library->Loops.size(), "loop type") << ", "
        << counted(Library->Coroutines.size(), "coroutine type") << " ("
        << Library->File << ")\n";
  return put(Out.str(), Line);
}

/// The model as its author wrote it.
static int show(const Models &Known, const CommandLine &Line) {
  const std::string &Name = Line.Files[1];
  for (const auto &Library : Known.libraries()) {
    if (Library->Name != Name)
      continue;
    for (const BuiltinModel &Builtin : builtinModels())
      if (Builtin.Name == Name)
        return put(Builtin.Yaml, Line);
    auto Text = llvm::MemoryBuffer::getFile(Library->File);
    if (!Text)
      return complain("cannot read '" + Library->File +
                      "': " + Text.getError().message());
    return put((*Text)->getBuffer(), Line);
  }
  return complain("no model has the name '" + Name +
                  "'; 'async-tidy models list' lists them");
}

static int verify(const Models &Known, const CommandLine &Line) {
  auto ResourceDir = findResourceDir();
  if (!ResourceDir)
    return complain(ResourceDir.takeError());
  std::vector<std::string> Arguments = {"-std=c++20",
                                        "-resource-dir=" + *ResourceDir};
  Arguments.insert(Arguments.end(), Line.Command.begin(), Line.Command.end());
  size_t Faults = 0;
  std::string Text;
  llvm::raw_string_ostream Out(Text);
  for (const auto &Library : Known.libraries()) {
    bool IsBuiltin = llvm::StringRef(Library->File).starts_with("<built-in>");
    if (Line.Files.size() > 1 && !llvm::is_contained(Line.Files, Library->File))
      continue;
    std::vector<ModelFault> Found = verifyModel(*Library, Arguments);
    // A library that is not here proves nothing against our model of it.
    if (IsBuiltin && Found.size() == 1 &&
        llvm::StringRef(Found[0].Message).ends_with("file not found")) {
      Out << Library->Name << ": not proven, " << Found[0].Message
          << "; pass '-- -I DIR'\n";
      continue;
    }
    for (const ModelFault &Fault : Found)
      complain(Fault.File + ":" + llvm::Twine(Fault.Line) + ": " +
               Fault.Message);
    Faults += Found.size();
    if (Found.empty())
      Out << Library->Name << ": every name is there\n";
  }
  if (int Failed = put(Out.str(), Line))
    return Failed;
  return Faults ? WrongUse : 0;
}

int models(const Words &Given) {
  CommandLine Line;
  if (auto Status = readWords("models", Given, Line))
    return *Status;
  llvm::StringRef What =
      Line.Files.empty() ? llvm::StringRef() : Line.Files.front();
  bool Fits = (What == "list" && Line.Files.size() == 1) ||
              (What == "show" && Line.Files.size() == 2) || What == "verify";
  if (!Fits)
    return complain(
        "models wants 'list', 'show LIBRARY' or 'verify [FILE...]'");
  std::vector<std::string> Files;
  if (What == "verify")
    Files.assign(Line.Files.begin() + 1, Line.Files.end());
  llvm::SmallString<256> Here;
  llvm::sys::fs::current_path(Here);
  auto Known = Models::load(Here, Files);
  if (!Known)
    return complain(Known.takeError());
  if (What == "list")
    return list(**Known, Line);
  if (What == "show")
    return show(**Known, Line);
  return verify(**Known, Line);
}

} // namespace asynctidy::tool
