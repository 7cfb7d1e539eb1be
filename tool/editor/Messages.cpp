// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Messages.h"
#include "Errors.h"

#include "llvm/ADT/StringRef.h"

#include <cerrno>
#include <unistd.h>

namespace asynctidy::tool::editor {

using llvm::StringRef;

static constexpr size_t MostHeader = 1 << 13, MostContent = 1 << 28;

bool MessageReader::fill() {
  char Piece[1 << 16];
  ssize_t Length;
  do
    Length = read(File, Piece, sizeof(Piece));
  while (Length < 0 && errno == EINTR);
  if (Length <= 0)
    return false;
  Come.append(Piece, Length);
  return true;
}

/// The value of the last Content-Length: what stands before it in the block may
/// be the rest of something that was no message.
static std::optional<size_t> lengthOf(StringRef Header) {
  static constexpr StringRef Name = "content-length:";
  size_t At = Header.rfind_insensitive(Name);
  if (At == StringRef::npos)
    return std::nullopt;
  size_t Length = 0;
  StringRef Value = Header.substr(At + Name.size()).take_until([](char C) {
    return C == '\r' || C == '\n';
  });
  if (Value.trim().getAsInteger(10, Length) || Length > MostContent)
    return std::nullopt;
  return Length;
}

std::optional<llvm::Expected<llvm::json::Value>> MessageReader::next() {
  static constexpr StringRef End = "\r\n\r\n";
  size_t HeaderEnd = Come.find(End);
  if (HeaderEnd == std::string::npos) {
    if (Come.size() <= MostHeader)
      return std::nullopt;
    Come.clear();
    return wrong("a header without end");
  }
  std::optional<size_t> Length =
      lengthOf(StringRef(Come).take_front(HeaderEnd));
  size_t Begin = HeaderEnd + End.size();
  if (!Length) {
    Come.erase(0, Begin);
    return wrong("a header without a Content-Length");
  }
  if (Come.size() - Begin < *Length)
    return std::nullopt;
  auto Read = llvm::json::parse(StringRef(Come).substr(Begin, *Length));
  Come.erase(0, Begin + *Length);
  return Read;
}

} // namespace asynctidy::tool::editor
