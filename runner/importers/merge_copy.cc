#include "importers/merge_copy.h"

#include <vector>

namespace hallmark::importers {

bool ShapeCopier::adopted(const std::string& id) {
  if (!adopt_names_) return false;
  std::string same(contract::namespace_of(into_.service.id));
  same.append("#").append(contract::name_of(id));
  const auto found = into_.shapes.find(same);
  const contract::Shape* original = from_.shape(id);
  if (found == into_.shapes.end() || !original || found->second.type != original->type) return false;
  ids_.emplace(id, same);
  return true;
}

// Reserves an id that nothing else has.
std::string ShapeCopier::place(const std::string& id) {
  std::string free(contract::namespace_of(into_.service.id));
  free.append("#").append(contract::name_of(id));
  while (into_.shapes.contains(free) || into_.operations.contains(free) || into_.resources.contains(free) ||
         free == into_.service.id) {
    free += "_";
  }
  into_.shapes[free].id = free;
  ids_.emplace(id, free);
  return free;
}

std::string ShapeCopier::copy(const std::string& id) {
  if (id.empty() || contract::namespace_of(id) == "smithy.api") return id;
  if (const auto known = ids_.find(id); known != ids_.end()) return known->second;
  if (adopted(id)) return ids_.at(id);
  const std::string result = place(id);
  std::vector<std::string> waiting = {id};
  while (!waiting.empty()) {
    const std::string next = std::move(waiting.back());
    waiting.pop_back();
    const contract::Shape* original = from_.shape(next);
    const std::string& target_id = ids_.at(next);
    contract::Shape shape = original ? *original : contract::Shape{.type = contract::ShapeType::document};
    shape.id = target_id;
    for (contract::Member& member : shape.members) {
      if (member.target.empty() || contract::namespace_of(member.target) == "smithy.api") continue;
      auto known = ids_.find(member.target);
      if (known == ids_.end() && adopted(member.target)) known = ids_.find(member.target);
      if (known == ids_.end()) {
        waiting.push_back(member.target);
        place(member.target);
        known = ids_.find(member.target);
      }
      member.target = known->second;
    }
    into_.shapes[target_id] = std::move(shape);
  }
  return result;
}

}  // namespace hallmark::importers
