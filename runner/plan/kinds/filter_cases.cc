#include "plan/kinds/filter_cases.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>

#include "contract/usage.h"
#include "core/text.h"
#include "names/habits.h"
#include "plan/cases/promise_ids.h"
#include "plan/cases/variables.h"
#include "plan/context/filter_forms.h"
#include "plan/context/readers.h"
#include "plan/context/tag_forms.h"
#include "plan/values/nouns.h"

namespace hallmark::plan {
namespace {

using contract::Member;
using contract::Operation;
using contract::Shape;
using contract::ShapeType;
using names::Kind;
using names::MemberWord;

constexpr std::size_t most_readers = 6;  // of what the maker makes, among which this list is looked for

class FilterCases {
 public:
  FilterCases(Context& context, const names::Names& names)
      : context_(context), names_(names), id_(operation_id(context.model, context.operation)) {}

  std::vector<Wanted> all() {
    if (names_.kind_of(context_.operation) != Kind::list) return {};
    const auto maker = names_.makers().find(names_.noun_of(context_.operation));
    if (maker == names_.makers().end()) return {};
    noun_ = maker->first;
    maker_ = maker->second;
    const bool any = std::any_of(input().members.begin(), input().members.end(), [&](const Member& member) {
      return filters(member) != How::not_at_all || kind_member(member) != nullptr || named_pairs(member) ||
             documented_pairs(context_.model, member);
    });
    if (!any || !removes() || !find_reader() || !find_items()) return {};
    for (const Member& member : input().members) by_kind(member);
    const bool named = find_name();
    for (const Member& member : input().members) {
      if (const auto listed = documented_pairs(context_.model, member)) filtered_by_listed(member, *listed);
      if (!named) continue;
      if (const How how = filters(member); how != How::not_at_all) filtered(member, how);
      if (const auto pairs = named_pairs(member)) filtered_by_name(member, *pairs);
    }
    return std::move(wanted_);
  }

 private:
  using Result = Wanted::Result;
  enum class How { not_at_all, beginning, name, names };

  [[nodiscard]] const Shape& input() const { return input_of(context_.model, context_.operation); }

  // By what it lets through. "NamePrefix", "logGroupNamePrefix", "Prefix"; "Name", "TopicName", "Names".
  [[nodiscard]] How filters(const Member& member) const {
    if (is_page_token(member.name)) return How::not_at_all;
    const Shape& target = contract::target_of(context_.model, member);
    const std::string name = upper_first(member.name);
    if (contract::is_text(target.type)) {
      if (const auto stem = names_.words().rest_of(MemberWord::beginning, name))
        return stem->empty() || names_the_thing(std::string(*stem)) ? How::beginning : How::not_at_all;
      return names_the_thing(name) && !contract::is_required(member) ? How::name : How::not_at_all;
    }
    if (target.type != ShapeType::list || target.members.empty() || contract::is_required(member))
      return How::not_at_all;
    const auto identifier = names_.words().identifier(member.name);
    const bool of_names = identifier && identifier->plural && identifier->meaning == names::Meaning::name &&
                          (identifier->stem.empty() || core::equal_ignoring_case(identifier->stem, noun_));
    return of_names && contract::is_text(contract::target_of(context_.model, target.members.front()).type)
               ? How::names
               : How::not_at_all;
  }

  // "Name", "TopicName", "Topic" of a topic.
  [[nodiscard]] bool names_the_thing(const std::string& member) const {
    if (core::equal_ignoring_case(member, noun_)) return true;
    const auto identifier = names_.words().identifier(member);
    return identifier && !identifier->plural && identifier->meaning == names::Meaning::name &&
           (identifier->stem.empty() || core::equal_ignoring_case(identifier->stem, noun_));
  }

  [[nodiscard]] bool removes() const {
    return std::any_of(context_.suite.resources.begin(), context_.suite.resources.end(),
                       [&](const auto& each) {
                         return each.second.create_call == maker_->name() && !each.second.remove.empty();
                       });
  }

  // This list, as what reads back what the maker made.
  bool find_reader() {
    const Values values(context_.model, context_.protocol, maker_, context_.suite.values);
    Context making(context_.model, *maker_, context_.suite, context_.protocol, values);
    for (ReadBack& reader : readers_of(making, names_, most_readers)) {
      if (reader.operation != &context_.operation) continue;
      reader_ = std::move(reader);
      const Base* base = making.base();
      if (base) made_with_ = *base->document;
      return base != nullptr;
    }
    return false;
  }

  // The name that the maker is given, fresh each time.
  bool find_name() {
    for (const auto& [member, value] : made_with_.items()) {
      if (!value.is_string() || !names_the_thing(member)) continue;
      const auto used = variables_in(value);
      if (used.size() != 1 || used.front() != unique_variable) continue;
      name_ = member;
      return true;
    }
    return false;
  }

  // The list of things, and the kept variable that an item shows.
  bool find_items() {
    const Shape& output = output_of(context_.model, context_.operation);
    for (const Member& member : output.members) {
      const Shape& list = contract::target_of(context_.model, member);
      if (list.type != ShapeType::list || list.members.empty()) continue;
      const Shape& item = contract::target_of(context_.model, list.members.front());
      for (const auto& [variable, pointer] : reader_.keep) {
        const std::string kept = pointer.substr(pointer.rfind('/') + 1);
        if (!is_its_own(kept) || !shows(member, item, kept)) continue;
        walk_.items = core::pointer_join("", member.name);
        identity_ = variable;
        find_tokens();
        return true;
      }
    }
    return false;
  }

  // What the making was given is the thing's own only where it is fresh each time: the rest is its parent's.
  [[nodiscard]] bool is_its_own(const std::string& kept) const {
    const auto given = made_with_.find(kept);
    return given == made_with_.end() || differs_each_time(*given);
  }

  [[nodiscard]] bool shows(const Member& list, const Shape& item, const std::string& kept) const {
    const auto wanted = names_.words().identifier(kept);
    const auto same = [&](const std::string& shown) {
      const auto given = names_.words().identifier(shown);
      return !wanted || !given || wanted->meaning == given->meaning;
    };
    if (contract::is_text(item.type)) return same(list.name);
    const auto names = answer_names(names_.words(), kept, noun_);
    return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
      const Member* member = item.member(name);
      return member && contract::is_text(contract::target_of(context_.model, *member).type) && same(name);
    });
  }

  void find_tokens() {
    const auto pages = contract::pagination(context_.model, context_.operation);
    if (!pages || pages->input_tokens.size() != pages->output_tokens.size()) return;
    for (const std::string& path : pages->output_tokens) {
      std::string pointer;
      for (const std::string& part : contract::plain_path(path)) pointer = core::pointer_join(pointer, part);
      if (pointer.empty()) return;
      walk_.output_tokens.push_back(pointer);
    }
    walk_.input_tokens = pages->input_tokens;
  }

  // Two things of which the request's filter lets the first through.
  Case two_things(const std::string& name, const std::string& promise, const std::string& evidence,
                  const Json& first_with, const Json& second_with) const {
    Case test = context_.blank({Group::Kind::behaviour, {}}, name);
    test.promises = {promise};
    test.provoke = Provocation::none;
    test.expect = {Outcome{}};
    test.arrange = reader_.arrange;
    test.send = reader_.step.with;
    // Asked about the thing itself, the list would let nothing else through anyhow.
    for (auto asked = test.send.begin(); asked != test.send.end();) {
      const auto used = variables_in(*asked);
      const bool itself = std::any_of(used.begin(), used.end(), [&](const std::string& each) {
        return reader_.keep.contains(std::string(kept_name(each)));
      });
      asked = itself ? test.send.erase(asked) : std::next(asked);
    }
    test.walk = walk_;
    for (const auto& [which, with] : {std::pair{"first", first_with}, {"second", second_with}}) {
      Step step{.call = std::string(maker_->name()), .with = with, .creates = creates()};
      if (!name_.empty()) step.with[name_] = called(with.at(name_).get<std::string>(), which);
      for (const auto& [variable, pointer] : reader_.keep) step.keep[variable + "." + which] = pointer;
      test.arrange.push_back(std::move(step));
    }
    test.walk->once = {identity_ + ".first"};
    test.walk->never = {identity_ + ".second"};
    test.behaviour = {.kind = "filters", .evidence = evidence, .stated = false};
    return test;
  }

  static std::string called(const std::string& text, const std::string& which) {
    return core::replace_all(text, "${unique}", "${unique." + which + "}");
  }

  void filtered(const Member& member, How how, const std::function<Json(const Json&)>& wrapped = {}) {
    const std::string promise = behaviour_promise(id_, "filters", member.name);
    wanted_.push_back(
        {.key = promise, .depth = Depth::quick, .make = [this, promise, how, wrapped, &member]() -> Result {
           const std::string name = made_with_.at(name_).get<std::string>();
           const auto end = name.find("${unique}") + std::string_view("${unique}").size();
           Case test = two_things(
               "filter-" + member.name, promise,
               fmt::format("names: {} is of what {} is given as {}", member.name, maker_->name(), name_),
               made_with_, made_with_);
           test.title = fmt::format("two things, of which {} lets one through", member.name);
           const std::string text = how == How::beginning ? name.substr(0, end) : name;
           const Json value = called(text, "first");
           test.send[member.name] = wrapped             ? wrapped(value)
                                    : how == How::names ? Json::array({value})
                                                        : value;
           return {.test = std::move(test), .problem = {}};
         }});
  }

  // ---- by names that the documentation lists ----

  // What the first of two things is known by under this name: a kept variable or the name that it was given.
  [[nodiscard]] std::optional<std::string> known_as(const std::string& name) const {
    const std::string wanted = core::letters_and_digits(name);
    const auto same = [&](const std::string& member) {
      const std::string own = core::letters_and_digits(member);
      // "db-cluster-id" of "DBClusterIdentifier".
      const auto identifier = names_.words().identifier(member);
      const auto words =
          identifier ? names_.words().identifier_words(identifier->meaning) : std::vector<std::string>();
      return own == wanted || wanted == core::letters_and_digits(noun_) + own ||
             std::any_of(words.begin(), words.end(), [&](const std::string& word) {
               return !identifier->plural && core::letters_and_digits(identifier->stem + word) == wanted;
             });
    };
    for (const auto& [variable, pointer] : reader_.keep) {
      const std::string kept = pointer.substr(pointer.rfind('/') + 1);
      if (same(kept) && is_its_own(kept)) return "${" + variable + ".first}";
    }
    if (!name_.empty() && same(name_)) return called(made_with_.at(name_).get<std::string>(), "first");
    return std::nullopt;
  }

  void filtered_by_listed(const Member& member, const FilterPairs& listed) {
    constexpr std::size_t most_at_normal = 5;
    std::size_t of_nobody = 0;
    bool known = false;
    const auto form = tag_form_of(context_.model, *maker_, {}, noun_);
    for (const Json& each : listed.names) {
      const auto name = each.get<std::string>();
      const names::Habits::TagFilter* tag = names::Habits::standard().tag_filter(name);
      if (tag && form && form->gives()) by_tag(member, listed, *tag, *form);
      if (tag) continue;
      if (const auto value = known_as(name)) {
        by_listed(member, listed, name, *value, known ? Depth::normal : Depth::quick);
        known = true;
      }
      by_nobodys(member, listed, name, of_nobody++ < most_at_normal ? Depth::normal : Depth::thorough);
    }
  }

  [[nodiscard]] static std::string of_text(const Member& member, const std::string& name) {
    return fmt::format("the documentation of {} lists the filter {}", member.name, name);
  }

  void by_listed(const Member& member, const FilterPairs& listed, const std::string& name,
                 const std::string& value, Depth depth) {
    const std::string promise = behaviour_promise(id_, "filters", member.name);
    wanted_.push_back(
        {.key = promise, .depth = depth, .make = [this, promise, listed, name, value, &member]() -> Result {
           Case test = two_things("filter-" + member.name + "-" + name, promise, of_text(member, name),
                                  made_with_, made_with_);
           test.title = fmt::format("two things, of which the filter {} lets one through", name);
           test.send[member.name] = listed.one(name, value);
           return {.test = std::move(test), .problem = {}};
         }});
  }

  // Of two things the first has a tag.
  void by_tag(const Member& member, const FilterPairs& listed, const names::Habits::TagFilter& filter,
              const TagForm& form) {
    const std::string promise = behaviour_promise(id_, "filters", member.name);
    wanted_.push_back(
        {.key = promise,
         .depth = Depth::normal,
         .make = [this, promise, listed, &filter, form, &member]() -> Result {
           constexpr const char* key = "conformance-${unique.tag}";
           constexpr const char* value = "one";
           Json tagged = made_with_;
           tagged[form.member->name] = carried_in(form, {{key, value}});
           Case test = two_things("filter-" + member.name + "-" + filter.name, promise,
                                  of_text(member, filter.name), tagged, made_with_);
           test.title = fmt::format("two things, of which the filter {} lets one through", filter.name);
           test.send[member.name] =
               listed.one(core::replace_all(filter.asked, "{key}", key),
                          core::replace_all(core::replace_all(filter.value, "{key}", key), "{value}", value));
           return {.test = std::move(test), .problem = {}};
         }});
  }

  // A value that nothing has lets nothing through. Some names refuse it.
  void by_nobodys(const Member& member, const FilterPairs& listed, const std::string& name, Depth depth) {
    const std::string promise = behaviour_promise(id_, "filters", member.name);
    wanted_.push_back(
        {.key = promise, .depth = depth, .make = [this, promise, listed, name, &member]() -> Result {
           Case test = two_things("filter-" + member.name + "-" + name + "-of-nobody", promise,
                                  of_text(member, name), made_with_, made_with_);
           test.title = fmt::format("the filter {} with a value that nothing has", name);
           test.arrange.pop_back();
           test.send[member.name] = listed.one(name, "conformance-nobody");
           test.walk->once.clear();
           test.walk->never = {identity_ + ".first"};
           test.certainty = Certainty::open;
           return {.test = std::move(test), .problem = {}};
         }});
  }

  // ---- by a state or a type ----

  // The member of the list's items that an optional member of the request is about: of the same enum, and
  // called alike ("status", "statusEquals", "States"); null where there is none.
  [[nodiscard]] const Member* kind_member(const Member& member) const {
    const Shape* wanted = &contract::target_of(context_.model, member);
    if (contract::is_required(member)) return nullptr;
    if (wanted->type == ShapeType::list && !wanted->members.empty())
      wanted = &contract::target_of(context_.model, wanted->members.front());
    if (contract::enum_values(*wanted).size() < 2) return nullptr;
    for (const Member& list : output_of(context_.model, context_.operation).members) {
      const Shape& shape = contract::target_of(context_.model, list);
      if (shape.type != ShapeType::list || shape.members.empty()) continue;
      for (const Member& shown : contract::target_of(context_.model, shape.members.front()).members) {
        if (&contract::target_of(context_.model, shown) == wanted &&
            upper_first(member.name).starts_with(upper_first(shown.name)))
          return &shown;
      }
    }
    return nullptr;
  }

  // A value that what was just made does not have, as far as anybody knows.
  [[nodiscard]] static Json unlikely(const Shape& target) {
    const auto& habits = names::Habits::standard();
    const auto values = contract::enum_values(target);
    for (const Json& value : values) {
      if (!value.is_string()) continue;
      const std::string plain = core::letters_and_digits(value.get_ref<const std::string&>());
      if (habits.has_ended(plain) || std::find(habits.final_states.begin(), habits.final_states.end(),
                                               plain) != habits.final_states.end())
        return value;
    }
    return values.back();
  }

  void by_kind(const Member& member) {
    const Member* shown = kind_member(member);
    if (!shown) return;
    const std::string promise = behaviour_promise(id_, "filters", member.name);
    wanted_.push_back(
        {.key = promise, .depth = Depth::quick, .make = [this, promise, shown, &member]() -> Result {
           const Shape& target = contract::target_of(context_.model, member);
           const Json value = unlikely(contract::target_of(context_.model, *shown));
           Case test = context_.blank({Group::Kind::behaviour, {}}, "filter-" + member.name);
           test.title = fmt::format("{} lets through what is {}", member.name, core::dump(value));
           test.promises = {promise};
           test.provoke = Provocation::none;
           test.expect = {Outcome{}};
           test.arrange = reader_.arrange;
           test.send = reader_.step.with;
           test.arrange.push_back({.call = std::string(maker_->name()),
                                   .with = made_with_,
                                   .keep = reader_.keep,
                                   .creates = creates()});
           test.send[member.name] = target.type == ShapeType::list ? Json::array({value}) : value;
           test.claims.push_back({.kind = Claim::Kind::everywhere,
                                  .promise = promise,
                                  .at = {walk_.items + "/*" + core::pointer_join("", shown->name)},
                                  .value = value});
           test.behaviour = {.kind = "filters",
                             .evidence = fmt::format("names: items have {} of the same values", shown->name),
                             .stated = false};
           return {.test = std::move(test), .problem = {}};
         }});
  }

  // ---- by pairs of what is looked at and values ----

  // "Filters": [{"Key": "name", "Values": […]}] where the keys are an enum.
  [[nodiscard]] std::optional<FilterPairs> named_pairs(const Member& member) const {
    return enumerated_pairs(context_.model, member,
                            [&](const std::string& name) { return names_the_thing(name); });
  }

  void filtered_by_name(const Member& member, const FilterPairs& pairs) {
    filtered(member, How::name, [pairs](const Json& value) { return pairs.one(pairs.names.back(), value); });
  }

  [[nodiscard]] std::string creates() const {
    for (const auto& [name, recipe] : context_.suite.resources) {
      if (recipe.create_call == maker_->name()) return recipe.name;
    }
    return {};
  }

  Context& context_;
  const names::Names& names_;
  std::string id_, noun_, name_, identity_;
  const Operation* maker_ = nullptr;
  ReadBack reader_;
  Json made_with_ = Json::object();
  Walk walk_;
  std::vector<Wanted> wanted_;
};

}  // namespace

std::vector<Wanted> filter_cases(Context& context, const names::Names& names) {
  return wanted_by<FilterCases>(context, names);
}

}  // namespace hallmark::plan
