// Calls that must have been made before a request is accepted, though no member shows it, and what calls are
// given that a request needs ("before", the `with` of "answered", and "settled" in
// suites/knowledge/values.json).
//
//   const auto& calls = names::Calls::standard();
//   calls.before("iam", "GetAccountPasswordPolicy", [](const names::Calls::Before& row) { … });
//   calls.given("kms", "Sign", "CreateKey");  // {"KeySpec": "RSA_2048", …}
#pragma once

#include <functional>
#include <map>
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
    bool undoes = false;             // the operation takes away what `by` has put there
  };
  // What is made is not there at once: a call that is made again until it says that it is.
  struct Settled {
    std::string service, made_by;  // slug, the operation that makes it
    std::map<std::string, std::string>
        take;  // variable -> pointer into its answer, else into what it was sent
    std::string call;
    Json with;  // with these variables
    std::string pointer;
    std::vector<Json> values;  // the value at `pointer` is one of them in the end
  };
  // Each row for this operation, in the order of the file. A '*' in `by` stands for what the operation's name
  // has where the row has one: "DisableHub" by "Enable*" is by "EnableHub".
  void before(std::string_view service, std::string_view operation,
              const std::function<void(const Before&)>& each) const;
  // What rows of this operation give to the call `by`, over what it would be sent anyway; the first row that
  // gives a member counts.
  [[nodiscard]] Json given(std::string_view service, std::string_view operation, std::string_view by) const;

  // How it is waited for what the operation makes; null: it is there at once.
  [[nodiscard]] const Settled* settled(std::string_view service, std::string_view made_by) const;

  // The file of this build.
  [[nodiscard]] static const Calls& standard();
  // From the file's form, checked against its schema already.
  [[nodiscard]] static Calls read(const Json& file);

 private:
  std::vector<Before> before_, given_;
  std::vector<Settled> settled_;
};

}  // namespace hallmark::names
