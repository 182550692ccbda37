#include "plan/kinds/revoked_cases.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "core/text.h"
#include "names/habits.h"
#include "plan/cases/promise_ids.h"
#include "plan/cases/variables.h"
#include "plan/context/arranged.h"
#include "plan/context/between_calls.h"

namespace hallmark::plan {
namespace {

using contract::Member;
using contract::Operation;
using contract::Shape;
using names::ErrorClass;
using names::Kind;

// Of the form of tokens: letters and digits that nobody gave out.
constexpr const char* invented = "Y29uZm9ybWFuY2Utbm8tdG9rZW4tb2YtYW55Ym9keQ==";

class RevokedCases : public BetweenCalls {
 public:
  using BetweenCalls::BetweenCalls;

  std::vector<Wanted> all() {
    if (kind_ == Kind::list || kind_ == Kind::read) garbage();
    if (kind_ != Kind::read || !ready()) return take();
    const Member* token = given_token(context_.operation, *base_->document);
    if (!token) return take();
    for (const Operation* other : context_.model.all_operations()) {
      if (other != &context_.operation && names::Habits::standard().undoes(other->name()))
        revoked(*token, *other);
    }
    return take();
  }

 private:
  // A token that the request has from an earlier answer, and that is no place in a list.
  [[nodiscard]] const Member* given_token(const Operation& operation, const Json& document) const {
    for (const Member& member : input_of(context_.model, operation).members) {
      const auto given = document.find(member.name);
      if (given != document.end() && contract::is_required(member) && lets_in(member) &&
          !variable_of(*given).empty())
        return &member;
    }
    return nullptr;
  }

  void revoked(const Member& token, const Operation& revoking) {
    const std::string call(revoking.name());
    const auto steps = context_.suite.arrange.find(call);
    const auto base = context_.suite.base.find(call);
    if (steps == context_.suite.arrange.end() || base == context_.suite.base.end() ||
        !given_token(revoking, base->second))
      return;
    Listed errors;
    for (const ErrorClass kind : {ErrorClass::unauthenticated, ErrorClass::denied}) {
      for (const Shape* error : names_.exceptions(context_.operation, kind))
        errors.exceptions.emplace_back(error->name());
    }
    if (errors.exceptions.empty()) return;
    errors.evidence = fmt::format("names: {} takes away what {} is asked with", call, token.name);
    const std::string promise = behaviour_promise(id_, "gone", token.name);
    want(promise, Depth::quick, errors.exceptions,
         [=, this, &steps = steps->second, &with = base->second]() -> Wanted::Result {
           Case test = about("gone-after-" + call, promise, errors);
           test.title = fmt::format("{} after {}", token.name, call);
           join_steps(test.arrange, steps);
           test.arrange.push_back({.call = call, .with = with});
           test.control.reset();
           check(test, errors);
           return {.test = std::move(test), .problem = {}};
         });
  }

  // ---- a place in a list that nobody gave out ----

  void garbage() {
    const Member* token = names_.page_token(context_.operation);
    if (!token || contract::is_required(*token)) return;
    Listed errors;
    for (const Shape* error : contract::listed_errors(context_.model, context_.operation)) {
      if (speaks_of_token(*error)) errors.exceptions.emplace_back(error->name());
    }
    if (errors.exceptions.empty()) return;
    base_ = context_.base();
    if (!base_ || !context_.values.keeps(*token, Json(invented))) return;
    errors.evidence = fmt::format("the operation lists {}", core::join(errors.exceptions, ", "));
    const std::string promise = behaviour_promise(id_, "input", token->name);
    want(promise, Depth::quick, errors.exceptions, [=, this]() -> Wanted::Result {
      Case test = about("invented-" + token->name, promise, errors);
      test.title = fmt::format("a {} that no answer gave", token->name);
      test.send[token->name] = invented;
      for (Outcome& outcome : context_.validation_outcomes(false)) {
        const bool there = std::any_of(test.expect.begin(), test.expect.end(), [&](const Outcome& each) {
          return each.exception == outcome.exception;
        });
        outcome.reason = "it breaks what is stated of it";
        if (!there) test.expect.push_back(std::move(outcome));
      }
      test.control = {{.op = "remove", .path = core::pointer_join("", token->name), .value = {}}};
      test.base_key = context_.key_of(*base_->document);
      check(test, errors);
      return {.test = std::move(test), .problem = {}};
    });
  }

  // "InvalidNextTokenException", "ExpiredNextTokenException", "InvalidPaginationTokenException".
  [[nodiscard]] bool speaks_of_token(const Shape& error) const {
    const std::string subject = names::Habits::standard().subject_of(error.name());
    return subject != error.name() && names_.words().is_page_token(subject);
  }
};

}  // namespace

std::vector<Wanted> revoked_cases(Context& context, const names::Names& names) {
  return wanted_by<RevokedCases>(context, names);
}

}  // namespace hallmark::plan
