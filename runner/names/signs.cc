#include "names/signs.h"

#include <algorithm>
#include <string>
#include <vector>

#include "contract/knowledge_text.h"
#include "core/json.h"
#include "core/text.h"
#include "names/habits.h"
#include "names/knowledge.h"

namespace hallmark::names {
namespace {

struct Signs {
  std::vector<std::string> momentary, more_beginnings, more_endings, ending_verbs;
};

const Signs& signs() {
  static const Signs all = [] {
    Signs read;
    const core::JsonFile file =
        core::load_json_text(std::string(contract::knowledge_text("habits")), "suites/knowledge/habits.json");
    for (const auto& row : file.value.at("momentary_limits"))
      read.momentary.push_back(core::to_lower(row.at("text").get<std::string>()));
    for (const auto& row : file.value.at("more_follows")) {
      if (row.contains("beginning"))
        read.more_beginnings.push_back(core::to_lower(row.at("beginning").get<std::string>()));
      if (row.contains("ending"))
        read.more_endings.push_back(core::to_lower(row.at("ending").get<std::string>()));
    }
    for (const auto& row : file.value.at("ending_verbs")) read.ending_verbs.push_back(row.at("verb"));
    return read;
  }();
  return all;
}

std::string bare(std::string_view text) {
  std::string result;
  for (const char c : core::to_lower(text)) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) result += c;
  }
  return result;
}

}  // namespace

bool is_momentary_limit(std::string_view code, std::string_view text) {
  if (!Knowledge::standard().is(ErrorClass::limit, code)) return false;
  const std::string lower = core::to_lower(text);
  return std::any_of(signs().momentary.begin(), signs().momentary.end(),
                     [&](const std::string& phrase) { return lower.find(phrase) != std::string::npos; });
}

bool says_that_more_follows(std::string_view member) {
  const std::string lower = core::to_lower(member);
  const auto& [momentary, beginnings, endings, verbs] = signs();
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [&](const std::string& each) { return lower.starts_with(each); }) ||
         std::any_of(endings.begin(), endings.end(),
                     [&](const std::string& each) { return lower.ends_with(each); });
}

bool makes_what_ends(std::string_view operation) {
  const Verb* verb = Knowledge::standard().verb_of(operation);
  const auto& all = signs().ending_verbs;
  return verb && std::find(all.begin(), all.end(), verb->text) != all.end();
}

bool is_last_state(std::string_view state) {
  const auto& all = Habits::standard().final_states;
  return std::find(all.begin(), all.end(), bare(state)) != all.end();
}

}  // namespace hallmark::names
