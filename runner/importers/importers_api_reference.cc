// An API Reference page: text brought into one form, then written down as a partial contract with
// the bindings, statuses and limits that this kind of page states.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <functional>

#include "core/clock.h"
#include "core/text.h"
#include "importers/api_reference_bindings.h"
#include "importers/api_reference_syntax.h"
#include "importers/api_reference_text.h"
#include "importers/importers.h"
#include "importers/page_service.h"
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

// Of what stands in an address or a header the page says no type; with a range it is a number.
std::string type_of_range(const StatedLimits& limits) {
  bool whole = true, small = true;
  for (const std::string* end : {&limits.min, &limits.max}) {
    const Json number = number_of(*end);
    if (number.is_null()) continue;
    whole = whole && number.is_number_integer();
    small = small && whole && number >= INT32_MIN && number <= INT32_MAX;
  }
  return !whole ? "Double" : small ? "Integer" : "Long";
}

Json bounds_json(const StatedLimits& limits) {
  Json bounds = Json::object();
  if (!limits.min.empty()) bounds["min"] = number_of(limits.min);
  if (!limits.max.empty()) bounds["max"] = number_of(limits.max);
  return bounds;
}

// "Tags.member.N", "Tags.Tag.N" and "Filter.N" of the query protocols -> the member.
std::string member_of_item(const std::string& name) {
  const bool listed = name.ends_with(".N") || name.find(".member.") != std::string::npos ||
                      name.find(".entry.") != std::string::npos;
  return listed ? name.substr(0, name.find('.')) : name;
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
      if (node != nullptr && node->flattened) traits.set(trait::xml_flattened);
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

// The members of one direction, as the items of a page and its syntax show them.
class Side {
 public:
  Side(const std::string& operation, bool request, const PageText& page, const char* syntax)
      : operation_(operation),
        request_(request),
        writer_(operation, request),
        shape_(writer_.shapes().structure(writer_.shapes().root())) {
    const Section* section = page.section(syntax);
    if (section != nullptr) block_ = read_block(section->text);
    bindings_.emplace(block_);
  }
  Side(const Side&) = delete;
  Side& operator=(const Side&) = delete;

  const Block& block() const { return block_; }
  PageBindings& bindings() { return *bindings_; }
  PageShapes& shapes() { return writer_.shapes(); }

  void add(const Section& section, const std::function<void(contract::Member&, const Item&)>& bind) {
    const auto root = root_item(section);
    for (auto item = section.items.begin(); item != section.items.end(); ++item) {
      if (item == root && is_around()) continue;
      if (item == root) {
        add_root(item, section.items.end());
        return;
      }
      // "Tags", "Tags.entry.N.Name" and "Tags.entry.N.Value" stand above one text.
      const auto next = std::next(item);
      const bool untold = next != section.items.end() && facts_of(item->text).type.empty() &&
                          member_of_item(next->name) == member_of_item(item->name);
      if (untold) continue;
      const BodyNode* node = block_.body ? block_.body->member(item->name) : nullptr;
      add(*item, node, section.text.find("binary data") != std::string::npos, bind);
    }
  }

  // What the syntax shows and no item describes, too; nullopt where there is nothing.
  std::optional<contract::Shape> finished() {
    if (block_.body && block_.root.empty()) {
      for (const auto& [member, node] : block_.body->members) {
        if (shape_.member(member) == nullptr) add({.name = member, .text = {}}, &node, false, {});
      }
    }
    return shape_.members.empty() ? std::nullopt : std::optional(std::move(shape_));
  }

 private:
  using Items = std::vector<Item>::const_iterator;

  // "Root level tag for the … parameters" of XML: what follows it stands in it.
  Items root_item(const Section& section) const {
    if (block_.root.empty() || !block_.body) return section.items.end();
    return std::find_if(section.items.begin(), section.items.end(),
                        [&](const Item& item) { return item.name == block_.root; });
  }
  // An element that is called as the operation is around the members, and is none of them.
  bool is_around() const { return block_.root.starts_with(operation_); }

  void add_root(Items root, Items end) {
    const std::string path = writer_.shapes().root() + "_" + page_identifier(root->name);
    contract::Shape shape = writer_.shapes().structure(path);
    for (Items item = std::next(root); item != end; ++item) {
      if (shape.member(item->name) != nullptr) continue;
      shape.members.push_back(member_of(*item, block_.body->member(item->name), path));
    }
    for (const auto& [name, node] : block_.body->members) {
      if (shape.member(name) == nullptr)
        shape.members.push_back(member_of({.name = name, .text = {}}, &node, path));
    }
    contract::Member member{.name = root->name, .target = {}, .traits = {}};
    if (facts_of(root->text).required.rfind("Yes", 0) == 0) member.traits.set(trait::required);
    member.traits.set(trait::http_payload);
    member.target = writer_.shapes().add(std::move(shape));
    shape_.members.push_back(std::move(member));
  }

  contract::Member member_of(const Item& item, const BodyNode* node, const std::string& path) {
    const Facts facts = facts_of(item.text);
    contract::Member member{.name = item.name, .target = {}, .traits = {}};
    if (request_ && facts.required.rfind("Yes", 0) == 0) member.traits.set(trait::required);
    member.target = writer_.target(facts, node, path + "_" + page_identifier(item.name), member.traits);
    return member;
  }

  void add(const Item& item, const BodyNode* node, bool binary,
           const std::function<void(contract::Member&, const Item&)>& bind) {
    const std::string name = member_of_item(item.name);
    if (shape_.member(name) != nullptr) return;
    Facts facts = facts_of(item.text);
    if (is_query_list(item.name) && facts.type.rfind("Array of ", 0) != 0)
      facts.type = "Array of " + facts.type;
    contract::Member member{.name = name, .target = {}, .traits = {}};
    if (facts.required.rfind("Yes", 0) == 0) member.traits.set(trait::required);
    if (bind) bind(member, item);
    if (shape_.member(member.name) != nullptr) return;
    if (binary && facts.type.empty() && member.traits.has(trait::http_payload)) {
      facts.type = "Base64-encoded binary data object";
    } else if (facts.type.empty() && node == nullptr && !facts.range.empty()) {
      facts.type = type_of_range(limits_of(facts.range));
    }
    member.target =
        writer_.target(facts, node, writer_.shapes().root() + "_" + page_identifier(name), member.traits);
    shape_.members.push_back(std::move(member));
  }

  std::string operation_;
  bool request_;
  PageWriter writer_;
  Block block_;
  std::optional<PageBindings> bindings_;
  contract::Shape shape_;
};

void add_request(Side& in, const PageText& page) {
  for (const Section& section : page.sections) {
    const bool apart = section.name == "URI Request Parameters" || section.name == "Request Headers";
    if (!apart && section.name != "Request Parameters" && section.name != "Request Body") continue;
    in.add(section, [&](contract::Member& member, const Item& item) {
      if (!in.block().payload.empty() && in.block().payload == member.name && !apart) {
        member.traits.set(trait::http_payload);
      } else if (apart || item.text.find("Location: ") != std::string::npos) {
        in.bindings().bind(member, section.name, item.text);
      }
    });
  }
}

void add_response(Side& out, const PageText& page) {
  for (const Section& section : page.sections) {
    if (section.name != "Response Elements" && section.name != "Response Headers" &&
        section.name != "Response Body")
      continue;
    out.add(section, [&](contract::Member& member, const Item&) {
      member.traits.erase(trait::required);
      out.bindings().bind_answer(member, section.name);
    });
  }
}

void add_errors(PageOperation& operation, const Section& errors) {
  for (const ListedError& error : listed_errors(errors)) {
    if (std::find(operation.exceptions.begin(), operation.exceptions.end(), error.name) !=
        operation.exceptions.end())
      continue;
    operation.exceptions.push_back(error.name);
    contract::Shape shape{
        .id = "hallmark.page#" + error.name, .type = ShapeType::structure, .members = {}, .traits = {}};
    const Json status = number_of(error.status);
    if (status.is_number_integer()) {
      shape.traits.set(trait::http_error, status);
      shape.traits.set(trait::error, status.get<int>() >= 500 ? "server" : "client");
    }
    for (const std::string& name : error.members) {
      if (shape.member(name) != nullptr) continue;
      contract::Member member{.name = name, .target = "smithy.api#Document", .traits = {}};
      member.traits.set(trait::unknown, {{"what", "type"}});
      shape.members.push_back(std::move(member));
    }
    shape.traits.set(trait::unknown, {{"what", "members"}});
    operation.errors.push_back(std::move(shape));
  }
}

}  // namespace

contract::Model read_api_reference(const std::string& text, const std::string& name) {
  const PageText page = read_page_text(text, name);
  PageService service = service_of_page(text, name, page.operation);
  PageOperation operation{.slug = service.slug, .name = page.operation, .file = name};
  operation.version = service.version;

  Side in(page.operation, true, page, "Request Syntax");
  add_request(in, page);
  operation.input = in.finished();
  Side out(page.operation, false, page, "Response Syntax");
  add_response(out, page);
  operation.output = out.finished();
  if (!in.block().method.empty()) {
    Json binding = {{"method", in.block().method}, {"uri", in.bindings().uri()}};
    if (out.block().status > 0) binding["code"] = out.block().status;
    operation.traits.set(trait::http, binding);
  }
  if (const Section* errors = page.section("Errors")) add_errors(operation, *errors);
  Samples(operation, out.shapes().all(), page, operation.slug).compare();
  contract::Model model = page_model(std::move(operation), in.shapes(), out.shapes());
  if (!service.target_prefix.empty()) model.service.traits.set(trait::target_prefix, service.target_prefix);
  if (!service.stated)
    model.service.traits.set(trait::unknown, {{"service", "told by the page's links only"}});
  return model;
}

}  // namespace hallmark::importers
