// Mutants of what exists and what is listed, read off the contract alone.
#include <fmt/format.h>

#include <algorithm>

#include "contract/text_facts.h"
#include "contract/text_shown.h"
#include "endpoint/mutants/mutant_list.h"
#include "endpoint/reference/errors.h"
#include "endpoint/reference/generic.h"
#include "names/habits.h"
#include "names/knowledge.h"

namespace hallmark::endpoint {

using contract::Member;
using contract::Shape;
using contract::ShapeType;

namespace {

// A structure in which no text need stand that was not sent: its lists and maps may be empty, and numbers say
// nothing of a thing.
bool may_be_empty(const MutantList& list, const Shape& shape, int depth = 0) {
  constexpr int most = 4;
  return depth < most && std::all_of(shape.members.begin(), shape.members.end(), [&](const Member& member) {
           const Shape& target = contract::target_of(list.model, member);
           if (target.type == ShapeType::structure) return may_be_empty(list, target, depth + 1);
           const bool text = target.type == ShapeType::string || target.type == ShapeType::enumeration;
           return !text || names_page(list.model, list.operation, member.name) ||
                  (list.input != nullptr && list.input->member(member.name) != nullptr);
         });
}

// An answer that could say that there is nothing.
bool may_be_nothing(const MutantList& list) {
  return list.output == nullptr || may_be_empty(list, *list.output);
}

// What a judge takes for another's: nothing else says that a thing is there, in use, or one too many.
bool is_another(const Shape& exception) {
  const auto kind = names::Knowledge::standard().class_of(exception.name());
  return kind == names::ErrorClass::exists || kind == names::ErrorClass::in_use ||
         kind == names::ErrorClass::limit;
}

void list_unknown(MutantList& list, const OperationPlan& plan) {
  const Shape* unknown = listed_for(list.model, list.operation, Refusal::not_found, plan.kind);
  // Removal of nothing may succeed, also that of a part ("RemovePermission").
  const auto said = saying_of(list.operation.name());
  if (unknown == nullptr || plan.act == Act::remove || (said && said->act == Act::remove) ||
      names::Habits::standard().undoes(list.operation.name()))
    return;
  const bool asks = plan.act == Act::read || plan.act == Act::list ||
                    (said && (said->act == Act::read || said->act == Act::list));
  bool any = false;
  const auto accepted = [&](const std::string& member) {
    any = true;
    if (asks && may_be_nothing(list)) return;
    list.add_by_case("unknown-accepted:" + member, "behaviour.unknown " + member,
                     fmt::format("{} may name nothing at all", member));
  };
  if (plan.strict) accepted(plan.identifier);
  for (const Reference& reference : plan.references) {
    if (reference.required || plan.act != Act::list) accepted(reference.member);
  }
  if (!any) return;
  for (const Refusal refusal : {Refusal::already_exists, Refusal::in_use, Refusal::limit}) {
    const Shape* other = listed_for(list.model, list.operation, refusal, plan.kind);
    if (other == nullptr || other == unknown || !is_another(*other)) continue;
    list.add_by_case(fmt::format("another-exception:{}", other->name()), "behaviour.unknown*",
                     fmt::format("what is unknown is refused as {}", other->name()));
    return;
  }
}

void list_lists(MutantList& list) {
  list.add_by_case("item-missing", "behaviour.listed*",
                   "the last one that was made is missing from the list");
  list.add_by_case("item-twice", "behaviour.listed*", "the first one is in the list twice");
  list.add_by_case("removed-still-listed", "behaviour.unlisted*", "what was removed is still in the list");
  const auto has = [](const Shape* shape, bool (*wanted)(std::string_view)) {
    return shape != nullptr && std::any_of(shape->members.begin(), shape->members.end(),
                                           [&](const Member& member) { return wanted(member.name); });
  };
  if (has(list.input, is_page_token) && has(list.output, is_page_token)) {
    list.add_by_case("page-twice", "behaviour.pages*", "the first page comes a second time");
    list.add_by_case("token-endless", "behaviour.pages*",
                     "after the last page there is a token for the first");
    const bool sized = std::any_of(
        list.input->members.begin(), list.input->members.end(),
        [&](const Member& member) { return asks_for_size(list.model, list.operation, member.name); });
    if (sized) list.add_by_case("size-ignored", "behaviour.pages*", "the size of pages is ignored");
  }
  if (has(list.output, is_failure_list))
    list.add_by_case("batch-all-failed", "behaviour.batch*",
                     "one bad item of a batch takes the good ones down");
  if (has(list.output, is_failure_list))
    list.add_by_case("batch-item-untold", "behaviour.batch*",
                     "what is unknown of a batch is not among the failures");
  for (const Member& member : list.input == nullptr ? std::vector<Member>() : list.input->members) {
    if (is_page_token(member.name) || asks_for_size(list.model, list.operation, member.name)) continue;
    if (!has_word(member.name, "filter") && !has_word(member.name, "prefix")) continue;
    list.add_by_case("filter-ignored:" + member.name, "behaviour.filters*",
                     fmt::format("{} filters nothing", member.name), true);
    list.add_by_case("filter-inverted", "behaviour.filters*", "a filter lets through what it should not",
                     true);
  }
}

// Something else is made in it.
bool has_children(const MutantList& list, const std::string& kind) {
  return std::any_of(list.plan.operations.begin(), list.plan.operations.end(), [&](const auto& each) {
    const OperationPlan& plan = each.second;
    return plan.act == Act::create && plan.kind != kind &&
           std::any_of(plan.references.begin(), plan.references.end(), [&](const Reference& reference) {
             return reference.kind == kind && reference.required;
           });
  });
}

void list_making(MutantList& list, const OperationPlan& plan) {
  // Two of one name answer to it as one would: only identifiers of their own or a list tell them apart.
  const KindPlan& kind = list.plan.kind(plan.kind);
  const bool told =
      !kind.given_is_id ||
      std::any_of(list.plan.operations.begin(), list.plan.operations.end(), [&](const auto& each) {
        return each.second.act == Act::list && each.second.kind == plan.kind;
      });
  if (!plan.put && !kind.given.empty() && told &&
      listed_for(list.model, list.operation, Refusal::already_exists, plan.kind) != nullptr)
    list.add_by_case("duplicate-made", "behaviour.duplicate*", "a second one of the same name is made");
  const bool token =
      list.input != nullptr &&
      std::any_of(list.input->members.begin(), list.input->members.end(),
                  [](const Member& member) { return member.traits.has(contract::trait::idempotency_token); });
  if (!token) return;
  list.add_by_case("token-has-second-effect", "behaviour.same-again*", "the same token makes a second one");
  list.add_by_case("token-mismatch-accepted", "behaviour.same-again*",
                   "the same token is taken with another input");
}

// What is taken though a listed exception or a text speaks against it.
void list_taken(MutantList& list, const OperationPlan& plan) {
  const auto errors = contract::listed_errors(list.model, list.operation);
  const auto unready = std::find_if(errors.begin(), errors.end(), [](const Shape* error) {
    return contract::text_fact(error->traits, contract::text::unready).has_value();
  });
  // What was removed shows no state any more.
  if (unready != errors.end() && !plan.kind.empty() && plan.act != Act::create && plan.act != Act::list &&
      plan.act != Act::remove)
    list.add_by_case("unready-accepted", fmt::format("behaviour.state {}", (*unready)->name()),
                     "what is still being made is taken as if it were there", true);
  if (plan.act == Act::remove && !plan.part &&
      contract::text_fact(list.operation.traits, contract::text::blocked_by))
    list.add_by_case("referenced-removed", "behaviour.in-use*",
                     "it is removed while another thing refers to it", true);
  for (const Member& member : list.input == nullptr ? std::vector<Member>() : list.input->members) {
    const bool is_list = contract::target_of(list.model, member).type == ShapeType::list;
    const bool twice = is_list && std::any_of(errors.begin(), errors.end(), [&](const Shape* error) {
                         return !twice_in(*error, member.name).empty();
                       });
    if (twice)
      list.add_by_case("twice-accepted:" + member.name, "behaviour.duplicate " + member.name,
                       fmt::format("the same item is taken twice in {}", member.name), true);
    if (plan.act == Act::update && names::Habits::standard().renames(member.name) &&
        identifier_word(member.name) != IdentifierWord::none &&
        listed_for(list.model, list.operation, Refusal::already_exists, plan.kind) != nullptr)
      list.add_by_case("taken-accepted:" + member.name, "behaviour.duplicate " + member.name,
                       fmt::format("{} may be another's", member.name), true);
  }
}

}  // namespace

void list_existence_mutants(MutantList& list) {
  const OperationPlan& plan = list.plan.of(list.operation);
  list_unknown(list, plan);
  list_taken(list, plan);
  switch (plan.act) {
    case Act::create:
      list_making(list, plan);
      break;
    case Act::list:
      list_lists(list);
      list.add_by_case("told-otherwise", "behaviour.agrees*", "items are told of otherwise than elsewhere",
                       true);
      break;
    case Act::read:
    case Act::remove:
      // That a second removal succeeds is right.
      if (plan.strict && !plan.part && plan.act == Act::read)
        list.add_by_case("alive-after-removal", "behaviour.gone*", "what was removed is there all the same");
      if (plan.act == Act::read)
        list.add_by_case("unsteady", "behaviour.steady", "it is read otherwise each time", true);
      if (plan.act == Act::remove && !plan.part && has_children(list, plan.kind))
        list.add_by_case("parent-removed", "behaviour.in-use*", "it is removed, and what stands in it stays");
      break;
    default:
      break;
  }
}

}  // namespace hallmark::endpoint
