#include "importers/merge_walk.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "importers/merge_marks.h"

namespace hallmark::importers {

using contract::Member;
using contract::Operation;
using contract::Shape;
using contract::ShapeType;
using contract::Source;
namespace trait = contract::trait;

namespace {

// What a document may state of a member besides its name, kind and being required.
constexpr std::array kStated = {trait::length,           trait::range,      trait::pattern,
                                trait::unique_items,     trait::http_query, trait::http_header,
                                trait::idempotency_token};

bool is_binding(std::string_view id) { return id == trait::http_query || id == trait::http_header; }

bool has_binding(const Member& member) {
  for (const std::string_view id :
       {trait::http_query, trait::http_header, trait::http_label, trait::http_query_params,
        trait::http_prefix_headers, trait::http_payload, trait::http_response_code}) {
    if (member.traits.has(id)) return true;
  }
  return false;
}

std::string clause_of(std::string_view id) { return std::string(contract::name_of(id)); }

bool holds_members(ShapeType type) {
  return type == ShapeType::structure || type == ShapeType::union_shape || type == ShapeType::list ||
         type == ShapeType::map;
}

}  // namespace

std::string_view OperationMerge::own_name() const { return "model"; }
std::string_view OperationMerge::other_name() const { return page_ ? "page" : "newer-model"; }

Shape* OperationMerge::own_shape(const std::string& id) {
  const auto found = into_.shapes.find(id);
  // Prelude shapes carry nothing of ours.
  if (found == into_.shapes.end() || contract::namespace_of(id) == "smithy.api") return nullptr;
  return &found->second;
}

std::string OperationMerge::promise(const std::string& path, bool input, std::string_view clause) const {
  return fmt::format("{}.{} {}{}{} {}", into_.slug, operation_name_, input ? "input" : "output",
                     path.empty() ? "" : ".", path, clause);
}

void OperationMerge::merge_side(const std::string& own, const std::string& other, bool input) {
  const char* side = input ? "input" : "output";
  if (page_unknown_ && page_unknown_->is_object() && page_unknown_->contains(side)) return;
  if (own.empty() || (other.empty() && !page_)) return;
  if (other.empty()) {
    if (Shape* shape = own_shape(own)) mark_model_only(*shape, {});
    return;
  }
  pairs_.push_back({.other = other, .own = own, .path = {}, .input = input, .parent = -1});
  walk();
}

void OperationMerge::walk() {
  for (std::size_t index = 0; index < pairs_.size(); ++index) {
    if (visited_.emplace(pairs_[index].other, pairs_[index].own).second) merge_pair(index);
  }
  pairs_.clear();
}

void OperationMerge::merge_pair(std::size_t index) {
  const Pair pair = pairs_[index];
  const Shape* other = other_.shape(pair.other);
  Shape* own = own_shape(pair.own);
  if (!other || !own) return;
  const bool maps_differ =
      own->type != other->type && (own->type == ShapeType::map || other->type == ShapeType::map);
  const std::string payload = page_ && pair.parent < 0 ? unshown_payload(*own, *other) : std::string();
  Shape* body = payload.empty() ? nullptr : own_shape(own->member(payload)->target);
  std::set<std::string> matched, matched_in_body;
  for (const Member& theirs : other->members) {
    const std::string path = path_below(pair.path, *own, theirs);
    if (Member* mine = maps_differ ? nullptr : matching_member(*own, theirs)) {
      matched.insert(mine->name);
      merge_member(index, *mine, theirs,
                   mine->name == theirs.name ? path : path_below(pair.path, *own, *mine));
    } else if (Member* inner = body ? matching_member(*body, theirs) : nullptr) {
      matched_in_body.insert(inner->name);
      merge_member(index, *inner, theirs, path_below(payload, *body, *inner));
    } else if (own->type == ShapeType::structure || own->type == ShapeType::union_shape) {
      add_member(body ? *body : *own, theirs, path, pair.input);
      (body ? matched_in_body : matched).insert(theirs.name);
    }
  }
  // Of an event stream that is sent, and of structures that stand on another page, nothing is shown.
  const bool shows_members =
      !other->traits.has(trait::unknown) &&
      !(other->members.empty() && (is_api_reference() || own->traits.has(trait::streaming)));
  if (!page_ || !shows_members) return;
  if (!matched_in_body.empty()) {
    mark_element(own->member(payload)->traits, Source::page);
    mark_model_only(*body, matched_in_body);
    matched.insert(payload);
  }
  mark_model_only(*own, matched);
}

// API Reference pages list the members of a payload beside those that are bound elsewhere: the name
// of the payload member then, or "".
std::string OperationMerge::unshown_payload(const Shape& own, const Shape& other) const {
  for (const Member& member : own.members) {
    const ShapeType type = contract::target_of(into_, member).type;
    if (member.traits.has(trait::http_payload) && !other.member(member.name) &&
        (type == ShapeType::structure || type == ShapeType::union_shape)) {
      return member.name;
    }
  }
  return {};
}

void OperationMerge::mark_model_only(Shape& own, const std::set<std::string>& matched) {
  if (own.type != ShapeType::structure && own.type != ShapeType::union_shape) return;
  for (Member& member : own.members) {
    if (is_api_reference() &&
        (member.traits.has(trait::http_response_code) || member.traits.has(trait::http_prefix_headers) ||
         member.traits.has(trait::http_query_params) || member.traits.has(trait::http_header))) {
      continue;  // these have no place on such a page, or not in every layout
    }
    // Another page may have shown it.
    if (!matched.contains(member.name) && contract::source_of(member.traits) == Source::model) {
      mark_element(member.traits, Source::newer_model);
    }
  }
}

void OperationMerge::add_member(Shape& own, const Member& other, const std::string& path, bool input) {
  Member member = other;
  member.target = copier_.copy(other.target);
  mark_element(member.traits, page_ ? Source::page : Source::newer_model);
  // Only requests are checked by a page, and a member that one document alone requires is disputed.
  if (member.traits.has(trait::required))
    add_alternative(member.traits, trait::required, nullptr, own_name());
  own.members.push_back(std::move(member));
  if (!page_) return;
  add_contradiction(into_, {.promise = promise(path, input, "type"),
                            .what = "The page shows a member that the model does not have.",
                            .sayings = {{"page", "present"}, {"model", "absent"}}});
}

bool OperationMerge::is_api_reference() const {
  return page_unknown_ && page_unknown_->is_object() && page_unknown_->contains("nestedRequired");
}

bool OperationMerge::goes_round(std::size_t index, const std::string& other_target) const {
  if (!page_) return false;  // `visited_` is enough
  for (int at = static_cast<int>(index); at >= 0; at = pairs_[static_cast<std::size_t>(at)].parent) {
    if (pairs_[static_cast<std::size_t>(at)].other == other_target) return true;
  }
  return false;
}

// Pages say of requests what is required, but not where a shape comes round again, and not where
// they say that they cannot.
bool OperationMerge::states_required(std::size_t index, const Member& other) const {
  if (!page_) return true;
  const Pair& pair = pairs_[index];
  if (!pair.input) return false;
  const Shape* structure = other_.shape(pair.other);
  if (structure && structure->type != ShapeType::structure) return false;
  if (page_unknown_ && page_unknown_->is_object() && page_unknown_->contains("required")) return false;
  if (is_api_reference() && pair.parent >= 0) return false;
  for (const Json* unknown :
       {other.traits.find(trait::unknown), structure ? structure->traits.find(trait::unknown) : nullptr}) {
    if (unknown && unknown->is_object() && unknown->contains("required")) return false;
  }
  return !goes_round(index, other.target);
}

void OperationMerge::merge_member(std::size_t index, Member& own, const Member& other,
                                  const std::string& path) {
  const bool input = pairs_[index].input;
  const Shape& mine = contract::target_of(into_, own);
  const Shape& theirs = contract::target_of(other_, other);
  const bool unknown = other.traits.has(trait::unknown) || theirs.traits.has(trait::unknown);
  // What stands in an address or a header is text there, and has no type on such a page.
  const bool untyped = is_api_reference() && has_binding(own) && theirs.type == ShapeType::string;
  if (page_) mark_element(own.traits, Source::page);
  // Which of the shapes above it a recursion reaches, pages cannot say.
  const bool round = page_ && goes_round(index, other.target);
  if (!round && !untyped && !kinds_agree(mine, theirs, unknown)) {
    add_contradiction(
        into_, {.promise = promise(path, input, "type"),
                .what = "The documents show different types; the one that comes with a wire binding is kept.",
                .sayings = {{std::string(other_name()), std::string(contract::to_string(theirs.type))},
                            {std::string(own_name()), std::string(contract::to_string(mine.type))}}});
    return;
  }
  if (states_required(index, other)) merge_required(own, other, promise(path, input, "required"));
  merge_stated(own, other, path, input);
  if (mine.type == ShapeType::enumeration && theirs.type == ShapeType::enumeration) {
    if (Shape* shape = own_shape(own.target)) merge_enum(*shape, theirs, path, input);
  }
  if (holds_members(mine.type) && holds_members(theirs.type) && !goes_round(index, other.target)) {
    pairs_.push_back({.other = other.target,
                      .own = own.target,
                      .path = path,
                      .input = input,
                      .parent = static_cast<int>(index)});
  }
}

void OperationMerge::merge_required(Member& own, const Member& other, const std::string& promise_id) {
  const bool mine = own.traits.has(trait::required);
  const bool theirs = other.traits.has(trait::required);
  if (mine && theirs) {
    if (page_) mark_trait(own.traits, trait::required, Source::page);
    return;
  }
  // A label cannot be left out, whatever a client fills in by itself.
  if (mine == theirs || own.traits.has(trait::http_label)) return;
  const std::string_view without = mine ? other_name() : own_name();
  if (theirs) {
    own.traits.set(trait::required, Json::object());
    mark_trait(own.traits, trait::required, page_ ? Source::page : Source::newer_model);
  }
  add_alternative(own.traits, trait::required, nullptr, without);
  add_contradiction(
      into_, {.promise = promise_id,
              .what = "The documents disagree whether the member is required; requests that succeed send it.",
              .sayings = {{std::string(other_name()), theirs ? "required" : "not required"},
                          {std::string(own_name()), mine ? "required" : "not required"}}});
}

void OperationMerge::merge_stated(Member& own, const Member& other, const std::string& path, bool input) {
  for (const std::string_view id : kStated) merge_stated_trait(own, other, id, path, input);
  if (contract::target_of(into_, own).type == ShapeType::timestamp) merge_timestamp(own, other, path, input);
}

void OperationMerge::merge_stated_trait(Member& own, const Member& other, std::string_view id,
                                        const std::string& path, bool input) {
  const Json* stated = contract::effective(other_, other, id);
  const Json* mine = contract::effective(into_, own, id);
  if (!stated) return;  // silence is not a statement: most forms cannot say this
  if (mine && same_promise(id, stated, mine)) {
    if (!page_) return;
    Shape* target = own_shape(own.target);
    if (own.traits.has(id)) {
      mark_trait(own.traits, id, Source::page);
    } else if (target && target->traits.has(id)) {
      mark_trait(target->traits, id, Source::page);
    }
    return;
  }
  if (!mine && is_binding(id) && has_binding(own)) return;
  if (!mine && same_promise(id, stated, nullptr)) return;
  const Json other_value = *stated;
  const Json own_value = mine ? *mine : Json(nullptr);
  if (page_) {
    own.traits.set(id, other_value);
    mark_trait(own.traits, id, Source::page);
    if (mine) add_alternative(own.traits, id, own_value, own_name());
  } else {
    add_alternative(own.traits, id, other_value, other_name());
  }
  if (!mine) return;
  add_contradiction(into_, {.promise = promise(path, input, clause_of(id)),
                            .what = fmt::format("The documents state different values of {}.", clause_of(id)),
                            .sayings = {{std::string(other_name()), shown(&other_value)},
                                        {std::string(own_name()), shown(&own_value)}}});
}

// A page shows a time as a number or as text; a sample on it may show the other.
void OperationMerge::merge_timestamp(Member& own, const Member& other, const std::string& path, bool input) {
  const std::string mine = timestamp_format_of(into_, own);
  std::string stated;
  if (const Json* value = contract::effective(other_, other, trait::timestamp_format);
      value && value->is_string()) {
    stated = value->get<std::string>();
  } else {
    const ShapeType kind = contract::target_of(other_, other).type;
    if (kind == ShapeType::string) stated = mine == "epoch-seconds" || mine.empty() ? "date-time" : mine;
    const bool number = kind >= ShapeType::byte && kind <= ShapeType::big_decimal;
    if (number) stated = "epoch-seconds";
  }
  if (stated.empty() && !page_) stated = timestamp_format_of(other_, other);
  if (stated.empty()) return;
  std::vector<contract::Contradiction::Saying> sayings = {{std::string(other_name()), stated}};
  bool sample_agrees = false;
  const Json* alternatives = other.traits.find(trait::alternatives);
  if (!alternatives) alternatives = contract::target_of(other_, other).traits.find(trait::alternatives);
  if (alternatives && alternatives->is_array()) {
    for (const Json& entry : *alternatives) {
      if (!entry.is_object() || entry.value("trait", Json()) != trait::timestamp_format) continue;
      const Json value = entry.value("value", Json());
      if (!value.is_string()) continue;
      const Json source = entry.value("source", Json());
      sayings.push_back(
          {source.is_string() ? source.get<std::string>() : "page sample", value.get<std::string>()});
      sample_agrees = sample_agrees || value == mine;
    }
  }
  sayings.push_back({std::string(own_name()), mine});
  const bool disputed =
      std::any_of(sayings.begin(), sayings.end(), [&](const auto& saying) { return saying.value != mine; });
  if (!disputed) {
    if (page_ && own.traits.has(trait::timestamp_format))
      mark_trait(own.traits, trait::timestamp_format, Source::page);
    return;
  }
  // The page's syntax against its sample: the model decides which is kept. Otherwise the page wins.
  const std::string chosen = page_ && stated != mine && !sample_agrees ? stated : mine;
  own.traits.set(trait::timestamp_format, chosen);
  mark_trait(own.traits, trait::timestamp_format, page_ ? Source::page : Source::model);
  for (const auto& saying : sayings) {
    if (saying.value != chosen)
      add_alternative(own.traits, trait::timestamp_format, saying.value, saying.source);
  }
  add_contradiction(into_, {.promise = promise(path, input, "timestampFormat"),
                            .what = "The documents show the time in different formats; each is an outcome.",
                            .sayings = std::move(sayings)});
}

void OperationMerge::merge_enum(Shape& own, const Shape& other, const std::string& path, bool input) {
  const auto value_of = [](const Member& member) {
    const Json* value = member.traits.find(trait::enum_value);
    return value ? *value : Json(member.name);
  };
  std::vector<std::string> added;
  for (const Member& theirs : other.members) {
    const Json value = value_of(theirs);
    const auto same = std::find_if(own.members.begin(), own.members.end(),
                                   [&](const Member& m) { return value_of(m) == value; });
    if (same != own.members.end()) {
      if (page_) mark_element(same->traits, Source::page);
      continue;
    }
    Member member = theirs;
    while (own.member(member.name)) member.name += "_";
    mark_element(member.traits, page_ ? Source::page : Source::newer_model);
    own.members.push_back(std::move(member));
    added.push_back(shown(&value));
  }
  if (!page_) return;
  for (Member& member : own.members) {
    const Json value = value_of(member);
    const bool on_page = std::any_of(other.members.begin(), other.members.end(),
                                     [&](const Member& m) { return value_of(m) == value; });
    if (!on_page && contract::source_of(member.traits) == Source::model)
      mark_element(member.traits, Source::newer_model);
  }
  if (added.empty()) return;
  add_contradiction(into_,
                    {.promise = promise(path, input, "enum"),
                     .what = "The page names values that the model does not have.",
                     .sayings = {{"page", fmt::format("{}", fmt::join(added, ", "))}, {"model", "absent"}}});
}

}  // namespace hallmark::importers
