# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Writes the models as C++ string literals: cmake -DMODELS=a;b -DFROM=dir -DTO=file -P embed.cmake
set(Text "// Made from checks/models/*.yaml; do not edit.\n#include \"support/Models.h\"\n\n"
  "namespace asynctidy {\nllvm::ArrayRef<BuiltinModel> builtinModels() {\n  static const BuiltinModel All[] = {\n")
string(CONCAT Text ${Text})
foreach(Model ${MODELS})
  file(READ ${FROM}/${Model}.yaml Yaml)
  string(APPEND Text "      {\"${Model}\", R\"ymodel(${Yaml})ymodel\"},\n")
endforeach()
string(APPEND Text "  };\n  return All;\n}\n} // namespace asynctidy\n")
file(WRITE ${TO}.new "${Text}")
file(COPY_FILE ${TO}.new ${TO} ONLY_IF_DIFFERENT)
file(REMOVE ${TO}.new)
