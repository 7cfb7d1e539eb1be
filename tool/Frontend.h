// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One unit through clang's front end: for the analysis, and for the scan, which
// must see the same text.
#pragma once

#include "Project.h"

#include "clang/Tooling/CompilationDatabase.h"
#include "clang/Tooling/Tooling.h"

#include <functional>

namespace asynctidy::tool {

/// A database of one command.
class OneCommand : public clang::tooling::CompilationDatabase {
public:
  OneCommand(const UnitCommand &Unit, std::vector<std::string> Arguments)
      : Command(Unit.Directory, Unit.File, std::move(Arguments), "") {}

  std::vector<clang::tooling::CompileCommand>
  getCompileCommands(llvm::StringRef) const override {
    return {Command};
  }

private:
  clang::tooling::CompileCommand Command;
};

/// Runs the actions that \p Make makes, on code that sees
/// `__clang_analyzer__`, as in clang-tidy.
class ActionFactory : public clang::tooling::FrontendActionFactory {
public:
  using Maker = std::function<std::unique_ptr<clang::FrontendAction>()>;
  using Adjuster = std::function<void(clang::CompilerInvocation &)>;
  explicit ActionFactory(Maker Make, Adjuster Adjust = nullptr)
      : Make(std::move(Make)), Adjust(std::move(Adjust)) {}

  std::unique_ptr<clang::FrontendAction> create() override { return Make(); }
  bool runInvocation(std::shared_ptr<clang::CompilerInvocation> Invocation,
                     clang::FileManager *Files,
                     std::shared_ptr<clang::PCHContainerOperations> Pch,
                     clang::DiagnosticConsumer *Consumer) override;

private:
  Maker Make;
  Adjuster Adjust; ///< of what the command line says
};

} // namespace asynctidy::tool
