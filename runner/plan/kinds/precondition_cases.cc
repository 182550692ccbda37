#include "plan/kinds/precondition_cases.h"

#include <fmt/format.h>

#include "core/text.h"
#include "plan/cases/promise_ids.h"
#include "plan/context/between_calls.h"

namespace hallmark::plan {
namespace {

using contract::Member;
using contract::Shape;

constexpr const char* shown_before = "shownBefore";  // the variable of what the first reading showed
constexpr const char* other_tag = "\"00000000000000000000000000000000\"";
constexpr const char* long_ago = "2001-01-01T00:00:00Z";

// A header of a request, the one of the answer that it is held against, and what comes of it.
struct Condition {
  const char *header, *against, *place;
  bool same_holds;      // it holds for what is as it was
  int otherwise;        // the status where it does not hold
  const char* another;  // what differs from what the answer had
};
constexpr Condition conditions[] = {
    {"If-Match", "ETag", "RFC 9110, 13.1.1: the condition is false if the tag is not the current one; 412",
     true, 412, other_tag},
    {"If-None-Match", "ETag", "RFC 9110, 13.1.2: the condition is false if the tag is the current one; 304",
     false, 304, other_tag},
    {"If-Modified-Since", "Last-Modified",
     "RFC 9110, 13.1.3: the condition is false if it was not modified since; 304", false, 304, long_ago},
    {"If-Unmodified-Since", "Last-Modified",
     "RFC 9110, 13.1.4: the condition is false if it was modified since; 412", true, 412, long_ago},
};

class PreconditionCases : public BetweenCalls {
 public:
  using BetweenCalls::BetweenCalls;

  std::vector<Wanted> all() {
    const auto binding = contract::http_binding(context_.operation);
    if (!binding || (binding->method != "GET" && binding->method != "HEAD")) return {};
    for (const Condition& condition : conditions) {
      const Member* asked = of_header(input_of(context_.model, context_.operation), condition.header);
      const Member* shown = of_header(output_of(context_.model, context_.operation), condition.against);
      if (!asked || !shown) continue;
      for (const bool holds : {false, true}) offer(condition, *asked, *shown, holds);
    }
    return wanted_.empty() || !ready() ? std::vector<Wanted>() : take();
  }

 private:
  static const Member* of_header(const Shape& shape, std::string_view header) {
    for (const Member& member : shape.members) {
      const Json* bound = member.traits.find(contract::trait::http_header);
      if (bound && bound->is_string() &&
          core::equal_ignoring_case(bound->get_ref<const std::string&>(), header))
        return &member;
    }
    return nullptr;
  }

  void offer(const Condition& condition, const Member& asked, const Member& shown, bool holds) {
    const std::string promise = behaviour_promise(id_, "conditions", asked.name);
    want(promise, Depth::quick, {}, [=, this, &condition, &asked, &shown]() -> Wanted::Result {
      Listed none{.evidence = condition.place};
      Case test = about("condition-" + asked.name + (holds ? "-holds" : ""), promise, none);
      const bool same = holds == condition.same_holds;
      test.title = fmt::format("{}: {}", condition.header, same ? "as it was answered" : "another one");
      test.arrange.push_back({.call = test.operation,
                              .with = *base_->document,
                              .keep = {{shown_before, core::pointer_join("", shown.name)}}});
      test.send[asked.name] = same ? fmt::format("${{{}}}", shown_before) : condition.another;
      if (holds) {
        test.provoke = Provocation::none;
        test.expect = {Outcome{}};
      } else {
        test.expect = {Outcome{.reason = condition.place, .status = condition.otherwise}};
      }
      test.control = {{.op = "replace", .path = "", .value = *base_->document}};
      check(test, none);
      return {.test = std::move(test), .problem = {}};
    });
  }
};

}  // namespace

std::vector<Wanted> precondition_cases(Context& context, const names::Names& names) {
  return wanted_by<PreconditionCases>(context, names);
}

}  // namespace hallmark::plan
