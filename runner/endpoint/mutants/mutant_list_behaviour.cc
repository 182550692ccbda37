// Mutants of what a suite promises between calls: what is stored, for whom, and how it is read back. Which
// there are follows from the kinds of the suite's behaviours (SuiteWord::behaviours).
#include <fmt/format.h>

#include "endpoint/mutants/mutant_list.h"
#include "endpoint/reference/errors.h"

namespace hallmark::endpoint {

using contract::Member;
using contract::Shape;
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
    const Member* item = target.type == contract::ShapeType::list ? target.member("member") : nullptr;
    if (item != nullptr && contract::target_of(list.model, *item).type == contract::ShapeType::structure &&
        !is_tags(member.name))
      return true;
  }
  return false;
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
    if (promise.empty() || (about_lists && !sends_lists(list))) continue;
    list.add(Stage::behaviour, each.mutant, promise, each.text, true);
  }
  const std::string stored = list.suite->promise("stored");
  if (stored.empty() || list.input == nullptr) return;
  list_names(list, stored);
  list_stored_members(list, stored);
}

}  // namespace hallmark::endpoint
