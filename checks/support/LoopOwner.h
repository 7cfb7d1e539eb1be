// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "support/Edits.h"

/// What stands in the place of a loop that is made, run and closed by hand: the
/// entry that does all of it, or the owner that does so over several runs.
namespace asynctidy {

struct Repair {
  Edits All;
  bool Safe = false; ///< it keeps the behaviour
};

/// For the loop in the local variable \p V, made in \p F or got there from an
/// implicit getter.
Repair ownerInstead(const clang::VarDecl &V, const Function &F, const Unit &U);

/// For the loop that is the member \p Field, when all that its class does is in
/// sight.
Repair ownerInstead(const clang::FieldDecl &Field, const Unit &U);

/// What \p Maker, which makes a loop, is for the option of entry and owner: the
/// text of a maker, empty for what they make by themselves, nothing for a loop
/// they cannot make.
std::optional<std::string> factoryOf(const clang::Expr *Maker, const Unit &U);

/// `{.debug = on, .loop_factory = make}`: the options of an entry or owner.
/// Empty when there are none.
std::string optionsText(llvm::ArrayRef<std::string> Others,
                        llvm::StringRef Factory, const LoopModel &Loop);

/// \p Wanted, or with a number behind it, so that nothing in \p F has the name.
std::string freeName(std::string Wanted, const Function &F);

/// \p Text of a model for the loop that \p E names; empty in a macro.
std::string ofLoop(std::string Text, const clang::Expr *E, const Unit &U);
/// What a lambda captures to speak of \p E: `&loop`, `this`, or nothing for
/// what is global; no value where that can't be said.
std::optional<std::string> captureOf(const clang::Expr *E);

/// The class of a user's own that the value of type \p T, a loop, is of; null
/// for the library's.
bool isOwnLoopClass(clang::QualType T, const Unit &U);

} // namespace asynctidy
