// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/Missing.h"

#include <utility>

using namespace clang;

namespace asynctidy {

static bool &missing() {
  static bool Any = false;
  return Any;
}

void missBody(const FunctionDecl &F) {
  const FunctionDecl *Pattern = F.getTemplateInstantiationPattern();
  missing() |= (Pattern ? Pattern : &F)->isDefined() && !F.hasBody();
}

bool takeMissing() { return std::exchange(missing(), false); }

} // namespace asynctidy
