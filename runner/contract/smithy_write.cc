#include <utility>

#include "contract/smithy.h"

namespace hallmark::contract {
namespace {

OrderedJson reference(const std::string& id) {
  return {{"target", id.empty() ? std::string("smithy.api#Unit") : id}};
}

OrderedJson references(const std::vector<std::string>& ids) {
  OrderedJson list = OrderedJson::array();
  for (const std::string& id : ids) list.push_back(reference(id));
  return list;
}

void put_list(OrderedJson& node, const char* key, const std::vector<std::string>& ids) {
  if (!ids.empty()) node[key] = references(ids);
}

void put_traits(OrderedJson& node, const Traits& traits) {
  OrderedJson object = OrderedJson::object();
  for (const auto& [id, value] : traits.all()) {
    if (id != trait::documentation) object[id] = core::to_ordered(value);
  }
  if (!object.empty()) node["traits"] = std::move(object);
}

OrderedJson member_node(const Member& member) {
  OrderedJson node = reference(member.target);
  put_traits(node, member.traits);
  return node;
}

OrderedJson shape_node(const Shape& shape) {
  OrderedJson node;
  node["type"] = to_string(shape.type);
  switch (shape.type) {
    case ShapeType::list:
    case ShapeType::map:
      for (const Member& member : shape.members) node[member.name] = member_node(member);
      break;
    case ShapeType::structure:
    case ShapeType::union_shape:
    case ShapeType::enumeration:
    case ShapeType::int_enumeration: {
      OrderedJson members = OrderedJson::object();
      for (const Member& member : shape.members) members[member.name] = member_node(member);
      node["members"] = std::move(members);
      break;
    }
    default:
      break;
  }
  put_traits(node, shape.traits);
  return node;
}

OrderedJson service_node(const ServiceShape& service) {
  OrderedJson node;
  node["type"] = "service";
  node["version"] = service.version;
  put_list(node, "operations", service.operations);
  put_list(node, "resources", service.resources);
  put_list(node, "errors", service.errors);
  put_traits(node, service.traits);
  return node;
}

OrderedJson operation_node(const Operation& operation) {
  OrderedJson node;
  node["type"] = "operation";
  node["input"] = reference(operation.input);
  node["output"] = reference(operation.output);
  put_list(node, "errors", operation.errors);
  put_traits(node, operation.traits);
  return node;
}

OrderedJson resource_node(const ResourceShape& resource) {
  OrderedJson node;
  node["type"] = "resource";
  for (const auto& [key, named] :
       {std::pair{"identifiers", &resource.identifiers}, {"properties", &resource.properties}}) {
    if (named->empty()) continue;
    OrderedJson references;
    for (const auto& [name, id] : *named) references[name] = reference(id);
    node[key] = std::move(references);
  }
  for (const auto& [key, id] : {std::pair<const char*, const std::string&>{"create", resource.create},
                                {"put", resource.put},
                                {"read", resource.read},
                                {"update", resource.update},
                                {"delete", resource.delete_operation},
                                {"list", resource.list}}) {
    if (!id.empty()) node[key] = reference(id);
  }
  put_list(node, "operations", resource.operations);
  put_list(node, "collectionOperations", resource.collection_operations);
  put_list(node, "resources", resource.resources);
  put_traits(node, resource.traits);
  return node;
}

std::string on_one_line(const OrderedJson& node) {
  return node.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

OrderedJson metadata_node(const Model& model) {
  OrderedJson metadata;
  OrderedJson contradictions = OrderedJson::array();
  for (const Contradiction& contradiction : model.contradictions) {
    OrderedJson sayings = OrderedJson::array();
    for (const auto& saying : contradiction.sayings) {
      OrderedJson entry;
      entry["source"] = saying.source;
      entry["value"] = saying.value;
      sayings.push_back(std::move(entry));
    }
    OrderedJson entry;
    entry["promise"] = contradiction.promise;
    entry["what"] = contradiction.what;
    entry["sayings"] = std::move(sayings);
    contradictions.push_back(std::move(entry));
  }
  if (!contradictions.empty()) metadata["hallmark.api#contradictions"] = std::move(contradictions);
  if (!model.documents.empty()) metadata["hallmark.api#documents"] = model.documents;
  if (!model.slug.empty()) metadata["hallmark.api#slug"] = model.slug;
  return metadata;
}

}  // namespace

std::string write_smithy(const Model& model) {
  std::map<std::string, OrderedJson> nodes;
  for (const auto& [id, shape] : model.shapes) {
    if (namespace_of(id) != "smithy.api") nodes[id] = shape_node(shape);
  }
  for (const auto& [id, operation] : model.operations) nodes[id] = operation_node(operation);
  for (const auto& [id, resource] : model.resources) nodes[id] = resource_node(resource);
  nodes[model.service.id] = service_node(model.service);

  std::string text = "{\n\"smithy\": \"2.0\",\n";
  if (const OrderedJson metadata = metadata_node(model); !metadata.empty())
    text += "\"metadata\": " + on_one_line(metadata) + ",\n";
  text += "\"shapes\": {";
  const char* separator = "\n";
  for (const auto& [id, node] : nodes) {
    text += separator + on_one_line(id) + ": " + on_one_line(node);
    separator = ",\n";
  }
  return text + "\n}\n}\n";
}

}  // namespace hallmark::contract
