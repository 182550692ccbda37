// Mutants of what operations do: what is stored, for whom, and how it is read back.
#include <fmt/format.h>

#include "endpoint/mutants/mutant_list.h"
#include "endpoint/reference/errors.h"

namespace hallmark::endpoint {

using contract::Member;
using contract::Shape;
namespace trait = contract::trait;

namespace {

void behaviour(MutantList& list, const std::string& name, const std::string& promise,
               const std::string& text) {
  list.add(Stage::behaviour, name, "behaviour." + promise, text, true);
}

void list_stored_members(MutantList& list) {
  for (const Member& member : list.input->members) {
    if (member.traits.has(trait::http_label) || member.traits.has(trait::http_header) ||
        member.traits.has(trait::idempotency_token) || member.name.ends_with("Id")) {
      continue;
    }
    const std::string why = is_newer(member)                   ? only_newer
                            : member.name == "AnycastIpListId" ? needs_address_list
                                                               : "";
    list.add(Stage::behaviour, "stored-partly:" + member.name, "behaviour.stored",
             fmt::format("{} is answered but not stored", member.name), true, why);
    // The page's own sample shows no items after they were sent: only what is refused tells.
    const bool sample = list.model.slug == "chime" && member.name == "VoiceConnectorItems";
    list.add(Stage::behaviour, "member-ignored:" + member.name,
             // Without a suite nothing is read back.
             sample || list.promised == nullptr ? fmt::format("input.{}*", member.name)
             // Without what it requires an operation refuses everything.
             : contract::is_required(member) ? "status"
                                             : "behaviour.stored",
             fmt::format("{} is not taken", member.name), true, why);
  }
}

void list_names(MutantList& list) {
  const Member* named = list.input == nullptr ? nullptr : list.input->member("Name");
  if (named == nullptr) return;
  behaviour(list, "name-truncated", "stored", "names are cut to eight characters");
  // Where a pattern bounds names they may hold nothing that an encoding changes.
  if (contract::effective(list.model, *named, trait::pattern) == nullptr) {
    behaviour(list, "name-reencoded", "stored", "names come back percent-encoded");
  }
}

void list_updates(MutantList& list) {
  const std::string same = list.model.slug == "voice-id" ? "same-domain" : "same-group";
  behaviour(list, "stored-elsewhere", same, "another resource is changed");
  behaviour(list, "others-touched", same, "another resource is changed besides");
  behaviour(list, "update-time-not-advanced", "update-time-advances", "the time of update stands still");
  behaviour(list, "update-time-before-creation", "update-time-advances", "the time of update goes back");
  behaviour(list, "creation-time-changes",
            list.model.slug == "chime-sdk-voice" ? "creation-time-kept" : "identity-kept",
            "the time of creation changes");
}

// Of single services.
void list_own_behaviours(MutantList& list, bool update) {
  const std::string_view name = list.operation.name();
  if (name.ends_with("VoiceConnectorGroup")) {
    behaviour(list, "item-limit-ignored", "at-most-three-items", "a fourth item is taken");
    behaviour(list, "priorities-lost", update ? "priorities-kept" : "stored",
              "all items have the same priority");
    behaviour(list, "lists-of-another", update ? "same-group" : "stored", "items are another group's");
  }
  if (name == "UpdateDomain") {
    behaviour(list, "clobbering-not-done", "clobbers-description", "a description that is left out is kept");
  }
  if (name.starts_with("UpdateConnectionGroup")) {
    behaviour(list, "if-match-ignored", "if-match", "any version is taken for the current one");
    behaviour(list, "etag-constant", "etag-changes", "every version has the same ETag");
    behaviour(list, "etag-refused", "etag-serves-next-update", "the ETag that was given out is refused");
  }
}

}  // namespace

void list_behaviour_mutants(MutantList& list) {
  if (const Shape* unknown = listed_for(list.model, list.operation, Refusal::not_found)) {
    list.add(Stage::behaviour, "unknown-id-accepted", fmt::format("error.{}", unknown->name()),
             "an identifier that names nothing succeeds", true);
  }
  const std::string_view name = list.operation.name();
  const bool update = name.starts_with("Update") || name.starts_with("Modify");
  const bool create = name.starts_with("Create");
  if (!update && !create) return;
  behaviour(list, "not-stored", "stored", "nothing is stored");
  list_names(list);
  if (list.input != nullptr) list_stored_members(list);
  if (create)
    behaviour(list, "identifier-constant", "new-identifier", "every resource has the same identifier");
  if (update) list_updates(list);
  list_own_behaviours(list, update);
}

}  // namespace hallmark::endpoint
