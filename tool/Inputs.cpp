// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Inputs.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/BLAKE3.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

#include <set>

namespace asynctidy::tool {

using llvm::StringRef;
namespace fs = llvm::sys::fs;
namespace vfs = llvm::vfs;

static constexpr llvm::StringLiteral Nothing = "-";

std::string strongHash(StringRef Content) {
  llvm::TruncatedBLAKE3<16> Hash;
  Hash.update(Content);
  return llvm::toHex(llvm::ArrayRef<uint8_t>(Hash.final()), /*LowerCase=*/true);
}

static StringRef being(fs::file_type Type) {
  return Type == fs::file_type::directory_file ? "folder" : "file";
}

static std::string listing(vfs::directory_iterator Entry,
                           std::error_code &Failed) {
  std::set<std::string> Names;
  for (vfs::directory_iterator End; !Failed && Entry != End;
       Entry.increment(Failed))
    Names.insert(llvm::sys::path::filename(Entry->path()).str());
  std::string All;
  for (const std::string &Name : Names)
    All += Name + '\0';
  return strongHash(All);
}

//===-- Text --------------------------------------------------------------===//

/// A line for each: the answer, a blank, the question.
std::string Inputs::toText() const {
  std::string Text = Torn ? "torn\n" : "whole\n";
  for (const auto &[Question, Answer] : Answers)
    Text += Answer + " " + Question + "\n";
  return Text;
}

llvm::Expected<Inputs> Inputs::parse(StringRef Text) {
  auto Wrong = [] {
    return llvm::createStringError(llvm::inconvertibleErrorCode(),
                                   "it is no list of inputs");
  };
  Inputs Read;
  auto [Head, Rest] = Text.split('\n');
  if (Head != "torn" && Head != "whole")
    return Wrong();
  Read.Torn = Head == "torn";
  while (!Rest.empty()) {
    auto [Line, More] = Rest.split('\n');
    auto [Answer, Question] = Line.split(' ');
    if (Question.size() < 2)
      return Wrong();
    Read.Answers[Question.str()] = Answer.str();
    Rest = More;
  }
  return Read;
}

void Inputs::add(const Inputs &Earlier) {
  Torn |= Earlier.Torn;
  for (const auto &[Question, Answer] : Earlier.Answers) {
    auto [Known, IsNew] = Answers.try_emplace(Question, Answer);
    Torn |= !IsNew && Known->second != Answer;
    // What was read says more than that it is there.
    if (Question.front() == Content)
      Answers.erase(std::string(1, Being) + Question.substr(1));
  }
}

//===-- Asking again ------------------------------------------------------===//

static std::string ask(char Kind, StringRef Path) {
  if (Kind == Inputs::Content) {
    auto Text = llvm::MemoryBuffer::getFile(Path, /*IsText=*/false,
                                            /*RequiresNullTerminator=*/false);
    return Text ? strongHash((*Text)->getBuffer()) : Nothing.str();
  }
  if (Kind == Inputs::Listing) {
    std::error_code Failed;
    auto Entry = vfs::getRealFileSystem()->dir_begin(Path, Failed);
    std::string Hash = listing(std::move(Entry), Failed);
    return Failed ? Nothing.str() : Hash;
  }
  fs::file_status Status;
  return fs::status(Path, Status) ? Nothing.str() : being(Status.type()).str();
}

const std::string &Answerer::answer(StringRef Question) {
  auto [Slot, IsNew] = Known.try_emplace(Question);
  if (IsNew)
    Slot->second = ask(Question.front(), Question.drop_front());
  return Slot->second;
}

//===-- Recording ---------------------------------------------------------===//

std::string RecordingFileSystem::absolute(const llvm::Twine &Path) const {
  llvm::SmallString<256> Whole;
  Path.toVector(Whole);
  makeAbsolute(Whole);
  return Whole.str().str();
}

bool RecordingFileSystem::isOwn(StringRef Path) const {
  return !Own.empty() &&
         (Path.starts_with(Own) || Path == llvm::sys::path::parent_path(Own));
}

/// Notes the content when clang takes it: that is what is analysed.
class RecordingFileSystem::Opened : public vfs::File {
public:
  Opened(RecordingFileSystem &Owner, std::string Path,
         std::unique_ptr<vfs::File> Inner)
      : Owner(Owner), Path(std::move(Path)), Inner(std::move(Inner)) {}

  llvm::ErrorOr<vfs::Status> status() override { return Inner->status(); }
  llvm::ErrorOr<std::string> getName() override { return Inner->getName(); }
  std::error_code close() override { return Inner->close(); }

  llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>>
  getBuffer(const llvm::Twine &Name, int64_t Size, bool RequiresNullTerminator,
            bool IsVolatile) override {
    auto Before = Inner->status();
    auto Text =
        Inner->getBuffer(Name, Size, RequiresNullTerminator, IsVolatile);
    if (Before && Text)
      Owner.noteRead(Path, *Before, (*Text)->getBuffer());
    return Text;
  }

private:
  RecordingFileSystem &Owner;
  std::string Path;
  std::unique_ptr<vfs::File> Inner;
};

void RecordingFileSystem::noteRead(const std::string &Path,
                                   const vfs::Status &Before,
                                   StringRef Content) {
  std::string Hash = strongHash(Content);
  auto [Known, IsNew] =
      Asked.Answers.try_emplace(std::string(1, Inputs::Content) + Path, Hash);
  if (!IsNew && Known->second != Hash)
    Asked.Torn = true;
  Read.try_emplace(Path, Before);
}

llvm::ErrorOr<vfs::Status>
RecordingFileSystem::status(const llvm::Twine &Path) {
  auto Found = getUnderlyingFS().status(Path);
  std::string Whole = absolute(Path);
  if (!isOwn(Whole))
    Asked.Answers.try_emplace(
        std::string(1, Inputs::Being) + Whole,
        (Found ? being(Found->getType()) : StringRef(Nothing)).str());
  return Found;
}

bool RecordingFileSystem::exists(const llvm::Twine &Path) {
  auto Found = status(Path);
  return Found && Found->exists();
}

llvm::ErrorOr<std::unique_ptr<vfs::File>>
RecordingFileSystem::openFileForRead(const llvm::Twine &Path) {
  auto Inner = getUnderlyingFS().openFileForRead(Path);
  if (!Inner) {
    Asked.Answers.try_emplace(std::string(1, Inputs::Being) + absolute(Path),
                              Inner.getError() ==
                                      std::errc::no_such_file_or_directory
                                  ? Nothing.str()
                                  : "unreadable");
    return Inner.getError();
  }
  std::string Whole = absolute(Path);
  if (isOwn(Whole))
    return Inner;
  if (auto Found = (*Inner)->status())
    Asked.Answers.try_emplace(std::string(1, Inputs::Being) + Whole,
                              being(Found->getType()).str());
  return std::make_unique<Opened>(*this, std::move(Whole), std::move(*Inner));
}

vfs::directory_iterator
RecordingFileSystem::dir_begin(const llvm::Twine &Folder,
                               std::error_code &Failed) {
  std::error_code Listed;
  std::string Hash =
      listing(getUnderlyingFS().dir_begin(Folder, Listed), Listed);
  Asked.Answers.try_emplace(std::string(1, Inputs::Listing) + absolute(Folder),
                            Listed ? Nothing.str() : Hash);
  return getUnderlyingFS().dir_begin(Folder, Failed);
}

Inputs RecordingFileSystem::take() {
  for (const auto &[Path, Before] : Read) {
    // What was read says more than that it is there.
    Asked.Answers.erase(std::string(1, Inputs::Being) + Path);
    auto Now = getUnderlyingFS().status(Path);
    if (!Now || Now->getSize() != Before.getSize() ||
        Now->getLastModificationTime() != Before.getLastModificationTime())
      Asked.Torn = true;
  }
  for (const auto &[Question, Answer] : Asked.Answers)
    if (StringRef(Question).contains('\n'))
      Asked.Torn = true; // the text form has no such name
  return std::exchange(Asked, {});
}

} // namespace asynctidy::tool
