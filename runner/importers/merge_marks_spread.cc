// What two documents contradict each other about stands at a shape, and every operation that
// reaches the shape meets it.
#include <fmt/format.h>

#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>

#include "importers/merge_marks.h"

namespace hallmark::importers {
namespace {

using contract::Member;
using contract::Model;
using contract::Operation;
using contract::Shape;
using Element = std::pair<std::string, std::string>;  // shape, member

// Calls back with the promise path of every member that the operation reaches; each shape is
// entered once a side, by its shortest path.
void each_member(const Model& model, const Operation& operation,
                 const std::function<void(const std::string& path, const Element& element)>& told) {
  for (const bool input : {true, false}) {
    std::set<std::string> entered;
    std::deque<std::pair<std::string, std::string>> todo = {{input ? operation.input : operation.output, ""}};
    while (!todo.empty()) {
      const auto [id, path] = todo.front();
      todo.pop_front();
      const Shape* shape = model.shape(id);
      if (!shape || !entered.insert(id).second) continue;
      for (const Member& member : shape->members) {
        const std::string below = path_below(path, *shape, member);
        told(fmt::format("{}.{} {}.{}", model.slug, operation.name(), input ? "input" : "output", below),
             {id, member.name});
        todo.emplace_back(member.target, below);
      }
    }
  }
}

std::string element_of(const std::string& promise) { return promise.substr(0, promise.rfind(' ')); }

}  // namespace

void spread_contradictions(Model& model) {
  std::map<std::string, std::vector<contract::Contradiction>> by_path;
  for (const contract::Contradiction& contradiction : model.contradictions) {
    by_path[element_of(contradiction.promise)].push_back(contradiction);
  }
  std::map<Element, std::vector<contract::Contradiction>> by_element;
  for (const Operation* operation : model.all_operations()) {
    each_member(model, *operation, [&](const std::string& path, const Element& element) {
      const auto found = by_path.find(path);
      if (found == by_path.end()) return;
      std::vector<contract::Contradiction>& known = by_element[element];
      known.insert(known.end(), found->second.begin(), found->second.end());
    });
  }
  if (by_element.empty()) return;
  for (const Operation* operation : model.all_operations()) {
    each_member(model, *operation, [&](const std::string& path, const Element& element) {
      const auto found = by_element.find(element);
      if (found == by_element.end()) return;
      for (contract::Contradiction contradiction : found->second) {
        // What one page says of its own operation holds there only.
        const bool between_models = contradiction.sayings.size() == 2 &&
                                    contradiction.sayings[0].source == "newer-model" &&
                                    contradiction.sayings[1].source == "model";
        if (!between_models) continue;
        contradiction.promise = path + contradiction.promise.substr(element_of(contradiction.promise).size());
        add_contradiction(model, std::move(contradiction));
      }
    });
  }
}

}  // namespace hallmark::importers
