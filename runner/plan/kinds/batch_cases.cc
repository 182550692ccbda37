#include "plan/kinds/batch_cases.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include "contract/text_facts.h"
#include "core/text.h"
#include "names/habits.h"
#include "plan/cases/promise_ids.h"
#include "plan/context/arranged.h"
#include "plan/context/between_calls.h"
#include "plan/values/values.h"

namespace hallmark::plan {
namespace {

using contract::Member;
using contract::Shape;
using contract::ShapeType;
using names::ErrorClass;
using names::MemberWord;

constexpr std::string_view good_id = "good", bad_id = "bad";

class BatchCases : public BetweenCalls {
 public:
  using BetweenCalls::BetweenCalls;

  std::vector<Wanted> all() {
    if (!ready()) return {};
    failures_ = failure_lists();
    if (failures_.empty()) {
      in_places();
      return take();
    }
    for (const Member& member : input_of(context_.model, context_.operation).members) {
      const Shape& list = contract::target_of(context_.model, member);
      if (list.type != ShapeType::list || list.members.empty()) continue;
      const Shape& item = contract::target_of(context_.model, list.members.front());
      const auto given = base_->document->find(member.name);
      if (is_text(item.type)) {
        if (given == base_->document->end() || given->empty()) {
          made_for(member);
        } else if (given->is_array() && made_by_.contains(variable_of(given->front()))) {
          identifiers(member, variable_of(given->front()), {});
        }
      } else if (item.type == ShapeType::structure && given != base_->document->end() && given->is_array() &&
                 !given->empty() && given->front().is_object()) {
        entries(member, item, given->front());
      }
    }
    return take();
  }

 private:
  [[nodiscard]] Listed evidence() const {
    Listed result;
    result.evidence = fmt::format("the answer has a list of failures ({})", core::join(failures_, ", "));
    return result;
  }

  // Of two items one is bad: one of the failure lists has just one entry, which shows `id` where `shown`
  // names a member of it.
  void expect_one_failure(Case& test, const std::string& shown, std::string_view id) const {
    for (const std::string& list : failures_) {
      Outcome outcome{.reason = "the bad one is among the failures, and the good one is not"};
      outcome.success[list + "/0"] = {.kind = Matcher::Kind::present};
      outcome.success[list + "/1"] = {.kind = Matcher::Kind::absent};
      if (!shown.empty())
        outcome.success[list + "/0/" + shown] = {.kind = Matcher::Kind::equals, .value = std::string(id)};
      if (const std::string good = other_list(shown); !good.empty()) {
        outcome.success[good + "/0"] = {.kind = Matcher::Kind::present};
        outcome.success[good + "/1"] = {.kind = Matcher::Kind::absent};
        if (!shown.empty())
          outcome.success[good + "/0/" + shown] = {.kind = Matcher::Kind::equals,
                                                   .value = std::string(good_id)};
      }
      test.expect.push_back(std::move(outcome));
    }
  }

  // The one list of structures beside those of failures: what became of the good ones. Where failures show an
  // identifier its items do, too.
  [[nodiscard]] std::string other_list(const std::string& shown) const {
    std::string found;
    for (const Member& member : output_of(context_.model, context_.operation).members) {
      const Shape& list = contract::target_of(context_.model, member);
      const std::string pointer = core::pointer_join("", member.name);
      if (list.type != ShapeType::list || list.members.empty() ||
          std::find(failures_.begin(), failures_.end(), pointer) != failures_.end())
        continue;
      const Shape& item = contract::target_of(context_.model, list.members.front());
      if (item.type != ShapeType::structure || (!shown.empty() && item.member(shown) == nullptr)) continue;
      if (!found.empty()) return {};
      found = pointer;
    }
    return found;
  }

  // ---- what became of an item stands in its place ----

  void in_places() {
    for (const Member& member : input_of(context_.model, context_.operation).members) {
      const Shape& list = contract::target_of(context_.model, member);
      const auto given = base_->document->find(member.name);
      if (list.type != ShapeType::list || list.members.empty() || given == base_->document->end() ||
          !given->is_array() || given->empty() || !given->front().is_object())
        continue;
      const auto answered = answered_in_places();
      const auto bad =
          broken_entry(contract::target_of(context_.model, list.members.front()), given->front());
      if (answered && bad)
        in_place(member, *answered, {.name = "bad-entry", .what = bad->first, .entry = bad->second});
      if (!answered) continue;
      const Shape& item = contract::target_of(context_.model, list.members.front());
      for (const Bad& each : bad_texts(item, given->front(), nullptr)) {
        if (!bad || each.entry != bad->second) in_place(member, *answered, each);
      }
    }
  }

  // An entry that is none: how its case is called, and what is wrong with it.
  struct Bad {
    std::string name, what;
    Json entry;
    Depth depth = Depth::quick;
  };

  // Texts of the entry that must be given and are empty, or are longer than they may be.
  [[nodiscard]] std::vector<Bad> bad_texts(const Shape& item, const Json& good, const Member* id) const {
    constexpr double longest = 100000;
    std::vector<Bad> found;
    for (const Member& member : item.members) {
      if (&member == id || !good.contains(member.name) || !good.at(member.name).is_string() ||
          !is_text(contract::target_of(context_.model, member).type))
        continue;
      const Constraints stated = constraints_of(context_.model, member);
      const auto add = [&](const std::string& how, const std::string& what, std::string text, Depth depth) {
        found.push_back({.name = how + "-" + member.name, .what = what, .entry = good, .depth = depth});
        found.back().entry[member.name] = std::move(text);
      };
      const bool must_say_something = contract::is_asked_for(member) || stated.min_length.value_or(0) >= 1;
      if (must_say_something) add("empty", "an empty " + member.name, "", Depth::quick);
      if (stated.max_length && *stated.max_length <= longest)
        add("long", "too long a " + member.name,
            std::string(static_cast<std::size_t>(*stated.max_length) + 1, 'x'), Depth::normal);
    }
    return found;
  }

  struct Answered {
    std::string list, code, count;  // pointers, but for the code, a member of an item; count may be empty
  };

  [[nodiscard]] std::optional<Answered> answered_in_places() const {
    Answered found;
    for (const Member& member : output_of(context_.model, context_.operation).members) {
      const Shape& shape = contract::target_of(context_.model, member);
      if (names::Habits::standard().is_failure_count(member.name))
        found.count = core::pointer_join("", member.name);
      if (shape.type != ShapeType::list || shape.members.empty()) continue;
      for (const Member& part : contract::target_of(context_.model, shape.members.front()).members) {
        if (!names::Habits::standard().is_failure_code(part.name)) continue;
        found.list = core::pointer_join("", member.name);
        found.code = part.name;
      }
    }
    return found.list.empty() ? std::nullopt : std::optional(found);
  }

  // An entry without a member that a text demands of it, or with one that breaks its constraints; and what is
  // wrong with it.
  [[nodiscard]] std::optional<std::pair<std::string, Json>> broken_entry(const Shape& item,
                                                                         const Json& good) const {
    for (const Member& member : item.members) {
      if (!contract::is_asked_for(member) || contract::is_required(member) || !good.contains(member.name))
        continue;
      Json bad = good;
      bad.erase(member.name);
      return std::pair("no " + member.name, std::move(bad));
    }
    const auto part = bad_part(item, nullptr);
    if (!part) return std::nullopt;
    Json bad = good;
    bad[part->first] = part->second;
    return std::pair("a " + part->first + " that is none", std::move(bad));
  }

  void in_place(const Member& member, const Answered& answered, const Bad& bad) {
    const std::string promise = behaviour_promise(id_, "batch", member.name);
    Listed listed;
    listed.evidence = fmt::format("items of {} have {}", answered.list, answered.code);
    want(promise, bad.depth, {}, [=, this, &member]() -> Wanted::Result {
      Case test = about("batch-" + bad.name, promise, listed);
      test.title = fmt::format("of two {} the second has {}", member.name, bad.what);
      test.send[member.name] = Json::array({base_->document->at(member.name).front(), bad.entry});
      Outcome outcome{.reason = "the bad one failed in its place, and the good one did not"};
      outcome.success[answered.list + "/1/" + answered.code] = {.kind = Matcher::Kind::present};
      outcome.success[answered.list + "/0/" + answered.code] = {.kind = Matcher::Kind::absent};
      if (!answered.count.empty())
        outcome.success[answered.count] = {.kind = Matcher::Kind::equals, .value = 1};
      test.expect.push_back(std::move(outcome));
      all_or_nothing(test);
      test.control = {{.op = "replace", .path = "", .value = *base_->document}};
      check(test, listed);
      return {.test = std::move(test), .problem = {}};
    });
  }

  // "BatchGetSecretValue" takes what "GetSecretValue" is arranged for: a secret with a value. False where
  // there is no such operation.
  bool as_one_is_read(const Member& member) {
    const auto several = names_.words().rest_of(MemberWord::of_several, context_.operation.name());
    if (!several) return false;
    std::vector<std::string> one = names_.words().singulars(*several);
    one.emplace_back(*several);
    for (const std::string& other : one) {
      const auto steps = context_.suite.arrange.find(other);
      const auto base = context_.suite.base.find(other);
      if (steps == context_.suite.arrange.end() || base == context_.suite.base.end()) continue;
      for (const auto& [given, value] : base->second.items()) {
        const std::string variable = variable_of(value);
        if (variable.empty() || !names_.words().is_identifier(given)) continue;
        identifiers(member, variable, steps->second);
        return true;
      }
    }
    return false;
  }

  // The base request goes without the list: one is made for it.
  void made_for(const Member& member) {
    auto named = names_.words().identifier(member.name);
    // "SecretIdList": what stands before the word is of several.
    if (const auto one = names_.words().rest_of(MemberWord::several, member.name); one && !named) {
      named = names_.words().identifier(*one);
      if (named) named->plural = true;
    }
    if (!named || !named->plural || as_one_is_read(member)) return;
    for (const std::string& noun : {named->stem, noun_}) {
      const auto maker = names_.makers().find(noun);
      const ResourceRecipe* recipe = maker == names_.makers().end() ? nullptr : recipe_of(*maker->second);
      if (!recipe || recipe->remove.empty()) continue;
      for (const auto& [variable, pointer] : recipe->keep) {
        const auto kept = names_.words().identifier(pointer.substr(pointer.rfind('/') + 1));
        // An id may be any of what is known of it.
        if (!kept || (kept->meaning != named->meaning && named->meaning != names::Meaning::id)) continue;
        identifiers(member, variable, making_of(context_, *maker->second, *recipe));
        return;
      }
    }
  }

  // `steps`: what makes the one that is known, where the base's arrangement does not.
  void identifiers(const Member& member, const std::string& variable, const std::vector<Step>& steps) {
    const std::string promise = behaviour_promise(id_, "batch", member.name);
    want(promise, Depth::quick, {}, [=, this, &member]() -> Wanted::Result {
      Case test = about("batch-unknown-" + member.name, promise, evidence());
      test.title = fmt::format("of two {} the second names nothing", member.name);
      join_steps(test.arrange, steps);
      test.send[member.name] = Json::array({"${" + variable + "}", "${unlike." + variable + "}"});
      expect_one_failure(test, "", "");
      for (const Shape* error : names_.exceptions(context_.operation, ErrorClass::not_found))
        test.expect.push_back({.exception = std::string(error->name()), .reason = "all or nothing"});
      return finished(std::move(test));
    });
  }

  // An entry's own identifier is what its entry among the failures shows.
  void entries(const Member& member, const Shape& item, const Json& given) {
    const Member* id = entry_id(item);
    if (!id) return;
    const std::string own = id->name;
    Json known_bad;
    if (const auto bad = bad_part(item, id)) {
      known_bad = given;
      known_bad[bad->first] = bad->second;
      one_bad(member, given, own,
              {.name = "bad-" + bad->first, .what = "a " + bad->first + " that is none", .entry = known_bad});
    }
    for (const Bad& bad : bad_texts(item, given, id)) {
      if (bad.entry != known_bad) one_bad(member, given, own, bad);
    }
    same_id(member, given, own);
  }

  void one_bad(const Member& member, const Json& given, const std::string& id, const Bad& bad) {
    const std::string promise = behaviour_promise(id_, "batch", member.name);
    want(promise, bad.depth, {}, [=, this, &member]() -> Wanted::Result {
      Case test = about("batch-" + bad.name, promise, evidence());
      test.title = fmt::format("of two {} the second has {}", member.name, bad.what);
      Json good_entry = given, bad_entry = bad.entry;
      good_entry[id] = good_id;
      bad_entry[id] = bad_id;
      test.send[member.name] = Json::array({good_entry, bad_entry});
      expect_one_failure(test, id, bad_id);
      all_or_nothing(test);
      return finished(std::move(test));
    });
  }

  // Two entries that nothing tells apart: their answers could not be told apart, either.
  void same_id(const Member& member, const Json& given, const std::string& id) {
    const std::string promise = behaviour_promise(id_, "batch", member.name);
    want(promise, Depth::quick, {}, [=, this, &member]() -> Wanted::Result {
      Case test = about("batch-same-" + id, promise, evidence());
      test.title = fmt::format("two {} of the same {}", member.name, id);
      Json entry = given;
      entry[id] = good_id;
      test.send[member.name] = Json::array({entry, entry});
      all_or_nothing(test);
      return finished(std::move(test));
    });
  }

  void all_or_nothing(Case& test) const {
    for (Outcome& outcome : context_.validation_outcomes(false)) {
      outcome.reason = "all or nothing";
      test.expect.push_back(std::move(outcome));
    }
  }

  [[nodiscard]] const Member* entry_id(const Shape& item) const {
    for (const Member& member : item.members) {
      const auto identifier = names_.words().identifier(member.name);
      if (!identifier || !identifier->stem.empty() || identifier->meaning != names::Meaning::id ||
          !is_text(contract::target_of(context_.model, member).type))
        continue;
      const bool fits = context_.values.keeps(member, Json(good_id)) &&
                        context_.values.keeps(member, Json(bad_id)) && is_shown(member.name);
      if (fits) return &member;
    }
    return nullptr;
  }

  [[nodiscard]] bool is_shown(const std::string& name) const {
    const Shape& output = output_of(context_.model, context_.operation);
    return std::any_of(failures_.begin(), failures_.end(), [&](const std::string& pointer) {
      const Member* list = output.member(pointer.substr(1));
      const Shape* shape = list ? &contract::target_of(context_.model, *list) : nullptr;
      if (!shape || shape->type != ShapeType::list || shape->members.empty()) return false;
      return contract::target_of(context_.model, shape->members.front()).member(name) != nullptr;
    });
  }

  // A member of an entry and a value that breaks what is stated of it, of what must be given first.
  [[nodiscard]] std::optional<std::pair<std::string, Json>> bad_part(const Shape& item,
                                                                     const Member* id) const {
    for (const bool required : {true, false}) {
      for (const Member& member : item.members) {
        if (&member == id || contract::is_required(member) != required) continue;
        const ShapeType type = contract::target_of(context_.model, member).type;
        const Constraints stated = constraints_of(context_.model, member);
        if (is_text(type) && required && stated.min_length.value_or(0) >= 1) return {{member.name, ""}};
        if (is_text(type) && !required && !stated.values.empty()) return {{member.name, "HallmarkNone"}};
        if (is_whole_number(type) && stated.max_range && std::abs(*stated.max_range) < 1e6)
          return {{member.name, static_cast<std::int64_t>(*stated.max_range) + 1}};
        // A handle that an answer gave, and nothing else, will do.
        if (is_text(type) && required && names_.words().is_reference(member.name))
          return {{member.name, "hallmark-none"}};
      }
    }
    return std::nullopt;
  }

  [[nodiscard]] Wanted::Result finished(Case test) const {
    if (test.send != *base_->document)
      test.control = {{.op = "replace", .path = "", .value = *base_->document}};
    check(test, evidence());
    return {.test = std::move(test), .problem = {}};
  }

  std::vector<std::string> failures_;
};

}  // namespace

std::vector<Wanted> batch_cases(Context& context, const names::Names& names) {
  return wanted_by<BatchCases>(context, names);
}

}  // namespace hallmark::plan
