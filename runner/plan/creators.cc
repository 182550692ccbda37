#include "plan/creators.h"

#include <algorithm>

#include "core/text.h"
#include "plan/values/nouns.h"
#include "plan/values/shapes.h"

namespace hallmark::plan {

using contract::Model;
using contract::Operation;

namespace {

const Operation* creator_by_resource(const names::Names& names, const Operation& operation,
                                     std::string& noun) {
  const Model& model = names.model();
  for (const auto& [id, resource] : model.resources) {
    const auto& list = resource.operations;
    const bool bound = resource.read == operation.id || resource.update == operation.id ||
                       resource.put == operation.id || resource.delete_operation == operation.id ||
                       std::find(list.begin(), list.end(), operation.id) != list.end();
    if (!bound || resource.create.empty()) continue;
    const auto* create = model.operation(resource.create);
    if (!create) continue;
    noun = names.noun_of(*create);
    return create;
  }
  return nullptr;
}

// The parts of an operation's path: "templates", "{templateName}"; none where it has no path of its own.
std::vector<std::string> path_of(const Operation& operation) {
  const Json* http = operation.traits.find(contract::trait::http);
  if (http == nullptr || !http->is_object()) return {};
  const std::string uri = http->value("uri", "");
  auto parts = core::split(uri.substr(0, uri.find('?')), '/');
  std::erase(parts, "");
  return parts;
}

bool is_put(const Operation& operation) {
  const Json* http = operation.traits.find(contract::trait::http);
  return http != nullptr && http->is_object() && http->value("method", "") == "PUT";
}

bool is_label(const std::string& part) { return part.starts_with('{') && part.ends_with('}'); }

// The same words in the same places, whatever the labels are called.
bool same_path(const std::vector<std::string>& a, const std::vector<std::string>& b, std::size_t length) {
  for (std::size_t i = 0; i < length; ++i) {
    if (is_label(a[i]) != is_label(b[i]) || (!is_label(a[i]) && a[i] != b[i])) return false;
  }
  return true;
}

}  // namespace

bool is_kind_of(const std::string& kind, const std::string& noun) {
  if (noun.empty() || kind.size() <= noun.size()) return false;
  const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  return (kind.starts_with(noun) && is_upper(kind[noun.size()])) ||
         (kind.ends_with(noun) && is_upper(kind[kind.size() - noun.size()]));
}

Creators::Creators(const names::Names& names) : names_(names) {
  for (const auto& entry : names.makers()) by_lower_.emplace(core::to_lower(entry.first), &entry);
}

std::string Creators::made_by(const Operation& operation) const {
  const names::Verb* verb = names_.words().verb_of(operation.name());
  if (verb == nullptr || verb->kind != names::Kind::make) return {};
  const auto noun = names_.words().noun_of(operation.name());
  // "RegisterCluster" makes one as "CreateCluster" does; "StartCluster" starts what is there.
  if (verb->sure) return noun;
  const auto creator = names_.makers().find(noun);
  return creator != names_.makers().end() && creator->second == &operation ? noun : std::string();
}

std::optional<Creator> Creators::named(const std::string& noun) const {
  const auto found = by_lower_.find(core::to_lower(noun));
  if (found == by_lower_.end()) return std::nullopt;
  return Creator{found->second->second, found->second->first};
}

std::optional<Creator> Creators::only_of(const std::string& ending) const {
  std::optional<Creator> found;
  for (const auto& [noun, create] : names_.makers()) {
    const auto endings = endings_of(noun);
    if (noun == ending || std::find(endings.begin(), endings.end(), ending) == endings.end()) continue;
    if (found) return std::nullopt;
    found = Creator{create, noun};
  }
  return found;
}

std::vector<Creator> Creators::kinds_of(const std::string& noun) const {
  std::vector<Creator> kinds;
  if (named(noun) || !names_.operation(names::Kind::remove, noun)) return kinds;
  for (const auto& [made, create] : names_.makers()) {
    if (is_kind_of(made, noun)) kinds.push_back({create, made});
  }
  // A "RecipeJob" is surely a job, a "JobRun" perhaps.
  std::stable_partition(kinds.begin(), kinds.end(),
                        [&](const Creator& kind) { return kind.noun.ends_with(noun); });
  return kinds;
}

const Operation* Creators::maker_of_kind(const std::string& own, const std::string& noun,
                                         const contract::Member& member) const {
  // What is put onto a builder is no builder.
  if (noun.empty() || own.size() <= noun.size() || !own.ends_with(noun) ||
      names_.words().head_of(own).size() < own.size() || !is_name(names_.words(), member.name))
    return nullptr;
  if (const char first = own[own.size() - noun.size()]; first < 'A' || first > 'Z') return nullptr;
  const auto maker = names_.makers().find(own);
  const bool named = maker != names_.makers().end() &&
                     input_of(names_.model(), *maker->second).member(member.name) != nullptr;
  return named ? maker->second : nullptr;
}

const Operation* Creators::removal_of_kinds(const Operation& create, const std::string& noun) const {
  const Model& model = names_.model();
  const auto shown = [&](const contract::Member& member) {
    return !must_be_given(member) || output_of(model, create).member(member.name) ||
           input_of(model, create).member(member.name);
  };
  for (const Operation* remove : model.all_operations()) {
    const auto* verb = names_.words().verb_of(remove->name());
    const auto general = names_.words().noun_of(remove->name());
    if (!verb || verb->kind != names::Kind::remove || named(general) || !is_kind_of(noun, general)) continue;
    const auto& members = input_of(model, *remove).members;
    if (std::all_of(members.begin(), members.end(), shown)) return remove;
  }
  return nullptr;
}

std::optional<Creator> Creators::above(const Operation& operation, const contract::Member& member) const {
  const auto path = path_of(operation);
  const auto label = std::find(path.begin(), path.end(), "{" + member.name + "}");
  // What stands at the end is the operation's own thing.
  if (label == path.end() || label == path.begin() || label + 1 == path.end() || is_label(*(label - 1)))
    return std::nullopt;
  const auto before = static_cast<std::size_t>(label - path.begin());
  std::optional<Creator> found;
  for (const auto& [noun, create] : names_.makers()) {
    const auto made_at = path_of(*create);
    const bool collection = made_at.size() == before;
    // POST /accounts/{account} makes something in an account.
    const bool item = made_at.size() == before + 1 && is_label(made_at.back()) && is_put(*create);
    if (create == &operation || (!collection && !item) || !same_path(path, made_at, before)) continue;
    if (found) return std::nullopt;
    found = Creator{create, noun};
  }
  return found;
}

std::vector<Creator> Creators::of(const Operation& operation) const {
  std::vector<Creator> found;
  std::string noun;
  if (const auto* create = creator_by_resource(names_, operation, noun); create && create != &operation)
    found.push_back({create, noun});
  const std::string name(operation.name());
  // "PutObjectTagging" puts on an object that is there; "CreateVoiceConnectorGroup" needs no connector.
  const names::Verb* verb = names_.words().verb_of(name);
  const bool puts = verb != nullptr && verb->onto;
  const std::string made = made_by(operation);
  // "StartWorkflowRun" runs a workflow that is there.
  const bool runs = verb != nullptr && !verb->sure && !verb->anew;
  if (!puts && !runs && !made.empty()) return found;
  const auto first = static_cast<std::ptrdiff_t>(found.size());
  for (const auto& [created, create] : names_.makers()) {
    const bool named =
        puts ? name.find(created) == verb->text.size() : name.find(created) != std::string::npos;
    const bool part = puts || made.empty() || (created != made && made.starts_with(created));
    if (create != &operation && named && part) found.push_back({create, created});
  }
  std::stable_sort(found.begin() + first, found.end(),
                   [](const Creator& a, const Creator& b) { return a.noun.size() > b.noun.size(); });
  return found;
}

}  // namespace hallmark::plan
