// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Preamble.h"
#include "Files.h"
#include "Frontend.h"
#include "Process.h"

#include "clang/Basic/LangOptions.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendActions.h"
#include "clang/Frontend/MultiplexConsumer.h"
#include "clang/Lex/Lexer.h"
#include "clang/Tooling/ArgumentsAdjusters.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

#include <map>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace asynctidy::tool {

using llvm::StringRef;
namespace fs = llvm::sys::fs;
namespace json = llvm::json;
namespace tooling = clang::tooling;

//===-- Which units begin alike -------------------------------------------===//

/// The headers that \p Text includes before it says anything else, with their
/// brackets or quotes.
static std::vector<std::string> leadingIncludes(StringRef Text) {
  clang::LangOptions Language;
  Language.CPlusPlus = Language.LineComment = true;
  const std::string Ended = Text.str(); // the lexer wants the zero at the end
  clang::Lexer Reader(clang::SourceLocation(), Language, Ended.data(),
                      Ended.data(), Ended.data() + Ended.size());
  std::vector<std::string> Headers;
  clang::Token Token;
  for (;;) {
    Reader.LexFromRawLexer(Token); // and over comments
    if (Token.isNot(clang::tok::hash) || !Token.isAtStartOfLine())
      return Headers;
    Reader.LexFromRawLexer(Token);
    if (Token.isNot(clang::tok::raw_identifier) || Token.needsCleaning() ||
        Token.getRawIdentifier() != "include")
      return Headers;
    const size_t From = Reader.getCurrentBufferOffset();
    StringRef Line = StringRef(Ended).drop_front(From).split('\n').first;
    StringRef Rest = Line.ltrim();
    const char Open = Rest.empty() ? ' ' : Rest.front();
    const size_t Close = Rest.find(Open == '<' ? '>' : '"', 1);
    if ((Open != '<' && Open != '"') || Close == StringRef::npos)
      return Headers;
    StringRef After = Rest.drop_front(Close + 1).trim();
    if ((!After.empty() && !After.starts_with("//")) || After.ends_with("\\"))
      return Headers;
    Headers.push_back(Rest.take_front(Close + 1).str());
    Reader.seek(std::min(From + Line.size() + 1, Ended.size()),
                /*IsAtStartOfLine=*/true);
  }
}

namespace {
/// What a text is compiled with.
struct Frame {
  /// All but the names of the files: texts that begin alike mean the same there
  /// where this is the same. Empty when something is read before them.
  std::string Text;
  std::vector<std::string> Folders; ///< where headers of the project are

  /// Is \p Header, with its brackets or quotes, one of the project?
  bool finds(StringRef Header) const {
    const StringRef Name = Header.drop_front().drop_back();
    return llvm::any_of(Folders, [&](const std::string &Folder) {
      return fs::exists(normalise(Name, Folder));
    });
  }
};
} // namespace

static Frame frameOf(const UnitCommand &Unit,
                     std::vector<std::string> Arguments) {
  Frame Its;
  for (const tooling::ArgumentsAdjuster &Strip :
       {tooling::getClangStripOutputAdjuster(),
        tooling::getClangStripDependencyFileAdjuster()})
    Arguments = Strip(Arguments, Unit.File);
  // What it is compiled as is in the name.
  std::string Text =
      (Unit.Directory + "\n" + llvm::sys::path::extension(Unit.File)).str();
  bool Named = false, IsFolder = false;
  for (StringRef Word : Arguments) {
    if (normalise(Word, Unit.Directory) == Unit.File) {
      Named = true;
      continue;
    }
    Text += ("\n" + Word).str();
    StringRef Option = Word.ltrim('-');
    if (IsFolder || (Word.starts_with("-I") && Word.size() > 2))
      Its.Folders.push_back(
          normalise(IsFolder ? Word : Word.drop_front(2), Unit.Directory));
    IsFolder = !IsFolder && (Word == "-I" || Word == "-iquote");
    if (Word.starts_with("@") ||
        (Word.starts_with("-") &&
         (Option.starts_with("include") || Option.starts_with("imacros") ||
          Option.starts_with("fmodule") || Option.starts_with("fprebuilt"))))
      return Its;
  }
  if (Named)
    Its.Text = std::move(Text);
  return Its;
}

/// The headers of libraries that \p Unit, a file, begins with.
static std::vector<std::string> beginningOf(const std::string &Unit,
                                            const Frame &Its) {
  auto Text = llvm::MemoryBuffer::getFile(Unit);
  if (!Text)
    return {};
  std::vector<std::string> Headers = leadingIncludes((*Text)->getBuffer());
  const Frame Beside{"", {llvm::sys::path::parent_path(Unit).str()}};
  auto IsOwn = [&](StringRef Header) {
    return Its.finds(Header) || (Header.front() == '"' && Beside.finds(Header));
  };
  Headers.erase(llvm::find_if(Headers, IsOwn), Headers.end());
  return Headers;
}

namespace {

/// Units whose first headers are the same.
struct Branch {
  std::vector<size_t> Ending; ///< units that include no more
  std::map<std::string, Branch> More;

  size_t size() const {
    size_t All = Ending.size();
    for (const auto &[Header, Next] : More)
      All += Next.size();
    return All;
  }
};

/// Cuts the tree so that each unit gets the preamble that pays best, in the
/// number of headers that are not parsed again.
class Cutter {
public:
  explicit Cutter(Beginnings &Made) : Made(Made) {}

  void cut(const Branch &Tree) { cut(Tree, 0, ""); }

private:
  /// Gives all units from there on.
  void take(const Branch &At, std::vector<size_t> &Units) {
    Units.insert(Units.end(), At.Ending.begin(), At.Ending.end());
    for (const auto &[Header, Next] : At.More)
      take(Next, Units);
  }

  /// Of a branch whose preamble, \p Depth headers in \p Text, is made: what
  /// goes further together gets its own where that pays; the others share this
  /// one.
  void cut(const Branch &At, size_t Depth, const std::string &Text) {
    std::vector<size_t> Own = At.Ending;
    for (const auto &[Header, Next] : At.More) {
      // As far as all of them go.
      const Branch *End = &Next;
      size_t Reach = Depth + 1;
      std::string Whole = Text + "#include " + Header + "\n";
      while (End->Ending.empty() && End->More.size() == 1) {
        Whole += "#include " + End->More.begin()->first + "\n";
        End = &End->More.begin()->second;
        ++Reach;
      }
      const double Saved =
          SavedPerHeader * double(Next.size()) * double(Reach - Depth);
      if (Next.size() > 1 && Saved > CostPerHeader * double(Reach))
        cut(*End, Reach, Whole);
      else
        take(Next, Own);
    }
    if (Depth == 0 || Own.empty())
      return;
    for (size_t Unit : Own)
      Made.OfUnit[Unit] = Made.Texts.size();
    Made.Texts.push_back(Text);
  }

  // Measured with Asio's examples, in the time that a unit takes for a header.
  static constexpr double SavedPerHeader = 0.7, CostPerHeader = 1.4;

  Beginnings &Made;
};

} // namespace

Beginnings beginAlike(const std::vector<UnitCommand> &Units) {
  Beginnings Made;
  Made.OfUnit.assign(Units.size(), Beginnings::None);
  std::map<std::string, Branch> Trees; // by frame
  for (size_t Index = 0; Index < Units.size(); ++Index) {
    const Frame Its = frameOf(Units[Index], Units[Index].Arguments);
    if (Its.Text.empty())
      continue;
    Branch *At = &Trees[Its.Text];
    for (const std::string &Header : beginningOf(Units[Index].File, Its))
      At = &At->More[Header];
    At->Ending.push_back(Index);
  }
  for (const auto &[Text, Tree] : Trees)
    Cutter(Made).cut(Tree);
  return Made;
}

//===-- Making one --------------------------------------------------------===//

namespace {

/// Precompiles it, and looks at what it is made of.
class PreambleAction : public clang::GeneratePCHAction {
public:
  PreambleAction(LeftOut &Which, bool &IsFit) : Which(Which), IsFit(IsFit) {}

private:
  std::unique_ptr<clang::ASTConsumer>
  CreateASTConsumer(clang::CompilerInstance &Compiler,
                    StringRef File) override {
    auto Writer = GeneratePCHAction::CreateASTConsumer(Compiler, File);
    if (!Writer)
      return nullptr;
    std::vector<std::unique_ptr<clang::ASTConsumer>> Both;
    Both.push_back(preambleSkipper(Compiler, Which));
    Both.push_back(std::move(Writer));
    return std::make_unique<clang::MultiplexConsumer>(std::move(Both));
  }

  /// What is of the project has to be read in each unit: its comments, its
  /// bodies, its findings.
  void EndSourceFileAction() override {
    clang::SourceManager &Manager = getCompilerInstance().getSourceManager();
    IsFit = !getCompilerInstance().getDiagnostics().hasErrorOccurred();
    for (unsigned Index = 0; Index < Manager.local_sloc_entry_size(); ++Index) {
      const auto &Entry = Manager.getLocalSLocEntry(Index);
      if (!Entry.isFile() || !Entry.getFile().getContentCache().OrigEntry)
        continue;
      const bool IsMain = Manager.isMainFile(
          Entry.getFile().getContentCache().OrigEntry->getFileEntry());
      IsFit &= IsMain ||
               clang::SrcMgr::isSystem(Entry.getFile().getFileCharacteristic());
    }
    GeneratePCHAction::EndSourceFileAction();
  }

  LeftOut &Which;
  bool &IsFit;
};

/// What stands beside a preamble.
struct Names {
  explicit Names(const std::string &File)
      : Precompiled(File + ".pch"), Facts(File + ".json"),
        Tried(File + ".tried") {}
  std::string Precompiled;
  std::string Facts; ///< there when all is made
  std::string Tried; ///< there when somebody began to make it
};

} // namespace

static json::Array sorted(const llvm::StringSet<> &Set) {
  std::vector<StringRef> All;
  for (const auto &Entry : Set)
    All.push_back(Entry.getKey());
  llvm::sort(All);
  return json::Array(All);
}

static void read(const json::Object &From, StringRef Key,
                 llvm::StringSet<> &Set) {
  if (const json::Array *All = From.getArray(Key))
    for (const json::Value &Each : *All)
      Set.insert(Each.getAsString().value_or(""));
}

/// In a process of its own: what goes wrong there goes wrong in no unit.
[[noreturn]] static void make(const std::string &File, const std::string &Key,
                              UnitCommand Unit,
                              std::vector<std::string> Arguments,
                              LeftOut Which) {
  const Names Beside(File);
  for (std::string &Word : Arguments)
    if (normalise(Word, Unit.Directory) == Unit.File)
      Word = File;
  Unit.File = File;
  Which.Wanted = Bodies::Needed;
  auto Disk = llvm::makeIntrusiveRefCnt<RecordingFileSystem>(File);
  OneCommand Commands(Unit, Arguments);
  tooling::ClangTool Tool(Commands, {File},
                          std::make_shared<clang::PCHContainerOperations>(),
                          Disk);
  Tool.setPrintErrorMessage(false);
  clang::DiagnosticConsumer Faults;
  Tool.setDiagnosticConsumer(&Faults);
  bool IsFit = false;
  ActionFactory Factory(
      [&] { return std::make_unique<PreambleAction>(Which, IsFit); },
      [&](clang::CompilerInvocation &Invocation) {
        Invocation.getLangOpts().CompilingPCH = true;
        Invocation.getFrontendOpts().ProgramAction =
            clang::frontend::GeneratePCH;
        Invocation.getFrontendOpts().OutputFile = Beside.Precompiled;
      });
  if (Tool.run(&Factory) != 0 || Faults.getNumErrors() || !IsFit ||
      Which.GuardMissed)
    _exit(1);
  Inputs Asked = Disk->take();
  if (Asked.Torn)
    _exit(1);
  json::Object Facts{{"key", strongHash(Key)},
                     {"guards", sorted(Which.Guards)},
                     {"returned", sorted(Which.Returned)},
                     {"spaces", sorted(Which.Spaces)},
                     {"inputs", Asked.toText()}};
  std::string Text;
  llvm::raw_string_ostream(Text) << json::Value(std::move(Facts));
  if (llvm::Error Failed = writeAll({{Beside.Facts, Text}})) {
    llvm::consumeError(std::move(Failed));
    _exit(1);
  }
  _exit(0);
}

/// CPU seconds that it took.
static double makeElsewhere(const std::string &File, const std::string &Key,
                            const UnitCommand &Unit,
                            const std::vector<std::string> &Arguments,
                            const LeftOut &Which) {
  const pid_t Own = getpid();
  const pid_t Child = fork();
  if (Child < 0)
    return 0;
  if (Child == 0) {
    if (!endWith(Own))
      _exit(1);
    make(File, Key, Unit, Arguments, Which);
  }
  int Status = 0;
  rusage Used{};
  wait4(Child, &Status, 0, &Used);
  auto Seconds = [](const timeval &Time) {
    return double(Time.tv_sec) + double(Time.tv_usec) / 1e6;
  };
  return Seconds(Used.ru_utime) + Seconds(Used.ru_stime);
}

static std::optional<Preamble> readFacts(const std::string &File,
                                         const std::string &Key) {
  const Names Beside(File);
  auto Text = llvm::MemoryBuffer::getFile(Beside.Facts);
  if (!Text)
    return std::nullopt;
  auto Facts = json::parse((*Text)->getBuffer());
  if (!Facts) {
    llvm::consumeError(Facts.takeError());
    return std::nullopt;
  }
  const json::Object *All = Facts->getAsObject();
  if (!All || All->getString("key") != StringRef(strongHash(Key)))
    return std::nullopt;
  auto Asked = Inputs::parse(All->getString("inputs").value_or(""));
  if (!Asked) {
    llvm::consumeError(Asked.takeError());
    return std::nullopt;
  }
  Preamble Made;
  Made.Precompiled = Beside.Precompiled;
  Made.Asked = std::move(*Asked);
  read(*All, "guards", Made.Which.Guards);
  read(*All, "returned", Made.Which.Returned);
  read(*All, "spaces", Made.Which.Spaces);
  return Made;
}

/// Do the includes of \p File begin the unit \p Unit, as it is now?
static bool begins(const std::string &File, const std::string &Unit,
                   const Frame &Its) {
  const std::vector<std::string> Wanted = beginningOf(File, Its),
                                 There = beginningOf(Unit, Its);
  return !Wanted.empty() && Wanted.size() <= There.size() &&
         std::equal(Wanted.begin(), Wanted.end(), There.begin());
}

std::optional<Preamble> preambleOf(const std::string &File,
                                   const UnitCommand &Unit,
                                   const std::vector<std::string> &Arguments,
                                   const LeftOut &Which) {
  const Frame Its = frameOf(Unit, Arguments);
  if (Its.Text.empty() || !begins(File, Unit.File, Its))
    return std::nullopt;
  // Units with other models have other guards.
  std::string Key = Its.Text;
  llvm::raw_string_ostream(Key) << json::Value(sorted(Which.Guards));
  const Names Beside(File);
  double Seconds = 0;
  if (!fs::exists(Beside.Facts)) {
    int Descriptor = -1;
    if (fs::openFileForReadWrite(File, Descriptor, fs::CD_OpenExisting,
                                 fs::OF_None))
      return std::nullopt;
    // Until whoever holds it has made it, or has died of it.
    if (!fs::lockFile(Descriptor) && !fs::exists(Beside.Tried) &&
        !writeAll({{Beside.Tried, ""}}))
      Seconds = makeElsewhere(File, Key, Unit, Arguments, Which);
    ::close(Descriptor);
  }
  auto Made = readFacts(File, Key);
  if (Made)
    Made->Seconds = Seconds;
  return Made;
}

void removePreamble(const std::string &File) {
  const Names Beside(File);
  for (const std::string &Each :
       {File, Beside.Precompiled, Beside.Facts, Beside.Tried})
    fs::remove(Each);
}

} // namespace asynctidy::tool
