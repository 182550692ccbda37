#include "plan/shared_identifiers.h"

#include <algorithm>
#include <map>
#include <set>

#include "plan/cases/variables.h"
#include "plan/values/nouns.h"
#include "plan/values/shapes.h"

namespace hallmark::plan {

using contract::Member;
using contract::Operation;

namespace {

// Names a thing, not as the bare "Id" of what the operation is about, and nothing makes one.
bool is_of_nobody(const names::Names& names, const Creators& creators, const Member& member) {
  const auto& target = contract::target_of(names.model(), member);
  if (!must_be_given(member) || !is_text(target.type) || !contract::enum_values(target).empty()) return false;
  const auto identifier = names.words().identifier(member.name);
  if (!identifier || identifier->plural || identifier->stem.empty()) return false;
  // A name may be that of what the request makes.
  if (identifier->meaning == names::Meaning::name) return false;
  if (names.words().names_any_resource(member.name)) return false;
  const auto endings = endings_of(identifier->stem);
  return std::none_of(endings.begin(), endings.end(),
                      [&](const std::string& ending) { return creators.named(ending).has_value(); });
}

// Made for this request alone: nothing that another step has answered.
bool is_invented(const Json& value) {
  const auto used = variables_in(value);
  return value.is_string() && std::all_of(used.begin(), used.end(), is_generated);
}

}  // namespace

void share_identifiers(const names::Names& names, const Creators& creators, const Operation& operation,
                       Inferred& inferred) {
  const auto& model = names.model();
  const auto key = [](const Member& member) { return member.name + " " + member.target; };
  const auto variable = [](const Member& member) { return "same" + upper_first(member.name); };
  std::map<std::string, std::size_t> uses;
  std::set<std::string> kept;
  const auto each_of = [&](const Operation* call, const auto& act) {
    if (!call) return;
    for (const auto& member : input_of(model, *call).members) {
      if (is_of_nobody(names, creators, member)) act(member);
    }
  };
  for (const auto& step : inferred.arrange)
    each_of(model.operation(step.call), [&](const Member& member) { ++uses[key(member)]; });
  each_of(&operation, [&](const Member& member) { ++uses[key(member)]; });
  for (auto& step : inferred.arrange) {
    each_of(model.operation(step.call), [&](const Member& member) {
      const auto sent = step.with.find(member.name);
      if (sent == step.with.end() || uses[key(member)] < 2) return;
      const bool same = *sent == "${" + variable(member) + "}";
      if (kept.contains(key(member))) {
        if (!same && !is_invented(*sent)) return;
        step.keep.erase(variable(member));
        *sent = "${" + variable(member) + "}";
      } else if (is_invented(*sent)) {
        step.keep[variable(member)] = core::pointer_join("", member.name);
        kept.insert(key(member));
      }
    });
  }
  each_of(&operation, [&](const Member& member) {
    if (inferred.base.contains(member.name) || !kept.contains(key(member))) return;
    inferred.base[member.name] = "${" + variable(member) + "}";
  });
}

void send_the_same(const contract::Model& model, const Operation& operation, const Operation& call,
                   Inferred& inferred) {
  const auto step = std::find_if(inferred.arrange.begin(), inferred.arrange.end(),
                                 [&](const Step& each) { return each.call == call.name(); });
  if (step == inferred.arrange.end()) return;
  for (const auto& member : input_of(model, operation).members) {
    const auto* same = input_of(model, call).member(member.name);
    const auto sent = step->with.find(member.name);
    if (!must_be_given(member) || !same || same->target != member.target || sent == step->with.end() ||
        inferred.base.contains(member.name))
      continue;
    inferred.base[member.name] = *sent;
    if (!differs_each_time(*sent)) continue;
    const auto variable = "put" + upper_first(member.name);
    step->keep[variable] = core::pointer_join("", member.name);
    inferred.base[member.name] = "${" + variable + "}";
  }
}

void take_over(const contract::Model& model, const Operation& operation, const Operation& make,
               Inferred& inferred) {
  const auto step = std::find_if(inferred.arrange.begin(), inferred.arrange.end(),
                                 [&](const Step& each) { return each.call == make.name(); });
  if (step == inferred.arrange.end()) return;
  for (const auto& member : input_of(model, operation).members) {
    const auto* same = input_of(model, make).member(member.name);
    if (!same || same->target != member.target || !contract::is_required(member)) continue;
    if (inferred.base.contains(member.name) || !step->with.contains(member.name)) continue;
    const Json& sent = step->with[member.name];
    if (!sent.is_string() || sent.get_ref<const std::string&>().find("${unique}") != std::string::npos)
      continue;
    inferred.base[member.name] = sent;
  }
}

bool identified(const Inferred& inferred, const Operation& create) {
  std::set<std::string> kept;
  for (const auto& step : inferred.arrange) {
    if (step.call != create.name()) continue;
    for (const auto& [variable, pointer] : step.keep) kept.insert(variable);
  }
  const auto used = variables_in(inferred.base);
  return std::any_of(used.begin(), used.end(),
                     [&](const auto& name) { return kept.contains(std::string(kept_name(name))); });
}

bool ends_by_itself(const names::Names& names, const Operation& create) {
  const auto* verb = names.words().verb_of(create.name());
  const auto noun = names.words().noun_of(create.name());
  return verb && verb->kind == names::Kind::make && !verb->sure && !verb->anew && !verb->onto &&
         names.operation(names::Kind::read, noun) && !names.operation(names::Kind::remove, noun);
}

}  // namespace hallmark::plan
