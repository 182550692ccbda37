#include "importers/merge_marks.h"

#include <fmt/format.h>

#include <algorithm>

#include "contract/protocols.h"
#include "contract/text_facts.h"

namespace hallmark::importers {

using contract::Source;
namespace trait = contract::trait;

namespace {

bool is_bookkeeping(std::string_view id) {
  return id == trait::source || id == trait::alternatives || id == trait::unknown || id == trait::text;
}

Json source_object(const contract::Traits& traits) {
  const Json* known = traits.find(trait::source);
  return known && known->is_object() ? *known : Json::object();
}

}  // namespace

void mark_element(contract::Traits& traits, Source source) {
  Json marks = source_object(traits);
  if (source == Source::page) {
    // What the element carries already was not read from the page.
    const Source before = contract::source_of(traits);
    const Json kept = contract::to_string(before == Source::newer_model ? Source::model : before);
    for (const auto& [id, value] : traits.all()) {
      if (!is_bookkeeping(id) && !marks.contains(id)) marks[id] = kept;
    }
  }
  marks["*"] = contract::to_string(source);
  for (auto mark = marks.begin(); mark != marks.end();) {
    // What "*" says already need not be said again.
    mark = mark.key() != "*" && *mark == marks["*"] ? marks.erase(mark) : std::next(mark);
  }
  traits.set(trait::source, std::move(marks));
}

void mark_trait(contract::Traits& traits, std::string_view trait_id, Source source) {
  if (contract::source_of(traits, trait_id) == source) return;
  Json marks = source_object(traits);
  marks.erase(std::string(trait_id));
  if (contract::source_of(traits) != source) marks[std::string(trait_id)] = contract::to_string(source);
  traits.set(trait::source, std::move(marks));
}

void add_alternative(contract::Traits& traits, std::string_view trait_id, Json value,
                     std::string_view source) {
  const Json* known = traits.find(trait::alternatives);
  Json list = known && known->is_array() ? *known : Json::array();
  Json entry = {{"trait", trait_id}, {"value", std::move(value)}, {"source", source}};
  if (std::find(list.begin(), list.end(), entry) != list.end()) return;
  list.push_back(std::move(entry));
  traits.set(trait::alternatives, std::move(list));
}

void add_contradiction(contract::Model& model, contract::Contradiction contradiction) {
  for (const contract::Contradiction& known : model.contradictions) {
    if (known.promise == contradiction.promise && known.what == contradiction.what) return;
  }
  model.contradictions.push_back(std::move(contradiction));
}

bool same_promise(std::string_view trait_id, const Json* a, const Json* b) {
  if (trait_id == trait::length || trait_id == trait::range) {
    auto left = contract::bounds(a).value_or(contract::Bounds{});
    auto right = contract::bounds(b).value_or(contract::Bounds{});
    if (trait_id == trait::length) {
      if (left.min && *left.min <= 0) left.min.reset();
      if (right.min && *right.min <= 0) right.min.reset();
    }
    return left.min == right.min && left.max == right.max;
  }
  if (!a || !b) return a == b;
  // The same pattern stands with anchors in one source and without in another.
  if (trait_id == trait::pattern && a->is_string() && b->is_string())
    return bare_pattern(*a) == bare_pattern(*b);
  if (trait_id == trait::deprecated || trait_id == trait::required) return true;
  return *a == *b;
}

std::string bare_pattern(const Json& pattern) {
  std::string text = pattern.is_string() ? pattern.get<std::string>() : core::dump(pattern);
  if (text.ends_with('$') && !text.ends_with("\\$")) text.pop_back();
  if (text.starts_with('^')) text.erase(0, 1);
  if (text.size() > 2 && text.starts_with(".*")) text.erase(0, 2);
  if (text.size() > 2 && text.ends_with(".*") && !text.ends_with("\\.*")) text.resize(text.size() - 2);
  return text;
}

std::string path_below(const std::string& path, const contract::Shape& shape,
                       const contract::Member& member) {
  constexpr std::size_t deep_enough = 2000;  // only documents made to do harm go deeper
  if (path.size() > deep_enough) return path;
  if (shape.type == contract::ShapeType::list) return path + "[]";
  if (shape.type == contract::ShapeType::map) return path + "{}";
  return path.empty() ? member.name : path + "." + member.name;
}

std::string shown(const Json* value) {
  if (!value) return "absent";
  if (value->is_string()) return value->get<std::string>();
  if (value->is_object() && value->empty()) return "present";
  return core::dump(*value, 300);
}

std::string timestamp_format_of(const contract::Model& model, const contract::Member& member) {
  const Json* stated = contract::effective(model, member, trait::timestamp_format);
  if (stated != nullptr && stated->is_string()) return stated->get<std::string>();
  const contract::Location where = contract::location_of(member);
  const bool in_body = where == contract::Location::body || where == contract::Location::payload;
  const std::vector<std::string> protocols = model.protocols();
  if (in_body && protocols.empty()) return {};
  const auto& facts = contract::protocol_facts(protocols.empty() ? std::string() : protocols.front());
  return std::string(core::to_string(contract::default_time_format(facts, where)));
}

}  // namespace hallmark::importers
