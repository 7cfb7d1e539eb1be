// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/Shape.h"

namespace asynctidy {

llvm::json::Object Shape::toJson() const {
  llvm::json::Object Made;
  if (!Type.empty())
    Made["type"] = Type;
  if (!Words.empty())
    Made["enum"] = llvm::json::Array(Words);
  if (!Text.empty())
    Made["description"] = Text;
  if (Type == "array")
    Made["items"] = Each->toJson();
  if (Type != "object")
    return Made;
  if (Each) {
    llvm::json::Object Value = Each->toJson();
    // A condition is a word, a number or a truth.
    if (Each->Words.empty())
      Value["type"] = llvm::json::Array{"string", "number", "boolean"};
    Made["additionalProperties"] = std::move(Value);
    return Made;
  }
  llvm::json::Object Properties;
  for (const auto &[Name, Under] : Keys)
    Properties[Name] = Under->toJson();
  Made["properties"] = std::move(Properties);
  Made["additionalProperties"] = false;
  if (!Required.empty())
    Made["required"] = llvm::json::Array(Required);
  return Made;
}

void mapWord(llvm::yaml::IO &I, const std::string &Key, std::string &Value,
             llvm::ArrayRef<llvm::StringRef> Words, const std::string &What,
             bool OrLeftOut) {
  const std::string Before = Value;
  I.mapOptional(Key.c_str(), Value);
  if (auto *Reader = static_cast<ShapeReader *>(I.getContext()))
    return Reader->setWords(Key, Words);
  if (llvm::is_contained(Words, Value) || (Value == Before && What.empty()))
    return;
  std::string Known;
  for (size_t Index = 0; Index < Words.size(); ++Index)
    Known += (Index == 0                                ? "'"
              : Index + 1 == Words.size() && !OrLeftOut ? " or '"
                                                        : ", '") +
             Words[Index].str() + "'";
  I.setError((What.empty() ? Key : What) + " is " + Known +
             (OrLeftOut ? " or left out" : "") + ", not '" + Value + "'");
}

} // namespace asynctidy
