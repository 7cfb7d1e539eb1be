// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a YAML file can hold, learned from the mappings that read it.
#pragma once

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/YAMLTraits.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace asynctidy {

#if LLVM_VERSION_MAJOR >= 22
using KeyWord = llvm::StringRef;
#else
using KeyWord = const char *;
#endif

/// What a place of the file can hold.
struct Shape {
  std::string Type; ///< of JSON; empty: a scalar of any type
  std::vector<std::pair<std::string, std::unique_ptr<Shape>>> Keys;
  std::vector<std::string> Required, Words;
  std::unique_ptr<Shape> Each; ///< of a sequence, or of a map with any keys
  std::string Text;

  Shape &key(llvm::StringRef Name) {
    for (auto &[Known, Under] : Keys)
      if (Known == Name)
        return *Under;
    return *Keys.emplace_back(Name.str(), std::make_unique<Shape>()).second;
  }
  /// As a JSON schema.
  llvm::json::Object toJson() const;
};

/// A reader that is given nothing and hears what the mappings ask for: each
/// key is there, each sequence has one element. Its context is itself.
class ShapeReader : public llvm::yaml::Input {
public:
  ShapeReader() : Input("-", this) {}

  Shape Root;
  void setWords(llvm::StringRef Key, llvm::ArrayRef<llvm::StringRef> Words) {
    Shape &Of = Path.back()->Each ? *Path.back()->Each : Path.back()->key(Key);
    Of.Words.assign(Words.begin(), Words.end());
  }

private:
  bool outputting() const override { return false; }
  bool mapTag(llvm::StringRef, bool Default) override { return Default; }
  void beginMapping() override {
    Path.back()->Type = "object";
    Scalar = nullptr;
  }
  void endMapping() override {}
  void beginFlowMapping() override { beginMapping(); }
  void endFlowMapping() override {}
  bool preflightKey(KeyWord Key, bool IsRequired, bool, bool &UseDefault,
                    void *&) override {
    Shape &Map = *Path.back();
    UseDefault = false;
    if (!Map.Each && IsRequired && !llvm::is_contained(Map.Required, Key))
      Map.Required.push_back(std::string(Key));
    Path.push_back(Map.Each ? Map.Each.get() : &Map.key(Key));
    return true;
  }
  void postflightKey(void *) override { leave(); }
  std::vector<llvm::StringRef> keys() override {
    Path.back()->Each = std::make_unique<Shape>();
    return {"this"};
  }
  unsigned beginSequence() override {
    Path.back()->Type = "array";
    Path.back()->Each = std::make_unique<Shape>();
    return 1;
  }
  void endSequence() override {}
  bool preflightElement(unsigned, void *&) override {
    Path.push_back(Path.back()->Each.get());
    return true;
  }
  void postflightElement(void *) override { leave(); }
  unsigned beginFlowSequence() override { return beginSequence(); }
  bool preflightFlowElement(unsigned Index, void *&Saved) override {
    return preflightElement(Index, Saved);
  }
  void postflightFlowElement(void *) override { leave(); }
  void endFlowSequence() override {}
  void beginEnumScalar() override {
    Path.back()->Type = "string";
    Path.back()->Words.clear();
  }
  bool matchEnumScalar(KeyWord Word, bool) override {
    Path.back()->Words.push_back(std::string(Word));
    return false;
  }
  void endEnumScalar() override {}
  void scalarString(llvm::StringRef &Text, llvm::yaml::QuotingType) override {
    Scalar = Path.back();
    Scalar->Type = "string";
    Text = "\x01"; // no number and no truth: who wants one complains at once
  }
  void setError(const llvm::Twine &Message) override {
    if (!Scalar)
      return;
    std::string Said = Message.str();
    if (Said == "invalid boolean")
      Scalar->Type = "boolean";
    else if (Said == "invalid number")
      Scalar->Type = "integer";
    else
      Scalar->Text = Said;
    Scalar = nullptr;
  }
  llvm::yaml::NodeKind getNodeKind() override {
    return llvm::yaml::NodeKind::Map;
  }
  void leave() {
    Path.pop_back();
    Scalar = nullptr;
  }

  std::vector<Shape *> Path = {&Root};
  Shape *Scalar = nullptr; ///< the one that is being read
};

/// A key whose value is one of \p Words; left out it stays what it was. \p
/// What: how the error names it, if not by the key, and then it must have a
/// value.
void mapWord(llvm::yaml::IO &I, const std::string &Key, std::string &Value,
             llvm::ArrayRef<llvm::StringRef> Words,
             const std::string &What = "", bool OrLeftOut = false);

} // namespace asynctidy
