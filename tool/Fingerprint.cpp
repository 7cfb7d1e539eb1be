// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Fingerprint.h"

#include "clang/Basic/LangOptions.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/xxhash.h"

namespace asynctidy::tool {

using clang::tok::TokenKind;
using llvm::StringRef;

static bool isBorder(TokenKind Kind) {
  return Kind == clang::tok::semi || Kind == clang::tok::l_brace ||
         Kind == clang::tok::r_brace;
}

static clang::LangOptions languageOptions() {
  clang::LangOptions Options;
  Options.CPlusPlus = Options.CPlusPlus11 = Options.CPlusPlus14 =
      Options.CPlusPlus17 = Options.CPlusPlus20 = true;
  Options.LineComment = true;
  return Options;
}

std::string statementAt(StringRef Content, size_t Offset) {
  static const clang::LangOptions Options = languageOptions();
  if (Offset > Content.size())
    return "";
  // The lexer wants a zero at the end, which a slice of a file has not.
  std::string Text = Content.str();
  clang::Lexer Lexer(clang::SourceLocation(), Options, Text.data(), Text.data(),
                     Text.data() + Text.size());
  std::vector<std::string> Words;
  bool InDirective = false, Found = false;
  for (clang::Token Token;;) {
    Lexer.LexFromRawLexer(Token);
    if (Token.is(clang::tok::eof))
      break;
    // The lexer stands behind the token.
    size_t End = Lexer.getBufferLocation() - Text.data();
    size_t Begin = End - Token.getLength();
    if (Token.isAtStartOfLine())
      InDirective = Token.is(clang::tok::hash);
    if (InDirective && !(Begin <= Offset && Offset < End))
      continue;
    bool Here = End > Offset;
    if (isBorder(Token.getKind()) && (Found || !Here)) {
      if (Found)
        break;
      Words.clear();
      continue;
    }
    Found |= Here;
    Words.push_back(Text.substr(Begin, End - Begin));
  }
  return llvm::join(Words, " ");
}

static std::string squeezed(StringRef Line) {
  llvm::SmallVector<StringRef> Words;
  llvm::SplitString(Line, Words);
  return llvm::join(Words, " ");
}

void addFingerprints(std::vector<Finding> &All) {
  std::map<std::string, unsigned> Seen;
  for (Finding &Found : All) {
    std::string Key =
        Found.Check + '\n' + Found.Symbol + '\n' +
        (Found.Statement.empty() ? squeezed(Found.Text) : Found.Statement);
    Key += '\n' + std::to_string(Seen[Key]++);
    llvm::XXH128_hash_t Hash =
        llvm::xxh3_128bits(llvm::arrayRefFromStringRef(Key));
    Found.Fingerprint = llvm::utohexstr(Hash.high64, true, 16) +
                        llvm::utohexstr(Hash.low64, true, 16);
  }
}

} // namespace asynctidy::tool
