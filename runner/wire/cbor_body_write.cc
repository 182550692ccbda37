#include <cmath>
#include <limits>

#include "core/text.h"
#include "wire/cbor_body.h"
#include "wire/text_values.h"

namespace hallmark::wire {
namespace {

using contract::Member;
using contract::Model;
using contract::ShapeType;

std::optional<double> float_of(const Json& value) {
  if (value.is_number()) return value.get<double>();
  if (value == "NaN") return std::numeric_limits<double>::quiet_NaN();
  if (value == "Infinity") return std::numeric_limits<double>::infinity();
  if (value == "-Infinity") return -std::numeric_limits<double>::infinity();
  return std::nullopt;
}

void write_value(const Model& model, const Member& member, const Json& value, CborWriter& writer) {
  const auto& target = contract::target_of(model, member);
  switch (target.type) {
    case ShapeType::structure:
    case ShapeType::union_shape:
      if (!value.is_object()) break;
      write_cbor_members(model, target, value, writer);
      return;
    case ShapeType::list:
      if (const Member* item = target.member("member"); item && value.is_array()) {
        writer.array(value.size());
        for (const auto& inner : value) write_value(model, *item, inner, writer);
        return;
      }
      break;
    case ShapeType::map:
      if (const Member* inner = target.member("value"); inner && value.is_object()) {
        writer.map(value.size());
        for (const auto& [key, entry] : value.items()) {
          writer.text(key);
          write_value(model, *inner, entry, writer);
        }
        return;
      }
      break;
    case ShapeType::blob:
      if (value.is_string()) {
        if (const auto bytes = core::base64_decode(value.get_ref<const std::string&>())) {
          writer.bytes(*bytes);
          return;
        }
      }
      break;
    case ShapeType::timestamp:
      if (const Json seconds = timestamp_value(value, core::TimestampFormat::epoch_seconds);
          seconds.is_number()) {
        writer.tag(1);
        write_cbor_untyped(seconds, writer);
        return;
      }
      break;
    case ShapeType::float_number:
      if (const auto number = float_of(value)) {
        const bool narrow =
            !std::isfinite(*number) || std::fabs(*number) <= std::numeric_limits<float>::max();
        if (narrow) {
          writer.float32(static_cast<float>(*number));
        } else {
          writer.float64(*number);
        }
        return;
      }
      break;
    case ShapeType::double_number:
      if (const auto number = float_of(value)) {
        writer.float64(*number);
        return;
      }
      break;
    default:
      break;
  }
  write_cbor_untyped(value, writer);
}

}  // namespace

void write_cbor_members(const Model& model, const contract::Shape& structure, const Json& members,
                        CborWriter& writer) {
  if (!members.is_object()) {
    write_cbor_untyped(members, writer);
    return;
  }
  writer.map(members.size());
  for (const auto& member : structure.members) {
    const auto found = members.find(member.name);
    if (found == members.end()) continue;
    writer.text(member.name);
    write_value(model, member, *found, writer);
  }
  for (const auto& [name, value] : members.items()) {
    if (structure.member(name)) continue;
    writer.text(name);
    write_cbor_untyped(value, writer);
  }
}

void write_cbor_untyped(const Json& value, CborWriter& writer) {
  switch (value.type()) {
    case Json::value_t::boolean:
      writer.boolean(value.get<bool>());
      break;
    case Json::value_t::number_integer:
      writer.integer(value.get<std::int64_t>());
      break;
    case Json::value_t::number_unsigned:
      writer.unsigned_integer(value.get<std::uint64_t>());
      break;
    case Json::value_t::number_float:
      writer.float64(value.get<double>());
      break;
    case Json::value_t::string:
      writer.text(value.get_ref<const std::string&>());
      break;
    case Json::value_t::array:
      writer.array(value.size());
      for (const auto& inner : value) write_cbor_untyped(inner, writer);
      break;
    case Json::value_t::object:
      writer.map(value.size());
      for (const auto& [key, inner] : value.items()) {
        writer.text(key);
        write_cbor_untyped(inner, writer);
      }
      break;
    default:
      writer.null();
      break;
  }
}

}  // namespace hallmark::wire
