#include "names/spoken.h"

#include <algorithm>
#include <map>
#include <vector>

#include "contract/knowledge_text.h"
#include "core/json.h"

namespace hallmark::names {
namespace {

struct Spoken {
  std::map<std::string, std::string, std::less<>> of;
  std::vector<std::string> contents, purposes;
};

const Spoken& spoken() {
  static const Spoken all = [] {
    Spoken read;
    const core::JsonFile file =
        core::load_json_text(std::string(contract::knowledge_text("habits")), "suites/knowledge/habits.json");
    for (const auto& row : file.value.at("speaks_of"))
      read.of.emplace(row.at("exception").get<std::string>(), row.at("of").get<std::string>());
    for (const auto& row : file.value.at("contents")) read.contents.push_back(row.at("word"));
    for (const auto& row : file.value.at("purposes")) read.purposes.push_back(row.at("member"));
    return read;
  }();
  return all;
}

}  // namespace

std::string spoken_of(std::string_view exception) {
  const auto found = spoken().of.find(exception);
  return found == spoken().of.end() ? std::string() : found->second;
}

std::string without_content(std::string_view name) {
  for (const std::string& word : spoken().contents) {
    if (name.size() > word.size() && name.ends_with(word))
      return std::string(name.substr(0, name.size() - word.size()));
  }
  return std::string(name);
}

bool says_purpose(std::string_view member) {
  const auto& all = spoken().purposes;
  return std::find(all.begin(), all.end(), member) != all.end();
}

}  // namespace hallmark::names
