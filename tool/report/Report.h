// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What people and machines read: one writer per format, in one table.
#pragma once

#include "Findings.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/raw_ostream.h"

#include <functional>

namespace asynctidy::tool {

/// What a report says of a check besides its findings.
struct AboutCheck {
  std::string Name;
  std::string Group;
  std::string Law;
  std::string Sentence; ///< the first of its page
  std::string Page;     ///< Markdown
  std::string Url;      ///< of the page; empty where none is published
};

/// What a report needs to know besides the findings.
struct ReportContext {
  bool Colours = false;    ///< text only
  bool Summary = true;     ///< text only
  bool Statistics = false; ///< adds timings: no two runs are alike
  std::string Version;     ///< of the tool
  std::vector<AboutCheck> Checks;
  /// A file as it was analysed; empty when it is not that any more.
  std::function<std::string(const std::string &File)> Content;
  /// A fix as a unified diff; empty when its files are not as analysed.
  std::function<std::string(const Fix &Repair)> Diff;

  const AboutCheck *about(llvm::StringRef Check) const;
};

using Writer = void(llvm::raw_ostream &Out, const Findings &Found,
                    const ReportContext &Context);

Writer writeText, writeJson, writeJsonLines, writeSarif, writeGitHub,
    writeGitLab, writeJUnit, writeCheckstyle, writeHtml;

struct ReportFormat {
  llvm::StringLiteral Name;
  Writer *Write;
};

/// All of them; the first is for those who ask for none.
llvm::ArrayRef<ReportFormat> reportFormats();

/// Null when there is none of that name.
const ReportFormat *findFormat(llvm::StringRef Name);

/// How often each check found something.
std::map<std::string, size_t> countByCheck(const Findings &Found);

/// \p Column, counted in bytes, counted in Unicode code points of \p Line.
int codePoints(llvm::StringRef Line, int Column);

/// For XML and HTML, attributes included; what XML cannot hold becomes U+FFFD.
std::string escaped(llvm::StringRef Text);

} // namespace asynctidy::tool
