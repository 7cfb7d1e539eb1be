// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The messages of a client, taken from a file descriptor as they come: LLVM's
// transport waits for one message at a time, and a server that analyses while
// it listens cannot.
#pragma once

#include "llvm/Support/Error.h"
#include "llvm/Support/JSON.h"

#include <optional>
#include <string>

namespace asynctidy::tool::editor {

class MessageReader {
public:
  explicit MessageReader(int File) : File(File) {}

  int file() const { return File; }

  /// Takes in what has come. False when no more will.
  bool fill();

  /// The next message, nothing when it is not whole yet. An error says what was
  /// no message; the next call goes on behind it.
  std::optional<llvm::Expected<llvm::json::Value>> next();

private:
  int File;
  std::string Come;
};

} // namespace asynctidy::tool::editor
