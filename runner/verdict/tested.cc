#include "verdict/tested.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <mutex>
#include <optional>

#include "plan/cases/promise_ids.h"
#include "verdict/severities.h"

namespace hallmark::verdict {
namespace {

using contract::Member;
using contract::Shape;
using contract::ShapeType;
using contract::Source;

// The least and the greatest value of a whole number's shape; nullopt where JSON's own integers say enough.
std::optional<std::pair<std::int64_t, std::int64_t>> width_of(ShapeType type) {
  switch (type) {
    case ShapeType::byte:
      return std::pair{std::int64_t{INT8_MIN}, std::int64_t{INT8_MAX}};
    case ShapeType::short_integer:
      return std::pair{std::int64_t{INT16_MIN}, std::int64_t{INT16_MAX}};
    case ShapeType::integer:
    case ShapeType::int_enumeration:
      return std::pair{std::int64_t{INT32_MIN}, std::int64_t{INT32_MAX}};
    case ShapeType::long_integer:
      return std::pair{std::int64_t{INT64_MIN}, std::int64_t{INT64_MAX}};
    default:
      return std::nullopt;
  }
}

bool fits(const Json& value, const std::pair<std::int64_t, std::int64_t>& width) {
  if (value.is_number_unsigned())
    return value.get<std::uint64_t>() <= static_cast<std::uint64_t>(width.second);
  if (value.is_number_integer()) {
    const auto number = value.get<std::int64_t>();
    return number >= width.first && number <= width.second;
  }
  // Larger than any integer that is read as one: 1e30 and 20 digits become floating.
  return !value.is_number_float() || std::abs(value.get<double>()) < 9.3e18;
}

// What stands below `value` at a member of `owner`.
void collect(const Shape& owner, const Member& member, const Json& value, std::vector<const Json*>& into) {
  if (owner.type == ShapeType::list) {
    if (!value.is_array()) return;
    for (const Json& item : value) into.push_back(&item);
    return;
  }
  if (!value.is_object()) return;
  if (owner.type == ShapeType::map) {
    for (const Json& item : value) into.push_back(&item);
    return;
  }
  const auto found = value.find(member.name);
  if (found != value.end() && !found->is_null()) into.push_back(&*found);
}

std::string path_below(const Shape& owner, const std::string& path, const Member& member) {
  if (owner.type == ShapeType::list) return path + "[]";
  if (owner.type == ShapeType::map) return path + "{}";
  return path.empty() ? member.name : path + "." + member.name;
}

}  // namespace

struct TestedPlaces::Place {
  const Member* member = nullptr;  // null: the output itself
  const Shape* shape = nullptr;
  std::string path;
  std::once_flag once;                // of what follows, which is made when a value stands here
  std::vector<std::string> promises;  // in the order in which they are marked
  std::vector<std::unique_ptr<Place>> below;
};

TestedPlaces::TestedPlaces(const contract::Model& model, const contract::Operation& operation,
                           const Shape& output)
    : model_(model), operation_(operation), root_(std::make_unique<Place>()) {
  root_->shape = &output;
}
TestedPlaces::~TestedPlaces() = default;

std::string TestedPlaces::promise(const std::string& path, std::string_view clause) const {
  return plan::promise_id(model_, operation_, plan::Direction::output, path, clause);
}

void TestedPlaces::expand(Place& place) const {
  const Shape& shape = *place.shape;
  const auto mark = [&](std::string_view clause) { place.promises.push_back(promise(place.path, clause)); };
  if (place.member != nullptr) {
    const Member& member = *place.member;
    mark("type");
    if (contract::is_required(member)) mark("required");
    const auto bounded = [&](std::string_view trait, std::string_view name) {
      const Json* bounds = contract::effective(model_, member, trait);
      for (const char* bound : {"min", "max"}) {
        if (bounds != nullptr && bounds->contains(bound)) mark(std::string(name) + "." + bound);
      }
    };
    bounded(contract::trait::length, "length");
    bounded(contract::trait::range, "range");
    if (contract::effective(model_, member, contract::trait::pattern) != nullptr) mark("pattern");
    if (contract::effective(model_, member, contract::trait::unique_items) != nullptr) mark("uniqueItems");
    if (!contract::enum_values(shape).empty()) mark("enum");
    if (shape.type == ShapeType::union_shape) mark("union");
  }
  const bool structured = shape.type == ShapeType::structure || shape.type == ShapeType::union_shape;
  for (const Member& member : shape.members) {
    const bool inner = structured || (shape.type == ShapeType::list && member.name == "member") ||
                       (shape.type == ShapeType::map && member.name == "value");
    if (!inner) continue;
    auto below = std::make_unique<Place>();
    below->member = &member;
    below->shape = &contract::target_of(model_, member);
    below->path = path_below(shape, place.path, member);
    place.below.push_back(std::move(below));
  }
}

void TestedPlaces::walk(const Json& members, Ledger& ledger) const {
  std::vector<const Shape*> above;
  descend(*root_, {&members}, above, ledger);
}

void TestedPlaces::descend(Place& place, const Values& values, std::vector<const Shape*>& above,
                           Ledger& ledger) const {
  std::call_once(place.once, [&] { expand(place); });
  if (std::find(above.begin(), above.end(), place.shape) != above.end()) return;
  above.push_back(place.shape);
  for (const auto& below : place.below) {
    Values found;
    for (const Json* value : values) collect(*place.shape, *below->member, *value, found);
    if (!found.empty()) visit(*below, found, above, ledger);
  }
  above.pop_back();
}

void TestedPlaces::visit(Place& place, const Values& values, std::vector<const Shape*>& above,
                         Ledger& ledger) const {
  std::call_once(place.once, [&] { expand(place); });
  if (const auto width = width_of(place.shape->type)) {
    const auto wide =
        std::find_if(values.begin(), values.end(), [&](const Json* value) { return !fits(*value, *width); });
    if (wide != values.end()) add_too_wide(place, *width, **wide, ledger);
  }
  for (const std::string& promise : place.promises) ledger.evaluate(promise);
  descend(place, values, above, ledger);
}

void TestedPlaces::add_too_wide(const Place& place, const std::pair<std::int64_t, std::int64_t>& width,
                                const Json& value, Ledger& ledger) const {
  const Source source = contract::source_of(place.member->traits);
  ledger.add({.rule = "schema.number-width",
              .promise = promise(place.path, "type"),
              .source = source_name(source),
              .severity = severity(Check::type, AnswerKind::success, source),
              .location = "output " + place.path,
              .expected = fmt::format("a number from {} to {}", width.first, width.second),
              .actual = core::dump(value, 100)});
}

}  // namespace hallmark::verdict
