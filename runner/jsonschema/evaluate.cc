// Walks a Program over an instance. Recursion goes as deep as Limits::max_depth and no
// deeper; all other work is counted against Limits::max_steps.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/text.h"
#include "jsonschema/program.h"
#include "jsonschema/value.h"

namespace hallmark::jsonschema {
namespace {

using Findings = std::vector<Finding>;

// What was evaluated of one instance location: the annotations behind unevaluatedItems and
// unevaluatedProperties.
struct Marks {
  bool all_properties = false;
  bool all_items = false;
  std::size_t first_items = 0;
  std::set<const std::string*> properties;  // keys of the instance
  std::set<std::size_t> items;

  void merge(Marks&& other) {
    all_properties = all_properties || other.all_properties;
    all_items = all_items || other.all_items;
    first_items = std::max(first_items, other.first_items);
    properties.merge(other.properties);
    items.merge(other.items);
  }
};

struct PathToken {
  const std::string* key = nullptr;
  std::size_t index = 0;
};

std::string plural(std::uint64_t number, std::string_view noun) {
  if (number == 1) return fmt::format("1 {}", noun);
  if (noun.back() == 'y') return fmt::format("{} {}ies", number, noun.substr(0, noun.size() - 1));
  return fmt::format("{} {}s", number, noun);
}

std::string type_list(std::uint8_t types) {
  std::vector<std::string> names;
  if (types & type_null) names.emplace_back("null");
  if (types & type_boolean) names.emplace_back("boolean");
  if (types & type_integer) names.emplace_back("integer");
  if (types & type_number) names.emplace_back("number");
  if (types & type_string) names.emplace_back("string");
  if (types & type_array) names.emplace_back("array");
  if (types & type_object) names.emplace_back("object");
  return core::join(names, " or ");
}

bool has_type(std::uint8_t types, const Json& value) {
  switch (value.type()) {
    case Json::value_t::null:
      return (types & type_null) != 0;
    case Json::value_t::boolean:
      return (types & type_boolean) != 0;
    case Json::value_t::string:
      return (types & type_string) != 0;
    case Json::value_t::array:
      return (types & type_array) != 0;
    case Json::value_t::object:
      return (types & type_object) != 0;
    default:
      return (types & type_number) != 0 || ((types & type_integer) != 0 && is_integer(value));
  }
}

class Evaluator {
 public:
  Evaluator(const Limits& limits, Result& result) : limits_(limits), result_(result) {
    budget_.left = limits.max_steps;
  }

  bool run(const Node& root, const Json& instance) {
    scope_.push_back(root.resource);
    return evaluate(root, instance, &result_.findings, nullptr);
  }

 private:
  // `out` null: only the answer is wanted, stop at the first failure. `marks` null: annotations
  // are not wanted.
  bool evaluate(const Node& node, const Json& value, Findings* out, Marks* marks) {
    if (node.kind == Node::Kind::always) return true;
    if (node.kind == Node::Kind::never) {
      add_false(out, node, value);
      return false;
    }
    if (!take(1)) return false;
    if (depth_ >= limits_.max_depth) {
      give_up("depth");
      return false;
    }
    ++depth_;
    const bool enters = scope_.back() != node.resource;
    if (enters) scope_.push_back(node.resource);
    const bool tracked = node.unevaluated_items || node.unevaluated_properties;
    const bool valid =
        tracked ? with_unevaluated(node, value, out, marks) : keywords(node, value, out, marks);
    if (enters) scope_.pop_back();
    --depth_;
    return valid && !result_.gave_up;
  }

  bool keywords(const Node& node, const Json& value, Findings* out, Marks* marks) {
    if (node.types != 0 && !has_type(node.types, value)) {
      add_type(out, node, value);
      return false;  // what else would fail says nothing new
    }
    bool valid = assertions(node, value, out);
    if (!valid && !out) return false;
    if (value.is_object()) {
      valid = object(node, value, out, marks) && valid;
    } else if (value.is_array()) {
      valid = array(node, value, out, marks) && valid;
    }
    if (!valid && !out) return false;
    if (node.ref) valid = evaluate(*node.ref, value, out, marks) && valid;
    if (node.dynamic_ref) valid = evaluate(dynamic_target(node), value, out, marks) && valid;
    for (const Node* part : node.all_of) {
      if (!valid && !out) return false;
      valid = evaluate(*part, value, out, marks) && valid;
    }
    if (!valid && !out) return false;
    if (!node.any_of.empty()) valid = alternatives(node, "anyOf", node.any_of, value, out, marks) && valid;
    if (!node.one_of.empty()) valid = alternatives(node, "oneOf", node.one_of, value, out, marks) && valid;
    if (node.negated && evaluate(*node.negated, value, nullptr, nullptr)) {
      add_not(out, node, value);
      valid = false;
    }
    if (node.condition && (valid || out)) valid = conditional(node, value, out, marks) && valid;
    return valid;
  }

  const Node& dynamic_target(const Node& node) const {
    if (node.dynamic_name.empty()) return *node.dynamic_ref;
    for (const Resource* resource : scope_) {
      const auto found = resource->dynamic_anchors.find(node.dynamic_name);
      if (found != resource->dynamic_anchors.end()) return *found->second;
    }
    return *node.dynamic_ref;
  }

  bool conditional(const Node& node, const Json& value, Findings* out, Marks* marks) {
    Marks local;
    const bool holds = evaluate(*node.condition, value, nullptr, marks ? &local : nullptr);
    if (result_.gave_up) return false;
    if (holds && marks) marks->merge(std::move(local));
    const Node* next = holds ? node.consequence : node.alternative;
    return !next || evaluate(*next, value, out, marks);
  }

  bool alternatives(const Node& node, std::string_view keyword, const std::vector<const Node*>& branches,
                    const Json& value, Findings* out, Marks* marks) {
    const bool exclusive = keyword == "oneOf";
    std::vector<Findings> failures(out ? branches.size() : 0);
    std::size_t fits = 0;
    for (std::size_t i = 0; i < branches.size(); ++i) {
      Marks local;
      if (!evaluate(*branches[i], value, out ? &failures[i] : nullptr, marks ? &local : nullptr)) {
        if (result_.gave_up) return false;
        continue;
      }
      ++fits;
      if (marks) marks->merge(std::move(local));
      if (exclusive ? (fits > 1 && !out) : !marks) break;
    }
    if (exclusive ? fits == 1 : fits > 0) return true;
    if (out) add_alternatives(*out, node, keyword, branches.size(), fits, value, std::move(failures));
    return false;
  }

  // ---- arrays ----

  bool array(const Node& node, const Json& value, Findings* out, Marks* marks) {
    bool valid = array_counts(node, value, out);
    if (!valid && !out) return false;
    const std::size_t first = std::min(node.prefix_items.size(), value.size());
    for (std::size_t i = 0; i < first; ++i) {
      valid = item(*node.prefix_items[i], value, i, out, node, "prefixItems") && valid;
      if (!valid && (!out || result_.gave_up)) return false;
    }
    if (marks) marks->first_items = std::max(marks->first_items, first);
    if (node.items) {
      for (std::size_t i = first; i < value.size(); ++i) {
        valid = item(*node.items, value, i, out, node, "items") && valid;
        if (!valid && (!out || result_.gave_up)) return false;
      }
      if (marks) marks->all_items = true;
    }
    if (node.contains) valid = contained(node, value, out, marks) && valid;
    return valid;
  }

  bool item(const Node& schema, const Json& value, std::size_t index, Findings* out, const Node& parent,
            std::string_view keyword) {
    path_.push_back({.index = index});
    bool valid = true;
    if (schema.kind == Node::Kind::never) {
      add_surplus_item(out, parent, keyword, value[index]);
      valid = false;
    } else {
      valid = take(1) && evaluate(schema, value[index], out, nullptr);
    }
    path_.pop_back();
    return valid;
  }

  bool contained(const Node& node, const Json& value, Findings* out, Marks* marks) {
    const std::uint64_t least = node.min_contains.value_or(1);
    std::uint64_t found = 0;
    for (std::size_t i = 0; i < value.size(); ++i) {
      path_.push_back({.index = i});
      const bool fits = take(1) && evaluate(*node.contains, value[i], nullptr, nullptr);
      path_.pop_back();
      if (result_.gave_up) return false;
      if (!fits) continue;
      ++found;
      if (marks) marks->items.insert(i);
      if (!marks && !out && !node.max_contains && found >= least) return true;
    }
    return contains_count(node, found, least, out);
  }

  // ---- objects ----

  bool object(const Node& node, const Json& value, Findings* out, Marks* marks) {
    bool valid = object_counts(node, value, out);
    if (!valid && !out) return false;
    if (!node.properties.empty() || !node.pattern_properties.empty() || node.additional_properties ||
        node.property_names) {
      for (auto each = value.begin(); each != value.end(); ++each) {
        if (!take(1)) return false;
        path_.push_back({.key = &each.key()});
        valid = property(node, each.key(), each.value(), out, marks) && valid;
        path_.pop_back();
        if (!valid && (!out || result_.gave_up)) return false;
      }
    }
    for (const auto& [name, schema] : node.dependent_schemas) {
      if (!value.contains(name)) continue;
      valid = evaluate(*schema, value, out, marks) && valid;
      if (!valid && (!out || result_.gave_up)) return false;
    }
    return valid;
  }

  bool property(const Node& node, const std::string& key, const Json& value, Findings* out, Marks* marks) {
    bool valid = true;
    bool known = false;
    if (node.property_names) valid = evaluate(*node.property_names, Json(key), out, nullptr);
    if (const auto found = node.properties.find(key); found != node.properties.end()) {
      known = true;
      valid = evaluate(*found->second, value, out, nullptr) && valid;
    }
    for (const auto& [pattern, schema] : node.pattern_properties) {
      const bool matches = search(pattern, key);
      if (result_.gave_up) return false;
      if (!matches) continue;
      known = true;
      valid = evaluate(*schema, value, out, nullptr) && valid;
    }
    if (!known && node.additional_properties) {
      known = true;
      if (node.additional_properties->kind == Node::Kind::never) {
        add_unknown(out, node, "additionalProperties", key);
        valid = false;
      } else {
        valid = evaluate(*node.additional_properties, value, out, nullptr) && valid;
      }
    }
    if (known && marks) marks->properties.insert(&key);
    return valid;
  }

  // ---- unevaluated ----

  bool with_unevaluated(const Node& node, const Json& value, Findings* out, Marks* marks) {
    Marks local;
    if (!keywords(node, value, out, &local)) return false;
    bool valid = true;
    if (value.is_array() && node.unevaluated_items && !local.all_items) {
      for (std::size_t i = local.first_items; i < value.size(); ++i) {
        if (local.items.count(i) != 0) continue;
        valid = item(*node.unevaluated_items, value, i, out, node, "unevaluatedItems") && valid;
        if (!valid && (!out || result_.gave_up)) return false;
      }
      local.all_items = true;
    }
    if (value.is_object() && node.unevaluated_properties && !local.all_properties) {
      for (auto each = value.begin(); each != value.end(); ++each) {
        if (!take(1)) return false;
        if (local.properties.count(&each.key()) != 0) continue;
        path_.push_back({.key = &each.key()});
        if (node.unevaluated_properties->kind == Node::Kind::never) {
          add_unknown(out, node, "unevaluatedProperties", each.key());
          valid = false;
        } else {
          valid = evaluate(*node.unevaluated_properties, each.value(), out, nullptr) && valid;
        }
        path_.pop_back();
        if (!valid && (!out || result_.gave_up)) return false;
      }
      local.all_properties = true;
    }
    if (valid && marks) marks->merge(std::move(local));
    return valid;
  }

  // ---- assertions: no recursion from here ----

  bool assertions(const Node& node, const Json& value, Findings* out);
  bool number_assertions(const Node& node, const Json& value, Findings* out);
  bool string_assertions(const Node& node, const Json& value, Findings* out);
  bool array_counts(const Node& node, const Json& value, Findings* out);
  bool object_counts(const Node& node, const Json& value, Findings* out);
  bool contains_count(const Node& node, std::uint64_t found, std::uint64_t least, Findings* out);
  bool unique(const Node& node, const Json& value, Findings* out);
  bool search(const Pattern& pattern, const std::string& text);

  // ---- findings and limits ----

  void add(Findings* out, const Node& node, std::string_view keyword, std::string expected,
           std::string actual);
  void add_false(Findings* out, const Node& node, const Json& value) {
    if (out) add(out, node, "", "no value here", describe(value));
  }
  void add_type(Findings* out, const Node& node, const Json& value) {
    if (!out) return;
    const std::string_view name = type_name(value);
    const bool scalar = !value.is_structured() && !value.is_null();
    add(out, node, "type", type_list(node.types),
        scalar ? fmt::format("{} {}", name, describe(value)) : std::string(name));
  }
  void add_not(Findings* out, const Node& node, const Json& value) {
    if (out) add(out, node, "not", "a value that does not fit the schema of \"not\"", describe(value));
  }
  void add_surplus_item(Findings* out, const Node& node, std::string_view keyword, const Json& value) {
    if (out) add(out, node, keyword, "no item here", describe(value));
  }
  void add_unknown(Findings* out, const Node& node, std::string_view keyword, const std::string& key);
  void add_alternatives(Findings& out, const Node& node, std::string_view keyword, std::size_t count,
                        std::size_t fits, const Json& value, std::vector<Findings> failures);
  [[nodiscard]] std::string pointer() const;

  bool take(std::uint64_t steps) {
    if (result_.gave_up) return false;
    if (budget_.take(steps)) return true;
    give_up("steps");
    return false;
  }
  void give_up(std::string_view limit) {
    if (!result_.gave_up) result_.limit = limit;
    result_.gave_up = true;
  }

  const Limits& limits_;
  Result& result_;
  Budget budget_;
  std::size_t depth_ = 0;
  std::vector<const Resource*> scope_;
  std::vector<PathToken> path_;
};

bool Evaluator::assertions(const Node& node, const Json& value, Findings* out) {
  bool valid = true;
  if (node.constant) {
    if (!equal(*node.constant, value, budget_)) {
      if (budget_.spent) give_up("steps");
      if (out) add(out, node, "const", describe(*node.constant), describe(value));
      valid = false;
    }
  }
  if (node.has_enumeration) {
    const auto [first, last] = node.enumeration_index.equal_range(hash(value, budget_));
    const bool found = std::any_of(first, last, [&](const auto& entry) {
      return equal(node.enumeration[entry.second], value, budget_);
    });
    if (budget_.spent) give_up("steps");
    if (!found) {
      if (out) {
        std::vector<std::string> names;
        for (std::size_t i = 0; i < node.enumeration.size() && i < 12; ++i) {
          names.push_back(describe(node.enumeration[i], 60));
        }
        if (node.enumeration.size() > names.size())
          names.push_back(fmt::format("{} more", node.enumeration.size() - 12));
        add(out, node, "enum", "one of " + core::join(names, ", "), describe(value));
      }
      valid = false;
    }
  }
  if (value.is_number()) return number_assertions(node, value, out) && valid;
  if (value.is_string()) return string_assertions(node, value, out) && valid;
  return valid;
}

bool Evaluator::number_assertions(const Node& node, const Json& value, Findings* out) {
  bool valid = true;
  const auto check = [&](std::string_view keyword, const std::optional<Json>& bound, std::string_view words,
                         auto&& holds) {
    if (!bound || holds(compare_numbers(value, *bound))) return;
    if (out) add(out, node, keyword, fmt::format("{} {}", words, describe(*bound)), describe(value));
    valid = false;
  };
  check("maximum", node.maximum, "at most", [](std::partial_ordering order) { return order <= 0; });
  check("exclusiveMaximum", node.exclusive_maximum, "less than",
        [](std::partial_ordering order) { return order < 0; });
  check("minimum", node.minimum, "at least", [](std::partial_ordering order) { return order >= 0; });
  check("exclusiveMinimum", node.exclusive_minimum, "more than",
        [](std::partial_ordering order) { return order > 0; });
  if (node.multiple_of && !is_multiple(value, *node.multiple_of)) {
    if (out)
      add(out, node, "multipleOf", fmt::format("a multiple of {}", describe(*node.multiple_of)),
          describe(value));
    valid = false;
  }
  return valid;
}

bool Evaluator::string_assertions(const Node& node, const Json& value, Findings* out) {
  const std::string& text = value.get_ref<const std::string&>();
  bool valid = true;
  if (node.max_length || node.min_length) {
    if (!take(text.size() / 64)) return false;
    const std::uint64_t length = core::code_points(text);
    if (node.max_length && length > *node.max_length) {
      if (out)
        add(out, node, "maxLength", "at most " + plural(*node.max_length, "character"),
            plural(length, "character"));
      valid = false;
    }
    if (node.min_length && length < *node.min_length) {
      if (out)
        add(out, node, "minLength", "at least " + plural(*node.min_length, "character"),
            plural(length, "character"));
      valid = false;
    }
  }
  if (node.pattern && !search(*node.pattern, text)) {
    if (out && !result_.gave_up) {
      add(out, node, "pattern", "a match of " + core::shorten(node.pattern->text(), 400), describe(value));
    }
    valid = false;
  }
  if (node.format_check && take(1 + text.size() / 64) && !node.format_check(text)) {
    if (out) add(out, node, "format", "the format " + node.format, describe(value));
    valid = false;
  }
  return valid;
}

// Small limits first: what a search has cost is not told, so each attempt is charged at its limit.
bool Evaluator::search(const Pattern& pattern, const std::string& text) {
  if (!take(1 + text.size() / 64)) return false;
  for (std::uint32_t limit = std::min<std::uint32_t>(10'000, limits_.match_limit);;) {
    const Pattern::Answer answer = pattern.search(text, limit);
    if (answer != Pattern::Answer::gave_up) return answer == Pattern::Answer::yes;
    if (!take(limit)) return false;
    if (limit >= limits_.match_limit) break;
    limit = limit > limits_.match_limit / 10 ? limits_.match_limit : limit * 10;
  }
  give_up("pattern");
  return false;
}

bool Evaluator::array_counts(const Node& node, const Json& value, Findings* out) {
  bool valid = true;
  if (node.max_items && value.size() > *node.max_items) {
    if (out)
      add(out, node, "maxItems", "at most " + plural(*node.max_items, "item"), plural(value.size(), "item"));
    valid = false;
  }
  if (node.min_items && value.size() < *node.min_items) {
    if (out)
      add(out, node, "minItems", "at least " + plural(*node.min_items, "item"), plural(value.size(), "item"));
    valid = false;
  }
  if (node.unique_items && !unique(node, value, out)) valid = false;
  return valid;
}

bool Evaluator::unique(const Node& node, const Json& value, Findings* out) {
  std::vector<std::pair<std::uint64_t, std::size_t>> order;
  order.reserve(value.size());
  for (std::size_t i = 0; i < value.size(); ++i) order.emplace_back(hash(value[i], budget_), i);
  std::sort(order.begin(), order.end());
  for (std::size_t i = 0; i < order.size() && !budget_.spent; ++i) {
    for (std::size_t j = i + 1; j < order.size() && order[j].first == order[i].first; ++j) {
      const bool same = equal(value[order[i].second], value[order[j].second], budget_);
      if (budget_.spent) break;
      if (!same) continue;
      if (out) {
        add(out, node, "uniqueItems", "no two items alike",
            fmt::format("items {} and {} are {}", order[i].second, order[j].second,
                        describe(value[order[i].second], 60)));
      }
      return false;
    }
  }
  if (budget_.spent) give_up("steps");
  return !budget_.spent;
}

bool Evaluator::contains_count(const Node& node, std::uint64_t found, std::uint64_t least, Findings* out) {
  if (found < least) {
    const std::string_view keyword = node.min_contains ? "minContains" : "contains";
    if (out) {
      add(out, node, keyword, fmt::format("at least {} that fit \"contains\"", plural(least, "item")),
          plural(found, "item"));
    }
    return false;
  }
  if (node.max_contains && found > *node.max_contains) {
    if (out) {
      add(out, node, "maxContains",
          fmt::format("at most {} that fit \"contains\"", plural(*node.max_contains, "item")),
          plural(found, "item"));
    }
    return false;
  }
  return true;
}

bool Evaluator::object_counts(const Node& node, const Json& value, Findings* out) {
  bool valid = true;
  const auto missing = [&](std::string_view keyword, const std::string& name, std::string why) {
    if (value.contains(name)) return;
    if (out) add(out, node, keyword, fmt::format("the member \"{}\"{}", name, why), "absent");
    valid = false;
  };
  for (const std::string& name : node.required) missing("required", name, "");
  if (node.max_properties && value.size() > *node.max_properties) {
    if (out) {
      add(out, node, "maxProperties", "at most " + plural(*node.max_properties, "member"),
          plural(value.size(), "member"));
    }
    valid = false;
  }
  if (node.min_properties && value.size() < *node.min_properties) {
    if (out) {
      add(out, node, "minProperties", "at least " + plural(*node.min_properties, "member"),
          plural(value.size(), "member"));
    }
    valid = false;
  }
  for (const auto& [name, others] : node.dependent_required) {
    if (!value.contains(name)) continue;
    for (const std::string& other : others) {
      missing("dependentRequired", other, fmt::format(", because \"{}\" is there", name));
    }
  }
  return valid;
}

std::string Evaluator::pointer() const {
  std::string text;
  for (const PathToken& token : path_) {
    text += '/';
    text += token.key ? core::pointer_escape(*token.key) : std::to_string(token.index);
  }
  return text;
}

void Evaluator::add(Findings* out, const Node& node, std::string_view keyword, std::string expected,
                    std::string actual) {
  if (out->size() >= limits_.max_findings) return;
  out->push_back({.instance = pointer(),
                  .keyword = std::string(keyword),
                  .schema_location = location_of(node, keyword),
                  .expected = std::move(expected),
                  .actual = std::move(actual)});
}

void Evaluator::add_unknown(Findings* out, const Node& node, std::string_view keyword,
                            const std::string& key) {
  if (!out) return;
  std::vector<std::string> names;
  for (const auto& [name, schema] : node.properties) names.push_back(name);
  std::sort(names.begin(), names.end());
  std::string expected = "no member of this name";
  if (const auto near = core::nearest(key, names)) expected += fmt::format("; did you mean \"{}\"?", *near);
  add(out, node, keyword, std::move(expected), fmt::format("\"{}\"", core::shorten(key, 120)));
}

// One branch was meant (the only one that is of the right kind, or whose faults all lie deeper): report
// what it says. None is of the right kind: say which kinds there are. Else the choice itself.
void Evaluator::add_alternatives(Findings& out, const Node& node, std::string_view keyword, std::size_t count,
                                 std::size_t fits, const Json& value, std::vector<Findings> failures) {
  if (fits > 0) {
    add(&out, node, keyword, fmt::format("exactly one of {} alternatives", count),
        fmt::format("{} fit", fits));
    return;
  }
  const std::string here = pointer();
  std::vector<std::string> kinds;
  std::string said;
  std::vector<Findings*> possible;
  std::vector<Findings*> deeper;
  for (Findings& branch : failures) {
    if (branch.empty()) continue;
    const Finding& first = branch.front();
    const bool wrong_kind = first.instance == here && (first.keyword == "type" || first.keyword == "const" ||
                                                       first.keyword == "enum" || first.keyword == "pattern");
    if (wrong_kind) {
      // The weightiest of them names the fault: no alternative of that type, value or form.
      if (said.empty() || first.keyword == "type" || (said == "pattern" && first.keyword != "pattern")) {
        said = first.keyword;
      }
      if (std::find(kinds.begin(), kinds.end(), first.expected) == kinds.end())
        kinds.push_back(first.expected);
      continue;
    }
    possible.push_back(&branch);
    if (std::all_of(branch.begin(), branch.end(),
                    [&](const Finding& finding) { return finding.instance != here; })) {
      deeper.push_back(&branch);
    }
  }
  if (possible.empty() && !kinds.empty()) {
    const std::string actual = failures.front().empty() ? describe(value) : failures.front().front().actual;
    const std::size_t before = out.size();
    add(&out, node, keyword, core::join(kinds, " or "), actual);
    if (said != "const" && out.size() > before) out.back().keyword = said;
    return;
  }
  Findings* meant = possible.size() == 1 ? possible.front() : deeper.size() == 1 ? deeper.front() : nullptr;
  if (meant) {
    for (Finding& finding : *meant) {
      if (out.size() < limits_.max_findings) out.push_back(std::move(finding));
    }
    return;
  }
  std::vector<std::string> wanted;
  for (const Findings& branch : failures) {
    if (branch.empty() || wanted.size() == 6) continue;
    wanted.push_back(core::shorten(branch.front().expected, 100));
  }
  add(&out, node, keyword,
      fmt::format("{} of {} alternatives ({})", keyword == "oneOf" ? "exactly one" : "one", count,
                  core::join(wanted, "; ")),
      fmt::format("none fits {}", describe(value)));
}

}  // namespace

std::string location_of(const Node& node, std::string_view keyword) {
  std::string text = node.resource->uri + "#";
  const auto append = [&](std::string_view pointer) {
    for (const char c : pointer) {
      const auto byte = static_cast<unsigned char>(c);
      const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                         std::string_view("-._~!$&'()*+,;=:@/?").find(c) != std::string_view::npos;
      if (plain) {
        text += c;
      } else {
        text += fmt::format("%{:02X}", byte);
      }
    }
  };
  append(node.pointer);
  if (!keyword.empty()) {
    text += '/';
    append(keyword);
  }
  return text;
}

Result run_program(const Node& root, const Json& instance, const Limits& limits) {
  Result result;
  Evaluator evaluator(limits, result);
  result.valid = evaluator.run(root, instance);
  return result;
}

}  // namespace hallmark::jsonschema
