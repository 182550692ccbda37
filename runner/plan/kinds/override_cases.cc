#include "plan/kinds/override_cases.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "names/overrides.h"
#include "plan/cases/promise_ids.h"
#include "plan/context/between_calls.h"

namespace hallmark::plan {
namespace {

using contract::Member;
using names::Overrides;

constexpr const char* shown_variable = "overridden";

class OverrideCases : public BetweenCalls {
 public:
  using BetweenCalls::BetweenCalls;

  std::vector<Wanted> all() {
    const auto rows = Overrides::standard().of(context_.model.slug, context_.operation.name());
    if (rows.empty() || !ready()) return {};
    for (const Overrides::Row* row : rows) overridden(*row);
    return take();
  }

 private:
  void overridden(const Overrides::Row& row) {
    const contract::Operation* reader = context_.model.operation(row.reader);
    if (!reader || !input_of(context_.model, context_.operation).member(row.member)) return;
    const std::string promise = behaviour_promise(id_, "defaults", row.member);
    want(promise, Depth::quick, {}, [this, promise, reader, &row]() -> Wanted::Result {
      Listed none;
      none.evidence = fmt::format("{} overrides what {} was given", row.member, row.maker);
      Case test = about("override-" + row.member, promise, none);
      test.title = fmt::format("{} {} over {}", row.member, core::dump(row.value), core::dump(row.made_with));
      test.provoke = Provocation::none;
      test.expect = {Outcome{}};
      const auto made = std::find_if(test.arrange.begin(), test.arrange.end(),
                                     [&](const Step& step) { return step.call == row.maker; });
      if (made == test.arrange.end()) return {};
      for (const auto& [name, value] : row.made_with.items()) made->with[name] = value;
      test.send[row.member] = row.value;
      test.keep = {{shown_variable, row.kept}};
      Step step{.call = row.reader, .with = row.reads};
      for (const Member& member : input_of(context_.model, *reader).members) {
        if (base_->document->contains(member.name) && !step.with.contains(member.name))
          step.with[member.name] = base_->document->at(member.name);
      }
      test.then = {std::move(step)};
      test.claims = {{.kind = Claim::Kind::comes_back,
                      .promise = promise,
                      .step = 0,
                      .at = {row.shown},
                      .value = std::string("${") + shown_variable + "}",
                      .awaited = true,
                      .weak = true}};
      test.control = {{.op = "replace", .path = "", .value = *base_->document}};
      check(test, none);
      return {.test = std::move(test), .problem = {}};
    });
  }
};

}  // namespace

std::vector<Wanted> override_cases(Context& context, const names::Names& names) {
  return wanted_by<OverrideCases>(context, names);
}

}  // namespace hallmark::plan
