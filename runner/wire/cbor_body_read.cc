#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/clock.h"
#include "core/json.h"
#include "core/text.h"
#include "wire/cbor_body.h"
#include "wire/limits.h"
#include "wire/text_values.h"

namespace hallmark::wire {
namespace {

using contract::Member;
using contract::Model;
using contract::Shape;
using contract::ShapeType;
using Kind = CborItem::Kind;

constexpr std::size_t max_bignum_bytes = 256;

// Keys stand on the wire as in a pointer.
Cursor part_of(const Cursor& at, std::string_view key) {
  return at.part(key, at.below(core::pointer_escape(key)));
}

std::string describe(const CborItem& item) {
  switch (item.kind) {
    case Kind::unsigned_integer:
    case Kind::negative_integer:
      return "an integer";
    case Kind::bytes:
      return "a byte string";
    case Kind::text:
      return "a text string";
    case Kind::array:
      return "an array";
    case Kind::map:
      return "a map";
    case Kind::tag:
      return fmt::format("tag {}", item.number);
    case Kind::boolean:
      return "a boolean";
    case Kind::null:
      return "null";
    case Kind::undefined:
      return "undefined";
    case Kind::simple:
      return fmt::format("simple value {}", item.number);
    case Kind::floating:
      return fmt::format("a float of {} bits", item.number * 8);
  }
  return "an item";
}

bool is_null(const CborItem& item) { return item.kind == Kind::null || item.kind == Kind::undefined; }

std::string as_utf8(const std::string& text) {
  return core::valid_utf8(text) ? text : core::to_utf8(core::to_utf32(text));
}

Json real_value(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  return value;
}

Json integer_value(const CborItem& item) {
  if (item.kind == Kind::unsigned_integer) return item.number;
  if (item.number <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
    return -1 - static_cast<std::int64_t>(item.number);
  }
  return -1.0 - static_cast<double>(item.number);
}

// Tags 2 and 3: the bytes of an unsigned number, in decimal.
std::optional<std::string> bignum(const CborItem& item) {
  const auto& inner = item.items.front();
  if (inner.kind != Kind::bytes || inner.text.size() > max_bignum_bytes) return std::nullopt;
  std::vector<unsigned> digits = {0};  // base 10, least first
  const auto multiply_add = [&](unsigned factor, unsigned carry) {
    for (auto& digit : digits) {
      const unsigned value = digit * factor + carry;
      digit = value % 10;
      carry = value / 10;
    }
    for (; carry > 0; carry /= 10) digits.push_back(carry % 10);
  };
  for (const char byte : inner.text) multiply_add(256, static_cast<unsigned char>(byte));
  if (item.number == 3) multiply_add(1, 1);  // -1 - n
  std::string text = item.number == 3 ? "-" : "";
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) text += static_cast<char>('0' + *digit);
  return text;
}

bool is_number(const CborItem& item) {
  return item.kind == Kind::unsigned_integer || item.kind == Kind::negative_integer ||
         item.kind == Kind::floating;
}

std::string key_text(const CborItem& key, const Cursor& at) {
  if (key.kind == Kind::text) return clean_text(key.text, at);
  at.diagnose(DiagnosticKind::lexical, "a text string as key", describe(key));
  const Json shown = cbor_untyped(key);
  return shown.is_string() ? shown.get<std::string>() : core::dump(shown, 200);
}

Json read_value(const Model& model, const Member& member, const CborItem& item, const Cursor& at);

Json read_list(const Model& model, const Shape& list, const CborItem& item, const Cursor& at) {
  Json items = Json::array();
  const Member* inner = list.member("member");
  if (!inner) return items;
  const bool sparse = list.traits.has(contract::trait::sparse);
  for (const auto& entry : item.items) {
    const Cursor inner_at = part_of(at, std::to_string(items.size()));
    if (!is_null(entry)) {
      items.push_back(read_value(model, *inner, entry, inner_at));
    } else if (sparse) {
      items.push_back(nullptr);
    } else {
      inner_at.diagnose(DiagnosticKind::null_member, "no null", describe(entry));
    }
  }
  return items;
}

Json read_map(const Model& model, const Shape& map, const CborItem& item, const Cursor& at) {
  Json entries = Json::object();
  const Member* inner = map.member("value");
  if (!inner) return entries;
  const bool sparse = map.traits.has(contract::trait::sparse);
  for (std::size_t i = 0; i + 1 < item.items.size(); i += 2) {
    const auto key = key_text(item.items[i], at);
    const auto& value = item.items[i + 1];
    const Cursor inner_at = part_of(at, key);
    if (entries.contains(key)) inner_at.diagnose(DiagnosticKind::duplicate_key, "each key once", key);
    if (!is_null(value)) {
      entries[key] = read_value(model, *inner, value, inner_at);
    } else if (sparse) {
      entries[key] = nullptr;
    } else {
      inner_at.diagnose(DiagnosticKind::null_member, "no null", describe(value));
    }
  }
  return entries;
}

Json read_timestamp(const CborItem& item, const Cursor& at) {
  if (item.kind == Kind::tag && item.number == 1 && is_number(item.items.front())) {
    Json seconds = cbor_untyped(item.items.front());
    // Not a number, infinite, or beyond the year 9999: another unit, mostly.
    const std::string text = core::dump(seconds);
    if (!seconds.is_number() || !core::parse_time(text, core::TimestampFormat::epoch_seconds)) {
      at.diagnose(DiagnosticKind::lexical, "seconds since 1970", text);
    }
    return seconds;
  }
  // Text with a date is tag 0's, and a bare number is JSON's way: times, but not in this protocol's format.
  const bool time = is_number(item) || (item.kind == Kind::tag && item.number == 0);
  at.diagnose(time ? DiagnosticKind::timestamp_format : DiagnosticKind::lexical, "tag 1 on a number",
              describe(item));
  return cbor_untyped(item);
}

Json read_simple(ShapeType type, const CborItem& item, const Cursor& at) {
  const auto misfit = [&](const char* expected) {
    at.diagnose(DiagnosticKind::lexical, expected, describe(item));
    return cbor_untyped(item);
  };
  switch (type) {
    case ShapeType::string:
    case ShapeType::enumeration:
      if (item.kind != Kind::text) return misfit("a text string");
      return clean_text(item.text, at);
    case ShapeType::blob:
      if (item.kind != Kind::bytes) return misfit("a byte string");
      return core::base64_encode(item.text);
    case ShapeType::byte:
    case ShapeType::short_integer:
    case ShapeType::integer:
    case ShapeType::long_integer:
    case ShapeType::int_enumeration:
      if (item.kind != Kind::unsigned_integer && item.kind != Kind::negative_integer)
        return misfit("an integer");
      return integer_value(item);
    case ShapeType::big_integer:
    case ShapeType::big_decimal:
      if (is_number(item)) return cbor_untyped(item);
      if (item.kind == Kind::tag && (item.number == 2 || item.number == 3)) {
        if (const auto text = bignum(item)) return *text;
      }
      return misfit("a number");
    case ShapeType::float_number:
    case ShapeType::double_number:
      if (!is_number(item)) return misfit("a number");
      return cbor_untyped(item);
    case ShapeType::boolean:
      if (item.kind != Kind::boolean) return misfit("a boolean");
      return item.number == 1;
    case ShapeType::timestamp:
      return read_timestamp(item, at);
    default:
      return cbor_untyped(item);
  }
}

using Names = std::set<std::string_view>;

Names text_keys(const CborItem& map) {
  Names keys;
  for (std::size_t i = 0; i + 1 < map.items.size(); i += 2) {
    if (map.items[i].kind == Kind::text) keys.insert(map.items[i].text);
  }
  return keys;
}

// The member whose name differs from `name` by case only and that is not there under its own.
const Member* alike_member(const Shape& structure, const Names& present, const std::string& name) {
  for (const auto& known : structure.members) {
    if (core::equal_ignoring_case(known.name, name) && !present.contains(known.name)) return &known;
  }
  return nullptr;
}

void read_members(const Model& model, const Shape& structure, const CborItem& item, const Cursor& at,
                  Json& members, const std::set<std::string>& envelope) {
  const Names present = text_keys(item);
  std::set<std::string> seen;
  for (std::size_t i = 0; i + 1 < item.items.size(); i += 2) {
    const auto name = key_text(item.items[i], at);
    const auto& value = item.items[i + 1];
    if (!seen.insert(name).second) {
      part_of(at, name).diagnose(DiagnosticKind::duplicate_key, "each name once", name);
    }
    const Member* member = structure.member(name);
    const bool exact = member != nullptr;
    if (!exact && envelope.contains(name)) continue;
    if (!exact) member = alike_member(structure, present, name);
    if (!member) {
      part_of(at, name).diagnose(DiagnosticKind::unknown_member, "", describe(value));
      continue;
    }
    const Cursor inner_at = part_of(at, member->name);
    if (!exact) inner_at.diagnose(DiagnosticKind::member_case, member->name, name);
    if (is_null(value)) {
      inner_at.diagnose(DiagnosticKind::null_member, "a value or no member", describe(value));
      continue;
    }
    members[member->name] = read_value(model, *member, value, inner_at);
  }
}

Json read_value(const Model& model, const Member& member, const CborItem& item, const Cursor& at) {
  const auto& target = contract::target_of(model, member);
  switch (target.type) {
    case ShapeType::structure:
    case ShapeType::union_shape: {
      if (item.kind != Kind::map) break;
      Json members = Json::object();
      // Unions may carry the type's name beside their one member.
      static const std::set<std::string> type_name = {"__type"};
      read_members(model, target, item, at, members, type_name);
      return members;
    }
    case ShapeType::list:
      if (item.kind != Kind::array) break;
      return read_list(model, target, item, at);
    case ShapeType::map:
      if (item.kind != Kind::map) break;
      return read_map(model, target, item, at);
    default:
      return read_simple(target.type, item, at);
  }
  at.diagnose(DiagnosticKind::lexical, target.type == ShapeType::list ? "an array" : "a map", describe(item));
  return cbor_untyped(item);
}

}  // namespace

std::optional<CborItem> read_cbor_body(std::string_view body, const BodyLimits& bounds,
                                       std::vector<Diagnostic>& diagnostics) {
  CborLimits limits;
  limits.max_depth = std::min(limits.max_depth, bounds.depth());
  limits.max_items = bounds.max_values;
  auto parsed = parse_cbor(body, limits);
  if (parsed.fault) {
    const auto& fault = *parsed.fault;
    DiagnosticKind kind = DiagnosticKind::malformed_body;
    if (fault.kind == "trailing") kind = DiagnosticKind::trailing_data;
    if (fault.kind == "empty") kind = DiagnosticKind::empty_body;
    add_diagnostic(diagnostics, {.kind = kind,
                                 .pointer = "",
                                 .location = fmt::format("body byte {}", fault.offset),
                                 .expected = "one CBOR item",
                                 .actual = fault.kind + ": " + fault.message});
  }
  return std::move(parsed.value);
}

void read_cbor_members(const Model& model, const Shape& structure, const CborItem& item, Json& members,
                       std::vector<Diagnostic>& diagnostics, const std::set<std::string>& envelope) {
  const Cursor at{.pointer = "", .location = "body", .diagnostics = diagnostics};
  if (item.kind != Kind::map) {
    at.on("body /").diagnose(DiagnosticKind::malformed_body, "a map", describe(item));
    return;
  }
  read_members(model, structure, item, at, members, envelope);
}

Json cbor_untyped(const CborItem& item) {
  switch (item.kind) {
    case Kind::unsigned_integer:
    case Kind::negative_integer:
      return integer_value(item);
    case Kind::bytes:
      return core::base64_encode(item.text);
    case Kind::text:
      return as_utf8(item.text);
    case Kind::boolean:
      return item.number == 1;
    case Kind::floating:
      return real_value(item.real);
    case Kind::tag:
      if (item.number == 2 || item.number == 3) {
        if (const auto text = bignum(item)) return *text;
      }
      return cbor_untyped(item.items.front());
    case Kind::array: {
      Json items = Json::array();
      for (const auto& inner : item.items) items.push_back(cbor_untyped(inner));
      return items;
    }
    case Kind::map: {
      Json entries = Json::object();
      for (std::size_t i = 0; i + 1 < item.items.size(); i += 2) {
        const Json key = cbor_untyped(item.items[i]);
        entries[key.is_string() ? key.get<std::string>() : core::dump(key, 200)] =
            cbor_untyped(item.items[i + 1]);
      }
      return entries;
    }
    default:
      return nullptr;
  }
}

}  // namespace hallmark::wire
