// What a request names: resources by whatever is known of them, and what they stand in.
#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "endpoint/reference/generic.h"

namespace hallmark::endpoint {

namespace {

// Who does not say who it is has no account: what it names is somebody's.
bool is_anonymous(const Call& call) { return call.caller.credentials.access_key_id == "anonymous"; }

// The input's member of this name, whatever its case.
std::string text_of_word(const Call& call, const std::string& name) {
  for (const auto& [member, value] : call.input.items()) {
    if (value.is_string() && same_word(member, name)) return value.get<std::string>();
  }
  return {};
}

// "TargetKeyId" of a key.
bool names_with_more(std::string_view member, std::string_view kind) {
  for (std::size_t at = 1; at < member.size(); ++at) {
    if (member[at] < 'A' || member[at] > 'Z') continue;
    const auto end = member.substr(at);
    if (surely_names(end, kind) && !is_identifier_word(end)) return true;
  }
  return false;
}

// An account is there without having been made here.
bool is_account(std::string_view text) {
  return text.size() == 12 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// The end of an ARN says the same as the whole.
std::string last_of_arn(const std::string& text) {
  if (!text.starts_with("arn:")) return text;
  return text.substr(text.find_last_of(":/") + 1);
}

}  // namespace

std::string Generic::place_of(const Call& call, const std::string& kind) const {
  std::string place;
  for (const std::string& member : plan_.kind(kind).scope) {
    std::string text = text_of_word(call, member);
    // However the parent is called: by its name or by its ARN.
    for (const auto& [name, parent] : plan_.kinds) {
      if (name == kind || !parent.kept || text.empty()) continue;
      if (!surely_names(member, name) && !same_word(member, parent.identifier)) continue;
      if (is_identifier_word(member)) continue;
      for (const Resource* each : call.account.all(name)) {
        if (each->id == text || each->given == text || each->told.contains(text)) {
          text = each->key;
          break;
        }
      }
    }
    place += last_of_arn(text) + '\x1f';
  }
  return place;
}

Resource* Generic::find(const Call& call, const std::string& kind, const std::string& text) const {
  return find_among(call, call.account.all(kind), kind, text);
}

Resource* Generic::find_among(const Call& call, const std::vector<Resource*>& all, const std::string& kind,
                              const std::string& text) const {
  if (text.empty() || all.empty()) return nullptr;
  const std::string place = place_of(call, kind);
  const bool placed = place.find_first_not_of('\x1f') != std::string::npos;
  const auto first = [&](const auto& wanted) -> Resource* {
    for (Resource* each : all) {
      if ((!placed || each->place == place) && wanted(*each)) return each;
    }
    return nullptr;
  };
  if (Resource* same = first([&](const Resource& each) { return each.id == text; })) return same;
  if (Resource* same = first([&](const Resource& each) { return each.given == text; })) return same;
  return first([&](const Resource& each) { return each.told.contains(text); });
}

Resource* Generic::named_gone(const Call& call, const OperationPlan& plan) const {
  const std::vector<Resource*> gone = call.account.gone(plan.kind);
  if (plan.identifier.empty()) return only_of_place(call, gone, plan.kind);
  return find_among(call, gone, plan.kind, call.text(plan.identifier));
}

std::optional<Result> Generic::foreign(const Call& call, const std::string& text) const {
  constexpr std::size_t account = 4;
  const auto parts = core::split(text, ':');
  if (!text.starts_with("arn:") || parts.size() <= account || parts[account].size() != 12 ||
      parts[account] == call.account.number)
    return std::nullopt;
  return raise(call, Refusal::denied, "It belongs to another account.");
}

Resource* Generic::named(const Call& call, const OperationPlan& plan) const {
  if (!plan.identifier.empty()) return find(call, plan.kind, call.text(plan.identifier));
  return only_of_place(call, call.account.all(plan.kind), plan.kind);
}

Resource* Generic::only_of_place(const Call& call, const std::vector<Resource*>& all,
                                 const std::string& kind) const {
  if (plan_.kind(kind).scope.empty()) return nullptr;
  const std::string place = place_of(call, kind);
  for (Resource* each : all) {
    if (each->place == place) return each;
  }
  return nullptr;
}

std::optional<Result> Generic::unknown(const Call& call, const std::string& kind) const {
  const auto* exception = listed_for(call.model, call.operation, Refusal::not_found, kind);
  if (exception == nullptr || is_anonymous(call)) return std::nullopt;
  return Result{.output = {},
                .raised = listed(*exception, call, fmt::format("There is no such {}.", kind), kind)};
}

// The operation lists an exception that misses just such a thing.
bool Generic::is_missed_by_name(const Call& call, const std::string& kind) const {
  const auto* exception = listed_for(call.model, call.operation, Refusal::not_found, kind);
  return exception != nullptr && has_word(exception->name(), kind);
}

std::optional<Result> Generic::refer(const Call& call, const OperationPlan& plan,
                                     std::vector<Resource*>& found) const {
  if (is_anonymous(call)) return std::nullopt;
  for (const Reference& reference : plan.references) {
    if (reference.many) {
      if (auto refused = refer_to_many(call, reference)) return refused;
      continue;
    }
    const std::string text = call.text(reference.member);
    if (text.empty()) continue;
    Resource* there = find(call, reference.kind, text);
    if (there != nullptr) {
      if (reference.required) found.push_back(there);
    } else if (reference.required || plan.act != Act::list || is_missed_by_name(call, reference.kind)) {
      if (auto refused = unknown(call, reference.kind);
          refused && !call.mutants.has("unknown-id-accepted") &&
          !call.mutants.acts("unknown-accepted", reference.member)) {
        const auto denied = call.variations.contains("foreign-denied") ? foreign(call, text) : std::nullopt;
        return denied ? denied : refused;
      }
    }
  }
  return std::nullopt;
}

// Each of a list must be there, unless the answer tells what failed.
std::optional<Result> Generic::refer_to_many(const Call& call, const Reference& reference) const {
  const contract::Shape* output = output_shape(model_, call.operation);
  const auto given = call.input.find(reference.member);
  const bool tells = output != nullptr &&
                     std::any_of(output->members.begin(), output->members.end(),
                                 [](const contract::Member& each) { return is_failure_list(each.name); });
  if (tells || given == call.input.end() || !given->is_array()) return std::nullopt;
  for (const Json& each : *given) {
    if (!each.is_string() || find(call, reference.kind, each.get<std::string>()) != nullptr) continue;
    if (call.mutants.has("unknown-id-accepted") || call.mutants.acts("unknown-accepted", reference.member))
      continue;
    if (auto refused = unknown(call, reference.kind)) return refused;
  }
  return std::nullopt;
}

std::optional<Result> Generic::refuse_unheard(const Call& call, const OperationPlan& plan,
                                              bool others) const {
  const contract::Shape* input = input_shape(model_, call.operation);
  if (input == nullptr || call.mutants.has("unknown-id-accepted") ||
      listed_for(model_, call.operation, Refusal::not_found) == nullptr)
    return std::nullopt;
  for (const contract::Member& member : input->members) {
    const std::string text = call.text(member.name);
    const auto& target = contract::target_of(model_, member);
    if (text.empty() || is_page_token(member.name) || is_idempotency_token(member.name) ||
        is_version_tag(member.name) || !contract::enum_values(target).empty())
      continue;
    // What is put or changed may be new itself.
    if (others && (member.name == plan.identifier || surely_names(member.name, plan.kind) ||
                   names_by_end(member.name, plan.kind)))
      continue;
    // "Key" in the path, where there may be no such key.
    const bool missed = others && !plan.kind.empty() && member.traits.has(contract::trait::http_label) &&
                        is_missed_by_name(call, member.name);
    if (!(missed || surely_is_of_something(member, others)) || is_heard(call, text)) continue;
    if (is_account(text) || is_there_by_itself(model_.slug, call.operation.name(), member.name, text))
      continue;
    if (auto refused = unknown(call, missed ? member.name : plan.kind);
        refused && !call.mutants.acts("unknown-accepted", member.name))
      return refused;
  }
  return std::nullopt;
}

// Something in the account was ever known by this text.
bool Generic::is_heard(const Call& call, const std::string& text) const {
  if (call.account.heard.contains(text)) return true;
  for (const auto* kinds : {&call.account.kinds, &call.account.removed}) {
    for (const auto& [kind, resources] : *kinds) {
      for (const auto& [key, each] : resources) {
        const auto arn = each.hidden.find("arn");
        if (each.id == text || each.given == text || each.told.contains(text) ||
            (arn != each.hidden.end() && *arn == text))
          return true;
      }
    }
  }
  // An ARN names what its last part names.
  const std::size_t last = text.find_last_of(":/");
  return text.starts_with("arn:") && last + 1 < text.size() && is_heard(call, text.substr(last + 1));
}

// `made`: of something that operations of the service make.
bool Generic::surely_is_of_something(const contract::Member& member, bool made) const {
  const IdentifierWord word = identifier_word(member.name);
  const bool any = is_identifier_word(member.name);
  const bool reference = word == IdentifierWord::id || word == IdentifierWord::arn;
  const bool of_kind = !any && std::any_of(plan_.kinds.begin(), plan_.kinds.end(), [&](const auto& each) {
    return surely_names(member.name, each.first) ||
           (made && reference && names_with_more(member.name, each.first));
  });
  if (!made && member.traits.has(contract::trait::http_label)) return true;
  if (!contract::is_required(member) || word == IdentifierWord::none) return false;
  if (made) return of_kind;
  return reference || word == IdentifierWord::url || of_kind || any;
}

std::vector<Resource*> Generic::children(const Call& call, const Resource& parent) const {
  std::vector<Resource*> found;
  for (auto& [kind, resources] : call.account.kinds) {
    for (auto& [key, resource] : resources) {
      if (resource.within.contains({parent.kind, parent.key})) found.push_back(&resource);
    }
  }
  return found;
}

}  // namespace hallmark::endpoint
