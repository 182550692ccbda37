#include "endpoint/reference/generic.h"

#include <algorithm>

#include "core/text.h"
#include "endpoint/reference/answering.h"
#include "endpoint/reference/sequences.h"
#include "names/making.h"

namespace hallmark::endpoint {

using contract::Member;
using contract::Shape;
using contract::ShapeType;

namespace {

constexpr std::size_t most_told = 100;  // texts by which one resource is known

std::set<std::string> kinds_of(const ServiceFacts& facts) {
  std::set<std::string> kinds;
  for (const auto& [kind, known] : facts) kinds.insert(kind);
  return kinds;
}

}  // namespace

Generic::Generic(const contract::Model& model, ServiceFacts facts)
    : model_(model),
      facts_(std::move(facts)),
      synthesizer_(model),
      validator_(model),
      plan_(plan_service(model, kinds_of(facts_))) {
  const Json* service = model.service.traits.find(contract::trait::service);
  const Json* signing = model.service.traits.find(contract::trait::sigv4);
  arn_service_ = service != nullptr && service->is_object() ? service->value("arnNamespace", "") : "";
  if (arn_service_.empty() && signing != nullptr && signing->is_object())
    arn_service_ = signing->value("name", "");
  if (arn_service_.empty()) arn_service_ = model.slug;
  find_takers();
  for (const contract::Operation* operation : model.all_operations()) {
    const OperationPlan& own = plan(*operation);
    const Shape* input = input_shape(model, *operation);
    if ((own.act != Act::create && own.act != Act::update) || own.part || input == nullptr) continue;
    std::set<std::string>& names = settings_[own.kind];
    for (const Member& member : input->members) {
      names.insert(core::to_lower(member.name));
      const Shape& target = contract::target_of(model, member);
      if (target.type != ShapeType::structure || !has_word(member.name, own.kind)) continue;
      for (const Member& inner : target.members) names.insert(core::to_lower(inner.name));
    }
  }
  for (const auto& [kind, known] : facts_) {
    for (const KindFacts::Report& report : known.reports) settings_[kind].insert(core::to_lower(report.in));
  }
}

const KindFacts* Generic::facts_of(const std::string& kind) const {
  const auto it = facts_.find(kind);
  return it == facts_.end() ? nullptr : &it->second;
}

bool Generic::is_setting(const std::string& kind, const std::string& member) const {
  const auto known = settings_.find(kind);
  if (known == settings_.end() || is_state(member)) return false;
  return known->second.contains(core::to_lower(member));
}

Synthesizer::Setting Generic::setting(const Call& call) const {
  return {.arn_service = arn_service_,
          .region = call.options.region,
          .account = call.account.number,
          .now = call.now};
}

Json Generic::error_members(const Shape& error, const Call& call, const std::string& kind) const {
  const Known known = [&](const Member& member, const Shape& target,
                          const std::string&) -> std::optional<Json> {
    if (same_word(member.name, "message")) return Json();
    // Chime's "Code" is the exception's name in short.
    for (const Json& value : contract::enum_values(target)) {
      if (!value.is_string()) continue;
      const auto& text = value.get_ref<const std::string&>();
      if (error.name() == text || error.name() == text + "Exception") return value;
      // A "ResourceType" that is the kind's name.
      std::string plain = text;
      std::erase(plain, '_');
      if (same_word(plain, kind)) return value;
    }
    return std::nullopt;
  };
  return synthesizer_.structure(error, setting(call), known, std::string(error.name()));
}

Raised Generic::listed(const Shape& error, const Call& call, std::string message,
                       const std::string& kind) const {
  return {.name = std::string(error.name()),
          .message = std::move(message),
          .members = error_members(error, call, kind),
          .status = std::nullopt};
}

Result Generic::answer(const Call& call, const Resource* resource) const {
  const Shape* output = output_shape(model_, call.operation);
  if (output == nullptr) return {};
  const std::string seed =
      resource != nullptr ? resource->kind + resource->id : std::string(call.operation.name());
  const OperationPlan& own = plan(call.operation);
  const bool about_it = own.act != Act::other && own.act != Act::tag && own.act != Act::untag;
  const Answering answering{*this, call, own, resource, nullptr, !about_it};
  return {.output = synthesizer_.structure(*output, setting(call), answering, seed)};
}

Result Generic::introduce(const Call& call, Resource& resource) const {
  Result result = answer(call, &resource);
  const auto tell = [&](const auto& self, const Json& value, int depth) -> void {
    if (resource.told.size() >= most_told || depth > 4) return;
    if (value.is_string() && !value.get_ref<const std::string&>().empty()) {
      resource.told.insert(value.get<std::string>());
    } else if (value.is_object()) {
      for (const auto& [name, inner] : value.items()) self(self, inner, depth + 1);
    } else if (value.is_array() && value.size() == 1) {
      self(self, value.front(), depth + 1);
    }
  };
  for (const auto& [name, value] : call.input.items()) {
    if (value.is_string()) tell(tell, value, 0);
  }
  tell(tell, result.output, 0);
  if (const auto arn = resource.hidden.find("arn"); arn != resource.hidden.end()) tell(tell, *arn, 0);
  return result;
}

Result Generic::run(const Call& call) const {
  const Sequence sequence(call);
  if (const auto* row = sequence.refusing()) {
    const Shape* exception = row->refused.empty()
                                 ? nullptr
                                 : find_listed(call.model, call.operation, row->refused, call.protocol.id());
    if (exception != nullptr) return {.output = {}, .raised = listed(*exception, call, row->title)};
    return {.output = {},
            .raised = Raised{.name = "PreconditionFailed", .message = row->title, .status = row->status}};
  }
  Result result = run_alone(call);
  if (!result.raised) sequence.answer(result.output);
  return result;
}

Result Generic::run_alone(const Call& call) const {
  const OperationPlan& plan = this->plan(call.operation);
  if (plan.act == Act::tag || plan.act == Act::untag || plan.act == Act::list_tags) return tags(call, plan);
  std::vector<Resource*> parents;
  if (auto refused = refer(call, plan, parents)) return *refused;
  if (auto refused = refuse_twice(call)) return *refused;
  if (plan.makes && (plan.identifier.empty() || !call.has(plan.identifier))) {
    OperationPlan making = plan;
    making.act = Act::create;
    return create(call, making, parents);
  }
  switch (plan.act) {
    case Act::create:
      if (auto refused = refuse_unheard(call, plan, true)) return *refused;
      return create(call, plan, parents);
    case Act::list:
      return list(call, plan);
    case Act::other:
      if (auto refused = refuse_unheard(call, plan)) return *refused;
      return tell(call, answer(call, parents.empty() ? nullptr : parents.front()));
    default:
      break;
  }
  Resource* resource = named(call, plan);
  if (resource == nullptr) return run_on_nothing(call, plan);
  if (call.mutants.acts("unready-accepted")) resource->hidden["unready"] = true;
  if (plan.act == Act::update) {
    auto refused = refuse_unheard(call, plan, true);
    if (!refused) refused = refuse_taken(call, plan, *resource);
    return refused ? *std::move(refused) : update(call, plan, *resource);
  }
  if (plan.act == Act::remove) return remove(call, plan, *resource);
  // A part of it that was removed.
  if (plan.part &&
      resource->hidden.value("without", Json::object()).contains(saying_of(call.operation.name())->noun) &&
      !call.mutants.acts("alive-after-removal")) {
    if (auto refused = unknown(call, plan.kind)) return *refused;
  }
  settle(call, *resource);
  if (const auto before = resource->hidden.find("before");
      before != resource->hidden.end() && call.variations.contains("reads-late") &&
      call.now - resource->updated < std::chrono::milliseconds(100)) {
    Resource late = *resource;
    late.body = *before;
    return answer(call, &late);
  }
  Result result = introduce(call, *resource);
  if (auto refused = refuse_condition(call, result)) return *refused;
  const Shape* output = output_shape(model_, call.operation);
  // Shown once: who waits for it does not wait for ever.
  if (output != nullptr && resource->hidden.erase("unready") > 0)
    (void)show_as(*output, result.output, names::is_making_state);
  return result;
}

// Whatever an answer says can be asked for, though nothing is known to have been made ("Subscribe").
Result Generic::tell(const Call& call, Result result) const {
  constexpr std::size_t most_heard = 1000;
  const auto hear = [&](const auto& self, const Json& value, int depth) -> void {
    if (call.account.heard.size() >= most_heard || depth > 4) return;
    if (value.is_string() && !value.get_ref<const std::string&>().empty())
      call.account.heard.insert(value.get<std::string>());
    if (value.is_structured()) {
      for (const Json& inner : value) self(self, inner, depth + 1);
    }
  };
  hear(hear, result.output, 0);
  return result;
}

bool Generic::show_as(const Shape& shape, Json& value, bool (*wanted)(std::string_view)) const {
  bool shown = false;
  for (const Member& member : shape.members) {
    const auto it = value.find(member.name);
    if (it == value.end()) continue;
    const Shape& target = contract::target_of(model_, member);
    if (target.type == ShapeType::structure && it->is_object()) shown = show_as(target, *it, wanted) || shown;
    if (!is_state(member.name)) continue;
    for (const Json& state : contract::enum_values(target)) {
      if (!state.is_string() || !wanted(state.get_ref<const std::string&>())) continue;
      *it = state;
      shown = true;
      break;
    }
  }
  return shown;
}

// Nothing is known of what the operation is about.
Result Generic::run_on_nothing(const Call& call, const OperationPlan& plan) const {
  const std::string text = plan.identifier.empty() ? "" : call.text(plan.identifier);
  Resource* gone = named_gone(call, plan);
  if (gone != nullptr && (plan.act != Act::update) && call.mutants.acts("alive-after-removal"))
    return answer(call, gone);
  if (!plan.strict && !call.mutants.has("unknown-id-accepted")) {
    if (auto refused = gone != nullptr && !plan.part ? unknown(call, plan.kind) : refuse_unheard(call, plan))
      return *refused;
  }
  // One of another type, or empty, names nothing, too.
  if (!plan.strict || !call.has(plan.identifier) || call.mutants.has("unknown-id-accepted"))
    return answer(call, nullptr);
  if (call.account.heard.contains(text)) return answer(call, nullptr);
  const auto refused = unknown(call, plan.kind);
  if (!refused || call.mutants.acts("unknown-accepted", plan.identifier)) return answer(call, nullptr);
  if (call.variations.contains("version-first")) {
    if (auto version = refuse_version_of_nothing(call)) return *version;
  }
  if (plan.act == Act::remove && call.variations.contains("removal-of-nothing")) return answer(call, gone);
  if (gone != nullptr && plan.act == Act::read && !plan.part && call.variations.contains("final-state")) {
    Result last = answer(call, gone);
    const Shape* output = output_shape(model_, call.operation);
    if (output != nullptr && show_as(*output, last.output, is_final_state)) return last;
  }
  if (call.variations.contains("foreign-denied")) {
    if (auto denied = foreign(call, text)) return *denied;
  }
  return *refused;
}

}  // namespace hallmark::endpoint
