// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Report.h"

#include "llvm/ADT/STLExtras.h"

namespace asynctidy::tool {

using llvm::StringRef;

static constexpr ReportFormat Formats[] = {
    {"text", writeText},       {"json", writeJson},
    {"jsonl", writeJsonLines}, {"sarif", writeSarif},
    {"github", writeGitHub},   {"gitlab", writeGitLab},
    {"junit", writeJUnit},     {"checkstyle", writeCheckstyle},
    {"html", writeHtml},
};

llvm::ArrayRef<ReportFormat> reportFormats() { return Formats; }

const ReportFormat *findFormat(StringRef Name) {
  for (const ReportFormat &Format : Formats)
    if (Format.Name == Name)
      return &Format;
  return nullptr;
}

const AboutCheck *ReportContext::about(StringRef Check) const {
  for (const AboutCheck &About : Checks)
    if (About.Name == Check)
      return &About;
  return nullptr;
}

std::map<std::string, size_t> countByCheck(const Findings &Found) {
  std::map<std::string, size_t> ByCheck;
  for (const Finding &One : Found.All)
    ++ByCheck[One.Check];
  return ByCheck;
}

int codePoints(StringRef Line, int Column) {
  if (Column < 1)
    return Column;
  return Column - llvm::count_if(Line.take_front(Column - 1), [](char Letter) {
           return (Letter & 0xC0) == 0x80;
         });
}

std::string escaped(StringRef Text) {
  std::string Valid = llvm::json::fixUTF8(Text), Escaped;
  for (char Letter : Valid)
    switch (Letter) {
    case '&':
      Escaped += "&amp;";
      break;
    case '<':
      Escaped += "&lt;";
      break;
    case '>':
      Escaped += "&gt;";
      break;
    case '"':
      Escaped += "&quot;";
      break;
    case '\'':
      Escaped += "&#39;";
      break;
    case '\t':
    case '\n':
    case '\r':
      Escaped += "&#" + std::to_string(int(Letter)) + ";";
      break;
    default:
      if (static_cast<unsigned char>(Letter) < ' ')
        Escaped += "\xEF\xBF\xBD";
      else
        Escaped += Letter;
    }
  return Escaped;
}

} // namespace asynctidy::tool
