#include "run/recorded_parsed.h"

#include <algorithm>

#include "core/text.h"
#include "wire/diagnostics.h"

namespace hallmark::run {
namespace {

using contract::Member;
using contract::Shape;
using contract::ShapeType;

constexpr int max_depth = 200;

const Json* marked(const Json& value, const char* marker) {
  if (!value.is_object() || value.size() != 1) return nullptr;
  const auto found = value.find(marker);
  return found == value.end() ? nullptr : &*found;
}

bool is_event_stream(const contract::Model& model, const Member& member) {
  return contract::target_of(model, member).type == ShapeType::union_shape &&
         contract::is_streaming(model, member);
}

// "<name>", "<name:2>", "arn:<partition>:s3": angle brackets around a word and perhaps a number.
bool has_placeholder(const std::string& text) {
  for (std::size_t open = text.find('<'); open != std::string::npos; open = text.find('<', open + 1)) {
    std::size_t at = open + 1;
    const auto is_word = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
             c == '_' || c == ':' || c == '.';
    };
    while (at < text.size() && is_word(text[at])) ++at;
    if (at > open + 1 && at < text.size() && text[at] == '>') return true;
  }
  return false;
}

// Whoever publishes a recording of parsed outputs often puts a word for what differs from run to run
// ("<name:2>", "timestamp", the member's own name), and text that holds JSON as that JSON.
bool stands_for_another(const Json& value, const Shape& shape, const std::string& pointer) {
  const bool text = shape.type == ShapeType::string || shape.type == ShapeType::enumeration;
  if (value.is_object()) return text && !marked(value, "$ts");
  if (!value.is_string()) return false;
  const auto& word = value.get_ref<const std::string&>();
  if (has_placeholder(word)) return true;
  if (text) return false;
  return word == "timestamp" || word == "datetime" || word == "date" ||
         word == core::kebab_case(std::string_view(pointer).substr(pointer.rfind('/') + 1));
}

class Converter {
 public:
  Converter(const contract::Model& model, ParsedMembers& into) : model_(model), into_(into) {}

  Json convert(const Json& value, const Shape& shape, const std::string& pointer, int depth) {
    if (depth > max_depth) return value;
    if (stands_for_another(value, shape, pointer)) into_.replaced.insert(pointer);
    switch (shape.type) {
      case ShapeType::timestamp:
        return time(value, pointer);
      case ShapeType::blob:
        return blob(value, pointer);
      case ShapeType::structure:
      case ShapeType::union_shape:
        return value.is_object() ? structure(value, shape, pointer, depth) : value;
      case ShapeType::list:
        if (const Member* member = shape.member("member"); member && value.is_array()) {
          Json list = Json::array();
          for (const Json& each : value) {
            if (each.is_null() && !shape.traits.has(contract::trait::sparse)) {
              null(core::pointer_join(pointer, list.size()));
              continue;
            }
            list.push_back(convert(each, contract::target_of(model_, *member),
                                   core::pointer_join(pointer, list.size()), depth + 1));
          }
          return list;
        }
        return value;
      case ShapeType::map:
        if (const Member* member = shape.member("value"); member && value.is_object()) {
          Json map = Json::object();
          for (const auto& [key, each] : value.items()) {
            const std::string at = core::pointer_join(pointer, key);
            if (each.is_null() && !shape.traits.has(contract::trait::sparse)) {
              null(at);
              continue;
            }
            map[key] = convert(each, contract::target_of(model_, *member), at, depth + 1);
            if (has_placeholder(key)) into_.replaced.insert(pointer);
          }
          return map;
        }
        return value;
      default:
        return value;
    }
  }

 private:
  Json time(const Json& value, const std::string& pointer) {
    if (const Json* text = marked(value, "$ts")) {
      into_.replaced.insert(pointer);
      return *text;
    }
    if (value.is_number() || value.is_string()) into_.replaced.insert(pointer);
    return value;
  }

  Json blob(const Json& value, const std::string& pointer) {
    if (const Json* text = marked(value, "$bytes"); text && text->is_string()) return *text;
    if (const Json* text = marked(value, "$stream")) {
      into_.replaced.insert(pointer);
      return *text;
    }
    into_.replaced.insert(pointer);  // text in place of bytes
    return value;
  }

  Json structure(const Json& value, const Shape& shape, const std::string& pointer, int depth) {
    Json document = Json::object();
    for (const auto& [name, each] : value.items()) {
      const std::string at = core::pointer_join(pointer, name);
      const Member* member = shape.member(name);
      if (!member) {
        unknown(shape, name, at);
        continue;
      }
      if (each.is_null()) {
        null(at);
        continue;
      }
      if (is_event_stream(model_, *member)) {
        into_.replaced.insert(at);
        continue;
      }
      document[name] = convert(each, contract::target_of(model_, *member), at, depth + 1);
    }
    return document;
  }

  void null(const std::string& at) {
    wire::add_diagnostic(into_.decoded.diagnostics, {.kind = wire::DiagnosticKind::null_member,
                                                     .pointer = at,
                                                     .location = "parsed output",
                                                     .expected = "no null",
                                                     .actual = "null"});
  }

  void unknown(const Shape& shape, const std::string& name, const std::string& at) {
    if (name == "ResponseMetadata" || name == "__type") return;
    const auto like = std::find_if(shape.members.begin(), shape.members.end(), [&](const Member& member) {
      return core::equal_ignoring_case(member.name, name);
    });
    const bool by_case = like != shape.members.end();
    wire::add_diagnostic(
        into_.decoded.diagnostics,
        {.kind = by_case ? wire::DiagnosticKind::member_case : wire::DiagnosticKind::unknown_member,
         .pointer = at,
         .location = "parsed output",
         .expected = by_case ? like->name : "a member of " + std::string(shape.name()),
         .actual = name});
  }

  const contract::Model& model_;
  ParsedMembers& into_;
};

}  // namespace

ParsedMembers members_of_parsed(const contract::Model& model, const Shape* shape, const Json& output) {
  ParsedMembers members;
  if (!shape) return members;
  members.decoded.members = Converter(model, members).convert(output, *shape, "", 0);
  return members;
}

}  // namespace hallmark::run
