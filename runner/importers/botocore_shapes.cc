#include "importers/botocore_shapes.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "contract/view.h"
#include "core/text.h"

namespace hallmark::importers {
namespace {

using contract::Member;
using contract::Shape;
using contract::ShapeType;
using contract::Traits;
namespace trait = contract::trait;

ShapeType type_of(const BotocoreNode& node) {
  const std::string type = node.required_text("type");
  if (type == "structure") {
    if (node.flag("document")) return ShapeType::document;
    if (node.flag("union") || node.flag("eventstream")) return ShapeType::union_shape;
    return ShapeType::structure;
  }
  if (type == "string" || type == "character") {
    return node.has("enum") ? ShapeType::enumeration : ShapeType::string;
  }
  static const std::map<std::string, ShapeType, std::less<>> kTypes = {
      {"blob", ShapeType::blob},
      {"boolean", ShapeType::boolean},
      {"integer", ShapeType::integer},
      {"long", ShapeType::long_integer},
      {"short", ShapeType::short_integer},
      {"byte", ShapeType::byte},
      {"float", ShapeType::float_number},
      {"double", ShapeType::double_number},
      {"bigdecimal", ShapeType::big_decimal},
      {"biginteger", ShapeType::big_integer},
      {"timestamp", ShapeType::timestamp},
      {"list", ShapeType::list},
      {"map", ShapeType::map},
  };
  const auto found = kTypes.find(type);
  if (found == kTypes.end()) node.fail("type", fmt::format("{} is no type of a shape", type));
  return found->second;
}

void read_bounds(const BotocoreNode& node, ShapeType type, Traits& traits) {
  Json limits = Json::object();
  for (const char* key : {"min", "max"}) {
    if (auto value = node.number(key)) limits[key] = std::move(*value);
  }
  if (limits.empty()) return;
  if (contract::is_number(type)) {
    traits.set(trait::range, std::move(limits));
    return;
  }
  const bool counted = type == ShapeType::string || type == ShapeType::blob || type == ShapeType::list ||
                       type == ShapeType::map;
  if (!counted) return;
  for (auto& limit : limits) {
    if (!limit.is_number_integer() || limit < 0) node.fail("bounds", "a length must be a count");
  }
  traits.set(trait::length, std::move(limits));
}

void read_timestamp_format(const BotocoreNode& node, Traits& traits) {
  const std::string format = node.text("timestampFormat");
  if (format.empty()) return;
  static const std::map<std::string, std::string_view, std::less<>> kFormats = {
      {"iso8601", "date-time"}, {"rfc822", "http-date"}, {"unixTimestamp", "epoch-seconds"}};
  const auto found = kFormats.find(format);
  if (found == kFormats.end()) {
    node.fail("timestamp-format", fmt::format("{} is no format of a timestamp", format));
  }
  traits.set(trait::timestamp_format, found->second);
}

void read_deprecated(const BotocoreNode& node, Traits& traits) {
  if (!node.flag("deprecated")) return;
  Json value = Json::object();
  if (std::string since = node.text("deprecatedSince"); !since.empty()) value["since"] = std::move(since);
  traits.set(trait::deprecated, std::move(value));
}

// What botocore says alike on shapes and on references to them.
void read_common(const BotocoreNode& node, Traits& traits) {
  for (const auto& [key, id] : {std::pair{"box", trait::box},
                                {"sensitive", trait::sensitive},
                                {"streaming", trait::streaming},
                                {"requiresLength", trait::requires_length},
                                {"sparse", trait::sparse},
                                {"jsonvalue", trait::json_value}}) {
    if (node.flag(key)) traits.set(id);
  }
  read_deprecated(node, traits);
  read_timestamp_format(node, traits);
  if (Json space = xml_namespace_of(node); !space.is_null())
    traits.set(trait::xml_namespace, std::move(space));
}

// An identifier for an enum value: "us-east-1" -> "us_east_1", "1.0" -> "_1_0".
std::string enum_member_name(std::string_view value) {
  std::string name;
  for (const char c : value) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool digit = c >= '0' && c <= '9';
    if (digit && name.empty()) name += '_';
    name += letter || digit ? c : '_';
  }
  return name.empty() ? "EMPTY" : name;
}

void read_enum(const BotocoreNode& node, Shape& shape) {
  std::set<std::string> names;
  for (std::string& value : node.texts("enum")) {
    const std::string base = enum_member_name(value);
    std::string name = base;
    for (int i = 2; !names.insert(name).second; ++i) name = fmt::format("{}_{}", base, i);
    Member member{.name = std::move(name), .target = "smithy.api#Unit", .traits = {}};
    member.traits.set(trait::enum_value, std::move(value));
    shape.members.push_back(std::move(member));
  }
}

class ShapeReader {
 public:
  ShapeReader(const BotocoreShapes& shapes, const BotocoreDialect& dialect)
      : shapes_(shapes), dialect_(dialect) {}

  Shape read(const std::string& id, const BotocoreNode& node) const {
    Shape shape{.id = id, .type = type_of(node), .members = {}, .traits = {}};
    read_common(node, shape.traits);
    if (shape.type != ShapeType::enumeration) {
      read_bounds(node, shape.type, shape.traits);
      if (const std::string pattern = node.text("pattern"); !pattern.empty())
        shape.traits.set(trait::pattern, pattern);
    }
    switch (shape.type) {
      case ShapeType::enumeration:
        read_enum(node, shape);
        break;
      case ShapeType::list:
        shape.members.push_back(element("member", node.required_object("member")));
        break;
      case ShapeType::map:
        shape.members.push_back(element("key", node.required_object("key")));
        shape.members.push_back(element("value", node.required_object("value")));
        break;
      case ShapeType::structure:
      case ShapeType::union_shape:
        read_members(node, shape);
        break;
      default:
        break;
    }
    return shape;
  }

 private:
  // A list's member, a map's key or value.
  Member element(const std::string& name, const BotocoreNode& reference) const {
    Member member{.name = name, .target = shape_id(shapes_, reference), .traits = {}};
    read_common(reference, member.traits);
    const std::string wire = reference.text("locationName");
    if (dialect_.xml_names && !wire.empty() && wire != name) member.traits.set(trait::xml_name, wire);
    return member;
  }

  void read_members(const BotocoreNode& node, Shape& shape) const {
    if (const auto members = node.object("members")) {
      for (const auto& [name, reference] : members->entries())
        shape.members.push_back(member(name, reference));
    }
    for (const std::string& name : node.texts("required")) {
      // Old models name members here that they do not have; nothing can be asked of those.
      if (Member* required = shape.member(name)) required->traits.set(trait::required);
    }
    if (const std::string payload = node.text("payload"); !payload.empty()) {
      Member* member = shape.member(payload);
      if (!member) node.fail("payload", fmt::format("there is no member {}", payload));
      member->traits.set(trait::http_payload);
      // The body's root has this name, also where it is the member's own and not its shape's.
      const std::string root = node.required_object("members").required_object(payload).text("locationName");
      if (dialect_.xml_names && !root.empty() && root != contract::name_of(member->target)) {
        member->traits.set(trait::xml_name, root);
      }
      member->traits.erase(trait::json_name);
    }
    put_in_order(node.texts("xmlOrder"), shape);
    if (node.flag("eventstream")) shape.traits.set(trait::streaming);
    if (const std::string root = node.text("locationName");
        dialect_.xml_names && !root.empty() && root != shape.name()) {
      shape.traits.set(trait::xml_name, root);
    }
    read_error(node, shape.traits);
  }

  static void put_in_order(const std::vector<std::string>& order, Shape& shape) {
    if (order.empty()) return;
    const auto place = [&](const Member& member) {
      return std::find(order.begin(), order.end(), member.name) - order.begin();
    };
    std::stable_sort(shape.members.begin(), shape.members.end(),
                     [&](const Member& a, const Member& b) { return place(a) < place(b); });
  }

  Member member(const std::string& name, const BotocoreNode& reference) const {
    Member member{.name = name, .target = shape_id(shapes_, reference), .traits = {}};
    Traits& traits = member.traits;
    read_common(reference, traits);
    for (const auto& [key, id] : {std::pair{"idempotencyToken", trait::idempotency_token},
                                  {"hostLabel", trait::host_label},
                                  {"xmlAttribute", trait::xml_attribute},
                                  {"eventpayload", trait::event_payload},
                                  {"eventheader", trait::event_header}}) {
      if (reference.flag(key)) traits.set(id);
    }
    const std::string wire = reference.text("locationName");
    if (const std::string location = reference.text("location"); !location.empty()) {
      read_location(name, reference, location, wire.empty() ? name : wire, member);
    } else {
      read_body_name(name, reference, wire, member);
    }
    if (const std::string query = reference.text("queryName"); dialect_.ec2 && !query.empty()) {
      traits.set(trait::ec2_query_name, query);
    }
    return member;
  }

  void read_location(const std::string& name, const BotocoreNode& reference, const std::string& location,
                     const std::string& wire, Member& member) const {
    Traits& traits = member.traits;
    if (location == "uri") {
      traits.set(trait::http_label);
      traits.set(trait::required);  // a label cannot be left out
    } else if (location == "querystring") {
      const BotocoreNode& target = target_node(reference);
      if (target.text("type") == "map") {
        traits.set(trait::http_query_params);
      } else {
        traits.set(trait::http_query, wire);
      }
    } else if (location == "header") {
      traits.set(trait::http_header, wire);
    } else if (location == "headers") {
      traits.set(trait::http_prefix_headers, reference.text("locationName"));
    } else if (location == "statusCode") {
      traits.set(trait::http_response_code);
    } else {
      reference.fail("location", fmt::format("{} of {} is no location", location, name));
    }
  }

  void read_body_name(const std::string& name, const BotocoreNode& reference, std::string wire,
                      Member& member) const {
    const BotocoreNode& target = target_node(reference);
    const bool on_reference = reference.flag("flattened");
    if (on_reference || target.flag("flattened")) {
      member.traits.set(trait::xml_flattened);
      // A list that is flattened itself names its elements; one that is flattened by a member
      // takes that member's name.
      if (!on_reference && target.text("type") == "list") {
        const std::string element = target.required_object("member").text("locationName");
        if (!element.empty()) wire = element;
      }
    }
    if (wire.empty() || wire == name) return;
    if (dialect_.json_names) member.traits.set(trait::json_name, wire);
    if (dialect_.xml_names) member.traits.set(trait::xml_name, wire);
  }

  const BotocoreNode& target_node(const BotocoreNode& reference) const {
    (void)shape_id(shapes_, reference);
    return shapes_.nodes.find(reference.text("shape"))->second;
  }

  const BotocoreShapes& shapes_;
  const BotocoreDialect& dialect_;
};

}  // namespace

std::string without_date(std::string_view operation_name) {
  constexpr std::string_view form = "dddd_dd_dd";
  if (operation_name.size() <= form.size()) return std::string(operation_name);
  const std::string_view tail = operation_name.substr(operation_name.size() - form.size());
  for (std::size_t i = 0; i < form.size(); ++i) {
    const bool fits = form[i] == '_' ? tail[i] == '_' : tail[i] >= '0' && tail[i] <= '9';
    if (!fits) return std::string(operation_name);
  }
  return std::string(operation_name.substr(0, operation_name.size() - form.size()));
}

const std::string& shape_id(const BotocoreShapes& shapes, const BotocoreNode& reference) {
  const std::string name = reference.required_text("shape");
  const auto found = shapes.ids.find(name);
  if (found == shapes.ids.end()) {
    reference.fail("target",
                   fmt::format("the shape {} is not defined", core::printable(core::shorten(name, 100))));
  }
  return found->second;
}

Json xml_namespace_of(const BotocoreNode& node) {
  const auto found = node.find("xmlNamespace");
  if (!found) return nullptr;
  if (found->value().is_string()) return {{"uri", found->value().get<std::string>()}};
  Json value = {{"uri", found->required_text("uri")}};
  if (std::string prefix = found->text("prefix"); !prefix.empty()) value["prefix"] = std::move(prefix);
  return value;
}

void read_error(const BotocoreNode& node, Traits& traits) {
  const auto error = node.object("error");
  if (!error && !node.flag("exception") && !node.flag("fault")) return;
  std::optional<Json> status;
  if (error) {
    status = error->number("httpStatusCode");
    if (status && (!status->is_number_integer() || *status < 100 || *status > 999)) {
      error->fail("status", "httpStatusCode is no HTTP status");
    }
    if (status) traits.set(trait::http_error, *status);
    if (const std::string code = error->text("code"); !code.empty()) {
      Json query = {{"code", code}};
      if (status) query["httpResponseCode"] = *status;
      traits.set(trait::aws_query_error, std::move(query));
    }
  }
  const bool server = node.flag("fault") || (error && error->flag("fault")) || (status && *status >= 500);
  traits.set(trait::error, server ? "server" : "client");
  if (const auto retryable = node.object("retryable")) {
    Json value = Json::object();
    if (retryable->flag("throttling")) value["throttling"] = true;
    traits.set(trait::retryable, std::move(value));
  }
}

BotocoreShapes index_shapes(const BotocoreNode& root, const BotocoreDialect& dialect) {
  std::set<std::string> taken;
  if (const auto operations = root.object("operations")) {
    for (const auto& [name, node] : operations->entries()) taken.insert(without_date(name));
  }
  const BotocoreNode shapes = root.required_object("shapes");
  std::vector<std::pair<std::string, BotocoreNode>> colliding;
  BotocoreShapes result;
  for (auto& [name, node] : shapes.entries()) {
    if (name.empty() || name.find_first_of("#$") != std::string::npos) {
      node.fail("name", "a shape cannot have this name");
    }
    node.need_object();
    result.nodes.emplace(name, node);
    if (taken.contains(name)) {
      colliding.emplace_back(name, node);
    } else {
      result.ids.emplace(name, dialect.space + "#" + name);
    }
  }
  for (const auto& [name, node] : colliding) {
    std::string free = name + "Shape";
    while (result.ids.contains(free) || taken.contains(free)) free += "_";
    result.ids.emplace(name, dialect.space + "#" + free);
    taken.insert(free);
  }
  return result;
}

void read_shapes(const BotocoreShapes& shapes, const BotocoreDialect& dialect, contract::Model& model) {
  const ShapeReader reader(shapes, dialect);
  for (const auto& [name, node] : shapes.nodes) {
    const std::string& id = shapes.ids.find(name)->second;
    model.shapes.emplace(id, reader.read(id, node));
  }
}

}  // namespace hallmark::importers
