#include "plan/told.h"

#include "names/calls.h"

namespace hallmark::plan {
namespace {

const names::MadeValue* text_row(const Values& values, const contract::Member& member) {
  const auto& certainties = values.certainties();
  return certainties.rules().made(certainties.place(member), [&](const Json& value) {
    return value.is_string() && values.keeps(member, value);
  });
}

}  // namespace

bool is_told(const Values& values, const contract::Member& member) {
  const auto* row = text_row(values, member);
  if (!row || row->reach.operation.empty()) return false;
  return row->certainty == Certainty::known || names_something(row->value);
}

bool has_row(const Values& values, const contract::Member& member) {
  const auto* row = text_row(values, member);
  return row && !row->reach.operation.empty();
}

bool knows_list(const Values& values, const contract::Member& member) {
  const auto& certainties = values.certainties();
  const auto* row = certainties.rules().made(certainties.place(member), [&](const Json& value) {
    return value.is_array() && values.keeps(member, value);
  });
  return row && row->certainty == Certainty::known;
}

const contract::Operation* undoing(const contract::Model& model, const contract::Operation& create) {
  const contract::Operation* found = nullptr;
  for (const auto* each : model.all_operations()) {
    names::Calls::standard().before(model.slug, each->name(), [&](const names::Calls::Before& row) {
      if (!found && row.undoes && row.by == create.name()) found = each;
    });
  }
  return found;
}

std::optional<Step> wait_for(const contract::Model& model, const contract::Operation& create, Step& made) {
  const auto* settled = names::Calls::standard().settled(model.slug, create.name());
  if (!settled || !model.operation(settled->call)) return std::nullopt;
  made.keep.insert(settled->take.begin(), settled->take.end());
  Step step;
  step.call = settled->call;
  step.with = settled->with;
  step.until = Until{.pointer = settled->pointer, .values = settled->values, .gone = {}};
  return step;
}

}  // namespace hallmark::plan
