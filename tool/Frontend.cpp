// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Frontend.h"

#include "clang/Frontend/CompilerInvocation.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Lex/PreprocessorOptions.h"

namespace asynctidy::tool {

bool ActionFactory::runInvocation(
    std::shared_ptr<clang::CompilerInvocation> Invocation,
    clang::FileManager *Files,
    std::shared_ptr<clang::PCHContainerOperations> Pch,
    clang::DiagnosticConsumer *Consumer) {
  Invocation->getPreprocessorOpts().SetUpStaticAnalyzer = true;
  if (Adjust)
    Adjust(*Invocation);
  return FrontendActionFactory::runInvocation(Invocation, Files, Pch, Consumer);
}

} // namespace asynctidy::tool
