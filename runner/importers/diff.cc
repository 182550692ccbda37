#include <fmt/format.h>

#include <deque>
#include <set>

#include "core/text.h"
#include "importers/diff_facts.h"
#include "importers/importers.h"
#include "importers/merge_marks.h"

namespace hallmark::importers {
namespace {

using contract::Member;
using contract::Model;
using contract::Operation;
using contract::Shape;
using contract::ShapeType;

constexpr std::size_t kMaxShown = 300;  // characters of a value

class Comparison {
 public:
  Comparison(const Model& a, const Model& b) : a_(a), b_(b) {}

  std::vector<Difference> run() {
    compare("service", facts_of_service(a_), facts_of_service(b_));
    std::map<std::string, std::pair<const Operation*, const Operation*>> operations;
    for (const Operation* operation : a_.all_operations())
      operations[std::string(operation->name())].first = operation;
    for (const Operation* operation : b_.all_operations())
      operations[std::string(operation->name())].second = operation;
    for (const auto& [name, pair] : operations) {
      if (presence(name, pair.first, pair.second)) compare_operations(name, *pair.first, *pair.second);
    }
    compare_resources();
    return std::move(differences_);
  }

 private:
  struct Pair {
    const Shape* a;
    const Shape* b;
    std::string where;  // "UpdateDomain input", "error.ConflictException"
    std::string path;
  };

  // Reports one that only one side has; true when both have it.
  bool presence(const std::string& where, const void* a, const void* b) {
    if (a && b) return true;
    differences_.push_back({.where = where, .kind = a ? "removed" : "added", .before = {}, .after = {}});
    return false;
  }

  void compare(const std::string& where, const DiffFacts& a, const DiffFacts& b) {
    std::set<std::string> names;
    for (const auto& [name, value] : a) names.insert(name);
    for (const auto& [name, value] : b) names.insert(name);
    for (const std::string& name : names) {
      const auto before = a.find(name);
      const auto after = b.find(name);
      if (before != a.end() && after != b.end() && before->second == after->second) continue;
      Difference difference{.where = where + " " + name, .kind = "changed", .before = {}, .after = {}};
      // Examples are long; compared is all of them.
      if (before != a.end()) difference.before = core::shorten(before->second, kMaxShown);
      if (after != b.end()) difference.after = core::shorten(after->second, kMaxShown);
      if (before == a.end()) difference.kind = "added";
      if (after == b.end()) difference.kind = "removed";
      differences_.push_back(std::move(difference));
    }
  }

  void compare_resources() {
    std::map<std::string, std::pair<const contract::ResourceShape*, const contract::ResourceShape*>>
        resources;
    for (const auto& [id, resource] : a_.resources)
      resources[std::string(contract::name_of(id))].first = &resource;
    for (const auto& [id, resource] : b_.resources)
      resources[std::string(contract::name_of(id))].second = &resource;
    for (const auto& [name, pair] : resources) {
      const std::string where = "resource." + name;
      if (presence(where, pair.first, pair.second))
        compare(where, facts_of_resource(a_, *pair.first), facts_of_resource(b_, *pair.second));
    }
  }

  void compare_operations(const std::string& name, const Operation& a, const Operation& b) {
    compare(name, facts_of_operation(a_, a), facts_of_operation(b_, b));
    compare_sides(name + " input", shape(a_, a.input), shape(b_, b.input), true);
    compare_sides(name + " output", shape(a_, a.output), shape(b_, b.output), false);
    std::map<std::string, std::pair<const Shape*, const Shape*>> errors;
    for (const Shape* error : contract::listed_errors(a_, a))
      errors[std::string(error->name())].first = error;
    for (const Shape* error : contract::listed_errors(b_, b))
      errors[std::string(error->name())].second = error;
    for (const auto& [error, pair] : errors) {
      const std::string where = "error." + error;
      if (!presence(name + " " + where, pair.first, pair.second)) continue;
      if (!seen_errors_.insert(error).second) continue;
      compare(where, facts_of_error(a_, *pair.first), facts_of_error(b_, *pair.second));
      walk({.a = pair.first, .b = pair.second, .where = where, .path = {}});
    }
  }

  static const Shape* shape(const Model& model, const std::string& id) {
    return id.empty() ? nullptr : model.shape(id);
  }

  // An empty structure and none at all look the same on the wire.
  void compare_sides(const std::string& where, const Shape* a, const Shape* b, bool input) {
    static const Shape none{};
    if (a && b) compare(where, facts_of_root(a_, *a, input), facts_of_root(b_, *b, input));
    walk({.a = a ? a : &none, .b = b ? b : &none, .where = where, .path = {}});
  }

  void walk(Pair start) {
    std::deque<Pair> waiting = {std::move(start)};
    while (!waiting.empty()) {
      const Pair pair = std::move(waiting.front());
      waiting.pop_front();
      // Shapes that stand in several places are compared where they are met first.
      if (!pair.a->id.empty() && !pair.b->id.empty() && !visited_.emplace(pair.a->id, pair.b->id).second)
        continue;
      for (const Member& member : pair.a->members) {
        const Member* other = pair.b->member(member.name);
        const std::string path = path_below(pair.path, *pair.a, member);
        const std::string where = place(pair.where, path);
        if (presence(where, &member, other)) compare_members(pair, member, *other, where, path, waiting);
      }
      for (const Member& member : pair.b->members) {
        if (!pair.a->member(member.name))
          presence(place(pair.where, path_below(pair.path, *pair.b, member)), nullptr, &member);
      }
    }
  }

  static std::string place(const std::string& where, const std::string& path) {
    // "UpdateDomain input.Name", "error.ConflictException members.Message"
    if (where.starts_with("error.")) return where + " members." + path;
    return path.empty() || path.starts_with('[') || path.starts_with('{') ? where + path : where + "." + path;
  }

  void compare_members(const Pair& pair, const Member& a, const Member& b, const std::string& where,
                       const std::string& path, std::deque<Pair>& waiting) {
    if (pair.a->type == ShapeType::map && a.name == "key") {
      compare(where + " key", facts_of_member(a_, *pair.a, a), facts_of_member(b_, *pair.b, b));
      return;
    }
    compare(where, facts_of_member(a_, *pair.a, a), facts_of_member(b_, *pair.b, b));
    const Shape& left = contract::target_of(a_, a);
    const Shape& right = contract::target_of(b_, b);
    const auto has_members = [](const Shape& shape) {
      return shape.type == ShapeType::structure || shape.type == ShapeType::union_shape;
    };
    if (left.type != right.type && !(has_members(left) && has_members(right))) return;
    switch (left.type) {
      case ShapeType::structure:
      case ShapeType::union_shape:
      case ShapeType::list:
      case ShapeType::map:
        waiting.push_back({.a = &left, .b = &right, .where = pair.where, .path = path});
        break;
      default:
        break;
    }
  }

  const Model& a_;
  const Model& b_;
  std::vector<Difference> differences_;
  std::set<std::pair<std::string, std::string>> visited_;
  std::set<std::string> seen_errors_;
};

}  // namespace

std::vector<Difference> diff(const Model& a, const Model& b) { return Comparison(a, b).run(); }

}  // namespace hallmark::importers
