#include "schema/derive.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "contract/protocols.h"
#include "core/clock.h"
#include "core/text.h"
#include "schema/constraints.h"

namespace hallmark::schema {
namespace {

namespace trait = contract::trait;
using contract::Member;
using contract::Model;
using contract::Shape;
using contract::ShapeType;

constexpr std::string_view dialect = "https://json-schema.org/draft/2020-12/schema";
// Shapes that nest deeper than this stand in $defs even if they are used once.
constexpr std::size_t deepest_inline = 16;
// A list of values as long as this is written once.
constexpr std::size_t long_enum = 8;

bool may_stand_alone(const Shape& shape) {
  return contract::is_aggregate(shape.type) ||
         (shape.type == ShapeType::enumeration && shape.members.size() >= long_enum);
}

// One schema document: decides which shapes stand in $defs, then writes them.
class Writer {
 public:
  explicit Writer(const Model& model) : model_(model) {
    const std::vector<std::string> protocols = model.protocols();
    if (!protocols.empty()) protocol_ = protocols.front();
  }

  // The schema of a root structure; null: an object without known members.
  void write(const Shape* root, OrderedJson& document) {
    if (!root) {
      document["type"] = "object";
      return;
    }
    count(*root);
    const bool again = uses_[root] > 0;
    if (again) shared_.insert(root);
    OrderedJson definitions = OrderedJson::object();
    std::map<std::string, OrderedJson> written;
    if (again) {
      document["$ref"] = reference(*root);
    } else {
      document.update(of_shape({&model_, nullptr, root}, 0));
    }
    while (!pending_.empty()) {
      const Shape* shape = pending_.back();
      pending_.pop_back();
      written.emplace(names_.at(shape), of_shape({&model_, nullptr, shape}, 0));
    }
    for (auto& [name, schema] : written) definitions[name] = std::move(schema);
    if (!definitions.empty()) document["$defs"] = std::move(definitions);
  }

 private:
  // How often each shape is used below the root, and which of them contain themselves.
  void count(const Shape& root) {
    std::set<const Shape*> seen{&root};
    std::vector<const Shape*> pending{&root};
    while (!pending.empty()) {
      const Shape* shape = pending.back();
      pending.pop_back();
      if (!contract::is_aggregate(shape->type)) continue;
      for (const Member& member : shape->members) {
        const Shape* target = &contract::target_of(model_, member);
        ++uses_[target];
        if (seen.insert(target).second) pending.push_back(target);
      }
    }
    for (const auto& [shape, uses] : uses_) {
      if (uses > 1 && may_stand_alone(*shape)) shared_.insert(shape);
    }
    // A cycle whose shapes are each used once can only run through the root.
    for (const Member& member : root.members) find_cycles(contract::target_of(model_, member));
  }

  void find_cycles(const Shape& start) {
    if (!contract::is_aggregate(start.type) || !visited_.insert(&start).second) return;
    struct Frame {
      const Shape* shape;
      std::size_t next;
    };
    std::vector<Frame> stack{{&start, 0}};
    std::set<const Shape*> open{&start};
    while (!stack.empty()) {
      Frame& frame = stack.back();
      if (frame.next == frame.shape->members.size()) {
        open.erase(frame.shape);
        stack.pop_back();
        continue;
      }
      const Shape* target = &contract::target_of(model_, frame.shape->members[frame.next++]);
      if (!contract::is_aggregate(target->type)) continue;
      if (open.count(target) != 0) {
        shared_.insert(target);
      } else if (visited_.insert(target).second) {
        open.insert(target);
        stack.push_back({target, 0});
      }
    }
  }

  std::string reference(const Shape& shape) {
    auto found = names_.find(&shape);
    if (found == names_.end()) {
      std::string name(shape.name());
      for (int more = 2; !taken_.insert(name).second; ++more) name = fmt::format("{}_{}", shape.name(), more);
      found = names_.emplace(&shape, std::move(name)).first;
      pending_.push_back(&shape);
    }
    return "#/$defs/" + core::replace_all(core::pointer_escape(found->second), "%", "%25");
  }

  OrderedJson of_member(const Member& member, std::size_t depth) {
    const Shape& target = contract::target_of(model_, member);
    const ConstrainedPlace place{&model_, &member, &target};
    const bool deep = depth >= deepest_inline && is_aggregate(target.type);
    if (shared_.count(&target) == 0 && !deep) return marked(member, of_shape(place, depth + 1));
    OrderedJson schema = OrderedJson::object();
    schema["$ref"] = reference(target);
    // What the member itself says comes on top: it can only narrow what stands in $defs.
    if (narrows(member)) add_constraints(place, schema);
    return marked(member, std::move(schema));
  }

  static OrderedJson marked(const Member& member, OrderedJson schema) {
    if (member.traits.has(trait::deprecated)) schema["deprecated"] = true;
    return schema;
  }

  OrderedJson of_shape(const ConstrainedPlace& place, std::size_t depth) {
    const Shape& shape = *place.shape;
    OrderedJson schema = OrderedJson::object();
    switch (shape.type) {
      case ShapeType::boolean:
        schema["type"] = "boolean";
        break;
      case ShapeType::blob:
        schema["type"] = "string";
        schema["contentEncoding"] = "base64";
        break;
      case ShapeType::string:
      case ShapeType::enumeration:
        schema["type"] = "string";
        break;
      case ShapeType::byte:
      case ShapeType::short_integer:
      case ShapeType::integer:
      case ShapeType::long_integer:
      case ShapeType::int_enumeration:
        schema["type"] = "integer";
        break;
      case ShapeType::big_integer:
        schema["type"] = {"integer", "string"};
        break;
      case ShapeType::big_decimal:
        schema["type"] = {"number", "string"};
        break;
      case ShapeType::float_number:
      case ShapeType::double_number: {
        OrderedJson finite = {{"type", "number"}};
        add_range(place, finite);
        schema["anyOf"] = {std::move(finite),
                           {{"type", "string"}, {"enum", {"NaN", "Infinity", "-Infinity"}}}};
        return schema;
      }
      case ShapeType::timestamp:
        return timestamp(place);
      case ShapeType::document:
        return schema;
      case ShapeType::list:
        return list(place, depth);
      case ShapeType::map:
        return map(place, depth);
      case ShapeType::structure:
        return structure(shape, depth);
      case ShapeType::union_shape:
        return union_of(place, depth);
    }
    add_constraints(place, schema);
    return schema;
  }

  void add_constraints(const ConstrainedPlace& place, OrderedJson& schema) {
    switch (place.shape->type) {
      case ShapeType::blob:
        add_blob_length(place, schema);
        break;
      case ShapeType::string:
      case ShapeType::enumeration:
        add_enum(place, schema);
        add_length(place, "minLength", "maxLength", schema);
        add_pattern(place, schema);
        break;
      case ShapeType::int_enumeration:
        add_enum(place, schema);
        break;
      case ShapeType::list:
        add_length(place, "minItems", "maxItems", schema);
        if (requires_unique_items(place)) schema["uniqueItems"] = true;
        break;
      case ShapeType::map:
        add_length(place, "minProperties", "maxProperties", schema);
        break;
      default:
        add_range(place, schema);
        break;
    }
  }

  OrderedJson or_null(OrderedJson schema) {
    if (schema.empty()) return schema;
    return {{"anyOf", {std::move(schema), {{"type", "null"}}}}};
  }

  OrderedJson list(const ConstrainedPlace& place, std::size_t depth) {
    const Shape& shape = *place.shape;
    OrderedJson schema = {{"type", "array"}};
    if (!shape.members.empty()) {
      OrderedJson item = of_member(shape.members.front(), depth);
      schema["items"] = shape.traits.has(trait::sparse) ? or_null(std::move(item)) : std::move(item);
    }
    add_constraints(place, schema);
    return schema;
  }

  OrderedJson map(const ConstrainedPlace& place, std::size_t depth) {
    const Shape& shape = *place.shape;
    OrderedJson schema = {{"type", "object"}};
    if (const Member* key = shape.member("key")) {
      OrderedJson names = of_member(*key, depth);
      names.erase("type");  // a name is always a string
      if (!names.empty()) schema["propertyNames"] = std::move(names);
    }
    if (const Member* value = shape.member("value")) {
      OrderedJson each = of_member(*value, depth);
      schema["additionalProperties"] =
          shape.traits.has(trait::sparse) ? or_null(std::move(each)) : std::move(each);
    }
    add_constraints(place, schema);
    return schema;
  }

  OrderedJson properties(const Shape& shape, std::size_t depth) {
    OrderedJson all = OrderedJson::object();
    for (const Member& member : shape.members) all[member.name] = of_member(member, depth);
    return all;
  }

  OrderedJson structure(const Shape& shape, std::size_t depth) {
    OrderedJson schema = {{"type", "object"}};
    if (shape.members.empty()) return schema;
    schema["properties"] = properties(shape, depth);
    OrderedJson required = OrderedJson::array();
    for (const Member& member : shape.members) {
      if (requires_member(member)) required.push_back(member.name);
    }
    if (!required.empty()) schema["required"] = std::move(required);
    return schema;
  }

  OrderedJson union_of(const ConstrainedPlace& place, std::size_t depth) {
    const Shape& shape = *place.shape;
    OrderedJson schema = {{"type", "object"}};
    if (shape.members.empty()) return schema;
    schema["properties"] = properties(shape, depth);
    const bool stream =
        shape.traits.has(trait::streaming) || (place.member && place.member->traits.has(trait::streaming));
    if (stream) return schema;  // events come one after the other: nothing is said of how many
    if (shape.members.size() == 1) {
      schema["minProperties"] = 1;
      return schema;
    }
    OrderedJson one_of = OrderedJson::array();
    for (const Member& member : shape.members) one_of.push_back({{"required", {member.name}}});
    schema["oneOf"] = std::move(one_of);
    return schema;
  }

  OrderedJson timestamp(const ConstrainedPlace& place) {
    std::set<core::TimestampFormat> formats;
    for (const Json* said : sayings(place, trait::timestamp_format)) {
      const auto format =
          said && said->is_string() ? core::timestamp_format(said->get<std::string>()) : std::nullopt;
      if (format) {
        formats.insert(*format);
      } else {
        add_default_formats(place, formats);
      }
    }
    const contract::ProtocolFacts& facts = contract::protocol_facts(protocol_);
    if (facts.one_time_format) formats = {facts.body_time};
    if (formats.empty()) add_default_formats(place, formats);
    OrderedJson alternatives = OrderedJson::array();
    if (formats.count(core::TimestampFormat::epoch_seconds) != 0)
      alternatives.push_back({{"type", "number"}});
    if (formats.count(core::TimestampFormat::date_time) != 0) {
      alternatives.push_back({{"type", "string"}, {"format", "date-time"}});
    }
    if (formats.count(core::TimestampFormat::http_date) != 0) {
      alternatives.push_back({{"type", "string"}, {"format", "http-date"}});
    }
    if (alternatives.size() == 1) return std::move(alternatives.front());
    return {{"anyOf", std::move(alternatives)}};
  }

  // What the binding and the protocol ask for where no trait does.
  void add_default_formats(const ConstrainedPlace& place, std::set<core::TimestampFormat>& formats) const {
    using core::TimestampFormat;
    if (protocol_.empty()) {
      formats = {TimestampFormat::epoch_seconds, TimestampFormat::date_time, TimestampFormat::http_date};
      return;
    }
    const contract::ProtocolFacts& facts = contract::protocol_facts(protocol_);
    const bool bound = facts.rest && place.member != nullptr;
    formats.insert(contract::default_time_format(
        facts, bound ? contract::location_of(*place.member) : contract::Location::body));
  }

  const Model& model_;
  std::string protocol_;  // empty: the contract states none
  std::map<const Shape*, std::size_t> uses_;
  std::set<const Shape*> shared_;
  std::set<const Shape*> visited_;
  std::map<const Shape*, std::string> names_;
  std::set<std::string, std::less<>> taken_;
  std::vector<const Shape*> pending_;
};

const Shape* structure_of(const Model& model, const std::string& id) {
  if (id.empty() || id == "smithy.api#Unit") return nullptr;
  return model.shape(id);
}

OrderedJson document_of(const Model& model, const std::string& file, const std::string& title,
                        const Shape* root) {
  OrderedJson document = {{"$schema", dialect}, {"$id", schema_id(model, file)}, {"title", title}};
  Writer(model).write(root, document);
  return document;
}

}  // namespace

std::string schema_id(const Model& model, std::string_view file) {
  return fmt::format("urn:hallmark:schema:{}:{}", model.slug, file);
}

OrderedJson request_schema(const Model& model, const contract::Operation& operation) {
  return document_of(model, fmt::format("{}.request.schema.json", operation.name()),
                     fmt::format("{}.{} request", model.slug, operation.name()),
                     structure_of(model, operation.input));
}

OrderedJson response_schema(const Model& model, const contract::Operation& operation) {
  return document_of(model, fmt::format("{}.response.schema.json", operation.name()),
                     fmt::format("{}.{} response", model.slug, operation.name()),
                     structure_of(model, operation.output));
}

OrderedJson error_schema(const Model& model, const Shape& error) {
  return document_of(model, fmt::format("{}.error.schema.json", error.name()),
                     fmt::format("{} {}", model.slug, error.name()), &error);
}

OrderedJson errors_document(const Model& model, const contract::Operation& operation) {
  const std::vector<std::string> protocols = model.protocols();
  const std::string protocol = protocols.empty() ? std::string() : protocols.front();
  OrderedJson errors = OrderedJson::array();
  for (const Shape* shape : contract::listed_errors(model, operation)) {
    const contract::ErrorInfo info = contract::error_info(model, *shape, protocol);
    OrderedJson entry = {{"name", info.name}, {"code", info.code}};
    if (info.status) entry["status"] = *info.status;
    if (info.fault != contract::Fault::unknown) {
      entry["fault"] = info.fault == contract::Fault::client ? "client" : "server";
    }
    entry["source"] = contract::to_string(contract::source_of(shape->traits));
    errors.push_back(std::move(entry));
  }
  return errors;
}

std::vector<SchemaFile> schema_files(const Model& model,
                                     const std::vector<const contract::Operation*>& operations) {
  const auto text = [](const OrderedJson& document) { return document.dump(2) + "\n"; };
  std::map<std::string, std::string> files;
  for (const contract::Operation* operation : operations) {
    const std::string name(operation->name());
    files[name + ".request.schema.json"] = text(request_schema(model, *operation));
    files[name + ".response.schema.json"] = text(response_schema(model, *operation));
    files[name + ".errors.json"] = text(errors_document(model, *operation));
    for (const Shape* error : contract::listed_errors(model, *operation)) {
      std::string& file = files[fmt::format("{}.error.schema.json", error->name())];
      if (file.empty()) file = text(error_schema(model, *error));
    }
  }
  std::vector<SchemaFile> result;
  for (auto& [name, content] : files) result.push_back({.name = name, .text = std::move(content)});
  return result;
}

}  // namespace hallmark::schema
