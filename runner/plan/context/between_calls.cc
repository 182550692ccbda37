#include "plan/context/between_calls.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/text.h"
#include "names/habits.h"
#include "plan/cases/promise_ids.h"
#include "plan/cases/variables.h"

namespace hallmark::plan {

using contract::Member;
using contract::Operation;
using contract::Shape;
using names::ErrorClass;

namespace {

std::string kind_of_promise(const std::string& promise) {
  const auto id = contract::PromiseId::read(promise);
  return id ? id->path : std::string();
}

}  // namespace

std::string variable_of(const Json& value) {
  if (!value.is_string()) return {};
  const auto& text = value.get_ref<const std::string&>();
  const auto found = variables_in(value);
  return found.size() == 1 && text == "${" + found.front() + "}" ? found.front() : std::string();
}

bool mentions(std::string_view text, std::string_view word) {
  return !word.empty() && core::to_lower(text).find(core::to_lower(word)) != std::string::npos;
}

bool is_end_of(std::string_view end, std::string_view word) {
  if (end.empty() || end.size() > word.size() ||
      !core::equal_ignoring_case(word.substr(word.size() - end.size()), end))
    return false;
  const char first = word[word.size() - end.size()];
  return end.size() == word.size() || (first >= 'A' && first <= 'Z');
}

Json with_fixed_names(const Json& value, int& count) {
  if (value.is_string()) {
    std::string text = value.get<std::string>();
    for (const char* kind : {"${unique}", "${uuid}"}) {
      const std::string plain = kind;
      for (auto at = text.find(plain); at != std::string::npos; at = text.find(plain, at)) {
        if (at > 0 && text[at - 1] == '$') {
          at += plain.size();
          continue;
        }
        const std::string fixed =
            plain.substr(0, plain.size() - 1) + ".again" + std::to_string(++count) + "}";
        text.replace(at, plain.size(), fixed);
        at += fixed.size();
      }
    }
    return text;
  }
  Json result = value;
  if (value.is_structured()) {
    for (Json& part : result) part = with_fixed_names(part, count);
  }
  return result;
}

bool is_fresh(const Json& sent, const std::string& pointer) {
  const auto given = sent.find(pointer.substr(pointer.rfind('/') + 1));
  if (given == sent.end()) return true;
  const auto used = variables_in(*given);
  return std::any_of(used.begin(), used.end(), is_generated);
}

BetweenCalls::BetweenCalls(Context& context, const names::Names& names)
    : context_(context),
      names_(names),
      id_(operation_id(context.model, context.operation)),
      kind_(names.kind_of(context.operation)),
      noun_(names.noun_of(context.operation)) {}

bool BetweenCalls::ready() {
  base_ = context_.base();
  if (!base_) return false;
  // Each kept variable is of the noun of the last step that makes something and keeps it.
  const auto steps = context_.suite.arrange.find(std::string(context_.operation.name()));
  if (steps == context_.suite.arrange.end()) return true;
  for (const Step& step : steps->second) {
    const Operation* maker = context_.model.operation(step.call);
    if (!maker) continue;
    const std::string noun = names_.noun_of(*maker);
    for (const auto& [variable, pointer] : step.keep) made_by_[variable] = noun;
  }
  return true;
}

bool BetweenCalls::is_own(const std::string& noun) const {
  return noun.empty() || core::equal_ignoring_case(noun, noun_);
}

bool BetweenCalls::is_made(const std::string& noun) const {
  return std::any_of(names_.makers().begin(), names_.makers().end(),
                     [&](const auto& each) { return core::equal_ignoring_case(each.first, noun); });
}

bool BetweenCalls::is_noun(const std::string& noun) const {
  return is_own(noun) || specific({noun}) || is_made(noun);
}

bool BetweenCalls::is_given_by_suite(const std::string& member) const {
  const auto base = context_.suite.base.find(std::string(context_.operation.name()));
  return base != context_.suite.base.end() && base->second.contains(member);
}

bool BetweenCalls::lets_in(const Member& member) const {
  return names_.words().says(names::MemberWord::token, member.name) &&
         !names_.words().is_page_token(member.name) && !names_.words().is_idempotency_token(member.name) &&
         !member.traits.has(contract::trait::idempotency_token);
}

bool BetweenCalls::is_about(const Shape& error, const std::vector<std::string>& nouns) const {
  std::string subject = names::Habits::standard().subject_of(error.name());
  if (const auto named = names_.words().identifier(subject); named && !named->stem.empty())
    subject = named->stem;
  return !subject.empty() && std::any_of(nouns.begin(), nouns.end(), [&](const std::string& noun) {
    return is_end_of(subject, noun) || is_end_of(noun, subject);
  });
}

bool BetweenCalls::specific(const std::vector<std::string>& nouns) const {
  const auto all = names_.exceptions(context_.operation, ErrorClass::not_found);
  return std::any_of(all.begin(), all.end(), [&](const Shape* error) { return is_about(*error, nouns); });
}

BetweenCalls::Listed BetweenCalls::listed(ErrorClass kind, const std::vector<std::string>& nouns,
                                          const std::vector<std::string>& others) const {
  Listed result;
  const auto all = names_.exceptions(context_.operation, kind);
  const auto take = [&](const auto& fits) {
    for (const Shape* error : all) {
      // A token that came with another request says nothing of the things themselves.
      if (names::Habits::standard().says_token_reused(error->name())) continue;
      if (fits(*error)) result.exceptions.emplace_back(error->name());
    }
  };
  take([&](const Shape& error) { return is_about(error, nouns); });
  result.stated = !result.exceptions.empty();
  // What is about another thing of the request is not raised for this one.
  if (result.exceptions.empty()) {
    take([&](const Shape& error) { return !is_about(error, others); });
    // "ResourceNotFoundException" alone is of everything; of several nobody says which.
    result.stated = result.exceptions.size() == 1 && all.size() == 1;
  }
  result.evidence = result.exceptions.empty()
                        ? "names alone: the operation lists no exception for it"
                        : fmt::format("the operation lists {}", core::join(result.exceptions, ", "));
  return result;
}

void BetweenCalls::want(std::string promise, Depth depth, const std::vector<std::string>& exceptions,
                        std::function<Wanted::Result()> make) {
  // A fixture that provokes the exception says more than a generated case can.
  wanted_.push_back({.key = std::move(promise),
                     .other_key = exceptions.empty() ? std::string()
                                                     : contract::promise_text(id_, contract::Side::error,
                                                                              exceptions.front()),
                     .depth = depth,
                     .make = std::move(make)});
}

Case BetweenCalls::about(const std::string& name, const std::string& promise, const Listed& errors) const {
  Case test = context_.blank(
      errors.exceptions.empty() ? Group{Group::Kind::behaviour, {}} : Group::of(errors.exceptions.front()),
      name);
  test.promises = {promise};
  test.provoke = Provocation::state;
  test.send = *base_->document;
  for (const std::string& exception : errors.exceptions) test.expect.push_back({.exception = exception});
  return test;
}

void BetweenCalls::check(Case& test, const Listed& errors) {
  test.behaviour = {
      .kind = kind_of_promise(test.promises.front()), .evidence = errors.evidence, .stated = errors.stated};
}

const ResourceRecipe* BetweenCalls::own_recipe(const std::function<bool(const ResourceRecipe&)>& fits) const {
  const auto steps = context_.suite.arrange.find(std::string(context_.operation.name()));
  if (steps == context_.suite.arrange.end()) return nullptr;
  std::set<std::string> used;
  for (const std::string& name : variables_in(*base_->document)) used.insert(name);
  for (auto step = steps->second.rbegin(); step != steps->second.rend(); ++step) {
    const bool names_it = std::any_of(step->keep.begin(), step->keep.end(),
                                      [&](const auto& kept) { return used.contains(kept.first); });
    const auto recipe = context_.suite.resources.find(step->creates);
    if (!names_it || recipe == context_.suite.resources.end() || recipe->second.remove.empty()) continue;
    if (fits && !fits(recipe->second)) continue;
    return &recipe->second;
  }
  return nullptr;
}

const ResourceRecipe* BetweenCalls::recipe_of(const Operation& maker) const {
  const auto& all = context_.suite.resources;
  const auto recipe = std::find_if(all.begin(), all.end(),
                                   [&](const auto& each) { return each.second.create_call == maker.name(); });
  return recipe == all.end() ? nullptr : &recipe->second;
}

bool BetweenCalls::is_marked_only(const ResourceRecipe& recipe) const {
  const auto& last = names::Habits::standard().final_members;
  const Operation* remove = context_.model.operation(recipe.remove.back().call);
  const auto& members = output_of(context_.model, remove ? *remove : context_.operation).members;
  return std::any_of(members.begin(), members.end(), [&](const Member& member) {
    return std::find(last.begin(), last.end(), member.name) != last.end();
  });
}

const Member* BetweenCalls::own_name() const {
  for (const Member& member : input_of(context_.model, context_.operation).members) {
    const auto identifier = names_.words().identifier(member.name);
    const bool named = core::equal_ignoring_case(member.name, noun_) ||
                       (identifier && !identifier->plural && is_own(identifier->stem) &&
                        identifier->meaning != names::Meaning::arn);
    const auto given = base_->document->find(member.name);
    if (named && given != base_->document->end() && given->is_string() &&
        !made_by_.contains(variable_of(*given)))
      return &member;
  }
  return nullptr;
}

std::string BetweenCalls::given_variable(const Member& member) const {
  const auto given = base_->document->find(member.name);
  if (given == base_->document->end()) return {};
  const Json& value = given->is_array() && !given->empty() ? given->front() : *given;
  return std::string(kept_name(variable_of(value)));
}

bool BetweenCalls::is_taken_by(const ResourceRecipe& recipe) const {
  std::vector<std::string> taken;
  for (const Step& step : recipe.remove) {
    for (const std::string& name : variables_in(step.with)) taken.emplace_back(kept_name(name));
  }
  const std::string removed = names_.words().noun_of(recipe.remove.back().call);
  const auto& members = input_of(context_.model, context_.operation).members;
  return std::any_of(members.begin(), members.end(), [&](const Member& member) {
    const std::string variable = given_variable(member);
    if (variable.empty()) return false;
    const auto identifier = names_.words().identifier(member.name);
    // "Name" of a ManagedRuleGroup is no RuleGroup's.
    const bool bare = identifier && identifier->stem.empty();
    const std::string head = names_.words().head_of(noun_);
    if (bare && noun_ != removed && noun_.ends_with(removed) && head != removed) return false;
    return std::find(taken.begin(), taken.end(), variable) != taken.end() ||
           (identifier && core::equal_ignoring_case(identifier->stem, removed));
  });
}

void BetweenCalls::allow(Case& test, const std::vector<ErrorClass>& kinds, const std::string& reason) const {
  for (const ErrorClass kind : kinds) {
    for (const Shape* error : names_.exceptions(context_.operation, kind)) {
      const bool there = std::any_of(test.expect.begin(), test.expect.end(),
                                     [&](const Outcome& each) { return each.exception == error->name(); });
      if (!there) test.expect.push_back({.exception = std::string(error->name()), .reason = reason});
    }
  }
}

void BetweenCalls::allow_failure_entry(Case& test) const {
  auto lists = failure_lists(true);
  const bool allowed = std::any_of(test.expect.begin(), test.expect.end(), [&](const Outcome& each) {
    return each.nothing && each.nothing->failures == lists;
  });
  if (lists.empty() || allowed) return;
  test.expect.push_back({.nothing = Nothing{.failures = std::move(lists)},
                         .reason = "an entry among the failures says the same"});
}

std::vector<std::string> BetweenCalls::failure_lists(bool likely) const {
  std::vector<std::string> pointers;
  const auto& habits = names::Habits::standard();
  for (const Member& member : output_of(context_.model, context_.operation).members) {
    if (likely ? habits.may_list_failures(member.name) : habits.is_failure_list(member.name))
      pointers.push_back(core::pointer_join("", member.name));
  }
  return pointers;
}

}  // namespace hallmark::plan
