// Identifiers as the operations that take them want them: a name in one place says how an id must look that
// another place answers.
#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "endpoint/reference/generic.h"
#include "endpoint/reference/text_from_pattern.h"

namespace hallmark::endpoint {

using contract::Member;
using contract::Shape;
using contract::ShapeType;

namespace {

// "Id" of a queue is its "QueueId".
std::string full_name(const std::string& kind, const std::string& member) {
  return is_identifier_word(member) ? kind + member : member;
}

}  // namespace

void Generic::find_takers() {
  const auto take = [&](const std::string& name, const Shape& shape) {
    auto& known = takers_[core::to_lower(name)];
    if (shape.type == ShapeType::string && std::find(known.begin(), known.end(), &shape) == known.end())
      known.push_back(&shape);
  };
  for (const contract::Operation* operation : model_.all_operations()) {
    const OperationPlan& own = plan(*operation);
    const Shape* input = input_shape(model_, *operation);
    for (const Member& member : input == nullptr ? std::vector<Member>() : input->members) {
      const bool names_own = member.name == own.identifier;
      take(names_own ? full_name(own.kind, member.name) : member.name, contract::target_of(model_, member));
    }
    const Shape* output = output_shape(model_, *operation);
    if (own.act != Act::create || output == nullptr) continue;
    const auto told = [&](const Shape& shape) {
      for (const Member& member : shape.members)
        take(full_name(own.kind, member.name), contract::target_of(model_, member));
    };
    told(*output);
    for (const Member& member : output->members) {
      const Shape& target = contract::target_of(model_, member);
      if (target.type == ShapeType::structure &&
          core::to_lower(member.name).find(core::to_lower(own.kind)) != std::string::npos)
        told(target);
    }
  }
}

std::string Generic::best_of(const Call& call, const std::string& kind, const std::vector<std::string>& names,
                             const std::vector<std::string>& candidates) const {
  std::vector<const Shape*> takers;
  for (const std::string& name : names) {
    const auto found = takers_.find(core::to_lower(name));
    if (found != takers_.end()) takers.insert(takers.end(), found->second.begin(), found->second.end());
  }
  const auto count = [&](const std::string& text) {
    return std::count_if(takers.begin(), takers.end(), [&](const Shape* taker) {
      return validator_.check_value(*taker, Json(text)).empty();
    });
  };
  std::string best;
  std::ptrdiff_t most = -1;
  const auto consider = [&](const std::string& text) {
    if (const auto taken = count(text); taken > most && call.account.find(kind, text) == nullptr) {
      best = text;
      most = taken;
    }
  };
  const auto all = static_cast<std::ptrdiff_t>(takers.size());
  for (const std::string& each : candidates) {
    if (most < all) consider(each);
  }
  for (std::size_t i = 0; i < 3 * takers.size() && most < all; ++i) {
    const Shape* taker = takers[i % takers.size()];
    const auto made = synthesizer_.value({.name = names.front(), .target = taker->id, .traits = {}},
                                         setting(call), call.ids.fresh_seed());
    if (made && made->is_string()) consider(made->get<std::string>());
  }
  return best.empty() ? candidates.front() : best;
}

std::optional<Json> Generic::identifier_as_taken(const Member& member, const Shape& target,
                                                 const Synthesizer::Setting& setting,
                                                 const std::string& seed) const {
  const std::string lower = core::to_lower(member.name);
  // "Id" alone may be anything's.
  if (lower.size() < 4 || !(lower.ends_with("id") || lower.ends_with("arn") || lower.ends_with("identifier")))
    return std::nullopt;
  const auto takers = takers_.find(lower);
  if (takers == takers_.end()) return std::nullopt;
  const auto taken = [&](const Json& text) {
    return std::all_of(takers->second.begin(), takers->second.end(),
                       [&](const Shape* taker) { return validator_.check_value(*taker, text).empty(); });
  };
  const auto usual = synthesizer_.value(member, setting, seed + member.name);
  if (usual && taken(*usual)) return usual;
  for (const Shape* taker : takers->second) {
    const Member as{.name = member.name, .target = taker->id, .traits = {}};
    const auto made = synthesizer_.value(as, setting, seed + member.name);
    if (made && taken(*made) && validator_.check_value(target, *made).empty()) return made;
  }
  return std::nullopt;
}

std::vector<std::string> Generic::arns(const Call& call, const std::string& kind,
                                       const std::string& id) const {
  const std::string kebab = core::kebab_case(kind);
  std::vector<std::string> types{kebab, core::to_lower(kind), kind};
  // "function-package" of a "SolFunctionPackage".
  for (auto at = kebab.find('-'); at != std::string::npos; at = kebab.find('-', at + 1))
    types.push_back(kebab.substr(at + 1));
  std::vector<std::string> found;
  for (const std::string& type : types) {
    for (const char* separator : {"/", ":"}) found.push_back(call.arn(arn_service_, type + separator + id));
  }
  return found;
}

std::string Generic::new_identifier(const Call& call, const OperationPlan& plan,
                                    const std::string& key) const {
  const KindFacts* facts = facts_of(plan.kind);
  if (facts != nullptr && !facts->id.empty()) {
    if (auto made = text_from_pattern(facts->id, 1, 200, call.ids.fresh_seed())) return *made;
  }
  std::string plain = call.ids.lower(22);
  const std::string lower = core::to_lower(key);
  std::vector<std::string> candidates;
  if (lower.ends_with("arn")) candidates = arns(call, plan.kind, plain);
  if (lower.ends_with("url")) {
    if (const std::string given = call.text(plan_.kind(plan.kind).given); !given.empty()) plain = given;
    candidates = {fmt::format("https://{}.{}.amazonaws.com/{}/{}", arn_service_, call.options.region,
                              call.account.number, plain)};
  }
  candidates.push_back(plain);
  candidates.push_back(call.ids.uuid());
  const bool id = key.empty() || lower.ends_with("id") || lower.ends_with("identifier");
  std::vector<std::string> names{full_name(plan.kind, key)};
  if (id) names = {plan.kind + "Id", plan.kind + "Identifier"};
  return best_of(call, plan.kind, names, candidates);
}

}  // namespace hallmark::endpoint
