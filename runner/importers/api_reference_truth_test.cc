// Every fact that an API Reference page can express, against the truth of the corpus, layout by layout:
// method, URI, members of the top level with type, required, enum, length, range and pattern.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>
#include <sstream>

#include "contract/model.h"
#include "core/testing.h"
#include "core/text.h"
#include "importers/importers.h"

namespace hallmark::importers {
namespace {

using contract::Member;
using contract::Model;
using contract::Shape;
using contract::ShapeType;
namespace trait = contract::trait;

Json read_json(const std::filesystem::path& file) {
  std::ifstream in(file);
  return Json::parse(in);
}

struct Comparison {
  const Model& model;
  std::size_t facts = 0;
  std::vector<std::string> wrong;

  void hold(bool same, const std::string& what) {
    ++facts;
    if (!same) wrong.push_back(what);
  }
};

std::string kind(ShapeType type) {
  switch (type) {
    case ShapeType::structure:
    case ShapeType::union_shape:
    case ShapeType::document:
      return "structure";
    case ShapeType::enumeration:
    case ShapeType::string:
      return "string";
    case ShapeType::list:
    case ShapeType::map:
    case ShapeType::boolean:
    case ShapeType::blob:
    case ShapeType::timestamp:
      return std::string(contract::to_string(type));
    default:
      return "number";
  }
}

std::string kind(const std::string& type) {
  static const std::set<std::string> same = {"structure", "list", "map",      "string",
                                             "boolean",   "blob", "timestamp"};
  if (same.contains(type)) return type;
  return type == "union" || type == "document"   ? "structure"
         : type == "enum" || type == "character" ? "string"
                                                 : "number";
}

// What a page leaves open, or shows by how it stands on the wire.
bool fits(const std::string& own, const std::string& expected, const Member& member, const Json& truth) {
  return own == expected || member.traits.has(trait::unknown) ||
         (own == "string" && (truth.contains("location") || expected == "timestamp" || expected == "blob")) ||
         (own == "number" && expected == "timestamp");
}

// A length from 0 or without an end promises nothing.
std::pair<std::int64_t, std::int64_t> bounds(const Json& object) {
  constexpr std::int64_t no_end = 2147483647;
  return {object.value("min", std::int64_t{0}), object.value("max", no_end)};
}

void compare_member(Comparison& to, const Member& member, const Json& truth, bool input,
                    const std::string& where) {
  const Shape& target = contract::target_of(to.model, member);
  const std::string expected = kind(truth["type"].get<std::string>());
  to.hold(fits(kind(target.type), expected, member, truth), where + " type");
  if (input)
    to.hold(member.traits.has(trait::required) == truth.value("required", false), where + " required");
  const auto effective = [&](std::string_view id) {
    const Json* value = contract::effective(to.model, member, id);
    return value ? *value : Json::object();
  };
  if (truth.contains("enum")) {
    std::set<std::string> own;
    for (const Member& value : target.members) {
      const Json* text = value.traits.find(trait::enum_value);
      own.insert(text ? text->get<std::string>() : value.name);
    }
    to.hold(target.type == ShapeType::enumeration && own == truth["enum"].get<std::set<std::string>>(),
            where + " enum");
  }
  if (truth.contains("min") || truth.contains("max")) {
    if (expected == "number") {
      const Json range = effective(trait::range);
      to.hold(range.value("min", Json()) == truth.value("min", Json()) &&
                  range.value("max", Json()) == truth.value("max", Json()),
              where + " range");
    } else if (expected != "structure") {
      to.hold(bounds(effective(trait::length)) == bounds(truth), where + " length");
    }
  }
  if (truth.contains("pattern")) to.hold(effective(trait::pattern) == truth["pattern"], where + " pattern");
}

// Members stand under their names on the wire, in URIs and headers in any case.
const Member* find(const Shape& shape, const std::string& name, const Json& truth) {
  const std::string wire = core::to_lower(truth.value("locationName", name));
  for (const Member& member : shape.members) {
    if (const std::string own = core::to_lower(member.name); own == core::to_lower(name) || own == wire)
      return &member;
  }
  return nullptr;
}

void compare_side(Comparison& to, const std::string& shape_id, const Json& truth, bool input,
                  const std::string& where) {
  const Shape* shape = to.model.shape(shape_id);
  const Json members = truth.is_object() ? truth.value("members", Json::object()) : Json::object();
  const std::string payload = truth.is_object() ? truth.value("payload", "") : "";
  for (const auto& [name, member] : members.items()) {
    // Pages show no status member and no headers with free names, and the members of a payload instead of it.
    const std::string location = member.value("location", "");
    if (name == payload || location == "statusCode" || location == "headers") continue;
    const Member* own = shape ? find(*shape, name, member) : nullptr;
    to.hold(own != nullptr, where + name + " is there");
    if (own) compare_member(to, *own, member, input, where + name);
  }
}

TEST(ApiReferenceTruth, EveryFactOfEveryLayout) {
  const auto pages = core::shared_data("corpus/apiref/pages");
  if (!pages) GTEST_SKIP() << core::absent("corpus/apiref/pages");
  const auto truths = *core::shared_data("corpus/apiref/truth");
  struct Count {
    std::size_t pages = 0, right = 0, facts = 0, wrong = 0;
  };
  std::map<std::string, Count> layouts;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(*pages)) {
    if (!entry.is_regular_file()) continue;
    const std::string name = entry.path().filename().string();
    const std::string service = name.substr(0, name.find('.'));
    const std::string title = name.substr(service.size() + 1, name.rfind('.') - service.size() - 1);
    const Json truth = read_json(truths / service / (title + ".json"));
    const Model model = read_document(entry.path());
    const contract::Operation* operation = model.operation(title);
    ASSERT_NE(operation, nullptr) << entry.path();
    Comparison comparison{.model = model};
    const std::string protocol = truth["resolvedProtocol"];
    if (protocol.starts_with("rest")) {
      const Json* http = operation->traits.find(trait::http);
      const auto path = [](const std::string& uri) { return uri.substr(0, uri.find('?')); };
      comparison.hold(http && (*http)["method"] == truth["http"]["method"], "method");
      comparison.hold(http && path((*http)["uri"]) == path(truth["http"]["requestUri"]), "URI");
    }
    compare_side(comparison, operation->input, truth["input"], true, "input.");
    compare_side(comparison, operation->output, truth["output"], false, "output.");
    Count& count = layouts[entry.path().parent_path().filename().string()];
    ++count.pages;
    if (comparison.wrong.empty()) ++count.right;
    count.facts += comparison.facts;
    count.wrong += comparison.wrong.size();
    for (const std::string& wrong : comparison.wrong) ADD_FAILURE() << entry.path() << ": " << wrong;
  }
  EXPECT_EQ(layouts.size(), 5U);
  for (const auto& [layout, count] : layouts) {
    std::cout << "API Reference layout " << layout << ": " << count.facts - count.wrong << " of "
              << count.facts << " facts, " << count.right << " of " << count.pages << " pages\n";
    EXPECT_GT(count.facts, 500U) << layout;
  }
}

}  // namespace
}  // namespace hallmark::importers
