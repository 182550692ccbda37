#include "plan/shapes.h"

#include <algorithm>

#include "core/text.h"

namespace hallmark::plan {

using contract::ShapeType;
namespace trait = contract::trait;
namespace protocol = contract::protocol;

namespace {

const contract::Shape& empty_structure() {
  static const contract::Shape shape{
      .id = "smithy.api#Unit", .type = ShapeType::structure, .members = {}, .traits = {}};
  return shape;
}

bool is_index(std::string_view token) {
  return !token.empty() &&
         std::all_of(token.begin(), token.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Place place_of(const contract::Model& model, const contract::Shape& root, std::string_view pointer) {
  Place place{.shape = &root, .member = nullptr, .problem = {}};
  if (pointer.empty()) return place;
  const auto tokens = core::split(pointer.substr(1), '/');
  for (const auto& raw : tokens) {
    const auto token = core::replace_all(core::replace_all(raw, "~1", "/"), "~0", "~");
    const contract::Shape& here = *place.shape;
    const contract::Member* next = nullptr;
    std::string problem;
    switch (here.type) {
      case ShapeType::structure:
      case ShapeType::union_shape: {
        next = here.member(token);
        if (!next) {
          problem = std::string(here.name()) + " has no member \"" + token + "\"";
          std::vector<std::string> names;
          for (const auto& member : here.members) names.push_back(member.name);
          if (const auto near = core::nearest(token, names)) problem += "; did you mean \"" + *near + "\"?";
        }
        break;
      }
      case ShapeType::list:
        if (is_index(token)) next = here.member("member");
        if (!next) problem = std::string(here.name()) + " is a list: \"" + token + "\" is no index";
        break;
      case ShapeType::map:
        next = here.member("value");
        break;
      case ShapeType::document:
        return place;
      default:
        problem = std::string(here.name()) + " is a " + std::string(contract::to_string(here.type)) +
                  " and has no members";
    }
    if (!next) return {.shape = nullptr, .member = nullptr, .problem = problem};
    place.member = next;
    place.shape = &contract::target_of(model, *next);
  }
  return place;
}

const contract::Shape& input_of(const contract::Model& model, const contract::Operation& operation) {
  const auto* shape = operation.input.empty() ? nullptr : model.shape(operation.input);
  return shape ? *shape : empty_structure();
}

const contract::Shape& output_of(const contract::Model& model, const contract::Operation& operation) {
  const auto* shape = operation.output.empty() ? nullptr : model.shape(operation.output);
  return shape ? *shape : empty_structure();
}

bool is_text(ShapeType type) { return type == ShapeType::string || type == ShapeType::enumeration; }

bool is_whole_number(ShapeType type) {
  return type == ShapeType::byte || type == ShapeType::short_integer || type == ShapeType::integer ||
         type == ShapeType::long_integer || type == ShapeType::big_integer ||
         type == ShapeType::int_enumeration;
}

bool is_number(ShapeType type) {
  return is_whole_number(type) || type == ShapeType::float_number || type == ShapeType::double_number ||
         type == ShapeType::big_decimal;
}

Location location_of(const contract::Member& member) {
  if (member.traits.has(trait::http_label)) return Location::label;
  if (member.traits.has(trait::http_query)) return Location::query;
  if (member.traits.has(trait::http_header)) return Location::header;
  if (member.traits.has(trait::http_prefix_headers)) return Location::prefix_headers;
  if (member.traits.has(trait::http_query_params)) return Location::query_params;
  if (member.traits.has(trait::http_payload)) return Location::payload;
  return Location::body;
}

bool is_text_in_line(const contract::Model& model, const contract::Member& member) {
  const auto where = location_of(member);
  return is_text(contract::target_of(model, member).type) &&
         (where == Location::label || where == Location::query || where == Location::header);
}

bool describes_the_body(const contract::Member& member) {
  const Json* header = member.traits.find(trait::http_header);
  if (!header || !header->is_string()) return false;
  const auto name = core::to_lower(header->get<std::string>());
  for (const std::string_view each :
       {"content-length", "content-md5", "content-encoding", "transfer-encoding", "expect",
        "x-amz-content-sha256", "x-amz-decoded-content-length", "x-amz-sdk-checksum-algorithm",
        "x-amz-trailer", "x-amz-sha256-tree-hash"}) {
    if (name == each) return true;
  }
  return name.starts_with("x-amz-checksum-") && name != "x-amz-checksum-mode" &&
         name != "x-amz-checksum-type" && name != "x-amz-checksum-algorithm";
}

std::string_view to_string(Location location) {
  switch (location) {
    case Location::body:
      return "body";
    case Location::label:
      return "label";
    case Location::query:
      return "query";
    case Location::header:
      return "header";
    case Location::prefix_headers:
      return "prefix-headers";
    case Location::query_params:
      return "query-params";
    case Location::payload:
      return "payload";
  }
  return "body";
}

bool is_rest(std::string_view id) { return id == protocol::rest_json || id == protocol::rest_xml; }
bool is_query(std::string_view id) { return id == protocol::aws_query || id == protocol::ec2_query; }
bool has_typed_body(std::string_view id) {
  return id == protocol::rest_json || id == protocol::aws_json_1_0 || id == protocol::aws_json_1_1 ||
         id == protocol::rpcv2_cbor;
}

}  // namespace hallmark::plan
