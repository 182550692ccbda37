// What all generated cases of an operation share: its base request, how a case of it begins, and what is
// wanted. Internal to plan/; see generate.h.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "contract/model.h"
#include "names/names.h"
#include "plan/cases/case.h"
#include "plan/values/shapes.h"
#include "plan/values/values.h"

namespace hallmark::plan {

struct Base {
  std::shared_ptr<const Json> document;
};

class Context {
 public:
  Context(const contract::Model& model_in, const contract::Operation& operation_in, const Suite& suite_in,
          const std::string& protocol_in, const Values& values_in)
      : model(model_in), operation(operation_in), suite(suite_in), protocol(protocol_in), values(values_in) {}

  const contract::Model& model;
  const contract::Operation& operation;
  const Suite& suite;
  const std::string& protocol;
  const Values& values;

  // The smallest valid request: required members, under the suite's `base`. Null, with the reason in
  // `base_problem`, when none can be made.
  [[nodiscard]] const Base* base();
  std::string base_problem;

  // A generated case with everything but what it is about.
  [[nodiscard]] Case blank(const Group& group, const std::string& name) const;
  [[nodiscard]] std::vector<Outcome> validation_outcomes(bool unreadable) const;
  [[nodiscard]] std::string key_of(const Json& document) const;
  // How sure it is that a request is complete: known where a suite or a rule says so; where its arrangement
  // was inferred, less when it updates nothing, or leaves out what may say what it is about.
  [[nodiscard]] Certainty completeness(const Json& sent) const;
  // Sets the case's certainty and doubts from what it sends.
  void assess(Case& test) const;
  // Of a member that the suite's base gives, a document's bound is vouched for by both: it is known.
  void vouch(Case& test, const std::string& member) const;

 private:
  std::optional<Base> base_;
  bool base_made_ = false;
};

// Each of the exceptions once, for one reason.
[[nodiscard]] std::vector<Outcome> outcomes(const std::vector<std::string>& names, std::string_view reason);

// A case that would be made.
struct Wanted {
  struct Result {
    std::optional<Case> test;
    std::string problem;  // why not; empty when there is simply none
  };
  std::string key;          // what a fixture must cover to replace it
  std::string other_key{};  // likewise, where there is one
  Depth depth = Depth::quick;
  std::function<Result()> make;
};

// The cases that a Maker wants. They refer to it: it lives as long as they do. Context and names must outlive
// their making.
template <typename Maker>
[[nodiscard]] std::vector<Wanted> wanted_by(Context& context, const names::Names& names) {
  const auto maker = std::make_shared<Maker>(context, names);
  std::vector<Wanted> wanted = maker->all();
  for (Wanted& one : wanted) {
    one.make = [maker, make = std::move(one.make)] { return make(); };
  }
  return wanted;
}

// Whether this is the operation whose request stands, changed, for one that the service does not have: asked
// once per service, by the first judged operation that needs no input, else by the first.
[[nodiscard]] bool asks_for_no_operation(const contract::Model& model, const contract::Operation& operation,
                                         const Suite& suite);

}  // namespace hallmark::plan

// Example:
//
//   const auto minimal = [](Context& context) {
//     Case test = context.blank(Group::success(), "minimal");
//     if (const Base* base = context.base()) test.send = *base->document;
//     context.assess(test);
//     return test;
//   };
