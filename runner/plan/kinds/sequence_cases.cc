#include "plan/kinds/sequence_cases.h"

#include <algorithm>
#include <chrono>

#include "names/sequences.h"
#include "plan/cases/promise_ids.h"
#include "plan/context/between_calls.h"
#include "plan/values/nouns.h"

namespace hallmark::plan {
namespace {

using contract::Member;
using contract::Operation;
using names::Sequences;

// An index is filled a little later than the table.
constexpr std::chrono::seconds patience{5};

class SequenceCases : public BetweenCalls {
 public:
  using BetweenCalls::BetweenCalls;

  std::vector<Wanted> all() {
    const auto rows = Sequences::standard().of(context_.model.slug, context_.operation.name());
    if (rows.empty() || !ready()) return {};
    int count = 0;
    base_document_ = with_fixed_names(*base_->document, count);
    for (const Sequences::Row* row : rows) {
      if (!knows_calls(*row)) continue;
      if (row->refuses() || !row->claims.empty()) offer(*row, false);
      if (row->refuses() && !row->claims.empty()) offer(*row, true);
    }
    return take();
  }

 private:
  // Older models lack operations.
  [[nodiscard]] bool knows_calls(const Sequences::Row& row) const {
    const auto known = [&](const Sequences::Step& step) { return context_.model.operation(step.call); };
    return std::all_of(row.before.begin(), row.before.end(), known) &&
           std::all_of(row.then.begin(), row.then.end(), known);
  }

  void offer(const Sequences::Row& row, bool afterwards) {
    const std::string promise = behaviour_promise(id_, row.kind, row.subject);
    want(promise, row.large ? Depth::normal : Depth::quick, {},
         [this, promise, afterwards, &row]() -> Wanted::Result {
           Listed errors{.evidence = row.source};
           if (!row.refused.empty()) errors.exceptions = {row.refused};
           Case test = about(afterwards ? row.name + "-unchanged" : row.name, promise, errors);
           test.title = row.title;
           if (afterwards) test.group = {Group::Kind::behaviour, {}};
           if (!arrange(test, row)) return {};
           set(test.send, base_document_, row.send);
           test.keep = row.keep;
           if (!row.refuses()) {
             test.provoke = Provocation::none;
             test.expect = {Outcome{.status = row.status}};
           } else if (row.refused.empty()) {
             test.expect = {Outcome{.reason = row.source, .status = row.status}};
           }
           for (const Sequences::Step& step : row.then) test.then.push_back(step_of(step));
           if (afterwards || !row.refuses()) {
             for (const Sequences::Claim& claim : row.claims) test.claims.push_back(claim_of(claim, promise));
           } else {
             test.then.clear();
           }
           test.control = {{.op = "replace", .path = "", .value = *base_->document}};
           check(test, errors);
           return {.test = std::move(test), .problem = {}};
         });
  }

  // What is arranged for the operation, made as the row has it, and the row's own calls after it.
  bool arrange(Case& test, const Sequences::Row& row) const {
    for (const auto& [call, with] : row.made) {
      Step* made = last_of(test.arrange, call);
      if (!made) return false;
      for (const auto& [name, value] : with.items()) set_member(made->with, name, value);
    }
    for (const auto& [call, kept] : row.kept) {
      Step* made = last_of(test.arrange, call);
      if (!made) return false;
      made->keep.insert(kept.begin(), kept.end());
    }
    for (const Sequences::Step& step : row.before) test.arrange.push_back(step_of(step));
    return true;
  }

  static Step* last_of(std::vector<Step>& steps, const std::string& call) {
    const auto found =
        std::find_if(steps.rbegin(), steps.rend(), [&](const Step& step) { return step.call == call; });
    return found == steps.rend() ? nullptr : &*found;
  }

  static void set_member(Json& document, const std::string& name, const Json& value) {
    if (value.is_null()) {
      document.erase(name);
    } else {
      document[name] = value;
    }
  }

  static void set(Json& document, const Json& base, const Json& with) {
    document = base;
    for (const auto& [name, value] : with.items()) set_member(document, name, Sequences::expanded(value));
  }

  // What must be given, or names what is arranged, and the operation is given, too, is the same.
  [[nodiscard]] Step step_of(const Sequences::Step& row) const {
    Step step{.call = row.call, .with = Sequences::expanded(row.with), .keep = row.keep};
    const Operation* call = context_.model.operation(row.call);
    for (const Member& member : input_of(context_.model, *call).members) {
      const auto given = base_document_.find(member.name);
      if (given == base_document_.end() || step.with.contains(member.name)) continue;
      if (must_be_given(member) || made_by_.contains(variable_of(*given))) step.with[member.name] = *given;
    }
    if (row.until)
      step.until = Until{.pointer = row.until->pointer, .values = row.until->values, .deadline = patience};
    if (const ResourceRecipe* recipe = recipe_of(*call)) step.creates = recipe->name;
    return step;
  }

  [[nodiscard]] static Claim claim_of(const Sequences::Claim& row, const std::string& promise) {
    Claim claim{.promise = promise, .step = row.of, .at = {row.at}, .awaited = true, .weak = true};
    switch (row.kind) {
      case Sequences::Claim::Kind::is:
        claim.value = Sequences::expanded(row.value);
        break;
      case Sequences::Claim::Kind::shown:
        claim.kind = Claim::Kind::shown;
        break;
      case Sequences::Claim::Kind::hidden:
        claim.kind = Claim::Kind::hidden;
        break;
      case Sequences::Claim::Kind::once:
        claim.kind = Claim::Kind::once;
        claim.value = row.value;
        break;
      case Sequences::Claim::Kind::other_than:
        claim.kind = Claim::Kind::differs;
        claim.before = row.value.get<std::string>();
        break;
    }
    return claim;
  }

  Json base_document_;
};

}  // namespace

std::vector<Wanted> sequence_cases(Context& context, const names::Names& names) {
  return wanted_by<SequenceCases>(context, names);
}

}  // namespace hallmark::plan
