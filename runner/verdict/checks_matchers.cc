#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "jsonschema/pattern.h"
#include "plan/cases/variables.h"
#include "verdict/checks.h"
#include "verdict/compare.h"
#include "verdict/places.h"

namespace hallmark::verdict {
namespace {

using plan::Matcher;
using Kind = Matcher::Kind;

constexpr std::size_t max_shown = 500;

std::string_view rule_of(Kind kind) {
  switch (kind) {
    case Kind::equals:
      return "case.equals";
    case Kind::echoes:
      return "case.echoes";
    case Kind::present:
      return "case.present";
    case Kind::absent:
      return "case.absent";
    case Kind::matches:
      return "case.matches";
    case Kind::same_as:
      return "case.same-as";
    case Kind::differs_from:
      return "case.differs-from";
    case Kind::not_before:
      return "case.not-before";
  }
  return "case.equals";
}

std::string shown(const Json* value) { return value ? core::dump(*value, max_shown) : "absent"; }

bool is_nothing(const Json* value) {
  return !value || ((value->is_array() || value->is_object()) && value->empty());
}

struct Outcome {
  bool held = false;
  bool drift = false;  // departs, but in a way that the case calls drift
  std::string expected;
};

class Matching {
 public:
  Matching(const Matcher& matcher, const Json* actual, const contract::Shape* shape,
           const MatchContext& context)
      : matcher_(matcher), actual_(actual), shape_(shape), context_(context) {}

  [[nodiscard]] Outcome judge() const {
    switch (matcher_.kind) {
      case Kind::present:
        return {.held = actual_ != nullptr, .expected = "a value"};
      case Kind::absent:
        return {.held = actual_ == nullptr, .expected = "no value"};
      case Kind::equals:
        return equal_to(plan::substituted(matcher_.value, *context_.kept), Likeness::same);
      case Kind::echoes:
        return echo();
      case Kind::matches:
        return match();
      case Kind::same_as: {
        const Json* kept = kept_value();
        return kept ? equal_to(*kept, Likeness::same) : unknown_variable();
      }
      case Kind::differs_from: {
        const Json* kept = kept_value();
        if (!kept) return unknown_variable();
        const bool same = actual_ && alike(*context_.model, shape_, *kept, *actual_, Likeness::same);
        return {.held = actual_ && !same, .expected = "another value than " + shown(kept)};
      }
      case Kind::not_before:
        return not_before();
    }
    return {};
  }

 private:
  [[nodiscard]] const Json* kept_value() const {
    const auto found = context_.kept->find(matcher_.variable);
    return found == context_.kept->end() ? nullptr : &found->second;
  }

  // A value that an earlier answer should have given was never kept: the comparison cannot hold.
  [[nodiscard]] Outcome unknown_variable() const {
    return {.held = false,
            .expected = fmt::format("the value kept as {}, of which there is none", matcher_.variable)};
  }

  [[nodiscard]] Outcome equal_to(const Json& expected, Likeness likeness) const {
    Outcome outcome{.expected = shown(&expected)};
    if (!actual_) {
      outcome.held = is_nothing(&expected);
    } else {
      outcome.held = alike(*context_.model, shape_, expected, *actual_, likeness);
    }
    return outcome;
  }

  [[nodiscard]] Outcome echo() const {
    const Json* sent = nullptr;
    for (const Json* document : *context_.sent) {
      if (!sent && document) sent = core::pointer_find(*document, matcher_.pointer);
    }
    if (!sent || sent->is_null()) return {.held = !actual_, .expected = "no value, as none was sent"};
    Outcome outcome = equal_to(*sent, Likeness::echoes);
    // No document promises an order of lists: another one departs from the habit only.
    if (!outcome.held && actual_ &&
        alike(*context_.model, shape_, *sent, *actual_, Likeness::echoes_in_any_order))
      outcome.drift = true;
    if (!outcome.held && matcher_.drift_when_empty_list && actual_ && actual_->is_array() &&
        actual_->empty()) {
      outcome.drift = true;
    }
    return outcome;
  }

  [[nodiscard]] Outcome match() const {
    const Json wanted = plan::substituted(matcher_.value, *context_.kept);
    const std::string text = wanted.is_string() ? wanted.get<std::string>() : core::dump(wanted);
    Outcome outcome{.expected = "text that matches " + text};
    const auto pattern = jsonschema::Pattern::compile(text);
    if (!actual_ || !pattern) return outcome;
    const std::string value = actual_->is_string() ? actual_->get<std::string>() : core::dump(*actual_);
    outcome.held = pattern->search(value) == jsonschema::Pattern::Answer::yes;
    return outcome;
  }

  [[nodiscard]] Outcome not_before() const {
    const Json* kept = kept_value();
    if (!kept) return unknown_variable();
    Outcome outcome{.expected = "not before " + shown(kept)};
    const auto earliest = read_time(*kept);
    const auto came = actual_ ? read_time(*actual_) : std::nullopt;
    if (!earliest || !came) return outcome;
    if (earliest->whole_seconds || came->whole_seconds) {
      outcome.held = std::chrono::floor<std::chrono::seconds>(came->time) >=
                     std::chrono::floor<std::chrono::seconds>(earliest->time);
    } else {
      outcome.held = came->time >= earliest->time;
    }
    return outcome;
  }

  const Matcher& matcher_;
  const Json* actual_;
  const contract::Shape* shape_;
  const MatchContext& context_;
};

}  // namespace

void check_matchers(const plan::Outcome& outcome, const Json& members, const MatchContext& context,
                    Ledger& ledger) {
  for (const auto& [pointer, matcher] : outcome.success) {
    const Json* actual = core::pointer_find(members, pointer);
    if (actual && actual->is_null()) actual = nullptr;
    const auto place = context.output ? place_of(*context.model, *context.output, pointer) : std::nullopt;
    const Outcome judged = Matching(matcher, actual, place ? place->shape : nullptr, context).judge();
    if (judged.held) continue;
    ledger.add({.rule = std::string(rule_of(matcher.kind)),
                .promise = context.promise,
                .source = "case",
                .severity = judged.drift ? Severity::drift : Severity::deviation,
                .pointer = pointer,
                .location = context.output ? wire_location(*context.output, pointer) : "body " + pointer,
                .expected = judged.expected,
                .actual = shown(actual)});
  }
}

}  // namespace hallmark::verdict
