#include "plan/cases/case.h"

#include <algorithm>
#include <utility>

namespace hallmark::plan {

bool is_refusal(const Outcome& outcome) {
  return !outcome.exception.empty() || (outcome.status && *outcome.status >= 300);
}

bool is_attempt(const Case& test) {
  const auto succeeds = [](const Outcome& outcome) { return !is_refusal(outcome); };
  return !test.group.is_success() && std::any_of(test.expect.begin(), test.expect.end(), succeeds) &&
         !std::all_of(test.expect.begin(), test.expect.end(), succeeds);
}

namespace {

constexpr std::pair<Group::Kind, std::string_view> group_words[] = {
    {Group::Kind::success, "success"}, {Group::Kind::validation, "validation"},
    {Group::Kind::common, "common"},   {Group::Kind::behaviour, "behaviour"},
    {Group::Kind::answers, "answers"}, {Group::Kind::recorded, "recorded"}};

}  // namespace

std::string to_string(const Group& group) {
  for (const auto& [kind, word] : group_words) {
    if (kind == group.kind) return std::string(word);
  }
  return group.exception;
}

Group group_of(std::string_view text) {
  for (const auto& [kind, word] : group_words) {
    if (word == text) return {kind, {}};
  }
  return Group::of(std::string(text));
}

std::string_view to_string(Provocation provocation) {
  switch (provocation) {
    case Provocation::none:
      return "none";
    case Provocation::request:
      return "request";
    case Provocation::state:
      return "state";
    case Provocation::identity:
      return "identity";
    case Provocation::rate:
      return "rate";
    case Provocation::fault:
      return "fault";
  }
  return "none";
}

std::string_view to_string(Scope scope) {
  switch (scope) {
    case Scope::request:
      return "request";
    case Scope::account:
      return "account";
    case Scope::target:
      return "target";
  }
  return "request";
}

std::string_view to_string(Depth depth) {
  switch (depth) {
    case Depth::quick:
      return "quick";
    case Depth::normal:
      return "normal";
    case Depth::thorough:
      return "thorough";
  }
  return "quick";
}

std::string_view to_string(SignMode mode) {
  switch (mode) {
    case SignMode::normal:
      return "normal";
    case SignMode::none:
      return "none";
    case SignMode::corrupt:
      return "corrupt";
    case SignMode::expired:
      return "expired";
    case SignMode::unknown_key:
      return "unknown-key";
    case SignMode::other_service:
      return "other-service";
  }
  return "normal";
}

void join_steps(std::vector<Step>& steps, const std::vector<Step>& others) {
  for (const Step& step : others) {
    const auto there =
        std::find_if(steps.begin(), steps.end(), [&](const Step& each) { return each.call == step.call; });
    if (there == steps.end()) {
      steps.push_back(step);
    } else {
      there->keep.insert(step.keep.begin(), step.keep.end());
    }
  }
}

bool Target::verifies_that(std::string_view what) const {
  return std::find(verifies.begin(), verifies.end(), what) != verifies.end();
}

}  // namespace hallmark::plan
