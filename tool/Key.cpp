// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Key.h"
#include "Arguments.h"
#include "Inputs.h"

#include "clang/Basic/Version.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"

namespace asynctidy::tool {

using llvm::StringRef;
namespace fs = llvm::sys::fs;

/// Of the environment clang reads these.
static constexpr llvm::StringLiteral Variables[] = {
    "CPATH",
    "C_INCLUDE_PATH",
    "CPLUS_INCLUDE_PATH",
    "CCC_OVERRIDE_OPTIONS",
    "CLANG_CONFIG_FILE_SYSTEM_DIR",
    "CLANG_CONFIG_FILE_USER_DIR",
    "CLANG_NO_DEFAULT_CONFIG",
    "COMPILER_PATH",
    "GCC_EXEC_PREFIX",
    "LIBRARY_PATH",
    "SDKROOT",
    "SOURCE_DATE_EPOCH"};

/// Texts one after the other, so that no two rows of them look the same.
static void add(std::string &Row, StringRef Text) {
  Row += llvm::utostr(Text.size());
  Row += ' ';
  Row += Text;
}

static void addFile(std::string &Row, StringRef Path) {
  auto Text = llvm::MemoryBuffer::getFile(Path);
  add(Row, Text ? strongHash((*Text)->getBuffer()) : "-");
}

static std::string replaced(StringRef Text, StringRef Root) {
  std::string Made;
  if (Root.size() < 2)
    return Text.str();
  for (size_t At; (At = Text.find(Root)) != StringRef::npos;
       Text = Text.drop_front(At + Root.size()))
    Made += (Text.take_front(At) + "\1").str();
  return Made + Text.str();
}

KeyMaker::KeyMaker(const ConfigWords &Words, std::string Root,
                   std::string ResourceDir)
    : Configured(Words), Root(std::move(Root)),
      ResourceDir(std::move(ResourceDir)) {
  add(Here, "cache 1 of " ASYNC_TIDY_VERSION);
  add(Here, clang::getClangFullVersion());
  addFile(Here, ownProgram());
  for (StringRef Name : Variables)
    if (auto Value = llvm::sys::Process::GetEnv(Name))
      add(Here, (Name + "=" + *Value).str());
}

/// The user's models and settings, as they are written.
const std::string &KeyMaker::rowOf(const ModelSources &Sources) {
  auto [Known, IsNew] = Rows.try_emplace(Sources);
  std::string &Row = Known->second;
  if (!IsNew)
    return Row;
  add(Row, replaced(Sources.Folder, Root));
  if (!Sources.Folder.empty())
    addFile(Row, Sources.Folder + "/.async-tidy.yaml");
  auto Loaded = Sources.load();
  if (!Loaded) {
    add(Row, llvm::toString(Loaded.takeError()));
    return Row;
  }
  for (const auto &Library : (*Loaded)->libraries())
    if (fs::exists(Library->File)) // else it is built in
      addFile(Row, Library->File);
  return Row;
}

std::string KeyMaker::keyOf(const UnitCommand &Unit) {
  clang::tidy::ClangTidyOptions Options = Configured.optionsFor(Unit.File);
  std::string Row = Here;
  add(Row, replaced(Unit.File, Root));
  add(Row, replaced(Unit.Directory, Root));
  for (const std::string &Word : adaptArguments(Unit.Arguments, ResourceDir))
    add(Row, replaced(Word, Root));
  add(Row, clang::tidy::configurationAsText(Options));
  add(Row, rowOf(Configured.modelsFor(Unit.File)));
  return strongHash(Row);
}

} // namespace asynctidy::tool
