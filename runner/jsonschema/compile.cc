#include "jsonschema/compile.h"

#include <fmt/format.h>

#include <array>

#include "core/error.h"
#include "core/text.h"
#include "jsonschema/metaschema.h"
#include "jsonschema/uri.h"

namespace hallmark::jsonschema {
namespace {

constexpr std::size_t deepest_schema = 600;
constexpr std::string_view drafts = "json-schema.org/draft";

// Copying and destroying JSON recurses in the library: measure before either.
bool deeper_than(const OrderedJson& schema, std::size_t limit) {
  std::vector<std::pair<const OrderedJson*, std::size_t>> pending{{&schema, 1}};
  while (!pending.empty()) {
    const auto [at, depth] = pending.back();
    pending.pop_back();
    if (depth > limit) return true;
    if (!at->is_structured()) continue;
    for (const OrderedJson& child : *at) pending.emplace_back(&child, depth + 1);
  }
  return false;
}

enum class Holds { one, list, map };
struct Applicator {
  std::string_view keyword;
  Holds holds;
};
// Where sub-schemas stand. "definitions" is an older name that schemas still use.
constexpr std::array<Applicator, 20> applicators{{
    {"$defs", Holds::map},
    {"definitions", Holds::map},
    {"properties", Holds::map},
    {"patternProperties", Holds::map},
    {"dependentSchemas", Holds::map},
    {"allOf", Holds::list},
    {"anyOf", Holds::list},
    {"oneOf", Holds::list},
    {"prefixItems", Holds::list},
    {"items", Holds::one},
    {"contains", Holds::one},
    {"additionalProperties", Holds::one},
    {"propertyNames", Holds::one},
    {"not", Holds::one},
    {"if", Holds::one},
    {"then", Holds::one},
    {"else", Holds::one},
    {"unevaluatedItems", Holds::one},
    {"unevaluatedProperties", Holds::one},
    {"contentSchema", Holds::one},
}};

const OrderedJson* member(const OrderedJson& object, std::string_view key) {
  if (!object.is_object()) return nullptr;
  for (auto at = object.begin(); at != object.end(); ++at) {
    if (at.key() == key) return &at.value();
  }
  return nullptr;
}

const std::string* text_member(const OrderedJson& object, std::string_view key) {
  const OrderedJson* value = member(object, key);
  return value && value->is_string() ? &value->get_ref<const std::string&>() : nullptr;
}

std::string without_empty_fragment(std::string uri) {
  if (!uri.empty() && uri.back() == '#') uri.pop_back();
  return uri;
}

}  // namespace

std::string next_token(std::string_view& pointer) {
  pointer.remove_prefix(1);
  const std::size_t slash = pointer.find('/');
  const std::string_view raw = pointer.substr(0, slash);
  pointer = slash == std::string_view::npos ? std::string_view() : pointer.substr(slash);
  std::string token;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] == '~' && i + 1 < raw.size()) {
      token += raw[++i] == '1' ? '/' : '~';
    } else {
      token += raw[i];
    }
  }
  return token;
}

const OrderedJson* child_of(const OrderedJson& value, const std::string& token) {
  if (value.is_object()) return member(value, token);
  if (!value.is_array() || token.empty() || token.size() > 9) return nullptr;
  std::size_t index = 0;
  for (const char c : token) {
    if (c < '0' || c > '9') return nullptr;
    index = index * 10 + static_cast<std::size_t>(c - '0');
  }
  return index < value.size() ? &value[index] : nullptr;
}

const OrderedJson* find_pointer(const OrderedJson& root, std::string_view pointer) {
  const OrderedJson* at = &root;
  if (!pointer.empty() && pointer.front() != '/') return nullptr;
  while (at && !pointer.empty()) at = child_of(*at, next_token(pointer));
  return at;
}

void Compiler::compile(const OrderedJson& schema) {
  if (deeper_than(schema, deepest_schema)) {
    SchemaResource whole;
    whole.main = true;
    fail(whole, "", "schema.depth", fmt::format("the schema nests deeper than {} levels", deepest_schema));
  }
  const SchemaResource& main = add_document(schema, options_.base_uri, true);
  // Every sub-schema of the main document is checked, also those that nothing refers to.
  std::vector<const OrderedJson*> all;
  for (Node& node : program_.nodes) all.push_back(node.json);
  for (const OrderedJson* each : all) (void)node_for(*each);
  program_.root = node_for(*main.root);
  while (!pending_.empty()) {
    Node* node = pending_.back();
    pending_.pop_back();
    fill(*node);
  }
  for (SchemaResource& resource : program_.resources) resource.source = nullptr;
}

SchemaResource& Compiler::add_document(const OrderedJson& schema, const std::string& uri, bool main) {
  program_.documents.push_back(std::make_unique<OrderedJson>(schema));
  const OrderedJson& copy = *program_.documents.back();
  SchemaResource stub;
  stub.uri = uri;
  stub.main = main;
  stub.file = main ? (file_ ? file_->path : std::string()) : uri;
  stub.source = main ? file_ : nullptr;
  SchemaResource& root = open_resource(copy, uri, "", &stub);
  scan(copy, root, "");
  return root;
}

SchemaResource& Compiler::open_resource(const OrderedJson& root, std::string uri,
                                        std::string document_pointer, const SchemaResource* parent) {
  const std::string retrieved = uri;
  if (const std::string* id = text_member(root, "$id")) {
    uri = without_empty_fragment(resolve_uri(parent->uri, *id));
    if (uri.find('#') != std::string::npos) {
      fail(*parent, core::pointer_join(document_pointer, "$id"), "schema.id",
           fmt::format("\"$id\" has a fragment: \"{}\"", *id), "name the place with \"$anchor\" instead");
    }
  }
  SchemaResource& resource = program_.resources.emplace_back();
  resource.uri = uri;
  resource.file = parent->file;
  resource.source = parent->source;
  resource.main = parent->main;
  resource.root = &root;
  resource.document_pointer = std::move(document_pointer);
  resource.dialect = parent->dialect;
  resources_.emplace(uri, &resource);
  if (resource.document_pointer.empty()) resources_.emplace(retrieved, &resource);
  resource.dialect = dialect_of(resource, root);
  return resource;
}

Dialect Compiler::dialect_of(const SchemaResource& resource, const OrderedJson& root) {
  const std::string* named = text_member(root, "$schema");
  if (!named) return resource.dialect;
  const std::string uri = without_empty_fragment(*named);
  const std::string at = core::pointer_join(resource.document_pointer, "$schema");
  Dialect dialect;
  const OrderedJson* metaschema_json = metaschema(uri);
  if (!metaschema_json) {
    if (uri.find(drafts) != std::string::npos) {
      fail(resource, at, "schema.dialect", fmt::format("\"{}\" is not a dialect that is known here", uri),
           "write the schema in 2020-12: \"https://json-schema.org/draft/2020-12/schema\"");
    }
    const auto known = resources_.find(uri);
    metaschema_json = known != resources_.end() ? known->second->root
                      : options_.resolve        ? options_.resolve(uri)
                                                : nullptr;
  }
  const OrderedJson* vocabulary = metaschema_json ? member(*metaschema_json, "$vocabulary") : nullptr;
  if (!vocabulary || !vocabulary->is_object()) return dialect;
  dialect = {.applicator = false, .unevaluated = false, .validation = false, .content = false};
  constexpr std::string_view prefix = "https://json-schema.org/draft/2020-12/vocab/";
  for (auto each = vocabulary->begin(); each != vocabulary->end(); ++each) {
    const std::string_view key = each.key();
    const std::string_view name = key.substr(0, prefix.size()) == prefix ? key.substr(prefix.size()) : "";
    if (name == "applicator") {
      dialect.applicator = true;
    } else if (name == "unevaluated") {
      dialect.unevaluated = true;
    } else if (name == "validation") {
      dialect.validation = true;
    } else if (name == "content") {
      dialect.content = true;
    } else if (name == "format-assertion") {
      dialect.format_assertion = true;
    } else if (name != "core" && name != "meta-data" && name != "format-annotation" && each.value() == true) {
      fail(resource, at, "schema.vocabulary",
           fmt::format("the vocabulary \"{}\" is required and not known", key));
    }
  }
  return dialect;
}

void Compiler::scan(const OrderedJson& schema, SchemaResource& first, std::string document_pointer) {
  struct Item {
    const OrderedJson* json;
    SchemaResource* resource;
    std::string document_pointer;
  };
  std::vector<Item> pending{{&schema, &first, std::move(document_pointer)}};
  while (!pending.empty()) {
    Item item = std::move(pending.back());
    pending.pop_back();
    const OrderedJson& json = *item.json;
    if (program_.by_json.count(&json) != 0) continue;
    SchemaResource* resource = item.resource;
    if (json.is_object() && &json != resource->root && text_member(json, "$id")) {
      resource = &open_resource(json, resource->uri, item.document_pointer, resource);
    }
    Node& node = program_.nodes.emplace_back();
    node.json = &json;
    node.resource = resource;
    node.pointer = item.document_pointer.substr(resource->document_pointer.size());
    program_.by_json.emplace(&json, &node);
    if (!json.is_object()) continue;
    for (const std::string_view keyword : {"$anchor", "$dynamicAnchor"}) {
      const std::string* name = text_member(json, keyword);
      if (!name) continue;
      resource->anchors.emplace(*name, &json);
      if (keyword == "$dynamicAnchor") {
        resource->dynamic_anchors.emplace(*name, &node);
        if (!node.filled) pending_.push_back(&node);
      }
    }
    for (const Applicator& applicator : applicators) {
      const OrderedJson* value = member(json, applicator.keyword);
      if (!value) continue;
      const std::string at = core::pointer_join(item.document_pointer, applicator.keyword);
      if (applicator.holds == Holds::one) {
        if (value->is_object() || value->is_boolean()) pending.push_back({value, resource, at});
      } else if (applicator.holds == Holds::list && value->is_array()) {
        for (std::size_t i = 0; i < value->size(); ++i) {
          pending.push_back({&(*value)[i], resource, core::pointer_join(at, i)});
        }
      } else if (applicator.holds == Holds::map && value->is_object()) {
        for (auto each = value->begin(); each != value->end(); ++each) {
          pending.push_back({&each.value(), resource, core::pointer_join(at, each.key())});
        }
      }
    }
  }
}

Node* Compiler::node_for(const OrderedJson& schema) {
  Node* node = program_.by_json.at(&schema);
  if (!node->filled) pending_.push_back(node);
  return node;
}

SchemaResource* Compiler::find_resource(const std::string& uri) {
  if (const auto known = resources_.find(uri); known != resources_.end()) return known->second;
  const OrderedJson* document = metaschema(uri);
  if (!document && options_.resolve) document = options_.resolve(uri);
  if (!document) return nullptr;
  if (deeper_than(*document, deepest_schema)) {
    throw core::DocumentError({.file = uri, .rule = "schema.depth", .message = "the schema nests too deep"});
  }
  return &add_document(*document, uri, false);
}

SchemaResource& Compiler::load(const std::string& uri, const Site& site) {
  SchemaResource* resource = find_resource(uri);
  if (!resource) {
    fail(site, "schema.ref", fmt::format("nothing is known under \"{}\"", uri),
         "references reach this document and those that it is compiled with; nothing is fetched");
  }
  return *resource;
}

const Node* Compiler::resolve(const Site& site, const std::string& reference, std::string* dynamic_name) {
  const UriParts parts = split_fragment(resolve_uri(site.node.resource->uri, reference));
  SchemaResource* resource = &load(parts.document, site);
  if (parts.fragment.empty()) return node_for(*resource->root);
  if (parts.fragment.front() != '/') {
    const auto anchor = resource->anchors.find(parts.fragment);
    if (anchor == resource->anchors.end()) {
      fail(site, "schema.ref", fmt::format("\"{}\" has no anchor \"{}\"", parts.document, parts.fragment));
    }
    if (dynamic_name && resource->dynamic_anchors.count(parts.fragment) != 0) *dynamic_name = parts.fragment;
    return node_for(*anchor->second);
  }
  // The nearest resource on the way is the base of what is found.
  const OrderedJson* at = resource->root;
  std::string document_pointer = resource->document_pointer;
  std::string_view rest = parts.fragment;
  while (!rest.empty()) {
    const std::string token = next_token(rest);
    at = child_of(*at, token);
    if (!at) fail(site, "schema.ref", fmt::format("\"{}\" leads nowhere", reference));
    document_pointer = core::pointer_join(document_pointer, token);
    if (const auto known = program_.by_json.find(at); known != program_.by_json.end()) {
      resource = known->second->resource;
    }
  }
  if (!at->is_object() && !at->is_boolean()) {
    fail(site, "schema.ref", fmt::format("\"{}\" leads to something that is no schema", reference));
  }
  scan(*at, *resource, document_pointer);
  return node_for(*at);
}

void Compiler::fail(const SchemaResource& resource, const std::string& document_pointer, std::string rule,
                    std::string message, std::string advice) const {
  if (resource.main && file_) {
    core::fail_at(*file_, document_pointer, std::move(rule), std::move(message), std::move(advice));
  }
  throw core::DocumentError({.file = resource.main ? std::string() : resource.file,
                             .line = 0,
                             .pointer = document_pointer,
                             .rule = std::move(rule),
                             .message = std::move(message),
                             .advice = std::move(advice)});
}

void Compiler::fail(const Site& site, std::string rule, std::string message, std::string advice) const {
  const SchemaResource& resource = *site.node.resource;
  std::string pointer = resource.document_pointer + site.node.pointer;
  if (!site.keyword.empty()) pointer = core::pointer_join(pointer, site.keyword);
  fail(resource, pointer, std::move(rule), std::move(message), std::move(advice));
}

std::shared_ptr<const Program> compile_program(const OrderedJson& schema, const core::JsonFile* file,
                                               const CompileOptions& options) {
  auto program = std::make_shared<Program>();
  Compiler(*program, file, options).compile(schema);
  return program;
}

}  // namespace hallmark::jsonschema
