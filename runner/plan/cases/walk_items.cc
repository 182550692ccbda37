#include "plan/cases/walk_items.h"

#include <algorithm>

#include "contract/view.h"
#include "core/json.h"
#include "names/knowledge.h"

namespace hallmark::plan {
namespace {

std::string told_by(const std::vector<std::string>& identity, const std::string& key, const Json& item) {
  Json told = Json::array();
  for (const std::string& member : identity) {
    const auto found = item.is_object() ? item.find(member) : item.end();
    if (item.is_object() && found != item.end()) told.push_back(*found);
  }
  if (told.empty()) told.push_back(item);
  if (!key.empty()) told.push_back(key);
  return core::dump(told);
}

bool is_there(const Json& value) {
  if (value.is_null() || (value.is_string() && value.get_ref<const std::string&>().empty())) return false;
  return !value.is_structured() || !value.empty();
}

}  // namespace

std::vector<std::string> identity_of_items(const contract::Model& model, const contract::Operation& operation,
                                           const Walk& walk) {
  const names::Knowledge& words = names::Knowledge::standard();
  std::vector<std::string> found;
  const contract::Shape* list =
      contract::spot_of(model, contract::output_of(model, operation), walk.items).shape;
  if (!list || list->type != contract::ShapeType::list || list->members.empty()) return found;
  for (const contract::Member& member : contract::target_of(model, list->members.front()).members) {
    const auto identifier = words.identifier(member.name);
    if (identifier && !identifier->plural && contract::is_text(contract::target_of(model, member).type))
      found.push_back(member.name);
  }
  return found;
}

void count_items(const Walk& walk, const std::vector<std::string>& identity, const Json& answer,
                 ItemCounts& counts) {
  const Json* items = core::pointer_find(answer, walk.items);
  if (!items || !items->is_structured()) return;
  for (const auto& [key, item] : items->items())
    ++counts[told_by(identity, items->is_object() ? key : std::string(), item)];
}

bool tells_of_more(const Walk& walk, const Json& answer) {
  if (!walk.more.empty()) {
    const Json* more = core::pointer_find(answer, walk.more);
    return more && more->is_boolean() && more->get<bool>();
  }
  return std::any_of(walk.output_tokens.begin(), walk.output_tokens.end(), [&](const std::string& token) {
    const Json* place = core::pointer_find(answer, token);
    return place && is_there(*place);
  });
}

}  // namespace hallmark::plan
