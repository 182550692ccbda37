// Holds a request to its contract by walking the traits of the input shape. No JSON
// Schema here: runner and endpoint are not to share mistakes. What a sentence of the documentation states
// holds as well, where such sentences were measured to be true (contract/text_facts.h).
//
// Like real services it tolerates what a decoder only remarks on: unknown members, duplicate
// keys, a foreign content type. Nulls count as absent.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <vector>

#include "contract/model.h"
#include "jsonschema/pattern.h"
#include "wire/protocol.h"

namespace hallmark::endpoint {

// One constraint that an input does not satisfy.
struct Violation {
  std::string pointer;  // JSON Pointer into the members document
  // As promises name it: "required", "type", "enum", "pattern", "uniqueItems", "union", "length.min",
  // "length.max" (strings, blobs, lists, maps), "range.min", "range.max", "excludes"; "malformed": the body
  // itself.
  std::string constraint;
  std::string message;      // one clause, without the pointer
  std::string exception{};  // shape name, where the documentation says which one it brings about
};

// Thread-safe; compiles each pattern once. The model must outlive it.
class Validator {
 public:
  explicit Validator(const contract::Model& model) : model_(model) {}

  // Called for each violation; true drops it (and, for "type", checks nothing below it).
  using Ignore = std::function<bool(const Violation&)>;

  // Every violation of a request, in the order of the model's members; at most 100.
  [[nodiscard]] std::vector<Violation> check(const contract::Operation& operation,
                                             const wire::Decoded& decoded, const Ignore& ignore = {}) const;
  // Of a value held to one shape; `pointer` is where it stands.
  [[nodiscard]] std::vector<Violation> check_value(const contract::Shape& shape, const Json& value,
                                                   std::string pointer = {}, const Ignore& ignore = {}) const;

 private:
  struct Walk;
  [[nodiscard]] std::optional<jsonschema::Pattern> pattern(const std::string& text) const;

  const contract::Model& model_;
  mutable std::shared_mutex mutex_;
  mutable std::map<std::string, std::optional<jsonschema::Pattern>> patterns_;
};

// "1 constraint is not satisfied: /Name: …; …", at most a few of them.
[[nodiscard]] std::string describe(const std::vector<Violation>& violations);

}  // namespace hallmark::endpoint

// Example:
//
//   const auto says = [](const contract::Model& model, const contract::Operation& operation,
//                        const wire::Decoded& input) {
//     return describe(Validator(model).check(operation, input));
//   };
