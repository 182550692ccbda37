// Mutants of the behaviour stage that hold for any service: they look at what a behaviour did to the
// account, and undo or spoil it.
#include <algorithm>

#include "core/text.h"
#include "endpoint/mutants/hooks.h"

namespace hallmark::endpoint {

namespace {

using Kinds = decltype(AccountState::kinds);

const Resource* find_in(const Kinds& kinds, const Resource& resource) {
  const auto kind = kinds.find(resource.kind);
  if (kind == kinds.end()) return nullptr;
  const auto it = kind->second.find(resource.id);
  return it == kind->second.end() ? nullptr : &it->second;
}

// Every string member "Name" and every "Priority", at any level.
void spoil(Json& value, const ActiveMutants& mutants) {
  if (value.is_array()) {
    for (Json& item : value) spoil(item, mutants);
    return;
  }
  if (!value.is_object()) return;
  for (auto& [name, member] : value.items()) {
    if (name == "Name" && member.is_string()) {
      auto& text = member.get_ref<std::string&>();
      if (mutants.has("name-truncated") && core::code_points(text) > 8) {
        text = core::to_utf8(core::to_utf32(text).substr(0, 8));
      }
      if (mutants.has("name-reencoded")) text = core::percent_encode(text);
    } else if (name == "Priority" && member.is_number() && mutants.has("priorities-lost")) {
      member = 1;
    } else {
      spoil(member, mutants);
    }
  }
}

// Lists of `output` become those that another resource of the kind has.
void swap_lists(Json& output, const Json& other) {
  if (!output.is_object()) return;
  for (auto& [name, member] : output.items()) {
    const auto theirs = other.find(name);
    if (member.is_array() && theirs != other.end() && theirs->is_array()) {
      member = *theirs;
    } else {
      swap_lists(member, other);
    }
  }
}

class Spoiler {
 public:
  Spoiler(const Call& call, const Kinds& before, Result& result)
      : call_(call), before_(before), result_(result) {}

  void run() {
    for (Resource* resource : changed()) {
      const Resource* old = find_in(before_, *resource);
      if (call_.mutants.has("creation-time-changes") && old != nullptr)
        resource->created += std::chrono::seconds(90);
      for (const std::string& member : call_.mutants.arguments("stored-partly"))
        keep_old(*resource, old, member);
      Resource* other = another(*resource);
      if (other == nullptr) continue;
      if (call_.mutants.has("stored-elsewhere") && old != nullptr) {
        other->body = resource->body;
        resource->body = old->body;
      }
      if (call_.mutants.has("others-touched")) {
        other->body = resource->body;
        call_.touch(*other);
      }
      if (call_.mutants.has("lists-of-another")) swap_lists(result_.output, other->body);
    }
    for (auto& [kind, resources] : call_.account.kinds) {
      for (auto& [id, resource] : resources) spoil(resource.body, call_.mutants);
    }
    spoil(result_.output, call_.mutants);
    if (call_.mutants.has("not-stored")) call_.account.kinds = before_;
  }

 private:
  std::vector<Resource*> changed() {
    std::vector<Resource*> found;
    for (auto& [kind, resources] : call_.account.kinds) {
      for (auto& [id, resource] : resources) {
        const Resource* old = find_in(before_, resource);
        if (old == nullptr || old->body != resource.body || old->version != resource.version)
          found.push_back(&resource);
      }
    }
    return found;
  }

  Resource* another(const Resource& resource) {
    for (Resource* other : call_.account.all(resource.kind)) {
      if (other->id != resource.id) return other;
    }
    return nullptr;
  }

  static void keep_old(Resource& resource, const Resource* old, const std::string& member) {
    if (old != nullptr && old->body.contains(member)) {
      resource.body[member] = old->body[member];
    } else {
      resource.body.erase(member);
    }
  }

  const Call& call_;
  const Kinds& before_;
  Result& result_;
};

bool concerns_state(const ActiveMutants& mutants) {
  static constexpr std::string_view names[] = {"not-stored",     "stored-partly",   "stored-elsewhere",
                                               "others-touched", "priorities-lost", "lists-of-another",
                                               "name-truncated", "name-reencoded",  "creation-time-changes"};
  return std::any_of(std::begin(names), std::end(names),
                     [&](std::string_view name) { return mutants.has(name); });
}

}  // namespace

Result run_behaviour(const Call& call, const std::function<Result()>& behaviour,
                     const std::function<Result()>& invented) {
  if (call.mutants.empty()) return behaviour();
  const bool watched = concerns_state(call.mutants);
  const Kinds before = watched ? call.account.kinds : Kinds();
  Result result = behaviour();
  if (result.raised && call.mutants.has("unknown-id-accepted")) {
    const auto* unknown = listed_for(call.model, call.operation, Refusal::not_found);
    if (unknown != nullptr && result.raised->name == unknown->name()) return invented();
  }
  if (watched && !result.raised) Spoiler(call, before, result).run();
  return result;
}

}  // namespace hallmark::endpoint
