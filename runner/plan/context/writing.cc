#include "plan/context/writing.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "contract/text_facts.h"
#include "core/text.h"
#include "names/habits.h"
#include "plan/cases/promise_ids.h"
#include "plan/cases/variables.h"

namespace hallmark::plan {

using contract::Member;
using contract::Shape;
using contract::ShapeType;
using names::Kind;
namespace trait = contract::trait;

namespace {

constexpr std::size_t most_readers = 2;

bool is_default(const Json& value) {
  if (value.is_string()) return value.get_ref<const std::string&>().empty();
  if (value.is_structured()) return value.empty();
  return value.is_null() || value == Json(false) || value == Json(0);
}

}  // namespace

Writing::Writing(Context& context, const names::Names& names)
    : context_(context),
      names_(names),
      id_(operation_id(context.model, context.operation)),
      kind_(names.kind_of(context.operation)),
      noun_(names.noun_of(context.operation)),
      input_(input_of(context.model, context.operation)) {}

bool Writing::ready() {
  if ((kind_ != Kind::make && kind_ != Kind::change) || names_.words().tag_act(context_.operation.name()) ||
      !names::Habits::standard().tagging_with(context_.operation.name()).empty())
    return false;
  base_ = context_.base();
  if (!base_ || !leaves_nothing()) return false;
  readers_ = readers_of(context_, names_, most_readers);
  return true;
}

void Writing::want(const std::string& promise, Depth depth, std::function<Result()> make) {
  wanted_.push_back({.key = behaviour_promise(id_, promise), .depth = depth, .make = std::move(make)});
}

bool Writing::leaves_nothing() const {
  if (kind_ != Kind::make) return true;
  const auto& resources = context_.suite.resources;
  const bool known = std::any_of(resources.begin(), resources.end(), [&](const auto& each) {
    return each.second.create_call == context_.operation.name() && !each.second.remove.empty();
  });
  const names::Verb* verb = names_.words().verb_of(context_.operation.name());
  return known ||
         (verb && verb->onto && context_.suite.arrange.contains(std::string(context_.operation.name())));
}

bool Writing::is_told_of(const Member& member) const {
  const auto& words = names_.words();
  const auto& certainties = context_.values.certainties();
  const auto place = certainties.place(member);
  const auto& rules = certainties.rules();
  return !words.is_about_paging(member.name) && !words.is_idempotency_token(member.name) &&
         !words.is_version_tag(member.name) && !member.traits.has(trait::idempotency_token) &&
         !member.traits.has(trait::deprecated) && !rules.is_setting(place) &&
         (!rules.is_left_out(place) || is_valued(member)) && !describes_the_body(member) &&
         contract::source_of(member.traits) != contract::Source::newer_model &&
         // Tags have calls of their own, and many answers go without them.
         !words.says(names::MemberWord::own_tags, member.name);
}

bool Writing::is_valued(const Member& member) const {
  const auto& certainties = context_.values.certainties();
  const auto* row = certainties.rules().made(certainties.place(member), [](const Json&) { return true; });
  return row && row->certainty == Certainty::known && !row->reach.operation.empty();
}

Certainty Writing::certainty_of(const Member& member, const Json& value) const {
  const std::string name(context_.operation.name());
  const auto said = context_.suite.base.find(name);
  if (said != context_.suite.base.end() && said->second.contains(member.name)) return Certainty::known;
  return context_.values.certainties().of(member, value);
}

std::optional<Json> Writing::value_for(const Member& member) const {
  const Shape& target = contract::target_of(context_.model, member);
  ValueOptions options;
  options.full = target.type == ShapeType::structure;
  auto made = context_.values.member(member, id_ + " written " + member.name, options);
  if (made.value && kind_ == Kind::change && *made.value == made_with(member))
    made.value = other_than(*made.value, member);
  if (!made.value || certainty_of(member, *made.value) == Certainty::open) return std::nullopt;
  const bool empty = made.value->is_structured() && made.value->empty();
  return empty ? std::nullopt : std::move(made.value);
}

void Writing::change_what_is_given(Json& document) const {
  for (const Member& member : input_.members) {
    const auto given = document.find(member.name);
    if (given == document.end() || !is_told_of(member) || location_of(member) == Location::label ||
        names_.words().is_identifier(member.name) || *given != made_with(member))
      continue;
    if (auto other = other_than(*given, member)) *given = *std::move(other);
  }
}

Json Writing::made_with(const Member& member) const {
  const auto steps = context_.suite.arrange.find(std::string(context_.operation.name()));
  if (steps == context_.suite.arrange.end()) return {};
  for (auto step = steps->second.rbegin(); step != steps->second.rend(); ++step) {
    if (step->creates.empty()) continue;
    if (step->with.contains(member.name)) return step->with.at(member.name);
    // Among settings of its own: "HealthCheckConfig".
    for (const auto& [name, value] : step->with.items()) {
      if (value.is_object() && core::to_lower(name).starts_with(core::to_lower(noun_)) &&
          value.contains(member.name))
        return value.at(member.name);
    }
    return {};
  }
  return {};
}

std::optional<Json> Writing::other_than(const Json& value, const Member& member) const {
  const Shape& target = contract::target_of(context_.model, member);
  std::vector<Json> others;
  for (const Json& each : contract::enum_values(target)) others.push_back(each);
  if (others.empty() && value.is_boolean()) others = {Json(!value.get<bool>())};
  if (others.empty() && value.is_number_integer())
    others = {Json(value.get<std::int64_t>() + 1), Json(value.get<std::int64_t>() - 1)};
  if (others.empty() && value.is_string() && variables_in(value).empty())
    others = {Json(value.get<std::string>() + " changed"), Json(value.get<std::string>() + "2")};
  // {"DelaySeconds": "5"}
  for (auto part = value.begin(); value.is_object() && part != value.end(); ++part) {
    const std::string text = part->is_string() ? part->get<std::string>() : "";
    if (text.empty() || text.size() > 8 || text.find_first_not_of("0123456789") != std::string::npos)
      continue;
    others.push_back(value);
    others.back()[part.key()] = std::to_string(std::stol(text) + 1);
    break;
  }
  for (Json& other : others) {
    if (other != value && context_.values.keeps(member, other)) return std::move(other);
  }
  // Nothing would show that it was changed.
  return std::nullopt;
}

std::vector<std::string> Writing::shown(const Member& member) const {
  auto found = places_in(context_.model, output_of(context_.model, context_.operation), noun_, member);
  for (const ReadBack& reader : readers_) {
    for (auto& place : places_in(context_.model, output_of(context_.model, *reader.operation), noun_, member))
      found.push_back(std::move(place));
  }
  return found;
}

bool Writing::excluded(const Json& document, const Member& member) const {
  return std::any_of(input_.members.begin(), input_.members.end(), [&](const Member& other) {
    return &other != &member && document.contains(other.name) && contract::exclude_each_other(member, other);
  });
}

Case Writing::about(const std::string& name, const std::string& promise) const {
  Case test = context_.blank({Group::Kind::behaviour, {}}, name);
  test.promises = {behaviour_promise(id_, promise)};
  test.send = *base_->document;
  test.expect = {Outcome{}};
  test.provoke = Provocation::none;
  if (kind_ == Kind::change) change_what_is_given(test.send);
  std::vector<std::string> readers;
  for (const ReadBack& reader : readers_) {
    readers.emplace_back(reader.operation->name());
    join_steps(test.arrange, reader.arrange);
    test.keep.insert(reader.keep.begin(), reader.keep.end());
    test.then.push_back(reader.step);
  }
  test.behaviour = {.kind = promise.substr(0, promise.find(' ')),
                    .evidence = readers.empty() ? "names: its answer has what it was sent"
                                                : fmt::format("names: {} shows what it was sent",
                                                              core::join(readers, ", ")),
                    .stated = false};
  return test;
}

void Writing::finish(Case& test) const {
  if (test.send != *base_->document) {
    test.control = {{.op = "replace", .path = "", .value = *base_->document}};
    test.base_key = context_.key_of(*base_->document);
  }
  context_.assess(test);
  for (const Claim& claim : test.claims) {
    if (std::find(test.promises.begin(), test.promises.end(), claim.promise) == test.promises.end())
      test.promises.push_back(claim.promise);
  }
}

bool Writing::is_pending(const Member& member) const {
  return may_be_pending(context_.model, output_of(context_.model, context_.operation), member.name) ||
         std::any_of(readers_.begin(), readers_.end(), [&](const ReadBack& reader) {
           return may_be_pending(context_.model, output_of(context_.model, *reader.operation), member.name);
         });
}

void Writing::claim_back(Case& test, const std::string& kind, const Member& member) const {
  const auto sent = test.send.find(member.name);
  if (sent == test.send.end()) return;
  const Certainty certainty = certainty_of(member, *sent);
  // "$LATEST" stands for another value.
  const bool stands_for = sent->is_string() && sent->get_ref<const std::string&>().starts_with('$') &&
                          variables_in(*sent).empty();
  if (certainty == Certainty::open || stands_for || (kind_ == Kind::change && is_pending(member))) return;
  // Of which things alone it is a member the documentation says, and not whether this is one. Of a map it
  // says so of single keys.
  const bool conditional = contract::text_fact(member.traits, contract::text::conditional).has_value() &&
                           contract::target_of(context_.model, member).type != ShapeType::map &&
                           !is_valued(member);
  const bool secret = contract::effective(context_.model, member, trait::sensitive) != nullptr;
  Claim claim{.kind = Claim::Kind::comes_back,
              .promise = behaviour_promise(id_, kind, member.name),
              .sent = core::pointer_join("", member.name),
              // Secrets go in and need not come out; false is not always shown.
              .awaited = !secret && !conditional && (kind == "defaults" || !is_default(*sent)),
              .weak = secret || certainty != Certainty::known};
  for_places(test, std::move(claim),
             [&](const Shape& output) { return places_in(context_.model, output, noun_, member); });
}

void Writing::for_places(Case& test, Claim claim, const Places& places, bool own_answer) const {
  const bool awaited = std::exchange(claim.awaited, false);
  const bool only_lists = std::all_of(readers_.begin(), readers_.end(), [&](const ReadBack& reader) {
    return reader.lists || places(output_of(context_.model, *reader.operation)).empty();
  });
  if (own_answer) {
    claim.step.reset();
    claim.at = places(output_of(context_.model, context_.operation));
    claim.items.clear();
    if (!claim.at.empty()) test.claims.push_back(claim);
  }
  for (std::size_t i = 0; i < readers_.size(); ++i) {
    claim.step = i;
    claim.at = places(output_of(context_.model, *readers_[i].operation));
    claim.items = readers_[i].items;
    // Where no other reading shows it, the list does.
    claim.awaited = awaited && readers_[i].lists == only_lists;
    if (!claim.at.empty()) test.claims.push_back(claim);
  }
}

const Member* Writing::change_something(Case& test) const {
  for (const Certainty wanted : {Certainty::known, Certainty::plausible}) {
    for (const Member& member : input_.members) {
      if (!is_told_of(member) || test.send.contains(member.name) || excluded(test.send, member)) continue;
      if (readers_.empty() ||
          places_in(context_.model, output_of(context_.model, *readers_.front().operation), noun_, member)
              .empty())
        continue;
      auto value = value_for(member);
      if (!value || certainty_of(member, *value) != wanted) continue;
      test.send[member.name] = *std::move(value);
      context_.values.suit(input_, test.send, member.name, test.id);
      return &member;
    }
  }
  // The base request changes something already.
  const auto found = std::find_if(input_.members.begin(), input_.members.end(), [&](const Member& member) {
    const auto given = test.send.find(member.name);
    return given != test.send.end() && is_told_of(member) && location_of(member) != Location::label &&
           !names_.words().is_identifier(member.name) && certainty_of(member, *given) != Certainty::open &&
           !readers_.empty() &&
           !places_in(context_.model, output_of(context_.model, *readers_.front().operation), noun_, member)
                .empty();
  });
  return found == input_.members.end() ? nullptr : &*found;
}

}  // namespace hallmark::plan
