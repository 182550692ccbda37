#include "jsonschema/metaschema.h"

#include <array>
#include <map>
#include <string>
#include <utility>

namespace hallmark::jsonschema {
namespace {

struct Vocabulary {
  std::string_view name;
  std::string_view properties;  // "properties" and "$defs" of the vocabulary's metaschema
};

// `{"$dynamicRef": "#meta"}` is any schema, as the metaschema in use defines schemas.
constexpr std::array<Vocabulary, 8> vocabularies{{
    {"core", R"json({
  "properties": {
    "$id": {"type": "string", "format": "uri-reference", "pattern": "^[^#]*#?$"},
    "$schema": {"type": "string", "format": "uri"},
    "$ref": {"type": "string", "format": "uri-reference"},
    "$anchor": {"$ref": "#/$defs/name"},
    "$dynamicRef": {"type": "string", "format": "uri-reference"},
    "$dynamicAnchor": {"$ref": "#/$defs/name"},
    "$vocabulary": {
      "type": "object",
      "propertyNames": {"type": "string", "format": "uri"},
      "additionalProperties": {"type": "boolean"}
    },
    "$comment": {"type": "string"},
    "$defs": {"type": "object", "additionalProperties": {"$dynamicRef": "#meta"}}
  },
  "$defs": {"name": {"type": "string", "pattern": "^[A-Za-z_][-A-Za-z0-9._]*$"}}
})json"},
    {"applicator", R"json({
  "properties": {
    "prefixItems": {"$ref": "#/$defs/schemas"},
    "items": {"$dynamicRef": "#meta"},
    "contains": {"$dynamicRef": "#meta"},
    "additionalProperties": {"$dynamicRef": "#meta"},
    "properties": {"type": "object", "additionalProperties": {"$dynamicRef": "#meta"}},
    "patternProperties": {
      "type": "object",
      "additionalProperties": {"$dynamicRef": "#meta"},
      "propertyNames": {"format": "regex"}
    },
    "dependentSchemas": {"type": "object", "additionalProperties": {"$dynamicRef": "#meta"}},
    "propertyNames": {"$dynamicRef": "#meta"},
    "if": {"$dynamicRef": "#meta"},
    "then": {"$dynamicRef": "#meta"},
    "else": {"$dynamicRef": "#meta"},
    "allOf": {"$ref": "#/$defs/schemas"},
    "anyOf": {"$ref": "#/$defs/schemas"},
    "oneOf": {"$ref": "#/$defs/schemas"},
    "not": {"$dynamicRef": "#meta"}
  },
  "$defs": {"schemas": {"type": "array", "minItems": 1, "items": {"$dynamicRef": "#meta"}}}
})json"},
    {"unevaluated", R"json({
  "properties": {
    "unevaluatedItems": {"$dynamicRef": "#meta"},
    "unevaluatedProperties": {"$dynamicRef": "#meta"}
  }
})json"},
    {"validation", R"json({
  "properties": {
    "type": {
      "anyOf": [
        {"$ref": "#/$defs/type"},
        {"type": "array", "items": {"$ref": "#/$defs/type"}, "minItems": 1, "uniqueItems": true}
      ]
    },
    "const": true,
    "enum": {"type": "array"},
    "multipleOf": {"type": "number", "exclusiveMinimum": 0},
    "maximum": {"type": "number"},
    "exclusiveMaximum": {"type": "number"},
    "minimum": {"type": "number"},
    "exclusiveMinimum": {"type": "number"},
    "maxLength": {"$ref": "#/$defs/count"},
    "minLength": {"$ref": "#/$defs/count"},
    "pattern": {"type": "string", "format": "regex"},
    "maxItems": {"$ref": "#/$defs/count"},
    "minItems": {"$ref": "#/$defs/count"},
    "uniqueItems": {"type": "boolean"},
    "maxContains": {"$ref": "#/$defs/count"},
    "minContains": {"$ref": "#/$defs/count"},
    "maxProperties": {"$ref": "#/$defs/count"},
    "minProperties": {"$ref": "#/$defs/count"},
    "required": {"$ref": "#/$defs/names"},
    "dependentRequired": {"type": "object", "additionalProperties": {"$ref": "#/$defs/names"}}
  },
  "$defs": {
    "count": {"type": "integer", "minimum": 0},
    "names": {"type": "array", "items": {"type": "string"}, "uniqueItems": true},
    "type": {"enum": ["array", "boolean", "integer", "null", "number", "object", "string"]}
  }
})json"},
    {"meta-data", R"json({
  "properties": {
    "title": {"type": "string"},
    "description": {"type": "string"},
    "default": true,
    "deprecated": {"type": "boolean"},
    "readOnly": {"type": "boolean"},
    "writeOnly": {"type": "boolean"},
    "examples": {"type": "array"}
  }
})json"},
    {"format-annotation", R"json({"properties": {"format": {"type": "string"}}})json"},
    {"format-assertion", R"json({"properties": {"format": {"type": "string"}}})json"},
    {"content", R"json({
  "properties": {
    "contentEncoding": {"type": "string"},
    "contentMediaType": {"type": "string"},
    "contentSchema": {"$dynamicRef": "#meta"}
  }
})json"},
}};

constexpr std::string_view root = "https://json-schema.org/draft/2020-12/";

std::map<std::string, OrderedJson, std::less<>> make_all() {
  const std::string prefix(root);
  std::map<std::string, OrderedJson, std::less<>> all;
  OrderedJson whole = {{"$schema", prefix + "schema"}, {"$id", prefix + "schema"}};
  OrderedJson parts = OrderedJson::array();
  for (const Vocabulary& vocabulary : vocabularies) {
    const std::string name(vocabulary.name);
    const std::string id = prefix + "meta/" + name;
    const std::string vocabulary_uri = prefix + "vocab/" + name;
    OrderedJson one = {{"$schema", prefix + "schema"},
                       {"$id", id},
                       {"$vocabulary", OrderedJson::object({{vocabulary_uri, true}})},
                       {"$dynamicAnchor", "meta"},
                       {"type", {"object", "boolean"}}};
    one.update(OrderedJson::parse(vocabulary.properties));
    all.emplace(id, std::move(one));
    if (name == "format-assertion") continue;
    whole["$vocabulary"][vocabulary_uri] = true;
    parts.push_back({{"$ref", "meta/" + name}});
  }
  whole["$dynamicAnchor"] = "meta";
  whole["allOf"] = std::move(parts);
  whole["type"] = {"object", "boolean"};
  // Names of earlier drafts: tolerated, of no effect.
  whole["properties"] = OrderedJson::parse(R"json({
    "definitions": {"type": "object", "additionalProperties": {"$dynamicRef": "#meta"}, "deprecated": true},
    "dependencies": {
      "type": "object",
      "additionalProperties": {"anyOf": [{"$dynamicRef": "#meta"}, {"$ref": "meta/validation#/$defs/names"}]},
      "deprecated": true
    }
  })json");
  all.emplace(prefix + "schema", std::move(whole));
  return all;
}

}  // namespace

const OrderedJson* metaschema(std::string_view uri) {
  static const auto all = make_all();
  const auto found = all.find(uri);
  return found == all.end() ? nullptr : &found->second;
}

}  // namespace hallmark::jsonschema
