#include "plan/generate/taken_cases.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "core/text.h"
#include "plan/cases/variables.h"
#include "plan/generate/between_calls.h"
#include "plan/generate/promises.h"

namespace hallmark::plan {
namespace {

using contract::Member;
using names::ErrorClass;
using names::Kind;

class TakenCases : public BetweenCalls {
 public:
  using BetweenCalls::BetweenCalls;

  std::vector<Wanted> all() {
    const bool may_make = kind_ == Kind::make || kind_ == Kind::act || kind_ == Kind::other;
    // What a recipe makes is made twice.
    if (!may_make || recipe_of(context_.operation) || !ready()) return {};
    for (const Member& member : input_of(context_.model, context_.operation).members) taken(member);
    return take();
  }

 private:
  void taken(const Member& member) {
    const auto named = names_.words().identifier(member.name);
    const auto given = base_->document->find(member.name);
    if (!named || named->plural || named->stem.empty() || given == base_->document->end() ||
        !is_fresh(*given))
      return;
    const std::string variable = arranged(named->stem, member.name);
    if (variable.empty()) return;
    Listed errors;
    for (const contract::Shape* error : names_.exceptions(context_.operation, ErrorClass::exists)) {
      if (is_about(*error, {named->stem})) errors.exceptions.emplace_back(error->name());
    }
    if (errors.exceptions.empty()) return;
    errors.evidence = fmt::format("the operation lists {}", core::join(errors.exceptions, ", "));
    const std::string promise = behaviour_promise(id_, "duplicate", member.name);
    want(promise, Depth::quick, errors.exceptions, [=, this, &member]() -> Wanted::Result {
      Case test = about("taken-" + member.name, promise, errors);
      test.title = fmt::format("the {} of a {} that is there", member.name, named->stem);
      test.send[member.name] = "${" + variable + "}";
      test.control = {{.op = "replace", .path = "", .value = *base_->document}};
      test.base_key = context_.key_of(*base_->document);
      check(test, errors);
      return {.test = std::move(test), .problem = {}};
    });
  }

  static bool is_fresh(const Json& value) {
    const auto used = variables_in(value);
    return value.is_string() && std::find(used.begin(), used.end(), "unique") != used.end();
  }

  // The variable of what an arranged maker of this noun was given, or answered, under this name: for
  // "TargetTableName" the "TableName" of a table.
  [[nodiscard]] std::string arranged(const std::string& noun, const std::string& member) const {
    const auto steps = context_.suite.arrange.find(std::string(context_.operation.name()));
    if (steps == context_.suite.arrange.end()) return {};
    for (const Step& step : steps->second) {
      const contract::Operation* maker = context_.model.operation(step.call);
      if (!maker || !is_end_of(names_.noun_of(*maker), noun)) continue;
      for (const auto& [variable, pointer] : step.keep) {
        if (is_end_of(pointer.substr(pointer.rfind('/') + 1), member)) return variable;
      }
    }
    return {};
  }
};

}  // namespace

std::vector<Wanted> taken_cases(Context& context, const names::Names& names) {
  return wanted_by<TakenCases>(context, names);
}

}  // namespace hallmark::plan
