// What makes, changes and removes resources, and why it is refused.
#include <fmt/format.h>

#include <algorithm>

#include "contract/text_facts.h"
#include "contract/text_shown.h"
#include "core/digest.h"
#include "core/text.h"
#include "endpoint/reference/generic.h"
#include "endpoint/reference/tags.h"
#include "endpoint/reference/text_from_pattern.h"

namespace hallmark::endpoint {

using contract::Member;
using contract::Shape;

namespace {

constexpr int default_limit = 3;
constexpr std::string_view tag_prefix = "E";

const Member* input_member(const Call& call, const std::string& name) {
  const Shape* input = input_shape(call.model, call.operation);
  return input == nullptr ? nullptr : input->member(name);
}

// The texts at "AnycastIpListId" or "VoiceConnectorItems[].VoiceConnectorId".
std::vector<std::string> named_by(const Json& input, std::string_view path) {
  std::vector<std::string> found;
  const auto brackets = path.find("[].");
  const auto given = input.find(std::string(path.substr(0, brackets)));
  if (given == input.end()) return found;
  if (brackets == std::string_view::npos) {
    if (given->is_string() && !given->get_ref<const std::string&>().empty()) found.push_back(*given);
    return found;
  }
  for (const Json& item : given->is_array() ? *given : Json::array()) {
    if (!item.is_object()) continue;
    for (std::string& text : named_by(item, path.substr(brackets + 3))) found.push_back(std::move(text));
  }
  return found;
}

// About the request, not about what it makes or changes.
bool is_about_request(const Call& call, const std::string& name) {
  const Member* member = input_member(call, name);
  if (member == nullptr) return false;
  const Json* header = member->traits.find(contract::trait::http_header);
  return member->traits.has(contract::trait::idempotency_token) ||
         (header != nullptr && header->is_string() &&
          header->get_ref<const std::string&>().starts_with("If-"));
}

void put_tags(const Call& call, Resource& resource, const Json& tags) {
  for (const auto& [key, value] : tags.items()) {
    if (value == "" && call.mutants.acts("empty-tag-lost")) continue;
    resource.tags[key] = value;
  }
}

std::string token_of(const Call& call) {
  const Shape* input = input_shape(call.model, call.operation);
  for (const Member& member : input == nullptr ? std::vector<Member>() : input->members) {
    if (member.traits.has(contract::trait::idempotency_token)) return call.text(member.name);
  }
  return {};
}

// The version that a request names; nothing when it takes none.
std::optional<std::string> version_named(const Call& call) {
  const Shape* input = input_shape(call.model, call.operation);
  for (const Member& member : input == nullptr ? std::vector<Member>() : input->members) {
    const Json* header = member.traits.find(contract::trait::http_header);
    const bool match =
        same_word(member.name, "IfMatch") || (header != nullptr && header->is_string() &&
                                              same_word(header->get_ref<const std::string&>(), "If-Match"));
    if (!match) continue;
    std::string text = call.text(member.name);
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
    return text;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Result> Generic::raise_as(const Call& call, Refusal refusal, const std::string& exception,
                                        const std::string& noun, std::string message) const {
  const Shape* shape = exception.empty()
                           ? listed_for(call.model, call.operation, refusal, noun)
                           : find_listed(call.model, call.operation, exception, call.protocol.id());
  if (shape == nullptr) return std::nullopt;
  return Result{.output = {}, .raised = listed(*shape, call, std::move(message), noun)};
}

std::string Generic::version_tag(const Resource& resource) const {
  return fmt::format("{}{:06}{:07}", tag_prefix, resource.sequence % 1'000'000, resource.version);
}

std::optional<Result> Generic::refuse_version_of_nothing(const Call& call) const {
  if (!version_named(call)) return std::nullopt;
  return raise_as(call, Refusal::invalid_version, "", "", "If-Match names no version of it.");
}

std::optional<Result> Generic::refuse_version(const Call& call, const Resource& resource) const {
  const auto given = version_named(call);
  if (!given || call.mutants.has("if-match-ignored")) return std::nullopt;
  const std::string now = call.mutants.has("etag-constant") ? "E1CONSTANTETAG" : version_tag(resource);
  if (given->empty() || *given == "*") return std::nullopt;
  if (*given == now && !call.mutants.has("etag-refused")) return std::nullopt;
  constexpr std::size_t of_resource = 7;  // what all its versions begin with
  const bool older = given->size() == now.size() && *given < now &&
                     given->substr(0, of_resource) == now.substr(0, of_resource) &&
                     given->find_first_not_of("0123456789", of_resource) == std::string::npos;
  if (older || *given == now)
    return raise_as(call, Refusal::stale_version, "", "", "If-Match does not name this version.");
  return raise_as(call, Refusal::invalid_version, "", "", "If-Match names no version of it.");
}

// An earlier change of the same member is still under way.
std::optional<Result> Generic::refuse_while_changing(const Call& call, const KindFacts& facts,
                                                     const Resource* resource) const {
  if (resource == nullptr) return std::nullopt;
  for (const KindFacts::Report& report : facts.reports) {
    const auto told = resource->body.find(report.in);
    const auto now = resource->body.find(report.of);
    if (report.locked.empty() || told == resource->body.end() || !call.has(report.of) ||
        (now != resource->body.end() && *now == call.input.at(report.of)))
      continue;
    for (const auto& [name, what] : report.members.items()) {
      if (!what.contains("states") || told->value(name, Json()) != what["states"][0]) continue;
      auto refused = raise_as(call, Refusal::conflict, report.locked, "", "A change of it is under way.");
      if (refused) refused->raised->members.update(report.locked_members);
      return refused;
    }
  }
  return std::nullopt;
}

std::optional<Result> Generic::refuse_settings(const Call& call, const OperationPlan& plan,
                                               const Resource* resource) const {
  if (auto other = refuse_digest(call)) return other;
  const KindFacts* facts = facts_of(plan.kind);
  if (facts == nullptr) return std::nullopt;
  for (const auto& [member, most] : facts->most) {
    const auto given = call.input.find(member);
    if (given == call.input.end() || !given->is_array() || given->size() <= most ||
        call.mutants.has("item-limit-ignored"))
      continue;
    return raise_as(call, Refusal::validation, "", plan.kind,
                    fmt::format("{} has at most {} items.", member, most));
  }
  if (auto locked = refuse_while_changing(call, *facts, resource)) return locked;
  for (const auto& [member, kind] : facts->references) {
    for (const std::string& text : named_by(call.input, member)) {
      if (find(call, kind, text) != nullptr || call.mutants.acts("unknown-accepted", member)) continue;
      auto refused = unknown(call, kind);
      if (refused || !facts->unknown.empty())
        return refused ? refused
                       : raise_as(call, Refusal::validation, facts->unknown, kind,
                                  fmt::format("There is no such {}.", kind));
    }
  }
  for (const std::string& member : facts->unique) {
    const std::string text = call.text(member);
    for (const Resource* other : call.account.all(plan.kind)) {
      if (text.empty() || other == resource || text_of(other->body, member.c_str()) != text ||
          call.mutants.has("duplicate-made"))
        continue;
      return raise_as(call, Refusal::already_exists, facts->exists, plan.kind,
                      fmt::format("There is a {} of this {} already.", plan.kind, member));
    }
  }
  return std::nullopt;
}

std::optional<Result> Generic::refuse_digest(const Call& call) const {
  static constexpr struct {
    std::string_view header;
    std::string (*digest)(std::string_view);
  } kinds[] = {{"Content-MD5", core::md5},
               {"x-amz-checksum-sha256", core::sha256},
               {"x-amz-checksum-sha1", core::sha1}};
  const Shape* input = input_shape(call.model, call.operation);
  if (input == nullptr) return std::nullopt;
  std::string body;
  for (const Member& member : input->members) {
    if (!member.traits.has(contract::trait::http_payload)) continue;
    const auto given = call.input.find(member.name);
    // What was written as XML or JSON is not seen here as bytes.
    if (given != call.input.end() && !given->is_string()) return std::nullopt;
    if (given == call.input.end()) continue;
    body = given->get<std::string>();
    if (contract::target_of(model_, member).type == contract::ShapeType::blob)
      body = core::base64_decode(body).value_or("");
  }
  for (const Member& member : input->members) {
    const Json* header = member.traits.find(contract::trait::http_header);
    const std::string said = call.text(member.name);
    if (header == nullptr || said.empty() || call.mutants.acts("digest-ignored", member.name)) continue;
    for (const auto& kind : kinds) {
      if (!same_word(header->get_ref<const std::string&>(), kind.header)) continue;
      if (said != core::base64_encode(kind.digest(body)))
        return raise(call, Refusal::validation, fmt::format("{} is of other bytes.", member.name));
    }
  }
  return std::nullopt;
}

void Generic::take_settings(const Call& call, const OperationPlan& plan, Resource& resource) const {
  const KindFacts* facts = facts_of(plan.kind);
  const Json before = resource.body;
  const Shape* input = input_shape(call.model, call.operation);
  const auto omitted = contract::text_fact(call.operation.traits, contract::text::omitted);
  const bool said = (facts != nullptr && facts->replaced) || (omitted && omitted->value == "reset");
  const bool replaces = said && plan.act == Act::update && !call.mutants.has("clobbering-not-done");
  for (const Member& member : input == nullptr ? std::vector<Member>() : input->members) {
    const auto given = call.input.find(member.name);
    if (member.name == plan.identifier || is_about_request(call, member.name)) continue;
    if (given == call.input.end() || given->is_null()) {
      if (replaces) resource.body.erase(member.name);
      continue;
    }
    if (is_tags(member.name) && plan.act == Act::create) {
      if (const auto tags = tags_of(*given); tags && !call.mutants.acts("tag-lost"))
        put_tags(call, resource, *tags);
    }
    // It is no longer known by what it was called before.
    if (const auto old = resource.body.find(member.name);
        old != resource.body.end() && old->is_string() && *old != *given)
      resource.told.erase(old->get<std::string>());
    resource.body[member.name] = *given;
    // What was made with settings in one structure may be changed one by one.
    if (plan.act != Act::update) continue;
    for (auto& [name, settings] : resource.body.items()) {
      if (settings.is_object() && has_word(name, resource.kind) && settings.contains(member.name))
        settings[member.name] = *given;
    }
  }
  if (facts == nullptr) return;
  if (plan.act == Act::create) {
    for (const auto& [name, value] : facts->defaults.items()) {
      if (!resource.body.contains(name)) resource.body[name] = value;
    }
  }
  for (const KindFacts::Report& report : facts->reports) {
    const auto was = before.find(report.of);
    const auto now = resource.body.find(report.of);
    if (was == before.end() || now == resource.body.end() || *was == *now) continue;
    Json told = Json::object();
    for (const auto& [name, what] : report.members.items()) {
      if (const auto pointer = what.find("was"); pointer != what.end()) {
        const Json* old = core::pointer_find(*was, pointer->get<std::string>());
        if (old != nullptr) told[name] = *old;
      } else if (const auto states = what.find("states"); states != what.end()) {
        told[name] = states->at(call.variations.contains("settled-at-once") ? 1 : 0);
      }
    }
    resource.body[report.in] = std::move(told);
  }
}

// Settled by the next read; with the variation "pending" by the one after it.
void Generic::settle(const Call& call, Resource& resource) const {
  const int reads = resource.hidden.value("reads", 0) + 1;
  resource.hidden["reads"] = reads;
  const KindFacts* facts = facts_of(resource.kind);
  if (facts == nullptr || (call.variations.contains("pending") && reads < 2)) return;
  resource.hidden["settled"] = true;
  for (const KindFacts::Report& report : facts->reports) {
    const auto told = resource.body.find(report.in);
    for (auto it = report.members.begin(); told != resource.body.end() && it != report.members.end(); ++it) {
      if (it->contains("states")) (*told)[it.key()] = it->at("states").at(1);
    }
  }
}

std::optional<std::string> Generic::state_of(const Call& call, const Resource& resource,
                                             const std::string& member) const {
  const KindFacts* facts = facts_of(resource.kind);
  if (facts == nullptr) return std::nullopt;
  const auto found = facts->states.find(member);
  if (found == facts->states.end()) return std::nullopt;
  const bool at_once = facts->at_once && !call.variations.contains("pending");
  return at_once || resource.hidden.value("settled", false) ? found->second.second : found->second.first;
}

Result Generic::create(const Call& call, const OperationPlan& plan,
                       const std::vector<Resource*>& parents) const {
  const KindPlan& kind = plan_.kind(plan.kind);
  const KindFacts* facts = facts_of(plan.kind);
  const std::string token =
      token_of(call).empty() ? "" : fmt::format("{} {}", call.operation.name(), token_of(call));
  if (const auto before = call.account.remembered.find(token);
      !token.empty() && before != call.account.remembered.end()) {
    Resource* made = call.account.find(plan.kind, before->second.at("key"));
    if (made != nullptr && !call.mutants.acts("token-has-second-effect")) {
      if (before->second.at("input") == call.input || call.mutants.acts("token-mismatch-accepted"))
        return answer(call, made);
      auto refused =
          raise_as(call, Refusal::token_reused, "", plan.kind, "The token was used with another input.");
      return refused ? *refused : answer(call, made);
    }
  }
  std::string given = call.text(kind.given);
  // The name stands among the settings: "DatabaseInput.Name".
  const std::string inner = kind.given.empty() ? kind.identifier : kind.given;
  for (auto it = call.input.begin(); given.empty() && it != call.input.end(); ++it) {
    if (it->is_object() && has_word(it.key(), plan.kind)) given = text_of(*it, inner.c_str());
  }
  const bool named_by_caller = kind.given_is_id || kind.given.empty();
  const std::string place = place_of(call, plan.kind);
  const bool second_effect = call.mutants.has("token-has-second-effect") && !token.empty();
  if (!given.empty() && !second_effect) {
    for (Resource* each : call.account.all(plan.kind)) {
      if (each->place != place || each->given != given) continue;
      if (plan.put) return update(call, plan, *each);
      if (call.mutants.acts("duplicate-made")) break;
      if (call.variations.contains("same-again") && each->hidden.value("made_from", Json()) == call.input)
        return answer(call, each);
      auto refused = raise_as(call, Refusal::already_exists, "", plan.kind,
                              fmt::format("There is a {} of this name already.", plan.kind));
      return refused ? *refused : answer(call, each);
    }
  } else if (given.empty() && plan.put && !kind.identifier.empty() && kind.given.empty()) {
    if (Resource* only = named(call, plan)) return update(call, plan, *only);
  }
  if (auto refused = refuse_settings(call, plan, nullptr)) return *refused;
  if (call.full(plan.kind, facts != nullptr && facts->limit ? *facts->limit : default_limit)) {
    std::string full = fmt::format("The account has as many of {} as it may have.", plan.kind);
    auto refused = raise_as(call, Refusal::limit, "", plan.kind, full);
    return refused ? *refused : raise(call, Refusal::limit, std::move(full));
  }
  std::string id = given.empty() || !named_by_caller ? new_identifier(call, plan, kind.identifier) : given;
  Resource& resource = call.create(plan.kind, id, place + id);
  resource.given = given;
  resource.place = place;
  for (const Resource* parent : parents) resource.within.insert({parent->kind, parent->key});
  resource.hidden["made_from"] = call.input;
  take_settings(call, plan, resource);
  const std::string named_in_arn = given.empty() ? resource.id : given;
  if (facts != nullptr && !facts->arn.empty()) {
    resource.hidden["arn"] =
        core::replace_all(core::replace_all(core::replace_all(facts->arn, "{id}", resource.id), "{region}",
                                            call.options.region),
                          "{account}", call.account.number);
  } else {
    resource.hidden["arn"] = resource.id.starts_with("arn:")
                                 ? resource.id
                                 : best_of(call, plan.kind, {plan.kind + "Arn", "ResourceArn"},
                                           arns(call, plan.kind, named_in_arn));
  }
  if (!token.empty()) call.account.remembered[token] = {{"key", resource.key}, {"input", call.input}};
  return introduce(call, resource);
}

Result Generic::update(const Call& call, const OperationPlan& plan, Resource& resource) const {
  if (auto refused = refuse_version(call, resource)) return *refused;
  if (auto refused = refuse_settings(call, plan, &resource)) return *refused;
  if (call.variations.contains("reads-late")) resource.hidden["before"] = resource.body;
  if (plan.part) {
    const std::string noun = saying_of(call.operation.name())->noun;
    Json& part = resource.parts[noun];
    part = Json::object();
    if (auto without = resource.hidden.find("without"); without != resource.hidden.end())
      without->erase(noun);
    for (const auto& [name, value] : call.input.items()) {
      if (name == plan.identifier || is_about_request(call, name)) continue;
      part[name] = value;
      if (resource.body.contains(name)) resource.body[name] = value;
    }
  } else {
    take_settings(call, plan, resource);
    for (auto& [noun, part] : resource.parts) {
      for (const auto& [name, value] : call.input.items()) {
        if (part.contains(name)) part[name] = value;
      }
    }
  }
  resource.hidden.erase("settled");
  resource.hidden.erase("reads");
  call.touch(resource);
  return introduce(call, resource);
}

// With what stands in it.
void Generic::remove_tree(const Call& call, const std::string& kind, const std::string& key) const {
  const Resource* resource = call.account.find(kind, key);
  if (resource == nullptr) return;
  std::vector<std::pair<std::string, std::string>> inside;
  for (const Resource* child : children(call, *resource)) inside.emplace_back(child->kind, child->key);
  call.erase(kind, key);
  for (const auto& [its_kind, its_key] : inside) remove_tree(call, its_kind, its_key);
}

Result Generic::remove(const Call& call, const OperationPlan& plan, Resource& resource) const {
  if (auto refused = refuse_version(call, resource)) return *refused;
  if (plan.part) {
    const std::string noun = saying_of(call.operation.name())->noun;
    resource.parts.erase(noun);
    resource.hidden["without"][noun] = true;
    call.touch(resource);
    return answer(call, &resource);
  }
  if (const KindFacts* facts = facts_of(plan.kind)) {
    for (const KindFacts::Removal& rule : facts->removal) {
      const Json now = resource.body.value(rule.member, Json(rule.value.is_array() ? Json::array() : Json()));
      const bool may = rule.value.is_array() ? now.size() == rule.value.size() : now == rule.value;
      if (may) continue;
      if (auto refused = raise_as(call, Refusal::in_use, rule.exception, plan.kind,
                                  fmt::format("The {} still has {}.", plan.kind, rule.member)))
        return *refused;
    }
  }
  const auto inside = children(call, resource);
  if (!inside.empty() && !call.mutants.acts("parent-removed")) {
    auto refused = raise_as(call, Refusal::in_use, "", plan.kind,
                            fmt::format("There is still a {} in it.", inside.front()->kind));
    if (refused && !call.variations.contains("children-go-along")) return *refused;
    Result result = answer(call, &resource);
    remove_tree(call, plan.kind, std::string(resource.key));
    return result;
  }
  if (auto refused = refuse_referred(call, plan, resource)) return *refused;
  Result result = answer(call, &resource);
  call.erase(plan.kind, std::string(resource.key));
  return result;
}

Result Generic::tags(const Call& call, const OperationPlan& plan) const {
  Resource* tagged = nullptr;
  bool one_named = false;
  const auto look = [&](const std::string& text) {
    one_named = true;
    for (auto& [kind, resources] : call.account.kinds) {
      for (auto& [key, resource] : resources) {
        const auto arn = resource.hidden.find("arn");
        const bool same = (arn != resource.hidden.end() && *arn == text) || resource.id == text ||
                          resource.given == text || resource.told.contains(text);
        if (same && tagged == nullptr) tagged = &resource;
      }
    }
  };
  const Shape* input = input_shape(call.model, call.operation);
  for (const Member& member : input == nullptr ? std::vector<Member>() : input->members) {
    const auto given = call.input.find(member.name);
    if (given == call.input.end() || is_page_token(member.name)) continue;
    if (given->is_string() && tagged == nullptr) look(given->get<std::string>());
    if (given->is_array() && given->size() == 1 && given->front().is_string() && tagged == nullptr &&
        !has_word(member.name, "tag"))
      look(given->front().get<std::string>());
  }
  if (tagged == nullptr) {
    const bool known = std::any_of(plan_.kinds.begin(), plan_.kinds.end(),
                                   [](const auto& kind) { return kind.second.kept; });
    if (one_named && known && !call.mutants.has("unknown-id-accepted")) {
      if (auto refused = unknown(call, "")) return *refused;
    }
    return answer(call, nullptr);
  }
  tagged->hidden["tagged"] = true;
  for (const auto& [name, value] : call.input.items()) {
    const bool away = takes_tags_away(call.operation.name(), name);
    if (plan.act == Act::tag && has_word(name, "tag") && !away) {
      if (const auto tags = tags_of(value); tags && !call.mutants.acts("tag-lost"))
        put_tags(call, *tagged, *tags);
    }
    if ((plan.act == Act::untag || away) && has_word(name, "tag")) {
      for (const std::string& key : tag_keys_of(value)) {
        if (!call.mutants.acts("tag-kept")) tagged->tags.erase(key);
      }
    }
  }
  return answer(call, tagged);
}

}  // namespace hallmark::endpoint
