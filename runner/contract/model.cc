#include "contract/model.h"

#include <algorithm>
#include <array>
#include <set>
#include <unordered_set>
#include <utility>

#include "contract/protocols.h"

namespace hallmark::contract {
namespace {

constexpr std::array<std::pair<ShapeType, std::string_view>, 19> kTypes{{
    {ShapeType::blob, "blob"},
    {ShapeType::boolean, "boolean"},
    {ShapeType::string, "string"},
    {ShapeType::enumeration, "enum"},
    {ShapeType::int_enumeration, "intEnum"},
    {ShapeType::byte, "byte"},
    {ShapeType::short_integer, "short"},
    {ShapeType::integer, "integer"},
    {ShapeType::long_integer, "long"},
    {ShapeType::float_number, "float"},
    {ShapeType::double_number, "double"},
    {ShapeType::big_integer, "bigInteger"},
    {ShapeType::big_decimal, "bigDecimal"},
    {ShapeType::timestamp, "timestamp"},
    {ShapeType::document, "document"},
    {ShapeType::list, "list"},
    {ShapeType::map, "map"},
    {ShapeType::structure, "structure"},
    {ShapeType::union_shape, "union"},
}};

using ShapeTable = std::map<std::string, Shape, std::less<>>;

ShapeTable make_prelude() {
  ShapeTable shapes;
  const auto add = [&](std::string_view name, ShapeType type, Json default_value = nullptr) {
    Shape shape{.id = "smithy.api#" + std::string(name), .type = type, .members = {}, .traits = {}};
    if (!default_value.is_null()) shape.traits.set(trait::default_value, std::move(default_value));
    shapes.emplace(shape.id, shape);
  };
  add("Blob", ShapeType::blob);
  add("Boolean", ShapeType::boolean);
  add("String", ShapeType::string);
  add("Byte", ShapeType::byte);
  add("Short", ShapeType::short_integer);
  add("Integer", ShapeType::integer);
  add("Long", ShapeType::long_integer);
  add("Float", ShapeType::float_number);
  add("Double", ShapeType::double_number);
  add("BigInteger", ShapeType::big_integer);
  add("BigDecimal", ShapeType::big_decimal);
  add("Timestamp", ShapeType::timestamp);
  add("Document", ShapeType::document);
  add("PrimitiveBoolean", ShapeType::boolean, false);
  add("PrimitiveByte", ShapeType::byte, 0);
  add("PrimitiveShort", ShapeType::short_integer, 0);
  add("PrimitiveInteger", ShapeType::integer, 0);
  add("PrimitiveLong", ShapeType::long_integer, 0);
  add("PrimitiveFloat", ShapeType::float_number, 0);
  add("PrimitiveDouble", ShapeType::double_number, 0);
  add("Unit", ShapeType::structure);
  return shapes;
}

const ShapeTable& prelude() {
  static const ShapeTable shapes = make_prelude();
  return shapes;
}

std::string_view bare_name(std::string_view id) {
  const auto hash = id.find('#');
  return hash == std::string_view::npos ? id : id.substr(hash + 1);
}

// Every operation id that a resource binds, then its child resources' ids.
void append_bound(const ResourceShape& resource, std::vector<std::string>& operations) {
  for (const std::string* id : {&resource.create, &resource.put, &resource.read, &resource.update,
                                &resource.delete_operation, &resource.list}) {
    if (!id->empty()) operations.push_back(*id);
  }
  operations.insert(operations.end(), resource.operations.begin(), resource.operations.end());
  operations.insert(operations.end(), resource.collection_operations.begin(),
                    resource.collection_operations.end());
}

}  // namespace

std::string_view to_string(ShapeType type) {
  for (const auto& [candidate, name] : kTypes) {
    if (candidate == type) return name;
  }
  return "document";
}

std::optional<ShapeType> shape_type(std::string_view smithy_name) {
  for (const auto& [type, name] : kTypes) {
    if (name == smithy_name) return type;
  }
  if (smithy_name == "set") return ShapeType::list;  // Smithy 1.0
  return std::nullopt;
}

const Json* Traits::find(std::string_view id) const {
  const auto found = traits_.find(id);
  return found == traits_.end() ? nullptr : &found->second;
}

void Traits::set(std::string_view id, Json value) {
  traits_.insert_or_assign(std::string(id), std::move(value));
}

void Traits::erase(std::string_view id) {
  if (const auto found = traits_.find(id); found != traits_.end()) traits_.erase(found);
}

const Member* Shape::member(std::string_view wanted) const {
  for (const Member& candidate : members) {
    if (candidate.name == wanted) return &candidate;
  }
  return nullptr;
}

Member* Shape::member(std::string_view wanted) {
  return const_cast<Member*>(std::as_const(*this).member(wanted));
}

std::string_view Shape::name() const { return bare_name(id); }
std::string_view Operation::name() const { return bare_name(id); }

const Shape* Model::shape(std::string_view id) const {
  if (const auto found = shapes.find(id); found != shapes.end()) return &found->second;
  if (const auto found = prelude().find(id); found != prelude().end()) return &found->second;
  return nullptr;
}

const Operation* Model::operation(std::string_view name_or_id) const {
  if (const auto found = operations.find(name_or_id); found != operations.end()) return &found->second;
  if (name_or_id.find('#') != std::string_view::npos) return nullptr;
  std::string id(namespace_of(service.id));
  id.append("#").append(name_or_id);
  if (const auto found = operations.find(id); found != operations.end()) return &found->second;
  // Ids are in order: where the first and the last are of the service's namespace, all are.
  const std::string_view own = std::string_view(id).substr(0, id.size() - name_or_id.size());
  if (operations.empty() ||
      (operations.begin()->first.starts_with(own) && operations.rbegin()->first.starts_with(own)))
    return nullptr;
  const std::string_view ending = std::string_view(id).substr(id.size() - name_or_id.size() - 1);
  for (const auto& [key, candidate] : operations) {  // of another namespace
    if (key.ends_with(ending)) return &candidate;
  }
  return nullptr;
}

std::vector<const Operation*> Model::all_operations() const {
  std::unordered_set<std::string_view> bound(service.operations.begin(), service.operations.end());
  std::vector<std::string> ids;
  std::vector<std::string> waiting = service.resources;
  std::set<std::string, std::less<>> visited;
  while (!waiting.empty()) {
    const std::string id = std::move(waiting.back());
    waiting.pop_back();
    const auto found = resources.find(id);
    if (found == resources.end() || !visited.insert(id).second) continue;
    append_bound(found->second, ids);
    waiting.insert(waiting.end(), found->second.resources.begin(), found->second.resources.end());
  }
  bound.insert(ids.begin(), ids.end());
  std::vector<const Operation*> result;
  for (const auto& [id, operation] : operations) {
    if (bound.contains(id)) result.push_back(&operation);
  }
  // Those of one namespace, all as a rule, are in order already.
  const auto by_name = [](const Operation* a, const Operation* b) {
    return std::pair(a->name(), std::string_view(a->id)) < std::pair(b->name(), std::string_view(b->id));
  };
  if (!std::is_sorted(result.begin(), result.end(), by_name))
    std::sort(result.begin(), result.end(), by_name);
  return result;
}

std::vector<std::string> Model::protocols() const {
  std::vector<std::string> result;
  for (const ProtocolFacts* facts : protocols_of(*this, [](const ProtocolFacts&) { return true; }))
    result.emplace_back(facts->id);
  return result;
}

const Json* effective(const Model& model, const Member& member, std::string_view trait_id) {
  if (const Json* own = member.traits.find(trait_id)) return own;
  const Shape* target = model.shape(member.target);
  return target ? target->traits.find(trait_id) : nullptr;
}

const Shape& target_of(const Model& model, const Member& member) {
  if (const Shape* target = model.shape(member.target)) return *target;
  // Readers refuse dangling targets; a hand-made model that has one is taken as "anything".
  return prelude().find("smithy.api#Document")->second;
}

std::optional<Bounds> bounds(const Json* trait_value) {
  if (!trait_value || !trait_value->is_object()) return std::nullopt;
  Bounds result;
  if (const auto min = trait_value->find("min"); min != trait_value->end() && min->is_number()) {
    result.min = min->get<double>();
  }
  if (const auto max = trait_value->find("max"); max != trait_value->end() && max->is_number()) {
    result.max = max->get<double>();
  }
  if (!result.min && !result.max) return std::nullopt;
  return result;
}

std::optional<HttpBinding> http_binding(const Operation& operation) {
  const Json* value = operation.traits.find(trait::http);
  if (!value || !value->is_object()) return std::nullopt;
  HttpBinding binding;
  const auto method = value->find("method");
  const auto uri = value->find("uri");
  if (method == value->end() || !method->is_string() || uri == value->end() || !uri->is_string()) {
    return std::nullopt;
  }
  binding.method = method->get<std::string>();
  binding.uri = uri->get<std::string>();
  if (const auto code = value->find("code"); code != value->end() && code->is_number_integer()) {
    binding.code = code->get<int>();
  }
  return binding;
}

bool is_required(const Member& member) { return member.traits.has(trait::required); }

std::vector<Json> enum_values(const Shape& shape) {
  std::vector<Json> values;
  if (shape.type == ShapeType::enumeration || shape.type == ShapeType::int_enumeration) {
    for (const Member& member : shape.members) {
      const Json* value = member.traits.find(trait::enum_value);
      if (value) {
        values.push_back(*value);
      } else if (shape.type == ShapeType::enumeration) {
        values.emplace_back(member.name);
      }
    }
    return values;
  }
  if (const Json* old = shape.traits.find("smithy.api#enum"); old && old->is_array()) {
    for (const Json& entry : *old) {
      if (entry.is_object() && entry.contains("value")) values.push_back(entry["value"]);
    }
  }
  return values;
}

bool is_streaming(const Model& model, const Member& member) {
  return effective(model, member, trait::streaming) != nullptr;
}

bool has_event_stream(const Model& model, const Operation& operation) {
  for (const std::string* id : {&operation.input, &operation.output}) {
    const Shape* structure = id->empty() ? nullptr : model.shape(*id);
    if (!structure) continue;
    for (const Member& member : structure->members) {
      if (target_of(model, member).type == ShapeType::union_shape && is_streaming(model, member)) return true;
    }
  }
  return false;
}

std::string_view to_string(Source source) {
  switch (source) {
    case Source::page:
      return "page";
    case Source::model:
      return "model";
    case Source::newer_model:
      return "newer-model";
    case Source::overlay:
      return "overlay";
    case Source::text:
      return "text";
  }
  return "model";
}

Source source_of(const Traits& traits, std::string_view trait_id) {
  const Json* value = traits.find(trait::source);
  if (!value || !value->is_object()) return Source::model;
  auto entry = trait_id.empty() ? value->end() : value->find(std::string(trait_id));
  if (entry == value->end()) entry = value->find("*");
  if (entry == value->end()) return Source::model;
  const Json* word = &*entry;
  if (word->is_object()) {
    const auto inner = word->find("source");
    if (inner == word->end()) return Source::model;
    word = &*inner;
  }
  if (!word->is_string()) return Source::model;
  for (const Source source : {Source::page, Source::newer_model, Source::overlay, Source::text}) {
    if (word->get_ref<const std::string&>() == to_string(source)) return source;
  }
  return Source::model;
}

std::string_view namespace_of(std::string_view id) {
  const auto hash = id.find('#');
  return hash == std::string_view::npos ? std::string_view{} : id.substr(0, hash);
}

std::string_view name_of(std::string_view id) { return bare_name(id); }

void add_prelude(Model& model) {
  std::set<std::string, std::less<>> wanted;
  for (const auto& [id, shape] : model.shapes) {
    for (const Member& member : shape.members) wanted.insert(member.target);
  }
  for (const auto& [id, shape] : prelude()) {
    if (wanted.contains(id)) model.shapes.emplace(id, shape);
  }
}

void prune(Model& model) {
  std::vector<std::string_view> waiting(model.service.errors.begin(), model.service.errors.end());
  for (const auto& [id, operation] : model.operations) {
    waiting.emplace_back(operation.input);
    waiting.emplace_back(operation.output);
    waiting.insert(waiting.end(), operation.errors.begin(), operation.errors.end());
  }
  for (const auto& [id, resource] : model.resources) {
    for (const auto& [name, target] : resource.identifiers) waiting.emplace_back(target);
    for (const auto& [name, target] : resource.properties) waiting.emplace_back(target);
  }
  std::set<std::string_view> reached;
  while (!waiting.empty()) {
    const std::string_view id = waiting.back();
    waiting.pop_back();
    const auto found = model.shapes.find(id);
    if (found == model.shapes.end() || !reached.insert(found->first).second) continue;
    for (const Member& member : found->second.members) waiting.emplace_back(member.target);
  }
  std::erase_if(model.shapes, [&](const auto& entry) {
    return namespace_of(entry.first) != "smithy.api" && !reached.contains(entry.first);
  });
}

}  // namespace hallmark::contract
