#include "plan/context/shown_states.h"

#include <algorithm>

#include "contract/view.h"

namespace hallmark::plan {
namespace {

constexpr int deepest = 4;  // structures within each other in which a state is looked for

void find(const contract::Model& model, const contract::Shape& shape,
          const std::function<bool(std::string_view)>& wanted, bool in_lists,
          std::vector<std::string>& states, int depth) {
  if (depth == deepest || shape.type != contract::ShapeType::structure) return;
  for (const contract::Member& member : shape.members) {
    const contract::Shape& target = contract::target_of(model, member);
    for (const Json& value : contract::enum_values(target)) {
      if (!value.is_string() || !wanted(value.get_ref<const std::string&>())) continue;
      auto state = value.get<std::string>();
      if (std::find(states.begin(), states.end(), state) == states.end()) states.push_back(std::move(state));
    }
    if (in_lists && target.type == contract::ShapeType::list && !target.members.empty())
      find(model, contract::target_of(model, target.members.front()), wanted, in_lists, states, depth + 1);
    find(model, target, wanted, in_lists, states, depth + 1);
  }
}

}  // namespace

std::vector<std::string> states_in(const contract::Model& model, const contract::Shape& output,
                                   const std::function<bool(std::string_view)>& wanted, bool in_lists) {
  std::vector<std::string> states;
  find(model, output, wanted, in_lists, states, 0);
  return states;
}

}  // namespace hallmark::plan
