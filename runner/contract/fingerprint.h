// Whether what a contract says of an operation is what it said before.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "contract/model.h"

namespace hallmark::contract {

// Of operations of one model, which must outlive it.
class Fingerprints {
 public:
  explicit Fingerprints(const Model& model) : model_(model) {}
  // 16 hexadecimal digits over the operation, its errors and every shape that it reaches: members, their
  // order and traits. Not over where facts come from, nor over examples.
  [[nodiscard]] std::string of(const Operation& operation);

 private:
  const std::string& of_shape(const Shape& shape);
  const Model& model_;
  std::map<const Shape*, std::string> shapes_;
};

}  // namespace hallmark::contract

// Example:
//
//   const auto says_the_same = [](const Model& one, const Model& other, std::string_view name) {
//     return Fingerprints(one).of(*one.operation(name)) == Fingerprints(other).of(*other.operation(name));
//   };
