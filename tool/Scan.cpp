// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Scan.h"
#include "Frontend.h"
#include "Unit.h"

#include "clang/Basic/Version.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendActions.h"
#include "clang/Lex/DependencyDirectivesScanner.h"
#include "clang/Lex/Lexer.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"

namespace asynctidy::tool {

using llvm::StringRef;
namespace directives = clang::dependency_directives_scan;
namespace tooling = clang::tooling;

//===-- What a text spells ------------------------------------------------===//

/// Gives \p Each the tokens of \p Text, directives read as other lines are.
static void eachToken(StringRef Text,
                      llvm::function_ref<void(const clang::Token &)> Each) {
  clang::LangOptions Language;
  Language.CPlusPlus = Language.CPlusPlus11 = Language.CPlusPlus20 = true;
  std::string Ended = Text.str(); // the lexer wants the zero at the end
  clang::Lexer Reader(clang::SourceLocation(), Language, Ended.data(),
                      Ended.data(), Ended.data() + Ended.size());
  clang::Token Token;
  while (!Reader.LexFromRawLexer(Token))
    Each(Token);
  Each(Token);
}

void Spelled::add(StringRef Text) {
  Marked |= Text.contains("async-tidy:") || Text.contains("async_tidy") ||
            Text.contains("NOLINTBEGIN") || Text.contains("NOLINTEND");
  bool AfterAuto = false; // of a parameter: `auto &&...name,`
  eachToken(Text, [&](const clang::Token &Token) {
    StringRef Word;
    if (Token.is(clang::tok::raw_identifier))
      Names.insert(Word = Token.getRawIdentifier());
    Templates |=
        Word == "template" ||
        (AfterAuto && Token.isOneOf(clang::tok::comma, clang::tok::r_paren));
    AfterAuto =
        Word == "auto" ||
        (AfterAuto && Token.isOneOf(clang::tok::raw_identifier, clang::tok::amp,
                                    clang::tok::ampamp, clang::tok::star,
                                    clang::tok::ellipsis));
    Unclear |= Token.is(clang::tok::raw_identifier) && Token.needsCleaning();
    Pastes |= Token.is(clang::tok::hashhash);
  });
}

//===-- What the models name ----------------------------------------------===//

namespace {

/// The names that matter, each as the words that a declaration of it needs.
class Wanted {
public:
  explicit Wanted(const Models &Known) {
    for (const auto &L : Known.libraries())
      add(*L);
  }

  /// Is \p Text, a file that is not of the project, one that spells some? What
  /// its comments say does not count: "a task", "exec" are said in many.
  void look(StringRef Text) {
    eachToken(Text, [&](const clang::Token &Token) {
      if (Token.isNot(clang::tok::raw_identifier))
        return;
      if (!Token.needsCleaning())
        return find(Token.getRawIdentifier());
      std::string Whole; // it goes on in the next line
      for (char Letter : Token.getRawIdentifier())
        if (isWord(Letter))
          Whole += Letter;
      find(Whole);
    });
  }

  /// Given what the project's own files spell: is a name there that matters?
  bool isThere(const Spelled &Own) {
    for (const auto &Entry : Own.Names)
      find(Entry.getKey());
    return llvm::any_of(Names, [&](const Name &One) {
      return (!One.InProject || Own.Names.contains(One.Last)) &&
             llvm::all_of(One.Words, [&](unsigned Word) { return Seen[Word]; });
    });
  }

private:
  struct Name {
    std::vector<unsigned> Words;
    std::string Last;
    bool InProject; ///< its last word has to be in the project itself
  };

  static bool isWord(char Letter) {
    return llvm::isAlnum(Letter) || Letter == '_';
  }

  void find(StringRef Word) {
    if (auto Found = Words.find(Word); Found != Words.end())
      Seen[Found->second] = true;
  }

  /// A library without loops or coroutines: what blocks, locks and passes on
  /// matters only where a loop is.
  static bool isPlain(const Library &L) {
    return L.Loops.empty() && L.Coroutines.empty() && L.Tasks.empty() &&
           L.Pools.empty() && L.Bound.empty() && L.Callbacks.empty() &&
           L.OffLoopCallbacks.empty() && L.CalledOnLoop.empty() &&
           L.RunningLoops.empty() && L.Deprecated.empty();
  }

  /// Does the call matter where no loop is? Threads and signal handlers start
  /// what others may go on with; sleeping is a fault of its own.
  static bool mattersAlone(const CallModel &C) {
    return C.Runs || C.Closes || C.Drains || C.EndsWork || C.Spawns ||
           C.Binds || C.To || C.On || C.Touches || C.Detaches || C.Cancels ||
           C.ClosesHandle || C.Restarts || C.Unobserved || C.Stops || C.Pumps ||
           C.Sleeps || C.Pauses || !C.CallsLater.empty() ||
           !C.HandsOff.empty() || !C.HandlesSignal.empty() ||
           C.Asks != Question::None || !C.Implicit.empty() ||
           !C.InCoroutine.empty() || !C.WithRun.empty() || !C.Renamed.empty() ||
           !C.ThreadSafe.empty() || !C.SetsGlobal.empty() || !C.Again.empty() ||
           !C.PermitsNesting.empty() || C.EndsCancellation || C.FineBeforeRun ||
           C.Serves || C.Listens;
  }

  void add(const Library &L) {
    bool Plain = isPlain(L);
    auto AddAll = [&](const std::vector<std::string> &All) {
      for (const std::string &Each : All)
        add(L, Each, Plain);
    };
    for (const CoroutineModel &C : L.Coroutines)
      add(L, C.Type, false);
    for (const LoopModel &P : L.Loops)
      add(L, P.Type, false);
    for (const RenamedType &R : L.Deprecated)
      add(L, R.Type, false);
    AddAll(L.Threads);
    AddAll(L.JoiningThreads);
    AddAll(L.SignalActions);
    if (!Plain)
      for (const auto *All :
           {&L.Tasks, &L.Pools, &L.Bound, &L.Callbacks, &L.OffLoopCallbacks,
            &L.CalledOnLoop, &L.NoLoopErrors, &L.Cancellations, &L.RunningLoops,
            &L.BlockingObjects})
        AddAll(*All);
    for (const CallModel &C : L.Calls)
      if (!Plain || mattersAlone(C))
        AddAll(C.Names);
  }

  void add(const Library &L, StringRef Spelling, bool InProject) {
    if (Spelling.consume_front("::"))
      return addQualified(Spelling, InProject);
    if (L.Namespaces.empty())
      addQualified(Spelling, InProject);
    for (const std::string &Namespace : L.Namespaces)
      addQualified(Namespace.empty() ? Spelling.str()
                                     : Namespace + "::" + Spelling.str(),
                   InProject);
  }

  void addQualified(StringRef Qualified, bool InProject) {
    Name Made{{}, "", InProject};
    llvm::SmallVector<StringRef> Parts;
    Qualified.split(Parts, "::", -1, /*KeepEmpty=*/false);
    for (StringRef Part : Parts) {
      // ~thing, operator(), a pattern: what of it is a word.
      Part = Part.ltrim('~');
      Part = Part.take_while(isWord);
      if (Part.empty() || Qualified.contains('*'))
        Made.InProject = false;
      if (Part.empty())
        continue;
      auto [Slot, IsNew] = Words.try_emplace(Part, Words.size());
      if (IsNew)
        Seen.push_back(false);
      Made.Words.push_back(Slot->second);
      Made.Last = Part.str();
    }
    Names.push_back(std::move(Made));
  }

  llvm::StringMap<unsigned> Words;
  std::vector<bool> Seen; ///< by word
  std::vector<Name> Names;
};

//===-- The preprocessor, directives only ---------------------------------===//

struct Directives {
  llvm::SmallVector<directives::Token, 0> Tokens;
  llvm::SmallVector<directives::Directive, 0> All;
};

/// The directives of each file, found once.
class DirectiveReader {
public:
  std::optional<llvm::ArrayRef<directives::Directive>>
  read(clang::FileEntryRef File, clang::CompilerInstance &Compiler) {
    auto &Known = ByFile[&File.getFileEntry()];
    if (!Known) {
      Known = std::make_unique<Directives>();
      auto Text =
          Compiler.getSourceManager().getMemoryBufferForFileOrNone(File);
      if (!Text || clang::scanSourceForDependencyDirectives(
                       Text->getBuffer(), Known->Tokens, Known->All))
        Known->All.clear();
    }
    if (Known->All.empty())
      return std::nullopt; // it is lexed whole
    return llvm::ArrayRef<directives::Directive>(Known->All);
  }

private:
  std::map<const clang::FileEntry *, std::unique_ptr<Directives>> ByFile;
};

#if CLANG_VERSION_MAJOR >= 22
class Getter : public clang::DependencyDirectivesGetter {
public:
  Getter(DirectiveReader &Reader, clang::CompilerInstance &Compiler)
      : Reader(Reader), Compiler(Compiler) {}
  std::unique_ptr<clang::DependencyDirectivesGetter>
  cloneFor(clang::FileManager &) override {
    return std::make_unique<Getter>(Reader, Compiler);
  }
  std::optional<llvm::ArrayRef<directives::Directive>>
  operator()(clang::FileEntryRef File) override {
    return Reader.read(File, Compiler);
  }

private:
  DirectiveReader &Reader;
  clang::CompilerInstance &Compiler;
};
#endif

/// Runs it, and looks at the files that were entered.
class ScanAction : public clang::PreprocessOnlyAction {
public:
  ScanAction(Wanted &Names, Spelled &Own, UnitResult &Result)
      : Names(Names), Own(Own), Sources(Result.Sources), Pasted(Result.Pasted) {
  }

private:
  bool BeginInvocation(clang::CompilerInstance &Compiler) override {
#if CLANG_VERSION_MAJOR >= 22
    Compiler.setDependencyDirectivesGetter(
        std::make_unique<Getter>(Reader, Compiler));
#else
    Compiler.getPreprocessorOpts().DependencyDirectivesForFile =
        [&](clang::FileEntryRef File) { return Reader.read(File, Compiler); };
#endif
    return true;
  }

  void EndSourceFileAction() override {
    const clang::CompilerInstance &Compiler = getCompilerInstance();
    // -DNAME=words: what these spell stands in no file.
    for (const auto &[Macro, IsUndefined] :
         Compiler.getPreprocessorOpts().Macros) {
      Spelled Value;
      Value.add(StringRef(Macro).split('=').second);
      Own.Marked |= !Value.Names.empty();
    }
    const clang::SourceManager &Manager = Compiler.getSourceManager();
    std::map<const clang::FileEntry *, bool> IsOwn;
    for (unsigned Index = 0; Index < Manager.local_sloc_entry_size(); ++Index) {
      const auto &Entry = Manager.getLocalSLocEntry(Index);
      if (!Entry.isFile())
        continue;
      const auto &Cache = Entry.getFile().getContentCache();
      if (Cache.OrigEntry)
        IsOwn[&Cache.OrigEntry->getFileEntry()] |=
            !clang::SrcMgr::isSystem(Entry.getFile().getFileCharacteristic());
    }
    for (unsigned Index = 0; Index < Manager.local_sloc_entry_size(); ++Index) {
      const auto &Entry = Manager.getLocalSLocEntry(Index);
      if (!Entry.isFile())
        continue;
      const auto &Cache = Entry.getFile().getContentCache();
      std::optional<StringRef> Text = Cache.getBufferDataIfLoaded();
      if (!Cache.OrigEntry || !Text)
        continue;
      auto Known = IsOwn.find(&Cache.OrigEntry->getFileEntry());
      if (Known == IsOwn.end())
        continue; // looked at already
      if (Known->second) {
        Own.add(*Text);
        Sources.try_emplace(Cache.OrigEntry->getName().str(),
                            contentHash(*Text));
      } else {
        Names.look(*Text);
        Own.Marked |= Text->contains("async_tidy");
      }
      IsOwn.erase(Known);
    }
    llvm::StringSet<> Seen, Joined;
    for (const auto &Entry : Own.Names)
      if (pastes(Entry.getKey(), Seen))
        for (const auto &Name : Seen)
          Joined.insert(Name.getKey());
    Own.Pastes |= !Joined.empty();
    for (const auto &Name : Joined)
      Pasted.push_back(Name.getKey().str());
    llvm::sort(Pasted);
  }

  /// Is \p Name a macro of which `##` is a part, or of those that it uses?
  /// Gives the names in all of them.
  bool pastes(StringRef Name, llvm::StringSet<> &Seen) {
    Seen.clear();
    clang::Preprocessor &Reader = getCompilerInstance().getPreprocessor();
    bool Any = false;
    llvm::SmallVector<StringRef> Work = {Name};
    while (!Work.empty()) {
      const clang::IdentifierInfo *Known =
          Reader.getIdentifierInfo(Work.pop_back_val());
      if (!Known->hadMacroDefinition() || !Seen.insert(Known->getName()).second)
        continue;
      for (const auto *Each = Reader.getLocalMacroDirectiveHistory(Known); Each;
           Each = Each->getPrevious())
        if (const auto *Define = dyn_cast<clang::DefMacroDirective>(Each))
          for (const clang::Token &Part : Define->getInfo()->tokens()) {
            Any |= Part.is(clang::tok::hashhash);
            const clang::IdentifierInfo *Used = Part.getIdentifierInfo();
            if (Used && Used->hadMacroDefinition())
              Work.push_back(Used->getName());
            else if (Used)
              Seen.insert(Used->getName());
          }
    }
    return Any;
  }

  Wanted &Names;
  Spelled &Own;
  std::map<std::string, std::string> &Sources;
  std::vector<std::string> &Pasted;
  DirectiveReader Reader;
};

} // namespace

Glance scan(const UnitCommand &Unit, const std::vector<std::string> &Arguments,
            const Models &Known, UnitResult &Result, Inputs &Asked) {
  Wanted Names(Known);
  Spelled Own;
  OneCommand Commands(Unit, Arguments);
  auto Disk = llvm::makeIntrusiveRefCnt<RecordingFileSystem>();
  tooling::ClangTool Tool(Commands, {Unit.File},
                          std::make_shared<clang::PCHContainerOperations>(),
                          Disk);
  Tool.setPrintErrorMessage(false);
  clang::DiagnosticConsumer Faults; // counts them
  Tool.setDiagnosticConsumer(&Faults);
  ActionFactory Factory(
      [&] { return std::make_unique<ScanAction>(Names, Own, Result); });
  bool Read = Tool.run(&Factory) == 0 && Faults.getNumErrors() == 0;
  Asked = Disk->take();
  Glance Seen;
  if (!Read)
    return Seen;
  Seen.Templates = Own.Templates || Own.Pastes;
  if (Own.Marked || Own.Unclear)
    return Seen;
  // Coroutines, of whatever library, and modules, whose text is elsewhere.
  for (StringRef Word : {"co_await", "co_return", "co_yield", "promise_type",
                         "import", "module"})
    if (Own.Names.contains(Word))
      return Seen;
  Seen.BreaksNoLaw = !Names.isThere(Own);
  return Seen;
}

} // namespace asynctidy::tool
