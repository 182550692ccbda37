#include "endpoint/mutants/hooks_told.h"

#include <atomic>
#include <string>

#include "contract/view.h"
#include "endpoint/reference/words.h"

namespace hallmark::endpoint {

using contract::Member;
using contract::Shape;
using contract::ShapeType;

namespace {

constexpr int deepest = 3;

bool is_plain_text(const contract::Model& model, const Member& member) {
  const Shape& target = contract::target_of(model, member);
  return target.type == ShapeType::string && contract::enum_values(target).empty() &&
         !is_identifier_word(member.name) && !is_state(member.name) && !is_page_token(member.name) &&
         contract::effective(model, member, contract::trait::pattern) == nullptr;
}

// The first text that names nothing, changed; false where there is none. `items`: in items of lists alone.
bool change_text(const contract::Model& model, const Shape& shape, Json& value, const std::string& by,
                 bool items, int depth) {
  if (depth > deepest || !value.is_object()) return false;
  for (const Member& member : shape.members) {
    const auto found = value.find(member.name);
    if (found == value.end()) continue;
    const Shape& target = contract::target_of(model, member);
    if (!items && found->is_string() && is_plain_text(model, member)) {
      *found = found->get<std::string>() + by;
      return true;
    }
    if (target.type == ShapeType::structure && change_text(model, target, *found, by, items, depth + 1))
      return true;
    if (!items || target.type != ShapeType::list || target.members.empty() || !found->is_array()) continue;
    const Shape& item = contract::target_of(model, target.members.front());
    bool changed = false;
    for (Json& each : *found) changed = change_text(model, item, each, by, false, depth + 1) || changed;
    if (changed) return true;
  }
  return false;
}

}  // namespace

void tell_otherwise(const Call& call, Result& result) {
  static std::atomic<unsigned> readings{0};
  const Shape* output = call.model.shape(call.operation.output);
  if (output == nullptr) return;
  if (call.mutants.has("told-otherwise"))
    call.mutants.note(change_text(call.model, *output, result.output, " otherwise", true, 0));
  if (call.mutants.has("unsteady"))
    call.mutants.note(
        change_text(call.model, *output, result.output, " " + std::to_string(++readings), false, 0));
}

}  // namespace hallmark::endpoint
