#include "plan/kinds/tag_cases.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "core/text.h"
#include "names/arn_forms.h"
#include "names/habits.h"
#include "plan/cases/promise_ids.h"
#include "plan/cases/variables.h"
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

class TagCases {
 public:
  TagCases(Context& context, const names::Names& names)
      : context_(context), names_(names), id_(operation_id(context.model, context.operation)) {}

  std::vector<Wanted> all() {
    const std::string name(context_.operation.name());
    const auto rows = names::Habits::standard().tagging_with(name);
    for (const auto& row : rows) {
      if (take(row)) break;
    }
    if (tag_ && list_) {
      base_ = context_.base();
      if (!base_ || !is_about_something()) return {};
      if (tag_ == &context_.operation) tagged();
      if (untag_ == &context_.operation) untagged();
    } else if (rows.empty() && names_.kind_of(context_.operation) == Kind::make) {
      made_tagged();
    }
    return std::move(wanted_);
  }

 private:
  using Result = Wanted::Result;

  void want(Depth depth, std::function<Result()> make) {
    wanted_.push_back({.key = behaviour_promise(id_, "tags"), .depth = depth, .make = std::move(make)});
  }

  bool take(const names::Habits::Tagging& row) {
    const Operation* tag = context_.model.operation(row.tags);
    const Operation* untag = context_.model.operation(row.untags);
    const Operation* list = context_.model.operation(row.lists);
    if (!tag || !untag || !list || shown_in(*list).empty()) return false;
    tag_ = tag;
    untag_ = untag;
    list_ = list;
    adds_ = row.adds;
    removes_ = row.removes;
    return true;
  }

  // What is tagged was made, or somebody gave it. An invented name is every case's, and names nothing.
  [[nodiscard]] bool is_about_something() const {
    const auto said = context_.suite.base.find(std::string(context_.operation.name()));
    bool invented = false;
    for (const Member& member : input_of(context_.model, context_.operation).members) {
      const auto given = base_->document->find(member.name);
      if (!must_be_given(member) || about_tags(member) || given == base_->document->end()) continue;
      const bool by_suite = said != context_.suite.base.end() && said->second.contains(member.name);
      const bool settled = !contract::enum_values(contract::target_of(context_.model, member)).empty() ||
                           context_.values.certainties().of(member, *given) == Certainty::known;
      if (by_suite || settled || !variables_in(*given).empty()) return true;
      invented = true;
    }
    return !invented;
  }

  // ---- how tags are carried ----

  [[nodiscard]] std::vector<std::string> shown_in(const Operation& list) const {
    return places_in(
        context_.model, output_of(context_.model, list), names_.words().spelling(names::MemberWord::tags),
        [](const Member& member, const Shape& shape) {
          return about_tags(member) && (shape.type == ShapeType::list || shape.type == ShapeType::map);
        });
  }

  // ---- the calls ----

  // The input of another call about the thing that `input` is about: members of the same name, or the one
  // that names it in each.
  [[nodiscard]] std::optional<Json> about_the_same(const Operation& other, const Operation& own,
                                                   const Json& input) const {
    Json result = Json::object();
    const auto names_it = [&](const Member& member) { return must_be_given(member) && !about_tags(member); };
    for (const Member& member : input_of(context_.model, other).members) {
      if (!names_it(member)) continue;
      const Json* value = nullptr;
      std::size_t candidates = 0;
      for (const Member& given : input_of(context_.model, own).members) {
        if (!names_it(given) || !input.contains(given.name)) continue;
        ++candidates;
        const bool named = core::equal_ignoring_case(given.name, member.name);
        if (named || !value) value = &input[given.name];
        if (named) {
          candidates = 1;
          break;
        }
      }
      if (!value || candidates != 1) return std::nullopt;
      const bool as_list = contract::target_of(context_.model, member).type == ShapeType::list;
      result[member.name] = as_list && !value->is_array() ? Json::array({*value}) : *value;
    }
    return result;
  }

  [[nodiscard]] std::optional<Step> call(const Operation& other, const Json& about,
                                         const std::optional<TagForm>& form = {},
                                         const std::map<std::string, std::string>& tags = {}) const {
    auto with = about_the_same(other, context_.operation, about);
    if (!with) return std::nullopt;
    if (form) (*with)[form->member->name] = carried_in(*form, tags);
    return Step{.call = std::string(other.name()), .with = *std::move(with)};
  }

  [[nodiscard]] Case about(const std::string& name, const std::string& title) const {
    Case test = context_.blank({Group::Kind::behaviour, {}}, name);
    test.title = title;
    test.promises = {behaviour_promise(id_, "tags")};
    test.expect = {Outcome{}};
    if (base_) test.send = *base_->document;
    test.behaviour = {.kind = "tags",
                      .evidence = fmt::format("names: {} lists tags", list_ ? list_->name() : "an operation"),
                      .stated = false};
    return test;
  }

  void has(Case& test, std::map<std::string, std::string> tags) const {
    has(test, std::move(tags), shown_in(*list_), {});
  }

  static void has(Case& test, std::map<std::string, std::string> tags, const std::vector<std::string>& at,
                  const std::vector<std::string>& items) {
    test.claims.push_back({.kind = Claim::Kind::has_tags,
                           .promise = test.promises.front(),
                           .step = 0,
                           .at = at,
                           .items = items,
                           .value = Json(std::move(tags)),
                           .awaited = true});
  }

  void lacks(Case& test, const std::string& key) const {
    test.claims.push_back({.kind = Claim::Kind::lacks_tags,
                           .promise = test.promises.front(),
                           .step = 0,
                           .at = shown_in(*list_),
                           .value = Json::array({key})});
  }

  // ---- cases ----

  void tagged() {
    const auto form = tag_form_of(context_.model, context_.operation, adds_);
    if (!form || form->keys || (!form->map && form->value.empty())) return;
    want(Depth::quick, [this, form = *form]() -> Result {
      Case test = about("tagged", "two tags");
      const auto list = call(*list_, test.send);
      if (!list) return {};
      if (!removes_.empty()) test.send.erase(removes_);
      test.send[form.member->name] = carried_in(form, {{first, "one"}, {second, "two"}});
      test.then = {*list};
      has(test, {{first, "one"}, {second, "two"}});
      context_.assess(test);
      return {.test = std::move(test), .problem = {}};
    });
    want(Depth::normal, [this, form = *form]() -> Result {
      Case test = about("tagged-again", "another value for a tag that is there");
      const auto list = call(*list_, test.send);
      if (!list) return {};
      Step before{.call = test.operation, .with = test.send};
      before.with[form.member->name] = carried_in(form, {{first, "one"}, {second, "two"}});
      test.arrange.push_back(std::move(before));
      test.send[form.member->name] = carried_in(form, {{first, "three"}});
      test.then = {*list};
      has(test, {{first, "three"}, {second, "two"}});
      context_.assess(test);
      return {.test = std::move(test), .problem = {}};
    });
    if (!takes_empty(*form)) return;
    want(Depth::quick, [this, form = *form]() -> Result {
      Case test = about("tagged-empty", "a tag without a value, and one with a value");
      const auto list = call(*list_, test.send);
      if (!list) return {};
      if (!removes_.empty()) test.send.erase(removes_);
      test.send[form.member->name] = carried_in(form, {{first, ""}, {second, "two"}});
      test.then = {*list};
      has(test, {{first, ""}, {second, "two"}});
      context_.assess(test);
      return {.test = std::move(test), .problem = {}};
    });
  }

  // A tag may have an empty value, unless the documents of this one say otherwise.
  [[nodiscard]] bool takes_empty(const TagForm& form) const {
    const Shape& tags = contract::target_of(context_.model, *form.member);
    if (!form.type.empty() || tags.members.empty()) return false;
    const Member* value = form.map
                              ? tags.member("value")
                              : contract::target_of(context_.model, tags.members.front()).member(form.value);
    return value && context_.values.keeps(*value, Json(""));
  }

  void untagged() {
    const auto form = tag_form_of(context_.model, context_.operation, removes_),
               by = tag_form_of(context_.model, *tag_, adds_);
    if (!form || form->map || !by || by->keys) return;
    const auto make = [this, form = *form, by = *by](const std::string& name, const std::string& title,
                                                     const std::string& taken) -> Result {
      Case test = about(name, title);
      const std::map<std::string, std::string> tags = {{first, "one"}, {second, "two"}};
      const auto list = call(*list_, test.send);
      const auto tag = call(*tag_, test.send, by, tags);
      if (!list || !tag) return {};
      test.arrange.push_back(*tag);
      if (!adds_.empty()) test.send.erase(adds_);
      test.send[form.member->name] = carried_in(form, {{taken, "one"}});
      test.then = {*list};
      std::map<std::string, std::string> left = tags;
      left.erase(taken);
      has(test, left);
      lacks(test, taken);
      context_.assess(test);
      return {.test = std::move(test), .problem = {}};
    };
    want(Depth::quick, [make] { return make("untagged", "one of two tags is taken away", first); });
    want(Depth::quick,
         [make] { return make("untagged-none", "a tag that is not there is taken away", third); });
  }

  // The lister of the service, asked about what was just made.
  void made_tagged() {
    const auto form = tag_form_of(context_.model, context_.operation, {}, names_.noun_of(context_.operation));
    const bool removed =
        std::any_of(context_.suite.resources.begin(), context_.suite.resources.end(), [&](const auto& each) {
          return each.second.create_call == context_.operation.name() && !each.second.remove.empty();
        });
    if (!form || !form->gives() || !removed) return;
    base_ = context_.base();
    if (!base_) return;
    if (const auto step = listing_of_made()) {
      made_tagged(*form, {.operation = list_, .step = *step, .keep = step->keep}, shown_in(*list_));
      return;
    }
    if (const auto reader = reading_of_tags()) {
      list_ = reader->operation;
      made_tagged(*form, *reader, shown_of_thing(*list_));
    }
  }

  void made_tagged(const TagForm& form, const ReadBack& reader, const std::vector<std::string>& at) {
    made_tagged(form, reader, at, "made-tagged", "made with two tags", {{first, "one"}, {second, "two"}});
    if (takes_empty(form))
      made_tagged(form, reader, at, "made-tagged-empty",
                  "made with a tag without a value, and one with a value", {{first, ""}, {second, "two"}});
  }

  void made_tagged(const TagForm& form, const ReadBack& reader, const std::vector<std::string>& at,
                   const std::string& name, const std::string& title,
                   const std::map<std::string, std::string>& tags) {
    want(Depth::quick, [=, this]() -> Result {
      Case test = about(name, title);
      test.send[form.member->name] = carried_in(form, tags);
      join_steps(test.arrange, reader.arrange);
      test.keep = reader.keep;
      test.then = {reader.step};
      test.then.front().keep.clear();
      has(test, tags, at, reader.items);
      test.control = {{.op = "replace", .path = "", .value = *base_->document}};
      test.base_key = context_.key_of(*base_->document);
      context_.assess(test);
      return {.test = std::move(test), .problem = {}};
    });
  }

  // Where the thing's own structures have tags.
  [[nodiscard]] std::vector<std::string> shown_of_thing(const Operation& read) const {
    const std::string noun = names_.noun_of(context_.operation);
    return places_in(context_.model, output_of(context_.model, read), noun,
                     [&](const Member& member, const Shape& shape) {
                       return names_.words().says(names::MemberWord::all_tags, member.name) &&
                              (shape.type == ShapeType::list || shape.type == ShapeType::map);
                     });
  }

  // What reads the thing itself, and has a place for its tags: a list only where nothing else reads it, and
  // where it describes things: lists of others leave out what is not asked for.
  std::optional<ReadBack> reading_of_tags() const {
    constexpr std::size_t most = 6;
    std::optional<ReadBack> found;
    bool reads = false;
    for (ReadBack& reader : readers_of(context_, names_, most)) {
      reads = reads || !reader.lists;
      const names::Verb* verb = names_.words().verb_of(reader.operation->name());
      const bool describes = verb && verb->kind == Kind::read;
      if ((reader.lists && (reads || !describes)) || shown_of_thing(*reader.operation).empty()) continue;
      found = std::move(reader);
      break;
    }
    return found;
  }

  // With `keep`: what the making's answer must give for it.
  std::optional<Step> listing_of_made() {
    const std::string noun = names_.noun_of(context_.operation);
    for (const Operation* tag : context_.model.all_operations()) {
      for (const auto& row : names::Habits::standard().tagging_with(tag->name())) {
        if (row.tags != tag->name()) continue;
        const Operation* list = context_.model.operation(row.lists);
        if (!list || shown_in(*list).empty()) continue;
        if (auto step = asked_about(*list, noun)) {
          list_ = list;
          return step;
        }
      }
    }
    return std::nullopt;
  }

  // What answers call the thing by: its ARN, or what is its own among things of one type.
  [[nodiscard]] std::vector<std::string> identifiers_of(const std::string& noun, bool typed) const {
    std::vector<std::string> found, bare;
    const auto of = [&](names::Meaning meaning) {
      for (const std::string& word : names_.words().identifier_words(meaning)) {
        found.push_back(noun + word);
        bare.push_back(core::to_upper(word));  // "ARN" of a secret
      }
    };
    if (typed) {
      of(names::Meaning::id);
      of(names::Meaning::name);
      return found;
    }
    of(names::Meaning::arn);
    found.insert(found.end(), bare.begin(), bare.end());
    return found;
  }

  [[nodiscard]] std::optional<Step> asked_about(const Operation& list, const std::string& noun) const {
    Step step{.call = std::string(list.name())};
    bool typed = false;  // an enum says what kind of thing is meant
    for (const Member& member : input_of(context_.model, list).members) {
      if (!must_be_given(member)) continue;
      const Shape& target = contract::target_of(context_.model, member);
      if (const Json type = type_of_thing(target, noun); !type.is_null()) {
        step.with[member.name] = type;
        typed = true;
        continue;
      }
      const auto identifier = names_.words().identifier(member.name);
      const bool any = names_.words().names_any_resource(member.name) || (typed && identifier);
      const bool own =
          identifier && (identifier->stem.empty() || core::equal_ignoring_case(identifier->stem, noun));
      if (!any && !own) return std::nullopt;
      const std::vector<std::string> asked =
          any ? identifiers_of(noun, typed) : std::vector<std::string>{member.name};
      std::string wanted;
      std::optional<std::string> pointer;
      for (const std::string& name : asked) {
        wanted = name;
        pointer = find_source(names_, context_.operation, noun, name, nullptr);
        if (pointer) break;
      }
      if (!pointer && any && !typed && ask_by_form(step, member, noun)) continue;
      if (!pointer) return std::nullopt;
      const std::string variable = variable_for(names_.words(), noun, wanted);
      step.keep[variable] = *pointer;
      const Json value = "${" + variable + "}";
      step.with[member.name] = target.type == ShapeType::list ? Json::array({value}) : value;
    }
    if (step.keep.empty()) return std::nullopt;
    return step;
  }

  // No answer has its ARN: it is of the form that knowledge has, with the name that the thing was given.
  bool ask_by_form(Step& step, const Member& member, const std::string& noun) const {
    const auto recipe =
        std::find_if(context_.suite.resources.begin(), context_.suite.resources.end(),
                     [&](const auto& each) { return each.second.create_call == context_.operation.name(); });
    if (recipe == context_.suite.resources.end() || recipe->second.keep.size() != 1) return false;
    const auto& [variable, pointer] = *recipe->second.keep.begin();
    for (const names::ResourceArn& form : names::resource_arns(context_.model.slug, member.name)) {
      if (!core::equal_ignoring_case(form.noun, noun)) continue;
      step.keep[variable] = pointer;
      step.with[member.name] = core::replace_all(form.arn, "${unique}", "${" + variable + "}");
      return true;
    }
    return false;
  }

  static constexpr const char* first = "conformance-first";
  static constexpr const char* second = "conformance-second";
  static constexpr const char* third = "conformance-third";

  Context& context_;
  const names::Names& names_;
  std::string id_;
  const Operation* tag_ = nullptr;
  const Operation* untag_ = nullptr;
  const Operation* list_ = nullptr;
  std::string adds_, removes_;  // members of an operation that does both
  const Base* base_ = nullptr;
  std::vector<Wanted> wanted_;
};

}  // namespace

std::vector<Wanted> tag_cases(Context& context, const names::Names& names) {
  return wanted_by<TagCases>(context, names);
}

}  // namespace hallmark::plan
