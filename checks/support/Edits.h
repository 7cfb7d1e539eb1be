// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "support/Contexts.h"
#include "clang/AST/ParentMap.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/Diagnostic.h"
#include <vector>

/// Safe text edits. Each refuses in macros, where one text stands for many;
/// what a template says is told by the check's report, which sees all
/// instantiations.
namespace asynctidy {

/// Edits; where there are none the reason, if it is one that whoever reads it
/// can do something about.
struct Edits : std::vector<clang::FixItHint> {
  using vector::vector;
  std::string Refused;
  clang::SourceLocation RefusedAt; ///< none: where the finding is
};
Edits refused(std::string Why, clang::SourceLocation At = {});

/// \p Text of a model with the name \p Loop for `$loop` and \p Address for
/// `$address`; `$loop.` is `loop->` where \p Loop is `*loop`.
std::string filled(std::string Text, llvm::StringRef Loop,
                   llvm::StringRef Address);
void replaceAll(std::string &Text, llvm::StringRef Key, llvm::StringRef With);

/// The text of \p E, or empty in a macro.
std::string textOf(const clang::Expr *E, const Unit &U);

/// The object that \p E names, as text: `*p` for a pointer `p` or `p->`, `x`
/// for `&x`.
std::string objectText(const clang::Expr *E, const Unit &U);

/// May the text inside \p F be edited? Not in a macro, and not in a template:
/// its text stands for all instantiations.
bool mayEdit(const Function &F);
/// The same, but in a template, for what each instantiation wants alike; the
/// check's report, which sees all of them, refuses where they disagree.
bool mayEditAlike(const Function &F);

/// Does this unit declare the function \p Qualified, so that an edit may write
/// its name?
bool isDeclared(llvm::StringRef Qualified, const Unit &U);

/// What this unit declares under the name \p Qualified.
std::vector<const clang::NamedDecl *> declarations(llvm::StringRef Qualified,
                                                   const Unit &U);

/// \p Made, and an include of \p Header where this unit does not declare the
/// function \p Qualified that it writes. Refused when no header is known.
Edits withDeclared(Edits Made, llvm::StringRef Qualified,
                   llvm::StringRef Header, clang::SourceLocation At,
                   const Unit &U);

/// \p E → `Text`.
Edits replaced(const clang::Expr *E, std::string Text, const Unit &U);
/// The token at \p L → `Text`.
Edits replacedToken(clang::SourceLocation L, std::string Text, const Unit &U);
/// Does what follows \p E, a member or a call, bind closer than `co_await`
/// before it?
bool bindsCloser(const clang::Expr *E, clang::ParentMap &Parents);
/// `call(operand)` → `co_await operand`, in parentheses where precedence needs
/// them, with the comments that stood in it.
Edits awaitedInstead(const clang::Expr *Whole, const clang::Expr *Operand,
                     const Unit &U, clang::ParentMap &Parents);
/// \p E → `co_await` with \p Before and \p Behind around it, in parentheses
/// where precedence needs them.
Edits wrappedAwait(const clang::Expr *E, llvm::StringRef Before,
                   llvm::StringRef Behind, const Unit &U,
                   clang::ParentMap &Parents);
/// Without the statement \p S; nothing is left of a line of its own.
Edits removed(const clang::Stmt *S, const Unit &U);
/// Without the declaration \p D and its line. Refused where something else
/// stands there.
Edits removed(const clang::Decl &D, const Unit &U);
/// `#include <Header>` in the file of \p L, where includes like it stand; once.
Edits included(llvm::StringRef Header, clang::SourceLocation L, const Unit &U);
/// `Text` as a statement of its own before the statement that holds \p E.
Edits insertedBefore(const clang::Stmt *E, std::string Text, const Unit &U,
                     clang::ParentMap &Parents);
/// `Text` as a statement of its own after \p Declared.
Edits insertedAfter(const clang::DeclStmt *Declared, std::string Text,
                    const Unit &U);
/// `Text` as a statement of its own before \p Child, a statement of a block.
Edits insertedAbove(const clang::Stmt &Child, std::string Text, const Unit &U);
/// `Text` as the first statement of \p Body.
Edits insertedAtStart(const clang::Stmt *Body, std::string Text, const Unit &U);
/// `Text` as the last statement of \p Body.
Edits insertedAtEnd(const clang::Stmt *Body, std::string Text, const Unit &U);

/// The parameter \p P by value instead of by `const T &` or `T &&`, in every
/// declaration of its function. Refused where \p P is another kind of
/// reference, cannot be copied, or belongs to a virtual function or a template.
Edits byValue(const clang::ParmVarDecl &P, const Unit &U);

/// A block around the statements of \p Block from \p From to before \p Until.
/// Refused where there are none between, or something that is declared there
/// is spoken of after it.
Edits enclosed(const clang::CompoundStmt &Block, const clang::Stmt *From,
               const clang::Stmt *Until, const Unit &U);

/// What stands in the `try` of \p Try, without it and its handlers, one step
/// further out. Refused where a comment would go with them, or nothing stands
/// there.
Edits unwrapped(const clang::CXXTryStmt &Try, const Unit &U);

/// The blanks before \p L on its line; empty where something else stands there.
std::string indentAt(clang::SourceLocation L, const clang::SourceManager &SM);

/// The declaration of the member \p Field, with its line, to above that of \p
/// Target. Refused where it shares its line or its declaration.
Edits movedBefore(const clang::FieldDecl &Field, const clang::FieldDecl &Target,
                  const Unit &U);

/// The statement that is a child of a block and holds \p S; null in a condition
/// without braces.
const clang::Stmt *statementOf(const clang::Stmt *S, clang::ParentMap &Parents);

} // namespace asynctidy
