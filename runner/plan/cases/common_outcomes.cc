#include "plan/cases/common_outcomes.h"

#include <algorithm>

#include "contract/promise_id.h"
#include "names/knowledge.h"

namespace hallmark::plan {
namespace {

using names::Common;
using names::ErrorClass;

// Whose refusal a case is about.
enum class About { nothing, signature, permission, rate, form };

// A body that is not what it should be, or a value of another type: the parser in front may refuse it.
bool is_about_form(const Case& test) {
  if (test.wire.body) return true;
  if (test.constraint.ends_with(".null")) return true;
  return std::any_of(test.promises.begin(), test.promises.end(), [](const std::string& promise) {
    const auto id = contract::PromiseId::read(promise);
    return id && id->side == contract::Side::input && !id->path.empty() && id->clause == "type";
  });
}

About about(const Case& test) {
  if (test.group.is_success()) return About::nothing;
  switch (test.provoke) {
    case Provocation::identity:
      return test.wire.sign == SignMode::normal ? About::permission : About::signature;
    case Provocation::rate:
      return About::rate;
    case Provocation::request:
      return is_about_form(test) ? About::form : About::nothing;
    default:
      return About::nothing;
  }
}

bool says_so(About what, std::string_view exception) {
  const auto& words = names::Knowledge::standard();
  switch (what) {
    case About::signature:
      return words.refuses_caller(exception);
    case About::permission:
      return words.is(ErrorClass::denied, exception);
    case About::rate:
      return words.is(ErrorClass::throttled, exception);
    default:
      return false;
  }
}

std::vector<Common> common_of(About what) {
  switch (what) {
    case About::signature:
      return {Common::unauthenticated, Common::denied};
    case About::permission:
      return {Common::denied};
    case About::rate:
      return {Common::throttled};
    case About::form:
      return {Common::unparsable};
    case About::nothing:
      break;
  }
  return {};
}

std::string_view reason_for(About what) {
  switch (what) {
    case About::signature:
      return "the documents do not say which error refuses a signature";
    case About::permission:
      return "the documents do not say which error denies";
    case About::rate:
      return "the documents do not say which error throttles";
    default:
      return "what cannot be read may be refused before the operation sees it";
  }
}

}  // namespace

void add_common_outcomes(Case& test, const contract::Model& model, const contract::Operation& operation,
                         std::string_view protocol) {
  const About what = about(test);
  const auto add = [&](std::string name, bool common) {
    const bool there = std::any_of(test.expect.begin(), test.expect.end(),
                                   [&](const Outcome& outcome) { return outcome.exception == name; });
    if (there) return;
    test.expect.push_back({.exception = std::move(name),
                           .success = {},
                           .reason = std::string(reason_for(what)),
                           .status = {},
                           .common = common});
  };
  for (const auto* error : contract::listed_errors(model, operation)) {
    if (says_so(what, error->name())) add(std::string(error->name()), false);
  }
  for (const Common kind : common_of(what)) {
    for (const std::string& name : names::Knowledge::standard().common(kind, protocol)) add(name, true);
  }
}

bool is_of_the_cases_kind(const Case& test, std::string_view exception) {
  return says_so(about(test), exception);
}

}  // namespace hallmark::plan
