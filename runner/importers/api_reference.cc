// An API Reference page: text brought into one form, then written down as a partial contract with
// the bindings, statuses and limits that this kind of page states.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "core/clock.h"
#include "core/text.h"
#include "importers/api_reference_syntax.h"
#include "importers/api_reference_text.h"
#include "importers/importers.h"
#include "importers/page_shapes.h"

namespace hallmark::importers {
namespace {

using namespace api_reference;
using contract::ShapeType;
using Kind = BodyNode::Kind;
namespace trait = contract::trait;

Json number_of(const std::string& text) {
  std::int64_t whole = 0;
  const char* end = text.data() + text.size();
  if (const auto [rest, problem] = std::from_chars(text.data(), end, whole);
      problem == std::errc() && rest == end)
    return whole;
  double value = 0;
  const auto [rest, problem] = std::from_chars(text.data(), end, value);
  return problem == std::errc() && rest == end ? Json(value) : Json();
}

Json bounds_json(const Limits& limits) {
  Json bounds = Json::object();
  if (!limits.min.empty()) bounds["min"] = number_of(limits.min);
  if (!limits.max.empty()) bounds["max"] = number_of(limits.max);
  return bounds;
}

// "Tags.member.N" and "Filter.N" of the query protocols -> the member.
std::string member_of_item(const std::string& name) {
  for (const std::string_view mark : {".member.", ".entry.", ".N"}) {
    const std::size_t at = name.find(mark);
    if (at != std::string::npos) return name.substr(0, at);
  }
  return name;
}

bool is_query_list(const std::string& name) {
  return name.ends_with(".N") || name.find(".member.") != std::string::npos;
}

class PageWriter {
 public:
  PageWriter(const std::string& operation, bool request) : shapes_(operation, request) {}
  PageShapes& shapes() { return shapes_; }

  // A target of a scalar, list or structure as the facts and the syntax show it.
  std::string target(const Facts& facts, const BodyNode* node, const std::string& path,
                     contract::Traits& traits, std::size_t depth = 0) {
    const std::string& type = facts.type;
    const auto starts = [&](std::string_view word) { return type.rfind(word, 0) == 0; };
    if (starts("Array of ") || (type.empty() && node != nullptr && node->kind == Kind::list)) {
      contract::Shape list = shapes_.structure(path);
      list.type = ShapeType::list;
      const Json counts = bounds_json(limits_of(facts.array_members));
      if (!counts.empty()) list.traits.set(trait::length, counts);
      contract::Member member{.name = "member", .target = {}, .traits = {}};
      Facts inner;
      if (starts("Array of ")) {
        inner.type = type.substr(9);
        if (inner.type.rfind("arrays of ", 0) == 0) inner.type[0] = 'A';
        if (inner.type.rfind("strings", 0) == 0) inner.type = "String";
        for (const char* word : {"integers", "longs", "doubles", "floats", "timestamps", "booleans"}) {
          if (inner.type.rfind(word, 0) == 0) {
            inner.type = std::string(word, std::string_view(word).size() - 1);
            inner.type[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(inner.type[0])));
          }
        }
        inner.length = facts.length;
        inner.range = facts.range;
        inner.pattern = facts.pattern;
        inner.valid_values = facts.valid_values;
      }
      const BodyNode* element = node != nullptr && !node->element.empty() ? &node->element.front() : nullptr;
      if (node != nullptr && node->kind == Kind::element && !node->members.empty())
        element = &node->members.front().node;
      member.target = target(inner, element, path + "_member", member.traits, depth + 1);
      list.members.push_back(std::move(member));
      return shapes_.add(std::move(list));
    }
    if (type.find(" map") != std::string::npos ||
        (type.empty() && node != nullptr && node->kind == Kind::map)) {
      contract::Shape map = shapes_.structure(path);
      map.type = ShapeType::map;
      const Json counts = bounds_json(limits_of(facts.map_entries));
      if (!counts.empty()) map.traits.set(trait::length, counts);
      Facts key;
      key.length = facts.key_length;
      contract::Traits ignored;
      map.members.push_back(
          {.name = "key", .target = scalar(ShapeType::string, key, path + "_key"), .traits = {}});
      Facts value;
      value.length = facts.value_length;
      if (const std::size_t to = type.find(" to "); to != std::string::npos) {
        value.type = type.substr(to + 4, type.rfind(" map") - to - 4);
        if (value.type == "string") value.type = "String";
        if (value.type.rfind("array of ", 0) == 0) value.type[0] = 'A';
      }
      contract::Member member{.name = "value", .target = {}, .traits = {}};
      member.target =
          target(value, node != nullptr && !node->element.empty() ? &node->element.front() : nullptr,
                 path + "_value", member.traits, depth + 1);
      map.members.push_back(std::move(member));
      return shapes_.add(std::move(map));
    }
    if (type.find(" object") != std::string::npos && !starts("Base64")) return structure(node, path, depth);
    if (starts("String")) return scalar(ShapeType::string, facts, path);
    if (starts("Integer")) return scalar(ShapeType::integer, facts, path);
    if (starts("Long")) return scalar(ShapeType::long_integer, facts, path);
    if (starts("Double")) return scalar(ShapeType::double_number, facts, path);
    if (starts("Float")) return scalar(ShapeType::float_number, facts, path);
    if (starts("Boolean")) return "smithy.api#Boolean";
    if (starts("Timestamp")) return "smithy.api#Timestamp";
    if (starts("Base64")) return scalar(ShapeType::blob, facts, path);
    if (starts("JSON") || starts("Document")) return "smithy.api#Document";
    if (node != nullptr) return untyped(*node, facts, path, traits, depth);
    return scalar(ShapeType::string, facts, path);
  }

  std::string structure(const BodyNode* node, const std::string& path, std::size_t depth) {
    contract::Shape shape = shapes_.structure(path);
    if (node == nullptr || node->members.empty()) shape.traits.set(trait::unknown, {{"what", "members"}});
    path_.push_back(shape.id);
    if (node != nullptr && depth < 100) {
      for (const auto& [name, child] : node->members) {
        if (shape.member(name) != nullptr) continue;
        contract::Member member{.name = name, .target = {}, .traits = {}};
        member.target = target({}, &child, path + "_" + page_identifier(name), member.traits, depth + 1);
        shape.members.push_back(std::move(member));
      }
    }
    path_.pop_back();
    return shapes_.add(std::move(shape));
  }

 private:
  // What only the syntax shows: the kinds that it cannot tell apart are marked.
  std::string untyped(const BodyNode& node, const Facts& facts, const std::string& path,
                      contract::Traits& traits, std::size_t depth) {
    switch (node.kind) {
      case Kind::text:
        return scalar(ShapeType::string, facts, path);
      case Kind::boolean:
        return "smithy.api#Boolean";
      case Kind::blob:
        return "smithy.api#Blob";
      case Kind::timestamp:
        return "smithy.api#Timestamp";
      case Kind::number:
        traits.set(trait::unknown, {{"what", "number: integer, double or timestamp"}});
        return "smithy.api#Double";
      case Kind::object:
        return structure(&node, path, depth);
      case Kind::element:
        traits.set(trait::unknown, {{"what", "structure or list"}});
        return structure(&node, path, depth);
      case Kind::recursive:
        traits.set(trait::unknown, {{"what", "recursion"}});
        return path_.empty() ? "smithy.api#Document" : path_.back();
      default:
        return "smithy.api#Document";
    }
  }

  std::string scalar(ShapeType type, const Facts& facts, const std::string& path) {
    Json length = Json::object(), range = Json::object();
    if (type == ShapeType::string || type == ShapeType::blob) {
      length = bounds_json(limits_of(facts.length));
    } else {
      range = bounds_json(limits_of(facts.range));
    }
    std::vector<std::string> values;
    if (!facts.valid_values.empty()) {
      for (const std::string& value : core::split(facts.valid_values, '|')) {
        if (!core::trim(value).empty()) values.emplace_back(core::trim(value));
      }
    }
    if (!values.empty() && type == ShapeType::string) return shapes_.enumeration(path, values);
    if (length.empty() && range.empty() && facts.pattern.empty()) {
      contract::Shape probe;
      probe.type = type;
      std::string name(contract::to_string(type));
      name[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(name[0])));
      return "smithy.api#" + name;
    }
    return shapes_.simple(path, type, [&](contract::Shape& shape) {
      if (!length.empty()) shape.traits.set(trait::length, length);
      if (!range.empty()) shape.traits.set(trait::range, range);
      if (!facts.pattern.empty()) shape.traits.set(trait::pattern, facts.pattern);
    });
  }

  PageShapes shapes_;
  std::vector<std::string> path_;
};

// The first balanced {...} behind `from`, as JSON.
std::optional<Json> json_behind(const std::string& text, std::size_t from) {
  const std::size_t begin = text.find('{', from);
  if (from == std::string::npos || begin == std::string::npos) return std::nullopt;
  auto parsed = core::parse_json(std::string_view(text).substr(begin));
  return parsed.value;
}

// Where the sample contradicts the syntax: times shown as text where the syntax says number, empty
// lists where the sample request sent something.
class Samples {
 public:
  Samples(PageOperation& page, std::vector<contract::Shape>& shapes, const PageText& text, std::string slug)
      : page_(page), shapes_(shapes), prefix_((slug.empty() ? "" : slug + ".") + page.name + " output") {
    for (const Section& section : text.sections) {
      if (section.name != "Example" && section.name != "Examples") continue;
      if (const std::size_t at = section.text.find("Sample Request"); at != std::string::npos)
        request_ = json_behind(section.text, at);
      if (const std::size_t at = section.text.find("Sample Response"); at != std::string::npos)
        response_ = json_behind(section.text, at);
    }
  }

  void compare() {
    if (response_ && page_.output) compare(*response_, *page_.output, "", 0);
  }

 private:
  contract::Shape* find(const std::string& id) {
    for (contract::Shape& shape : shapes_) {
      if (shape.id == id) return &shape;
    }
    return nullptr;
  }

  void compare(const Json& value, contract::Shape& shape, const std::string& path, std::size_t depth) {
    if (!value.is_object() || depth > 50) return;
    for (contract::Member& member : shape.members) {
      const auto shown = value.find(member.name);
      if (shown == value.end()) continue;
      const std::string at = path + "." + member.name;
      const bool time = shown->is_string() && core::parse_time(shown->get_ref<const std::string&>(),
                                                               core::TimestampFormat::date_time)
                                                  .has_value();
      if (time && member.target == "smithy.api#Double") {
        member.target = "smithy.api#Timestamp";
        member.traits.erase(trait::unknown);
        member.traits.set(trait::timestamp_format, "epoch-seconds");
        member.traits.set(
            trait::alternatives,
            Json::array(
                {{{"trait", trait::timestamp_format}, {"value", "date-time"}, {"source", "page sample"}}}));
        page_.contradictions.push_back(
            {.promise = prefix_ + at + " type",
             .what = "the syntax shows a number, the sample response a time as text",
             .sayings = {{"page syntax", "number"}, {"page sample", core::dump(*shown)}}});
      }
      if (shown->is_array() && shown->empty() && request_ && request_->is_object()) {
        const auto sent = request_->find(member.name);
        if (sent != request_->end() && sent->is_array() && !sent->empty()) {
          page_.contradictions.push_back(
              {.promise = prefix_ + at + " echo",
               .what = "the sample response answers an empty list where the sample request sends items",
               .sayings = {{"page sample request", core::dump(*sent, 200)}, {"page sample response", "[]"}}});
        }
      }
      if (contract::Shape* target = find(member.target)) compare(*shown, *target, at, depth + 1);
    }
  }

  PageOperation& page_;
  std::vector<contract::Shape>& shapes_;
  std::string prefix_;
  std::optional<Json> request_, response_;
};

// "kms.EnableKeyRotation.txt" names its service; other files do not.
std::string slug_of_file(const std::string& file, const std::string& operation) {
  const std::string name = file.substr(file.find_last_of('/') + 1);
  const std::size_t at = name.find("." + operation + ".");
  return at == std::string::npos ? "" : name.substr(0, at);
}

}  // namespace

contract::Model read_api_reference(const std::string& text, const std::string& name) {
  const PageText page = read_page_text(text, name);
  PageOperation operation{.slug = slug_of_file(name, page.operation), .name = page.operation, .file = name};

  const Section* request_section = page.section("Request Syntax");
  const Section* response_section = page.section("Response Syntax");
  const Block request = request_section != nullptr ? read_block(request_section->text) : Block{};
  const Block response = response_section != nullptr ? read_block(response_section->text) : Block{};

  // The URI with its labels, and what the query string and the headers carry: wire name -> member.
  std::map<std::string, std::string> query, headers;
  std::set<std::string> labels;
  PageWriter in(page.operation, true);
  contract::Shape input = in.shapes().structure(in.shapes().root());
  const auto add = [](PageWriter& writer, contract::Shape& into, const Item& item, const BodyNode* node,
                      const std::function<void(contract::Member&)>& more) {
    const std::string member_name = member_of_item(item.name);
    if (into.member(member_name) != nullptr) return;
    Facts facts = facts_of(item.text);
    if (is_query_list(item.name) && facts.type.rfind("Array of ", 0) != 0)
      facts.type = "Array of " + facts.type;
    contract::Member member{.name = member_name, .target = {}, .traits = {}};
    member.target = writer.target(facts, node, writer.shapes().root() + "_" + page_identifier(member_name),
                                  member.traits);
    if (facts.required.rfind("Yes", 0) == 0) member.traits.set(trait::required);
    if (more) more(member);
    into.members.push_back(std::move(member));
  };

  const std::size_t mark = request.uri.find('?');
  std::string path = request.uri.substr(0, mark);
  if (mark != std::string::npos) {
    for (const std::string& pair : core::split(std::string_view(request.uri).substr(mark + 1), '&')) {
      const std::size_t equals = pair.find('=');
      if (equals != std::string::npos) query[pair.substr(0, equals)] = pair.substr(equals + 1);
    }
  }
  for (const auto& [header, placeholder] : request.headers) headers[core::to_lower(header)] = placeholder;

  for (const Section& section : page.sections) {
    if (section.name == "URI Request Parameters") {
      for (const Item& item : section.items) {
        add(in, input, item, nullptr, [&](contract::Member& member) {
          const std::string wire = member.name;
          std::vector<std::string> segments = core::split(path, '/');
          bool label = false;
          for (std::string& segment : segments) {
            const bool greedy = segment == wire + "+";
            if (segment == wire || greedy || segment == "{" + wire + "}" || segment == "{" + wire + "+}") {
              segment = "{" + wire + (greedy || segment.find('+') != std::string::npos ? "+}" : "}");
              label = true;
            }
          }
          if (label) {
            path = core::join(segments, "/");
            labels.insert(wire);
            member.traits.set(trait::http_label);
          } else if (const auto in_query = query.find(wire); in_query != query.end()) {
            member.traits.set(trait::http_query, wire);
            if (!in_query->second.empty()) member.name = in_query->second;
          } else if (const auto in_head = headers.find(core::to_lower(wire)); in_head != headers.end()) {
            member.traits.set(trait::http_header, wire);
            member.name = in_head->second;
          }
        });
      }
    } else if (section.name == "Request Parameters" || section.name == "Request Body") {
      for (const Item& item : section.items) {
        const BodyNode* node = request.body ? request.body->member(item.name) : nullptr;
        add(in, input, item, node, [&](contract::Member& member) {
          if (!request.payload.empty() && request.payload == member.name)
            member.traits.set(trait::http_payload);
        });
      }
    }
  }
  // What the syntax shows and no item describes.
  if (request.body && request.root.empty()) {
    for (const auto& [member, node] : request.body->members) {
      if (input.member(member) == nullptr) add(in, input, {.name = member, .text = {}}, &node, {});
    }
  }
  if (!input.members.empty()) operation.input = std::move(input);

  PageWriter out(page.operation, false);
  contract::Shape output = out.shapes().structure(out.shapes().root());
  std::map<std::string, std::string> response_headers;
  for (const auto& [header, placeholder] : response.headers)
    response_headers[core::to_lower(header)] = placeholder;
  if (const Section* elements = page.section("Response Elements")) {
    for (const Item& item : elements->items) {
      const BodyNode* node = response.body ? response.body->member(item.name) : nullptr;
      add(out, output, item, node, [&](contract::Member& member) {
        member.traits.erase(trait::required);
        const auto header = response_headers.find(core::to_lower(member.name));
        if (header != response_headers.end() && header->first != "content-type") {
          member.traits.set(trait::http_header, member.name);
          member.name = header->second;
        }
        if (!response.payload.empty() && response.payload == member.name)
          member.traits.set(trait::http_payload);
      });
    }
  }
  if (response.body && response.root.empty()) {
    for (const auto& [member, node] : response.body->members) {
      if (output.member(member) == nullptr) add(out, output, {.name = member, .text = {}}, &node, {});
    }
  }
  if (!output.members.empty()) operation.output = std::move(output);

  if (!request.method.empty()) {
    Json binding = {{"method", request.method}, {"uri", path}};
    if (response.status > 0) binding["code"] = response.status;
    operation.traits.set(trait::http, binding);
  }
  if (const Section* errors = page.section("Errors")) {
    for (const Item& item : errors->items) {
      if (std::find(operation.exceptions.begin(), operation.exceptions.end(), item.name) !=
          operation.exceptions.end())
        continue;
      operation.exceptions.push_back(item.name);
      contract::Shape shape{
          .id = "hallmark.page#" + item.name, .type = ShapeType::structure, .members = {}, .traits = {}};
      const Json status = number_of(facts_of(item.text).status.substr(0, 3));
      if (status.is_number_integer()) {
        shape.traits.set(trait::http_error, status);
        shape.traits.set(trait::error, status.get<int>() >= 500 ? "server" : "client");
      }
      shape.traits.set(trait::unknown, {{"what", "members"}});
      operation.errors.push_back(std::move(shape));
    }
  }
  Samples(operation, out.shapes().all(), page, operation.slug).compare();
  return page_model(std::move(operation), in.shapes(), out.shapes());
}

}  // namespace hallmark::importers
