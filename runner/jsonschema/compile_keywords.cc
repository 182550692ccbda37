// The keywords: which vocabulary each belongs to, what its value must be, and what it
// becomes in a node.
#include <fmt/format.h>

#include <array>
#include <limits>

#include "core/text.h"
#include "jsonschema/compile.h"
#include "jsonschema/value.h"

namespace hallmark::jsonschema {
namespace {

using Site = Compiler::Site;

enum class Of { core, applicator, unevaluated, validation, metadata, format, content };
struct Keyword {
  std::string_view name;
  Of vocabulary;
  void (*read)(Compiler&, const Site&);
};

template <const Node* Node::*Member>
void single(Compiler& compiler, const Site& site) {
  compiler.single(site, Member);
}
template <std::vector<const Node*> Node::*Member>
void several(Compiler& compiler, const Site& site) {
  compiler.several(site, Member);
}
template <std::optional<Json> Node::*Member>
void number(Compiler& compiler, const Site& site) {
  compiler.number(site, Member, false);
}
template <std::optional<std::uint64_t> Node::*Member>
void count(Compiler& compiler, const Site& site) {
  compiler.count(site, Member);
}
template <void (Compiler::*Method)(const Site&)>
void call(Compiler& compiler, const Site& site) {
  (compiler.*Method)(site);
}

constexpr Keyword keywords[] = {
    {"$id", Of::core, call<&Compiler::text>},
    {"$schema", Of::core, call<&Compiler::text>},
    {"$ref", Of::core, call<&Compiler::reference>},
    {"$anchor", Of::core, call<&Compiler::text>},
    {"$dynamicRef", Of::core, call<&Compiler::dynamic_reference>},
    {"$dynamicAnchor", Of::core, call<&Compiler::text>},
    {"$vocabulary", Of::core, call<&Compiler::anything>},
    {"$comment", Of::core, call<&Compiler::text>},
    {"$defs", Of::core, call<&Compiler::definitions>},
    {"definitions", Of::core, call<&Compiler::definitions>},
    {"prefixItems", Of::applicator, several<&Node::prefix_items>},
    {"items", Of::applicator, single<&Node::items>},
    {"contains", Of::applicator, single<&Node::contains>},
    {"additionalProperties", Of::applicator, single<&Node::additional_properties>},
    {"properties", Of::applicator, call<&Compiler::properties>},
    {"patternProperties", Of::applicator, call<&Compiler::pattern_properties>},
    {"dependentSchemas", Of::applicator, call<&Compiler::dependent_schemas>},
    {"propertyNames", Of::applicator, single<&Node::property_names>},
    {"if", Of::applicator, single<&Node::condition>},
    {"then", Of::applicator, single<&Node::consequence>},
    {"else", Of::applicator, single<&Node::alternative>},
    {"allOf", Of::applicator, several<&Node::all_of>},
    {"anyOf", Of::applicator, several<&Node::any_of>},
    {"oneOf", Of::applicator, several<&Node::one_of>},
    {"not", Of::applicator, single<&Node::negated>},
    {"unevaluatedItems", Of::unevaluated, single<&Node::unevaluated_items>},
    {"unevaluatedProperties", Of::unevaluated, single<&Node::unevaluated_properties>},
    {"type", Of::validation, call<&Compiler::type>},
    {"const", Of::validation,
     [](Compiler&, const Site& site) { site.node.constant = core::to_sorted(site.value); }},
    {"enum", Of::validation, call<&Compiler::enumeration>},
    {"multipleOf", Of::validation,
     [](Compiler& compiler, const Site& site) { compiler.number(site, &Node::multiple_of, true); }},
    {"maximum", Of::validation, number<&Node::maximum>},
    {"exclusiveMaximum", Of::validation, number<&Node::exclusive_maximum>},
    {"minimum", Of::validation, number<&Node::minimum>},
    {"exclusiveMinimum", Of::validation, number<&Node::exclusive_minimum>},
    {"maxLength", Of::validation, count<&Node::max_length>},
    {"minLength", Of::validation, count<&Node::min_length>},
    {"pattern", Of::validation, call<&Compiler::pattern>},
    {"maxItems", Of::validation, count<&Node::max_items>},
    {"minItems", Of::validation, count<&Node::min_items>},
    {"uniqueItems", Of::validation, call<&Compiler::unique_items>},
    {"maxContains", Of::validation, count<&Node::max_contains>},
    {"minContains", Of::validation, count<&Node::min_contains>},
    {"maxProperties", Of::validation, count<&Node::max_properties>},
    {"minProperties", Of::validation, count<&Node::min_properties>},
    {"required", Of::validation, call<&Compiler::required>},
    {"dependentRequired", Of::validation, call<&Compiler::dependent_required>},
    {"title", Of::metadata, call<&Compiler::text>},
    {"description", Of::metadata, call<&Compiler::text>},
    {"default", Of::metadata, call<&Compiler::anything>},
    {"deprecated", Of::metadata, call<&Compiler::anything>},
    {"readOnly", Of::metadata, call<&Compiler::anything>},
    {"writeOnly", Of::metadata, call<&Compiler::anything>},
    {"examples", Of::metadata, call<&Compiler::anything>},
    {"format", Of::format, call<&Compiler::format>},
    {"contentEncoding", Of::content, call<&Compiler::text>},
    {"contentMediaType", Of::content, call<&Compiler::text>},
    {"contentSchema", Of::content, call<&Compiler::anything>},
};

const Keyword* find_keyword(std::string_view name) {
  static const auto by_name = [] {
    std::unordered_map<std::string_view, const Keyword*> map;
    for (const Keyword& keyword : keywords) map.emplace(keyword.name, &keyword);
    return map;
  }();
  const auto found = by_name.find(name);
  return found == by_name.end() ? nullptr : found->second;
}

bool in_force(const Dialect& dialect, Of vocabulary) {
  switch (vocabulary) {
    case Of::applicator:
      return dialect.applicator;
    case Of::unevaluated:
      return dialect.unevaluated;
    case Of::validation:
      return dialect.validation;
    case Of::content:
      return dialect.content;
    default:
      return true;
  }
}

std::uint8_t type_bit(const OrderedJson& name) {
  constexpr std::array<std::pair<std::string_view, std::uint8_t>, 7> names{{{"null", type_null},
                                                                            {"boolean", type_boolean},
                                                                            {"integer", type_integer},
                                                                            {"number", type_number},
                                                                            {"string", type_string},
                                                                            {"array", type_array},
                                                                            {"object", type_object}}};
  if (!name.is_string()) return 0;
  for (const auto& [known, bit] : names) {
    if (known == name.get_ref<const std::string&>()) return bit;
  }
  return 0;
}

}  // namespace

void Compiler::fill(Node& node) {
  if (node.filled) return;
  node.filled = true;
  const OrderedJson& schema = *node.json;
  if (schema.is_boolean()) {
    node.kind = schema.get<bool>() ? Node::Kind::always : Node::Kind::never;
    return;
  }
  if (!schema.is_object()) {
    fail(Site{node, schema, "", schema}, "schema.type", "a schema is an object or a boolean");
  }
  for (auto each = schema.begin(); each != schema.end(); ++each) {
    const Keyword* keyword = find_keyword(each.key());
    const Site site{node, schema, each.key(), each.value()};
    if (!keyword) {
      if (options_.refuse_unknown_keywords && node.resource->main && each.key().substr(0, 2) != "x-") {
        fail(site, "schema.keyword",
             fmt::format("\"{}\" is not a keyword of JSON Schema 2020-12", each.key()));
      }
      continue;
    }
    if (in_force(node.resource->dialect, keyword->vocabulary)) keyword->read(*this, site);
  }
}

void Compiler::single(const Site& site, const Node* Node::*member) {
  if (!site.value.is_object() && !site.value.is_boolean()) {
    fail(site, "schema.type", fmt::format("\"{}\" must be a schema: an object or a boolean", site.keyword));
  }
  site.node.*member = node_for(site.value);
}

void Compiler::several(const Site& site, std::vector<const Node*> Node::*member) {
  if (!site.value.is_array() || site.value.empty()) {
    fail(site, "schema.type",
         fmt::format("\"{}\" must be a list of schemas, not an empty one", site.keyword));
  }
  for (const OrderedJson& each : site.value) (site.node.*member).push_back(node_for(each));
}

void Compiler::number(const Site& site, std::optional<Json> Node::*member, bool positive) {
  if (!site.value.is_number())
    fail(site, "schema.type", fmt::format("\"{}\" must be a number", site.keyword));
  Json value = core::to_sorted(site.value);
  if (positive && compare_numbers(value, Json(0)) != std::partial_ordering::greater) {
    fail(site, "schema.value", fmt::format("\"{}\" must be greater than 0", site.keyword));
  }
  site.node.*member = std::move(value);
}

void Compiler::count(const Site& site, std::optional<std::uint64_t> Node::*member) {
  const Json value = core::to_sorted(site.value);
  if (!is_integer(value) || compare_numbers(value, Json(0)) == std::partial_ordering::less) {
    fail(site, "schema.value", fmt::format("\"{}\" must be an integer of 0 or more", site.keyword));
  }
  constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
  site.node.*member = compare_numbers(value, Json(most)) == std::partial_ordering::greater ? most
                      : value.is_number_float() ? static_cast<std::uint64_t>(value.get<double>())
                                                : value.get<std::uint64_t>();
}

void Compiler::text(const Site& site) {
  if (!site.value.is_string())
    fail(site, "schema.type", fmt::format("\"{}\" must be a string", site.keyword));
}

void Compiler::need_object(const Site& site) {
  if (!site.value.is_object())
    fail(site, "schema.type", fmt::format("\"{}\" must be an object", site.keyword));
}

void Compiler::reference(const Site& site) {
  text(site);
  site.node.ref = resolve(site, site.value.get<std::string>(), nullptr);
}

void Compiler::dynamic_reference(const Site& site) {
  text(site);
  std::string name;
  site.node.dynamic_ref = resolve(site, site.value.get<std::string>(), &name);
  site.node.dynamic_name = std::move(name);
}

void Compiler::type(const Site& site) {
  const auto add = [&](const OrderedJson& name) {
    const std::uint8_t bit = type_bit(name);
    if (bit == 0) {
      fail(site, "schema.value",
           fmt::format("\"type\" is one of null, boolean, integer, number, string, array and object, or a "
                       "list of them"));
    }
    site.node.types = static_cast<std::uint8_t>(site.node.types | bit);
  };
  if (!site.value.is_array()) return add(site.value);
  if (site.value.empty()) fail(site, "schema.value", "\"type\" is an empty list");
  for (const OrderedJson& name : site.value) add(name);
}

void Compiler::enumeration(const Site& site) {
  if (!site.value.is_array()) fail(site, "schema.type", "\"enum\" must be a list");
  Budget budget{.left = std::numeric_limits<std::uint64_t>::max()};
  Node& node = site.node;
  node.has_enumeration = true;
  for (const OrderedJson& each : site.value) {
    node.enumeration.push_back(core::to_sorted(each));
    node.enumeration_index.emplace(hash(node.enumeration.back(), budget), node.enumeration.size() - 1);
  }
}

Pattern Compiler::compiled(const Site& site, const std::string& text, const std::string& token) {
  std::string problem;
  std::optional<Pattern> pattern = Pattern::compile(text, &problem);
  if (!pattern) {
    const SchemaResource& resource = *site.node.resource;
    std::string pointer = core::pointer_join(resource.document_pointer + site.node.pointer, site.keyword);
    if (!token.empty()) pointer = core::pointer_join(pointer, token);
    fail(resource, pointer, "schema.pattern",
         fmt::format("the pattern \"{}\" does not compile: {}", core::shorten(text, 200), problem));
  }
  return std::move(*pattern);
}

void Compiler::pattern(const Site& site) {
  text(site);
  site.node.pattern = compiled(site, site.value.get_ref<const std::string&>(), "");
}

void Compiler::format(const Site& site) {
  text(site);
  site.node.format = site.value.get<std::string>();
  if (options_.assert_format || site.node.resource->dialect.format_assertion) {
    site.node.format_check = find_format(site.node.format);
  }
}

void Compiler::unique_items(const Site& site) {
  if (!site.value.is_boolean()) fail(site, "schema.type", "\"uniqueItems\" must be a boolean");
  site.node.unique_items = site.value.get<bool>();
}

std::vector<std::string> Compiler::names(const Site& site, const OrderedJson& value) {
  if (!value.is_array()) fail(site, "schema.type", fmt::format("\"{}\" must list names", site.keyword));
  std::vector<std::string> list;
  for (const OrderedJson& name : value) {
    if (!name.is_string()) fail(site, "schema.type", fmt::format("\"{}\" must list names", site.keyword));
    list.push_back(name.get<std::string>());
  }
  return list;
}

void Compiler::required(const Site& site) { site.node.required = names(site, site.value); }

void Compiler::dependent_required(const Site& site) {
  need_object(site);
  for (auto each = site.value.begin(); each != site.value.end(); ++each) {
    site.node.dependent_required.emplace_back(each.key(), names(site, each.value()));
  }
}

void Compiler::dependent_schemas(const Site& site) {
  need_object(site);
  for (auto each = site.value.begin(); each != site.value.end(); ++each) {
    site.node.dependent_schemas.emplace_back(each.key(), node_for(each.value()));
  }
}

void Compiler::properties(const Site& site) {
  need_object(site);
  for (auto each = site.value.begin(); each != site.value.end(); ++each) {
    site.node.properties.emplace(each.key(), node_for(each.value()));
  }
}

void Compiler::pattern_properties(const Site& site) {
  need_object(site);
  for (auto each = site.value.begin(); each != site.value.end(); ++each) {
    site.node.pattern_properties.emplace_back(compiled(site, each.key(), each.key()), node_for(each.value()));
  }
}

void Compiler::definitions(const Site& site) { need_object(site); }

}  // namespace hallmark::jsonschema
