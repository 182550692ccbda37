#include "names/habits.h"

#include <algorithm>

#include "contract/knowledge_text.h"
#include "core/text.h"

namespace hallmark::names {
namespace {

std::vector<std::string> texts(const Json& file, const char* list, const char* key) {
  std::vector<std::string> found;
  for (const Json& row : file.at(list)) {
    if (row.contains(key)) found.push_back(row.at(key).get<std::string>());
  }
  return found;
}

}  // namespace

bool Habits::is_failure_list(std::string_view member) const {
  return std::find(failure_lists.begin(), failure_lists.end(), member) != failure_lists.end();
}

std::string Habits::partial_failure(const Json& output) const {
  if (!output.is_object()) return {};
  const auto among = [](const std::vector<std::string>& names, const std::string& member) {
    return std::any_of(names.begin(), names.end(),
                       [&](const std::string& name) { return core::equal_ignoring_case(name, member); });
  };
  for (const auto& [member, value] : output.items()) {
    const bool counts = value.is_number() && value.get<double>() > 0 && among(failure_counts, member);
    const bool lists = value.is_structured() && !value.empty() &&
                       (among(failure_lists, member) || among(unprocessed, member));
    if (counts || lists) return member;
  }
  return {};
}

bool Habits::has_ended(std::string_view state) const {
  std::string bare;
  for (const char c : core::to_lower(state)) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) bare += c;
  }
  return std::find(ended_states.begin(), ended_states.end(), bare) != ended_states.end();
}

std::string Habits::subject_of(std::string_view exception) const {
  const auto longest = [](const std::vector<std::string>& words, const auto& fits) {
    std::size_t most = 0;
    for (const std::string& word : words) {
      if (fits(word) && word.size() > most) most = word.size();
    }
    return most;
  };
  std::string_view rest = exception;
  rest.remove_suffix(longest(behind_nouns, [&](const std::string& word) { return rest.ends_with(word); }));
  rest.remove_prefix(longest(before_nouns, [&](const std::string& word) { return rest.starts_with(word); }));
  return std::string(rest);
}

bool Habits::says_token_reused(std::string_view exception) const {
  return std::any_of(reused_tokens.begin(), reused_tokens.end(),
                     [&](const std::string& word) { return exception.starts_with(word); });
}

bool Habits::undoes(std::string_view operation) const {
  return std::any_of(undoing.begin(), undoing.end(),
                     [&](const std::string& word) { return operation.starts_with(word); });
}

const Habits& Habits::standard() {
  static const Habits all = [] {
    const core::JsonFile file =
        core::load_json_text(std::string(contract::knowledge_text("habits")), "suites/knowledge/habits.json");
    return read(core::to_sorted(file.value));
  }();
  return all;
}

Habits Habits::read(const Json& file) {
  return {.final_states = texts(file, "final_states", "state"),
          .ended_states = texts(file, "ended_states", "state"),
          .final_members = texts(file, "final_members", "member"),
          .failure_lists = texts(file, "failure_lists", "member"),
          .failure_counts = texts(file, "failure_counts", "member"),
          .unprocessed = texts(file, "unprocessed", "member"),
          .before_nouns = texts(file, "around_nouns", "beginning"),
          .behind_nouns = texts(file, "around_nouns", "ending"),
          .reused_tokens = texts(file, "reused_tokens", "begins"),
          .undoing = texts(file, "undoing", "begins")};
}

}  // namespace hallmark::names
