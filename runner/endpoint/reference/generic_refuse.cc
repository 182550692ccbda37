// What stands in a request's way: another thing that refers to what is removed, a name that is another's, an
// item that is there twice.
#include <fmt/format.h>

#include <algorithm>

#include "contract/text_facts.h"
#include "contract/text_shown.h"
#include "core/mentions.h"
#include "core/text.h"
#include "endpoint/reference/generic.h"
#include "names/habits.h"

namespace hallmark::endpoint {

using contract::Member;
using contract::Shape;
using names::Habits;

namespace {

// The exception's text says that something is in use.
bool says_in_use(const Shape& error) {
  const auto raised = contract::text_fact(error.traits, contract::text::raised);
  return raised && raised->value.value("class", "") == "in_use";
}

}  // namespace

std::string twice_in(const Shape& exception, const std::string& member) {
  const auto what = Habits::standard().behind(Habits::Says::twice, exception.name());
  if (!what) return {};
  const std::string said = core::to_lower(*what);
  for (const std::string& one : singulars(member)) {
    if (said.starts_with(core::to_lower(one))) return member;
  }
  return {};
}

std::optional<Result> Generic::refuse_twice(const Call& call) const {
  for (const auto& [member, value] : call.input.items()) {
    if (!value.is_array()) continue;
    const Json& items = value;
    const bool twice = std::any_of(items.begin(), items.end(), [&](const Json& item) {
      return std::count(items.begin(), items.end(), item) > 1;
    });
    if (!twice) continue;
    for (const Shape* error : contract::listed_errors(model_, call.operation)) {
      if (twice_in(*error, member).empty() || call.mutants.acts("twice-accepted", member)) continue;
      return Result{.output = {},
                    .raised = listed(*error, call, fmt::format("{} has one twice.", member), "")};
    }
  }
  return std::nullopt;
}

std::optional<Result> Generic::refuse_taken(const Call& call, const OperationPlan& plan,
                                            const Resource& resource) const {
  for (const auto& [member, value] : call.input.items()) {
    if (!value.is_string() || !Habits::standard().renames(member)) continue;
    const Resource* other = find(call, plan.kind, value.get<std::string>());
    if (other == nullptr || other == &resource || call.mutants.acts("taken-accepted", member)) continue;
    if (auto refused = raise_as(call, Refusal::already_exists, "", plan.kind,
                                fmt::format("There is a {} of this name already.", plan.kind)))
      return refused;
  }
  return std::nullopt;
}

const Resource* Generic::referring_to(const Call& call, const Resource& resource) const {
  const auto arn = resource.hidden.find("arn");
  for (const auto& [kind, resources] : call.account.kinds) {
    if (kind == resource.kind) continue;
    for (const auto& [key, each] : resources) {
      const auto made_from = each.hidden.find("made_from");
      if (made_from == each.hidden.end()) continue;
      if ((arn != resource.hidden.end() && core::mentions(*made_from, *arn)) ||
          core::mentions(*made_from, resource.id) ||
          (!resource.given.empty() && core::mentions(*made_from, resource.given)))
        return &each;
    }
  }
  return nullptr;
}

std::optional<Result> Generic::refuse_referred(const Call& call, const OperationPlan& plan,
                                               const Resource& resource) const {
  if (!contract::text_fact(call.operation.traits, contract::text::blocked_by)) return std::nullopt;
  const Resource* other = referring_to(call, resource);
  if (other == nullptr || call.mutants.acts("referenced-removed")) return std::nullopt;
  const std::string message = fmt::format("A {} still refers to it.", other->kind);
  if (auto refused = raise_as(call, Refusal::in_use, "", plan.kind, message)) return refused;
  for (const Shape* error : contract::listed_errors(model_, call.operation)) {
    if (says_in_use(*error)) return Result{.output = {}, .raised = listed(*error, call, message, plan.kind)};
  }
  return std::nullopt;
}

std::optional<Result> Generic::refuse_condition(const Call& call, const Result& result) const {
  const auto binding = contract::http_binding(call.operation);
  const Shape* input = input_shape(call.model, call.operation);
  const Shape* output = output_shape(call.model, call.operation);
  if (!binding || (binding->method != "GET" && binding->method != "HEAD") || input == nullptr ||
      output == nullptr)
    return std::nullopt;
  const auto shown = [&](std::string_view header) -> std::string {
    for (const Member& member : output->members) {
      const Json* bound = member.traits.find(contract::trait::http_header);
      if (bound != nullptr && same_word(bound->get_ref<const std::string&>(), header) &&
          result.output.contains(member.name))
        return text_of(result.output, member.name.c_str());
    }
    return {};
  };
  static constexpr struct {
    const char *header, *against;
    bool by_time, same_holds;
    int otherwise;
  } conditions[] = {{"If-Match", "ETag", false, true, 412},
                    {"If-None-Match", "ETag", false, false, 304},
                    {"If-Modified-Since", "Last-Modified", true, false, 304},
                    {"If-Unmodified-Since", "Last-Modified", true, true, 412}};
  for (const Member& member : input->members) {
    const Json* bound = member.traits.find(contract::trait::http_header);
    const std::string said = call.text(member.name);
    if (bound == nullptr || said.empty()) continue;
    for (const auto& each : conditions) {
      const std::string now = shown(each.against);
      if (!same_word(bound->get_ref<const std::string&>(), each.header) || now.empty()) continue;
      const bool same = each.by_time ? said.substr(0, 19) >= now.substr(0, 19) : said == now || said == "*";
      if (same == each.same_holds || call.mutants.acts("condition-ignored", member.name)) continue;
      return Result{.output = {},
                    .raised = Raised{.name = each.otherwise == 304 ? "NotModified" : "PreconditionFailed",
                                     .message = "The condition does not hold.",
                                     .status = each.otherwise}};
    }
  }
  return std::nullopt;
}

}  // namespace hallmark::endpoint
