// Calls that must have been made before a request is accepted, though no member shows it, and what calls are
// given that a request needs ("before" and the `with` of "answered" in suites/knowledge/values.json).
//
//   const auto& calls = names::Calls::standard();
//   calls.before("iam", "GetAccountPasswordPolicy", [](const names::Calls::Before& row) { … });
//   calls.given("kms", "Sign", "CreateKey");  // {"KeySpec": "RSA_2048", …}
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/json.h"

namespace hallmark::names {

class Calls {
 public:
  struct Before {
    std::string service, operation;  // globs over slug and name
    std::string by;                  // the operation that is called before
    Json with;                       // members that it is given
  };
  // Each row for this operation, in the order of the file.
  void before(std::string_view service, std::string_view operation,
              const std::function<void(const Before&)>& each) const;
  // What rows of this operation give to the call `by`, over what it would be sent anyway; the first row that
  // gives a member counts.
  [[nodiscard]] Json given(std::string_view service, std::string_view operation, std::string_view by) const;

  // The file of this build.
  [[nodiscard]] static const Calls& standard();
  // From the file's form, checked against its schema already.
  [[nodiscard]] static Calls read(const Json& file);

 private:
  std::vector<Before> before_, given_;
};

}  // namespace hallmark::names
