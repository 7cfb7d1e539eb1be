// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "clang-tidy/ClangTidyCheck.h"
#include "support/Contexts.h"
#include "support/Edits.h"
#include "support/LoopCalls.h"
#include "support/Summaries.h"
#include <vector>

namespace asynctidy {

/// A check that looks at a whole unit at once. All checks of one unit share one
/// `Unit`.
class UnitCheck : public clang::tidy::ClangTidyCheck {
public:
  UnitCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context);
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) override;
  void registerMatchers(clang::ast_matchers::MatchFinder *Finder) final;
  void check(const clang::ast_matchers::MatchFinder::MatchResult &Result) final;
  void onStartOfTranslationUnit() final;
  void onEndOfTranslationUnit() final;
  bool
  isLanguageVersionSupported(const clang::LangOptions &Lang) const override;

private:
  /// What was found, until all of the unit is.
  struct Finding {
    clang::SourceLocation At;
    std::string Message, Symbol, LibraryName = {};
    std::vector<std::pair<Hop, Edits>> Notes = {};
    Edits Fix = {};
    /// Who wants this fix: the function it stands in, and each other
    /// instantiation of its template.
    std::vector<const Function *> In = {};
    bool Hazard = false;
    Turnable Turned = {};
    /// Holds when all facts of one of these do; the steps are then its notes.
    std::vector<std::pair<std::vector<Fact>, std::vector<Hop>>> When = {};

    bool fixesAs(const Finding &Other) const;
    void refuse(const std::string &Why);
  };

protected:
  virtual void checkUnit(const Unit &U) = 0;

  /// One finding: it counts when it goes out of scope, notes in the order they
  /// came.
  class Report {
  public:
    Report(UnitCheck &Check, const Unit &U, clang::SourceLocation At,
           std::string Message);
    Report(const Report &) = delete;
    ~Report();
    /// With \p Suggested the note is a suggested fix: applied only when asked
    /// for.
    Report &note(clang::SourceLocation At, std::string Text,
                 Edits Suggested = {});
    Report &notes(llvm::ArrayRef<Hop> Hops);
    /// A safe fix: all of it or nothing.
    Report &fix(Edits Safe);
    /// A suggested fix: \p F and those that lead to it become coroutines.
    Report &turn(const Function &F, Turnable T);
    /// What the finding is about: the function it stands in, its library.
    Report &in(const Function *F);
    Report &library(const Library *L);
    /// Not certain: a hazard, whatever the check's group says.
    Report &hazard();
    /// Why it runs on a loop: notes, or, when no caller in this unit says so,
    /// what the whole program has to say; with \p Of that it is a loop of that
    /// library.
    Report &onLoop(const OnLoop &Way, const Library *Of = nullptr);
    /// Holds when \p F runs on a loop, which no caller in this unit proves: the
    /// whole program may. `NotYes`: unless it does.
    Report &when(const Function &F, Fact::Answer Wanted = Fact::Yes,
                 const Library *Of = nullptr);
    /// Holds when all of \p Facts do, and then \p Steps are among the notes.
    /// Of several such the first that holds counts; when none does, and the
    /// whole program has no more to say, nothing is told.
    Report &when(std::vector<Fact> Facts, std::vector<Hop> Steps = {});

  private:
    bool stands();
    void planTurn();

    UnitCheck &Check;
    const Unit &U;
    Finding It;
  };

private:
  const Unit *
  unitFor(const clang::ast_matchers::MatchFinder::MatchResult &Result);
  void found(Finding New, const Unit &U);
  void agree(const Unit &U);
  void tell(const Finding &F, const Unit &U);

  std::string Name, ModelFiles, SummaryFile;
  bool Details;
  std::vector<Finding> Found;
};

} // namespace asynctidy
