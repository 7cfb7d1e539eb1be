// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "support/Models.h"

/// The words of a model file: how its YAML is read.
namespace asynctidy {

/// `this`, `arg0`, `last`, `returned`, `running`, `own`, `callable`.
std::optional<Place> placeOf(llvm::StringRef Word);

/// The words of `[[clang::annotate("async_tidy", "runs: own, nested:
/// throws")]]`, as the entry of a call; of a type, `coroutine: lazy` or `loop:
/// closed by hand`.
llvm::Expected<std::unique_ptr<Library>> parseAnnotation(llvm::StringRef Words,
                                                         bool OfFunction);

} // namespace asynctidy
