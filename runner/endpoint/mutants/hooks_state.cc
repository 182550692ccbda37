// Mutants of the behaviour stage that hold for any service: they look at what a behaviour did to the
// account, and undo or spoil it.
#include <algorithm>
#include <utility>

#include "core/text.h"
#include "endpoint/mutants/hooks.h"
#include "endpoint/mutants/hooks_told.h"
#include "endpoint/reference/words.h"
#include "names/sequences.h"

namespace hallmark::endpoint {

namespace {

using Kinds = decltype(AccountState::kinds);

const Resource* find_in(const Kinds& kinds, const Resource& resource) {
  const auto kind = kinds.find(resource.kind);
  if (kind == kinds.end()) return nullptr;
  const auto it = kind->second.find(resource.id);
  return it == kind->second.end() ? nullptr : &it->second;
}

bool same(const Resource& a, const Resource& b) {
  return a.body == b.body && a.tags == b.tags && a.created == b.created && a.updated == b.updated;
}

bool same(const Kinds& a, const Kinds& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
    return x.first == y.first && std::equal(x.second.begin(), x.second.end(), y.second.begin(),
                                            y.second.end(), [](const auto& p, const auto& q) {
                                              return p.first == q.first && same(p.second, q.second);
                                            });
  });
}

// Every string member "Name", and every number of a list's items, at any level.
void spoil(Json& value, const ActiveMutants& mutants, bool item = false) {
  if (value.is_array()) {
    for (Json& each : value) spoil(each, mutants, true);
    return;
  }
  if (!value.is_object()) return;
  for (auto& [name, member] : value.items()) {
    if (is_identifier_word(name) && identifier_word(name) == IdentifierWord::name && member.is_string()) {
      auto& text = member.get_ref<std::string&>();
      if (mutants.has("name-truncated") && core::code_points(text) > 8) {
        text = core::to_utf8(core::to_utf32(text).substr(0, 8));
      }
      if (mutants.has("name-reencoded")) text = core::percent_encode(text);
    } else if (item && member.is_number() && mutants.has("numbers-alike")) {
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
    const auto mine = changed();
    if (mine.empty()) return;
    const Kinds done = call_.account.kinds;
    const Json told = result_.output;
    for (Resource* resource : mine) {
      const Resource* old = find_in(before_, *resource);
      if (old != nullptr) spoil_update(*resource, *old);
      if (call_.mutants.has("creation-time-changes") && old != nullptr)
        resource->created += std::chrono::seconds(90);
      for (const char* partly : {"stored-partly", "member-lost"}) {
        for (const std::string& member : call_.mutants.arguments(partly)) keep_old(*resource, old, member);
      }
      spoil_members(*resource, old);
      Resource* other = another(*resource);
      if (other == nullptr) continue;
      if ((call_.mutants.has("stored-elsewhere") || call_.mutants.has("neighbour-updated")) &&
          old != nullptr) {
        other->body = resource->body;
        resource->body = old->body;
        call_.touch(*other);
      }
      if (call_.mutants.has("others-touched") || (call_.mutants.has("all-updated") && old != nullptr)) {
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
    call_.mutants.note(told != result_.output || !same(done, call_.account.kinds));
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

  // Where the resource keeps a member: by itself, and among settings in one structure ("HealthCheckConfig").
  static std::vector<Json*> kept_in(Resource& resource, const std::string& member) {
    std::vector<Json*> found{&resource.body};
    for (auto& [name, settings] : resource.body.items()) {
      if (settings.is_object() && has_word(name, resource.kind) && settings.contains(member))
        found.push_back(&settings);
    }
    return found;
  }

  void spoil_members(Resource& resource, const Resource* old) {
    Json& body = resource.body;
    const auto each = [&](const char* mutant, const auto& spoils) {
      for (const std::string& member : call_.mutants.arguments(mutant)) {
        for (Json* place : kept_in(resource, member)) {
          if (place->contains(member)) spoils(*place, member);
        }
      }
    };
    each("member-cut", [](Json& place, const std::string& member) {
      Json& value = place[member];
      if (!value.is_string()) return;
      const auto points = core::to_utf32(value.get<std::string>());
      value = core::to_utf8(points.substr(0, points.size() / 2));
    });
    each("zero-as-unset", [](Json& place, const std::string& member) {
      const Json& value = place[member];
      if ((value.is_number() && value == 0) || value == false) place.erase(member);
    });
    each("body-cut", [](Json& place, const std::string& member) {
      Json& value = place[member];
      constexpr std::size_t most = std::size_t{1} << 20;
      const auto bytes = value.is_string() ? core::base64_decode(value.get<std::string>()) : std::nullopt;
      if (bytes && bytes->size() > most) value = core::base64_encode(bytes->substr(0, most));
    });
    for (const std::string& pair : call_.mutants.arguments("members-swapped")) {
      const std::string first = pair.substr(0, pair.find('@')), second = pair.substr(pair.find('@') + 1);
      if (!body.contains(first) || !body.contains(second)) continue;
      for (Json* one : kept_in(resource, first)) {
        const auto other = kept_in(resource, second);
        if (std::find(other.begin(), other.end(), one) != other.end())
          std::swap((*one)[first], (*one)[second]);
      }
    }
    for (const std::string& member : call_.mutants.arguments("reset-by-update")) {
      if (old != nullptr && !call_.has(member)) body.erase(member);
    }
  }

  void spoil_update(Resource& resource, const Resource& old) {
    for (const std::string& pointer : call_.mutants.arguments("changed-by-update")) {
      const auto place = Json::json_pointer(pointer);
      if (result_.output.contains(place) && result_.output[place].is_string())
        result_.output[place] = result_.output[place].get<std::string>() + "0";
    }
    if (call_.mutants.has("tags-lost-by-update")) {
      resource.tags.clear();
      std::erase_if(resource.body.get_ref<Json::object_t&>(),
                    [](const auto& member) { return is_tags(member.first); });
    }
    for (const std::string& text : call_.mutants.arguments("item-stale")) {
      const std::string list = text.substr(0, text.find('@')), member = text.substr(text.find('@') + 1);
      if (resource.body.contains(list) && old.body.contains(list)) {
        keep_old_items(resource.body[list], old.body[list], member);
        show_items(result_.output, list, resource.body[list]);
      }
    }
  }

  // Items that were there are known by all their other members.
  static void keep_old_items(Json& items, const Json& before, const std::string& member) {
    for (Json& item : items) {
      for (const Json& was : before) {
        if (!item.is_object() || !was.is_object() || !was.contains(member)) continue;
        Json alike = item;
        alike[member] = was[member];
        if (alike == was) item = std::move(alike);
      }
    }
  }
  static void show_items(Json& output, const std::string& list, const Json& items) {
    if (!output.is_object()) return;
    for (auto& [name, value] : output.items()) {
      if (name == list && value.is_array()) {
        value = items;
      } else {
        show_items(value, list, items);
      }
    }
  }

  static void keep_old(Resource& resource, const Resource* old, const std::string& member) {
    const auto keep = [&](Json& now, const Json* before) {
      if (before != nullptr && before->contains(member)) {
        now[member] = before->at(member);
      } else {
        now.erase(member);
      }
    };
    for (auto& [name, settings] : resource.body.items()) {
      if (!settings.is_object() || !has_word(name, resource.kind) || !settings.contains(member)) continue;
      keep(settings, old != nullptr && old->body.contains(name) ? &old->body.at(name) : nullptr);
    }
    keep(resource.body, old != nullptr ? &old->body : nullptr);
  }

  const Call& call_;
  const Kinds& before_;
  Result& result_;
};

bool concerns_state(const ActiveMutants& mutants) {
  static constexpr std::string_view names[] = {
      "not-stored",          "stored-partly",   "stored-elsewhere",
      "others-touched",      "numbers-alike",   "lists-of-another",
      "name-truncated",      "name-reencoded",  "creation-time-changes",
      "member-lost",         "members-swapped", "member-cut",
      "zero-as-unset",       "body-cut",        "reset-by-update",
      "neighbour-updated",   "all-updated",     "changed-by-update",
      "tags-lost-by-update", "item-stale"};
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
  if (result.raised && says_not_found(result.raised->name)) {
    if (call.mutants.has("unknown-id-accepted")) return invented();
    for (const std::string& other : call.mutants.arguments("another-exception")) {
      call.mutants.note(true);
      result.raised->name = other;
      result.raised->members = Json::object();
    }
  }
  for (const std::string& member : call.mutants.arguments("asked-for-missing")) {
    if (call.has(member))
      call.mutants.note(result.output.erase(names::Sequences::standard().asked_for(member)) > 0);
  }
  if (watched && !result.raised) Spoiler(call, before, result).run();
  if (!result.raised) tell_otherwise(call, result);
  return result;
}

}  // namespace hallmark::endpoint
