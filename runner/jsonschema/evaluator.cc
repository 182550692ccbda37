#include "jsonschema/evaluator.h"

#include <algorithm>

namespace hallmark::jsonschema {
namespace {

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

}  // namespace

bool Evaluator::run(const Node& root, const Json& instance) {
  scope_.push_back(root.resource);
  return evaluate(root, instance, &result_.findings, nullptr);
}

bool Evaluator::evaluate(const Node& node, const Json& value, Findings* out, Marks* marks) {
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
  const bool valid = tracked ? with_unevaluated(node, value, out, marks) : keywords(node, value, out, marks);
  if (enters) scope_.pop_back();
  --depth_;
  return valid && !result_.gave_up;
}

bool Evaluator::keywords(const Node& node, const Json& value, Findings* out, Marks* marks) {
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

const Node& Evaluator::dynamic_target(const Node& node) const {
  if (node.dynamic_name.empty()) return *node.dynamic_ref;
  for (const SchemaResource* resource : scope_) {
    const auto found = resource->dynamic_anchors.find(node.dynamic_name);
    if (found != resource->dynamic_anchors.end()) return *found->second;
  }
  return *node.dynamic_ref;
}

bool Evaluator::conditional(const Node& node, const Json& value, Findings* out, Marks* marks) {
  Marks local;
  const bool holds = evaluate(*node.condition, value, nullptr, marks ? &local : nullptr);
  if (result_.gave_up) return false;
  if (holds && marks) marks->merge(std::move(local));
  const Node* next = holds ? node.consequence : node.alternative;
  return !next || evaluate(*next, value, out, marks);
}

bool Evaluator::alternatives(const Node& node, std::string_view keyword,
                             const std::vector<const Node*>& branches, const Json& value, Findings* out,
                             Marks* marks) {
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

bool Evaluator::array(const Node& node, const Json& value, Findings* out, Marks* marks) {
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

bool Evaluator::item(const Node& schema, const Json& value, std::size_t index, Findings* out,
                     const Node& parent, std::string_view keyword) {
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

bool Evaluator::contained(const Node& node, const Json& value, Findings* out, Marks* marks) {
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

bool Evaluator::object(const Node& node, const Json& value, Findings* out, Marks* marks) {
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

bool Evaluator::property(const Node& node, const std::string& key, const Json& value, Findings* out,
                         Marks* marks) {
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

bool Evaluator::with_unevaluated(const Node& node, const Json& value, Findings* out, Marks* marks) {
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

Evaluation run_program(const Node& root, const Json& instance, const Limits& limits) {
  Evaluation result;
  Evaluator evaluator(limits, result);
  result.valid = evaluator.run(root, instance);
  return result;
}

}  // namespace hallmark::jsonschema
