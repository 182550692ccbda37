// What a request needs that another service keeps: the role that Lambda assumes, the subnets of a load
// balancer (suites/knowledge/prerequisites.json, a row each with its source). A value names it by a variable,
// "${shared.role}"; who runs cases makes it once, when first a request mentions it, and removes it at the
// end.
//
//   const auto* row = names::Prerequisites::standard().making("shared.role");
//   row->service;                       // "iam"
//   row->otherwise.at("shared.role");   // what is sent where it cannot be made
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/json.h"

namespace hallmark::names {

// One row: calls of one service, and the variables that they keep.
struct Prerequisite {
  struct Call {
    std::string call;
    Json with;                                // may hold variables, also of other rows
    std::map<std::string, std::string> keep;  // variable -> pointer into the answer, else into what was sent
  };
  std::string service;  // slug
  std::vector<Call> steps;
  // Every variable, with a text of the same form that names nothing.
  std::map<std::string, std::string, std::less<>> otherwise;
};

class Prerequisites {
 public:
  // The row that keeps this variable; null when there is none.
  [[nodiscard]] const Prerequisite* making(std::string_view variable) const;
  // `text` with every such variable replaced by its text that names nothing.
  [[nodiscard]] std::string with_otherwise(std::string text) const;
  // The contract (Smithy AST) of the operations that rows call; null when there is none.
  [[nodiscard]] const Json* contract(std::string_view service) const;
  [[nodiscard]] const std::vector<Prerequisite>& rows() const { return rows_; }

  // The file of this build.
  [[nodiscard]] static const Prerequisites& standard();
  // From the file's form, checked against its schema already.
  [[nodiscard]] static Prerequisites read(const Json& file);

 private:
  std::vector<Prerequisite> rows_;
  std::map<std::string, Json, std::less<>> contracts_;
};

}  // namespace hallmark::names

// Example:
//
//   const Prerequisite* row = Prerequisites::standard().making("shared.role");
//   std::string service = row ? row->service : "";  // where it is made
