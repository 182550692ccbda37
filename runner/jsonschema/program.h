// A compiled schema: nodes that point at each other. Made by compile_program (compile.cc),
// walked by run_program (evaluator.cc), never changed in between; shared between threads.
// Internal to this module.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/json.h"
#include "jsonschema/format.h"
#include "jsonschema/pattern.h"
#include "jsonschema/schema.h"

namespace hallmark::jsonschema {

struct Node;

// Which vocabularies are in force (of $vocabulary in the metaschema that $schema names).
struct Dialect {
  bool applicator = true, unevaluated = true, validation = true, content = true;
  bool format_assertion = false;
};

// A schema document, or a part of one with its own $id.
struct SchemaResource {
  std::string uri;                         // absolute where a base is known; without fragment
  std::string file;                        // for messages
  const core::JsonFile* source = nullptr;  // only while compiling
  const OrderedJson* root = nullptr;
  std::string document_pointer;  // of `root`, in its document
  Dialect dialect;
  bool main = false;
  std::map<std::string, const OrderedJson*, std::less<>> anchors;  // $anchor and $dynamicAnchor
  std::map<std::string, const Node*, std::less<>> dynamic_anchors;
};

enum TypeBit : std::uint8_t {
  type_null = 1,
  type_boolean = 2,
  type_integer = 4,
  type_number = 8,
  type_string = 16,
  type_array = 32,
  type_object = 64
};

struct Node {
  enum class Kind { always, never, keywords };
  Kind kind = Kind::keywords;
  SchemaResource* resource = nullptr;  // written to while compiling only
  std::string pointer;                 // inside the resource
  const OrderedJson* json = nullptr;
  bool filled = false;

  // References.
  const Node* ref = nullptr;
  const Node* dynamic_ref = nullptr;
  std::string dynamic_name;  // set: looked up in the dynamic scope first

  // Any type.
  std::uint8_t types = 0;  // of TypeBit; 0: any
  std::optional<Json> constant;
  bool has_enumeration = false;
  std::vector<Json> enumeration;
  std::unordered_multimap<std::uint64_t, std::size_t> enumeration_index;  // by hash
  std::vector<const Node*> all_of, any_of, one_of;
  const Node* negated = nullptr;
  const Node* condition = nullptr;
  const Node* consequence = nullptr;
  const Node* alternative = nullptr;

  // Numbers and strings.
  std::optional<Json> multiple_of, maximum, exclusive_maximum, minimum, exclusive_minimum;
  std::optional<std::uint64_t> max_length, min_length;
  std::optional<Pattern> pattern;
  std::string format;
  FormatCheck format_check = nullptr;

  // Arrays.
  std::vector<const Node*> prefix_items;
  const Node* items = nullptr;
  const Node* contains = nullptr;
  std::optional<std::uint64_t> max_items, min_items, max_contains, min_contains;
  bool unique_items = false;
  const Node* unevaluated_items = nullptr;

  // Objects.
  std::vector<std::string> required;
  std::optional<std::uint64_t> max_properties, min_properties;
  std::vector<std::pair<std::string, std::vector<std::string>>> dependent_required;
  std::vector<std::pair<std::string, const Node*>> dependent_schemas;
  std::unordered_map<std::string, const Node*> properties;
  std::vector<std::pair<Pattern, const Node*>> pattern_properties;
  const Node* additional_properties = nullptr;
  const Node* property_names = nullptr;
  const Node* unevaluated_properties = nullptr;
};

struct Program {
  std::vector<std::unique_ptr<OrderedJson>> documents;
  std::deque<SchemaResource> resources;
  std::deque<Node> nodes;
  std::unordered_map<const OrderedJson*, Node*> by_json;
  const Node* root = nullptr;
};

// `file` may be null. Throws DocumentError.
[[nodiscard]] std::shared_ptr<const Program> compile_program(const OrderedJson& schema,
                                                             const core::JsonFile* file,
                                                             const CompileOptions& options);
[[nodiscard]] Evaluation run_program(const Node& root, const Json& instance, const Limits& limits);

// "https://…/x.json#/properties/Name/maxLength"
[[nodiscard]] std::string location_of(const Node& node, std::string_view keyword);

// The value that an RFC 6901 pointer names; null when it leads nowhere.
[[nodiscard]] const OrderedJson* find_pointer(const OrderedJson& root, std::string_view pointer);
// The token behind '/', unescaped, and `pointer` advanced past it.
[[nodiscard]] std::string next_token(std::string_view& pointer);
[[nodiscard]] const OrderedJson* child_of(const OrderedJson& value, const std::string& token);

}  // namespace hallmark::jsonschema
