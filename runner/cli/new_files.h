// The files that `hallmark new` begins: each passes `hallmark check` as it is written, holds what the model
// knows, and is marked (marks.h) where only a person can say more.
#pragma once

#include <string>
#include <vector>

#include "cli/workspace.h"
#include "core/json.h"

namespace hallmark::cli {

// Members one a line where an object or list does not fit into 110 columns, a newline at the end.
[[nodiscard]] std::string pretty(const OrderedJson& value);

struct NewTarget {
  std::string name, endpoint, region = "us-east-1";
  std::vector<std::string> comments;  // sentences
  std::vector<std::string> verifies;
  bool remote = false, from_environment = false;  // credentials: the environment's, else test/test
  bool verify_tls = true;
};
[[nodiscard]] OrderedJson new_target(const NewTarget& target);

// A suite of a contract that has none: title, and how its resources are made and removed, as far as the model
// shows.
[[nodiscard]] OrderedJson new_suite(const contract::Model& model);

// A fixture with one case of an operation's exception ("success": of its success). What the exception's name
// says decides how it is provoked; where it says nothing, the case is skipped until a person has said it.
// Throws UsageError for an operation or an exception that the contract does not have.
[[nodiscard]] OrderedJson new_fixture(const Judged& judged, const std::string& operation,
                                      const std::string& exception);

}  // namespace hallmark::cli
