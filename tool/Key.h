// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Everything that can change what an analysis says, but for the files that it
// reads: the tool, the compile command, the configuration, the models.
#pragma once

#include "Config.h"
#include "Project.h"

#include <map>

namespace asynctidy::tool {

class KeyMaker {
public:
  /// \p Root stands in no key: the same project elsewhere has the same keys.
  KeyMaker(const ConfigWords &Words, std::string Root, std::string ResourceDir);

  std::string keyOf(const UnitCommand &Unit);

private:
  const std::string &rowOf(const ModelSources &Sources);

  Config Configured;
  std::string Root, ResourceDir;
  std::string Here; ///< the tool and its surroundings
  std::map<ModelSources, std::string> Rows;
};

} // namespace asynctidy::tool
