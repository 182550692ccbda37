#include "names/habits.h"

#include <algorithm>
#include <map>
#include <optional>

#include "contract/knowledge_text.h"
#include "core/text.h"
#include "names/values.h"

namespace hallmark::names {
namespace {

std::vector<std::string> texts(const Json& file, const char* list, const char* key) {
  std::vector<std::string> found;
  for (const Json& row : file.at(list)) {
    if (row.contains(key)) found.push_back(row.at(key).get<std::string>());
  }
  return found;
}

std::vector<Habits::ExceptionWord> exception_word_rows(const Json& file) {
  using Says = Habits::Says;
  static const std::map<std::string, Says> meanings = {{"twice", Says::twice},
                                                       {"other_kind", Says::other_kind},
                                                       {"malformed", Says::malformed},
                                                       {"exception", Says::exception}};
  std::vector<Habits::ExceptionWord> found;
  for (const Json& row : file.at("exception_words"))
    found.push_back({.begins = row.value("begins", ""),
                     .ends = row.value("ends", ""),
                     .says = meanings.at(row.at("says").get<std::string>())});
  return found;
}

std::vector<Habits::Tagging> tagging_rows(const Json& file) {
  std::vector<Habits::Tagging> found;
  for (const Json& row : file.at("tagging"))
    found.push_back({.tags = row.at("tags").get<std::string>(),
                     .untags = row.at("untags").get<std::string>(),
                     .lists = row.at("lists").get<std::string>(),
                     .adds = row.value("adds", ""),
                     .removes = row.value("removes", "")});
  return found;
}

std::vector<Habits::TagFilter> tag_filter_rows(const Json& file) {
  std::vector<Habits::TagFilter> found;
  for (const Json& row : file.at("tag_filters"))
    found.push_back({.name = row.at("filter").get<std::string>(),
                     .asked = row.at("asked").get<std::string>(),
                     .value = row.at("value").get<std::string>()});
  return found;
}

std::vector<Habits::StateMaker> state_maker_rows(const Json& file) {
  std::vector<Habits::StateMaker> found;
  for (const Json& row : file.at("state_makers"))
    found.push_back({.begins = row.at("begins").get<std::string>(),
                     .says = row.at("says").get<std::vector<std::string>>()});
  return found;
}

std::vector<Habits::OfService> service_rows(const Json& file, const char* table, const char* name) {
  std::vector<Habits::OfService> rows;
  for (const Json& row : file.at(table))
    rows.push_back(
        {.service = row.at("service").get<std::string>(), .name = row.at(name).get<std::string>()});
  return rows;
}

bool holds(const std::vector<Habits::OfService>& rows, std::string_view service, std::string_view name) {
  return std::any_of(rows.begin(), rows.end(), [&](const Habits::OfService& row) {
    return row.service == service && row.name == name;
  });
}

std::vector<Habits::AskedFor> asked_for_rows(const Json& file, const char* table) {
  std::vector<Habits::AskedFor> found;
  for (const Json& row : file.at(table))
    found.push_back({.service = row.at("service").get<std::string>(),
                     .operation = row.at("operation").get<std::string>(),
                     .member = row.at("member").get<std::string>(),
                     .value = row.at("value")});
  return found;
}

std::vector<Habits::AnsweredToo> answered_rows(const Json& file) {
  std::vector<Habits::AnsweredToo> found;
  for (const Json& row : file.at("answered_too"))
    found.push_back({.service = row.at("service").get<std::string>(),
                     .operation = row.value("operation", std::string()),
                     .member = row.value("member", std::string()),
                     .status = row.value("status", 0),
                     .exception = row.value("exception", std::string())});
  return found;
}

bool is_of(const Habits::AnsweredToo& row, std::string_view service, std::string_view operation) {
  return row.service == service && (row.operation.empty() || row.operation == operation);
}

// What '*' stands for in the pattern; nullopt where it does not fit.
std::optional<std::string> noun_in(const std::string& pattern, std::string_view operation) {
  const auto star = pattern.find('*');
  if (star == std::string::npos) return pattern == operation ? std::optional(std::string()) : std::nullopt;
  const std::string_view whole = pattern;
  const std::string_view head = whole.substr(0, star), tail = whole.substr(star + 1);
  if (operation.size() <= head.size() + tail.size() || !operation.starts_with(head) ||
      !operation.ends_with(tail))
    return std::nullopt;
  return std::string(operation.substr(head.size(), operation.size() - head.size() - tail.size()));
}

}  // namespace

std::vector<Habits::Tagging> Habits::tagging_with(std::string_view operation) const {
  std::vector<Tagging> found;
  for (const Tagging& row : tagging) {
    auto noun = noun_in(row.tags, operation);
    if (!noun) noun = noun_in(row.untags, operation);
    if (!noun) continue;
    found.push_back({.tags = core::replace_all(row.tags, "*", *noun),
                     .untags = core::replace_all(row.untags, "*", *noun),
                     .lists = core::replace_all(row.lists, "*", *noun),
                     .adds = row.adds,
                     .removes = row.removes});
  }
  return found;
}

std::optional<TagAct> Habits::tagging_act(std::string_view operation) const {
  for (const Tagging& row : tagging) {
    if (noun_in(row.tags, operation)) return TagAct::tag;
    if (noun_in(row.untags, operation)) return TagAct::untag;
    if (noun_in(row.lists, operation)) return TagAct::list;
  }
  return std::nullopt;
}

const Habits::TagFilter* Habits::tag_filter(std::string_view name) const {
  const auto found = std::find_if(tag_filters.begin(), tag_filters.end(),
                                  [&](const TagFilter& each) { return each.name == name; });
  return found == tag_filters.end() ? nullptr : &*found;
}

bool Habits::same_thing(std::string_view noun, std::string_view other) const {
  if (core::equal_ignoring_case(noun, other)) return true;
  const auto is = [&](std::string_view longer, std::string_view shorter) {
    return std::any_of(aspects.begin(), aspects.end(), [&](const std::string& word) {
      return core::equal_ignoring_case(longer, std::string(shorter) + word);
    });
  };
  return is(noun, other) || is(other, noun);
}

bool Habits::is_failure_list(std::string_view member) const {
  return std::find(failure_lists.begin(), failure_lists.end(), member) != failure_lists.end();
}

bool Habits::may_list_failures(std::string_view member) const {
  const std::string name = core::to_lower(member);
  const auto starts = [&](const std::string& word) { return name.starts_with(core::to_lower(word)); };
  const auto ends = [&](const std::string& word) { return name.ends_with(core::to_lower(word)); };
  return is_failure_list(member) ||
         std::find(unprocessed.begin(), unprocessed.end(), member) != unprocessed.end() ||
         std::any_of(failures_begin.begin(), failures_begin.end(), starts) ||
         std::any_of(failures_end.begin(), failures_end.end(), ends);
}

bool Habits::is_failure_count(std::string_view member) const {
  return std::any_of(failure_counts.begin(), failure_counts.end(),
                     [&](const std::string& name) { return core::equal_ignoring_case(name, member); });
}

bool Habits::is_failure_code(std::string_view member) const {
  return std::any_of(failure_codes.begin(), failure_codes.end(),
                     [&](const std::string& name) { return core::equal_ignoring_case(name, member); });
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

const Json* Habits::other_setting(std::string_view service, std::string_view operation,
                                  std::string_view member) const {
  const auto found = std::find_if(other_settings.begin(), other_settings.end(), [&](const AskedFor& row) {
    return row.service == service && row.operation == operation && row.member == member;
  });
  return found == other_settings.end() ? nullptr : &found->value;
}

bool Habits::answers_status_too(std::string_view service, std::string_view operation, int status) const {
  return std::any_of(answered_too.begin(), answered_too.end(), [&](const AnsweredToo& row) {
    return row.status == status && row.exception.empty() && is_of(row, service, operation);
  });
}

bool Habits::answers_error_status_too(std::string_view service, std::string_view exception,
                                      int status) const {
  return std::any_of(answered_too.begin(), answered_too.end(), [&](const AnsweredToo& row) {
    return row.status == status && !row.exception.empty() && row.exception == exception &&
           row.service == service;
  });
}

bool Habits::answers_member_too(std::string_view service, std::string_view operation,
                                std::string_view pointer) const {
  return std::any_of(answered_too.begin(), answered_too.end(), [&](const AnsweredToo& row) {
    if (row.member.empty() || !is_of(row, service, operation)) return false;
    const auto tokens = core::pointer_tokens(pointer);
    return std::find(tokens.begin(), tokens.end(), row.member) != tokens.end();
  });
}

bool Habits::has_ended(std::string_view state) const {
  return std::find(ended_states.begin(), ended_states.end(), core::letters_and_digits(state)) !=
         ended_states.end();
}

bool Habits::has_default(std::string_view service, std::string_view noun) const {
  return holds(defaults, service, noun);
}

bool Habits::goes_on(std::string_view service, std::string_view operation) const {
  return holds(unhindered, service, operation);
}

bool Habits::is_pending(std::string_view state) const {
  return std::find(pending_states.begin(), pending_states.end(), state) != pending_states.end();
}

bool Habits::is_creation_time(std::string_view member) const {
  return std::any_of(creation_times.begin(), creation_times.end(),
                     [&](const std::string& name) { return names_match(name, member); });
}

bool Habits::moves(std::string_view member) const {
  return std::any_of(moving.begin(), moving.end(),
                     [&](const std::string& name) { return names_match(name, member); });
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

std::optional<std::string_view> Habits::behind(Says says, std::string_view exception) const {
  for (const ExceptionWord& word : exception_words) {
    if (word.says == says && !word.begins.empty() && exception.starts_with(word.begins))
      return exception.substr(word.begins.size());
  }
  return std::nullopt;
}

std::string_view Habits::stem_of(std::string_view exception) const {
  for (const ExceptionWord& word : exception_words) {
    if (word.says == Says::exception && exception.size() > word.ends.size() && exception.ends_with(word.ends))
      return exception.substr(0, exception.size() - word.ends.size());
  }
  return exception;
}

std::vector<std::string> Habits::called_malformed(std::string_view subject) const {
  std::vector<std::string> names;
  for (const ExceptionWord& first : exception_words) {
    if (first.says != Says::malformed) continue;
    for (const ExceptionWord& last : exception_words) {
      if (last.says == Says::exception) names.push_back(first.begins + std::string(subject) + last.ends);
    }
  }
  return names;
}

bool Habits::says_token_reused(std::string_view exception) const {
  return std::any_of(reused_tokens.begin(), reused_tokens.end(),
                     [&](const std::string& word) { return exception.starts_with(word); });
}

bool Habits::renames(std::string_view member) const {
  return std::any_of(renaming.begin(), renaming.end(), [&](const std::string& word) {
    const bool more = member.size() > word.size() && member[word.size()] >= 'A' && member[word.size()] <= 'Z';
    return more && core::equal_ignoring_case(member.substr(0, word.size()), word);
  });
}

bool Habits::is_pending_member(std::string_view member) const {
  return std::any_of(pending_members.begin(), pending_members.end(), [&](const std::string& word) {
    return core::equal_ignoring_case(member.substr(0, word.size()), word);
  });
}

bool Habits::undoes(std::string_view operation) const {
  return std::any_of(undoing.begin(), undoing.end(),
                     [&](const std::string& word) { return operation.starts_with(word); });
}

bool Habits::does_once(std::string_view operation) const {
  return std::any_of(doing.begin(), doing.end(),
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
          .defaults = service_rows(file, "defaults", "noun"),
          .unhindered = service_rows(file, "unhindered", "operation"),
          .failure_lists = texts(file, "failure_lists", "member"),
          .failures_begin = texts(file, "failure_words", "beginning"),
          .failures_end = texts(file, "failure_words", "ending"),
          .failure_counts = texts(file, "failure_counts", "member"),
          .unprocessed = texts(file, "unprocessed", "member"),
          .failure_codes = texts(file, "failure_codes", "member"),
          .before_nouns = texts(file, "around_nouns", "beginning"),
          .behind_nouns = texts(file, "around_nouns", "ending"),
          .exception_words = exception_word_rows(file),
          .reused_tokens = texts(file, "reused_tokens", "begins"),
          .renaming = texts(file, "renaming", "begins"),
          .pending_members = texts(file, "pending_members", "begins"),
          .undoing = texts(file, "undoing", "begins"),
          .doing = texts(file, "doing", "begins"),
          .state_makers = state_maker_rows(file),
          .pending_states = texts(file, "pending_states", "state"),
          .creation_times = texts(file, "creation_times", "member"),
          .moving = texts(file, "moving", "member"),
          .tagging = tagging_rows(file),
          .tag_filters = tag_filter_rows(file),
          .aspects = texts(file, "aspects", "word"),
          .asked_for = asked_for_rows(file, "asked_for"),
          .other_settings = asked_for_rows(file, "other_settings"),
          .answered_too = answered_rows(file)};
}

}  // namespace hallmark::names
