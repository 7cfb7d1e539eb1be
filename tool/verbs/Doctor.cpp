// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Arguments.h"
#include "CommandLine.h"
#include "Errors.h"
#include "Files.h"
#include "Link.h"
#include "Pool.h"
#include "Process.h"
#include "Verbs.h"

#include "clang/Basic/Version.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"

namespace asynctidy::tool {

namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

/// One fault that the checks know without any library being installed. The
/// function that starts a thread takes away the excuse of a program with one.
static constexpr llvm::StringLiteral Canary = R"(
extern "C" {
typedef struct uv_loop_s uv_loop_t;
typedef unsigned long uv_thread_t;
uv_loop_t *uv_default_loop(void);
int uv_thread_create(uv_thread_t *Thread, void (*Entry)(void *), void *Arg);
}
static void work(void *) {}
uv_loop_t *pickLoop() {
  uv_thread_t Thread;
  uv_thread_create(&Thread, work, nullptr);
  return uv_default_loop();
}
)";

namespace {

class Doctor {
public:
  int examine();

private:
  void good(const llvm::Twine &What) {
    llvm::outs() << "  ok   " << What << '\n';
  }
  void bad(const llvm::Twine &What) {
    llvm::outs() << "  BAD  " << What << '\n';
    Healthy = false;
  }
  void note(const llvm::Twine &What) {
    llvm::outs() << "  --   " << What << '\n';
  }

  std::string findPlugin() const;
  void examineTool();
  void examinePlugin();

  bool Healthy = true;
  TemporaryFolder Folder;
};

} // namespace

/// Beside the program: in a build tree or installed.
std::string Doctor::findPlugin() const {
  std::string Program = ownProgram();
  llvm::StringRef Bin = path::parent_path(Program);
  for (llvm::StringRef Place :
       {".", "../checks", "../" ASYNC_TIDY_PLUGIN_DIR, "../lib/async-tidy"}) {
    llvm::SmallString<256> Candidate(Bin);
    path::append(Candidate, Place, "AsyncTidyPlugin.so");
    path::remove_dots(Candidate, /*remove_dot_dot=*/true);
    if (fs::exists(Candidate))
      return Candidate.str().str();
  }
  return "";
}

void Doctor::examineTool() {
  auto ResourceDir = findResourceDir();
  if (!ResourceDir)
    return bad(llvm::toString(ResourceDir.takeError()));
  good("clang's built-in headers: " + *ResourceDir);

  UnitCommand Unit{Folder.path("canary.cpp"),
                   Folder.path(),
                   {"clang++", "-std=c++20", "-c", "canary.cpp"}};
  ConfigWords Words;
  Words.Checks = "-*,async-*";
  auto Results = analyseAll({Unit}, Folder.path(), Words, {});
  if (!Results)
    return bad(llvm::toString(Results.takeError()));
  Findings Found = link(std::move(*Results));
  if (!Found.Failed.empty())
    bad("the sample file was not analysed: " + Found.Failed.front().Reason);
  else if (Found.All.size() != 1)
    bad("the sample file with one fault gave " +
        counted(Found.All.size(), "finding"));
  else
    good("the sample file gives its one finding: " + Found.All.front().Check);
}

void Doctor::examinePlugin() {
  std::string Name = "clang-tidy-" CLANG_VERSION_MAJOR_STRING;
  auto Host = llvm::sys::findProgramByName(Name);
  std::string Plugin = findPlugin();
  if (!Host)
    note(Name +
         " is not on PATH: the plugin cannot be used (install the "
         "package " +
         Name + "); async-tidy does not need it");
  else
    good(Name + ": " + *Host);
  if (Plugin.empty())
    return note("AsyncTidyPlugin.so is not installed beside this program; "
                "async-tidy does not need it");
  good("plugin: " + Plugin);
  if (!Host)
    return;

  Run Listed = execute(
      *Host, {"-load", Plugin, "--list-checks", "-checks=-*,async-*"}, 60);
  if (Listed.Status != 0 ||
      Listed.Output.find("async-nested-run") == std::string::npos)
    return bad("the plugin does not load in " + Name +
               "; both are to be of one LLVM version: " +
               llvm::StringRef(Listed.Errors).trim().split('\n').first);
  good("the plugin loads in " + Name);
  Run Linted = execute(*Host,
                       {"-load", Plugin, "-checks=-*,async-*",
                        Folder.path("canary.cpp"), "--", "-std=c++20"},
                       60);
  size_t Number = llvm::StringRef(Linted.Output).count(" [async-");
  if (Linted.Status != 0 || Number != 1)
    return bad("the sample file with one fault gave " +
               counted(Number, "finding") + " in " + Name);
  good("the sample file gives its one finding in " + Name);
}

int Doctor::examine() {
  if (llvm::Error Failed = Folder.make())
    return complain(std::move(Failed));
  // An own configuration, so that none further up speaks.
  for (auto &[Name, Text] :
       {std::pair<llvm::StringRef, llvm::StringRef>{"canary.cpp", Canary},
        {".clang-tidy", "Checks: '-*,async-*'\n"}})
    if (llvm::Error Failed = writeAll({{Folder.path(Name), Text.str()}}))
      return complain(std::move(Failed));

  llvm::outs() << "async-tidy " ASYNC_TIDY_VERSION
                  ", built with LLVM " CLANG_VERSION_STRING "\n";
  good("this program: " + ownProgram());
  examineTool();
  examinePlugin();
  llvm::outs() << (Healthy ? "all is well\n" : "something is wrong\n");
  return Healthy ? 0 : WrongUse;
}

int doctor(const Words &Given) {
  CommandLine Line;
  if (auto Status = readWords("doctor", Given, Line))
    return *Status;
  if (!Line.Files.empty())
    return complain("doctor takes no words: '" + Line.Files.front() + "'");
  return Doctor().examine();
}

} // namespace asynctidy::tool
