// Mutants of what a suite promises between calls: what is stored, for whom, and how it is read back. Which
// there are follows from the kinds of the suite's behaviours (SuiteWord::behaviours).
#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "endpoint/mutants/mutant_list.h"
#include "endpoint/reference/errors.h"
#include "endpoint/reference/words.h"

namespace hallmark::endpoint {

using contract::Member;
using contract::Shape;
using contract::ShapeType;
namespace trait = contract::trait;

namespace {

// One that breaks a promise of the kind, where the suite has one.
struct Broken {
  const char *kind, *mutant, *text;
};
constexpr Broken broken[] = {
    {"stored", "not-stored", "nothing is stored"},
    {"new-identifier", "identifier-constant", "every resource has the same identifier"},
    {"item-limit", "item-limit-ignored", "more items are taken than there may be"},
    {"numbers-kept", "numbers-alike", "all items of a list have the same number"},
    {"survives", "tags-lost-by-update", "tags are lost by an update"},
    {"others-untouched", "stored-elsewhere", "another resource is changed"},
    {"others-untouched", "others-touched", "another resource is changed besides"},
    {"others-untouched", "lists-of-another", "lists are another resource's"},
    {"left-out-cleared", "clobbering-not-done", "what an update leaves out is kept"},
    {"update-time-advances", "update-time-not-advanced", "the time of update stands still"},
    {"update-time-advances", "update-time-before-creation", "the time of update goes back"},
    {"creation-time-kept", "creation-time-changes", "the time of creation changes"},
    {"version-checked", "if-match-ignored", "any version is taken for the current one"},
    {"version-changes", "etag-constant", "every version has the same ETag"},
    {"version-accepted", "etag-refused", "the ETag that was given out is refused"},
};

// A list of structures is sent, so that there is something to mix up.
bool sends_lists(const MutantList& list) {
  for (const Member& member : list.input == nullptr ? std::vector<Member>() : list.input->members) {
    const Shape& target = contract::target_of(list.model, member);
    const Member* item = target.type == ShapeType::list ? target.member("member") : nullptr;
    if (item != nullptr && contract::target_of(list.model, *item).type == ShapeType::structure &&
        !is_tags(member.name))
      return true;
  }
  return false;
}

// Tags are no settings of the operation, and an answer of it shows them.
bool shows_tags(const MutantList& list) {
  const auto has = [](const Shape* shape) {
    return shape != nullptr && std::any_of(shape->members.begin(), shape->members.end(),
                                           [](const Member& member) { return is_tags(member.name); });
  };
  if (has(list.input) || list.output == nullptr) return false;
  return has(list.output) ||
         std::any_of(list.output->members.begin(), list.output->members.end(),
                     [&](const Member& member) { return has(&contract::target_of(list.model, member)); });
}

// What an update does not name stays as it was: texts of the answer that no setting makes.
void list_survivors(MutantList& list, const std::string& survives, const Shape& shape,
                    const std::string& above) {
  constexpr std::ptrdiff_t deepest = 3;
  for (const Member& member : shape.members) {
    const std::string pointer = core::pointer_join(above, member.name);
    const Shape& target = contract::target_of(list.model, member);
    if (list.input->member(member.name) != nullptr || is_state(member.name) ||
        same_word(member.name, "ETag") || std::count(pointer.begin(), pointer.end(), '/') > deepest)
      continue;
    if (target.type == ShapeType::structure) {
      list_survivors(list, survives, target, pointer);
      continue;
    }
    const bool shown = std::any_of(list.suite->shows.begin(), list.suite->shows.end(), [&](const auto& each) {
      return each.second == survives && core::glob_match(each.first, pointer);
    });
    if (target.type != ShapeType::string || !contract::enum_values(target).empty() ||
        !(shown || list.suite->promised.contains(pointer)))
      continue;
    list.add(Stage::behaviour, "changed-by-update:" + pointer, survives,
             fmt::format("an update changes {}", member.name), true);
  }
}

// Of an item that was there already, one number is not taken.
void list_items(MutantList& list, const std::string& kept) {
  for (const Member& member : list.input->members) {
    const Shape& target = contract::target_of(list.model, member);
    const Member* item = target.type == ShapeType::list ? target.member("member") : nullptr;
    const Shape* entry = item == nullptr ? nullptr : &contract::target_of(list.model, *item);
    if (entry == nullptr || entry->type != ShapeType::structure || is_tags(member.name)) continue;
    for (const Member& inner : entry->members) {
      if (!contract::is_number(contract::target_of(list.model, inner).type)) continue;
      list.add(Stage::behaviour, fmt::format("item-stale:{}@{}", member.name, inner.name), kept,
               fmt::format("of a known item {} is not updated", inner.name), true);
    }
  }
}

void list_stored_members(MutantList& list, const std::string& stored) {
  const OperationPlan& plan = list.plan.of(list.operation);
  for (const Member& member : list.input->members) {
    if (member.traits.has(trait::http_label) || member.traits.has(trait::http_header) ||
        member.traits.has(trait::idempotency_token) || member.name == plan.identifier ||
        is_tags(member.name)) {
      continue;
    }
    const std::string why = is_newer(member) ? only_newer : list.suite->why_unreachable(member.name);
    list.add(Stage::behaviour, "stored-partly:" + member.name, stored,
             fmt::format("{} is answered but not stored", member.name), true, why);
    list.add(Stage::behaviour, "member-ignored:" + member.name,
             list.suite->not_shown.contains(member.name) ? fmt::format("input.{}*", member.name)
             // Without what it requires an operation refuses everything.
             : contract::is_required(member) ? "status"
                                             : stored,
             fmt::format("{} is not taken", member.name), true, why);
  }
}

void list_names(MutantList& list, const std::string& stored) {
  const Member* named = nullptr;
  for (const Member& member : list.input->members) {
    if (is_identifier_word(member.name) && identifier_word(member.name) == IdentifierWord::name)
      named = &member;
  }
  if (named == nullptr) return;
  list.add(Stage::behaviour, "name-truncated", stored, "names are cut to eight characters", true);
  // Where a pattern bounds names they may hold nothing that an encoding changes.
  if (contract::effective(list.model, *named, trait::pattern) == nullptr)
    list.add(Stage::behaviour, "name-reencoded", stored, "names come back percent-encoded", true);
}

}  // namespace

void list_behaviour_mutants(MutantList& list) {
  if (const Shape* unknown = listed_for(list.model, list.operation, Refusal::not_found)) {
    list.add(Stage::behaviour, "unknown-id-accepted", fmt::format("error.{}", unknown->name()),
             "an identifier that names nothing succeeds", true);
  }
  if (list.suite == nullptr) return;
  for (const Broken& each : broken) {
    const std::string promise = list.suite->promise(each.kind);
    const bool about_lists = std::string_view(each.mutant) == "lists-of-another";
    const bool about_tags = std::string_view(each.mutant) == "tags-lost-by-update";
    if (about_tags && !shows_tags(list)) continue;
    if (promise.empty() || (about_lists && !sends_lists(list))) continue;
    list.add(Stage::behaviour, each.mutant, promise, each.text, true);
  }
  const bool update = list.plan.of(list.operation).act == Act::update && list.input != nullptr;
  if (const std::string survives = list.suite->promise("survives"); update && !survives.empty())
    if (list.output != nullptr) list_survivors(list, survives, *list.output, "");
  if (const std::string kept = list.suite->promise("numbers-kept"); update && !kept.empty())
    list_items(list, kept);
  for (const std::string& member : list.suite->references) {
    const std::string promise = list.suite->promise("references");
    const std::string top = member.substr(0, member.find('['));
    if (promise.empty() || list.input == nullptr || list.input->member(top) == nullptr) continue;
    list.add(Stage::behaviour, "unknown-accepted:" + member, promise,
             fmt::format("{} may name nothing at all", member), true);
  }
  const std::string stored = list.suite->promise("stored");
  if (stored.empty() || list.input == nullptr) return;
  list_names(list, stored);
  list_stored_members(list, stored);
}

}  // namespace hallmark::endpoint
