#include "plan/kinds/arn_cases.h"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "core/text.h"
#include "names/arn_forms.h"
#include "names/habits.h"
#include "plan/cases/promise_ids.h"
#include "plan/context/between_calls.h"

namespace hallmark::plan {
namespace {

using contract::Member;
using names::ErrorClass;
using names::Kind;

class ArnCases : public BetweenCalls {
 public:
  using BetweenCalls::BetweenCalls;

  std::vector<Wanted> all() {
    if (!ready()) return {};
    for (const Member& member : input_of(context_.model, context_.operation).members) {
      if (!base_->document->contains(member.name)) continue;
      for (const auto& [noun, arn] : names::resource_arns(context_.model.slug, member.name))
        unknown(member, noun, arn);
    }
    return take();
  }

 private:
  void unknown(const Member& member, const std::string& noun, const std::string& arn) {
    Listed errors;
    for (const contract::Shape* error : names_.exceptions(context_.operation, ErrorClass::not_found)) {
      if (core::equal_ignoring_case(names::Habits::standard().subject_of(error->name()), noun))
        errors.exceptions.emplace_back(error->name());
    }
    if (errors.exceptions.empty()) return;
    errors.evidence = fmt::format("the operation lists {}", errors.exceptions.front());
    const std::string what = member.name + "." + noun, promise = behaviour_promise(id_, "unknown", what);
    want(promise, Depth::quick, errors.exceptions, [=, this, &member]() -> Wanted::Result {
      Case test = about("unknown-" + what, promise, errors);
      test.title = fmt::format("{} of a {} that is not there", member.name, noun);
      test.send[member.name] = arn;
      if (kind_ == Kind::read || kind_ == Kind::list)
        test.expect.push_back({.nothing = Nothing{.failures = failure_lists()},
                               .reason = "an answer with nothing in it says the same"});
      allow_failure_entry(test);
      // What an identifier of one must look like besides nobody states.
      for (Outcome& outcome : context_.validation_outcomes(false)) test.expect.push_back(std::move(outcome));
      test.control = {{.op = "replace",
                       .path = core::pointer_join("", member.name),
                       .value = base_->document->at(member.name)}};
      test.base_key = context_.key_of(*base_->document);
      check(test, errors);
      return {.test = std::move(test), .problem = {}};
    });
  }
};

}  // namespace

std::vector<Wanted> arn_cases(Context& context, const names::Names& names) {
  return wanted_by<ArnCases>(context, names);
}

}  // namespace hallmark::plan
