#include "names/making.h"

#include <algorithm>
#include <string>
#include <vector>

#include "contract/knowledge_text.h"
#include "core/json.h"
#include "core/text.h"

namespace hallmark::names {
namespace {

const std::vector<std::string>& making_states() {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> read;
    const core::JsonFile file =
        core::load_json_text(std::string(contract::knowledge_text("habits")), "suites/knowledge/habits.json");
    for (const auto& row : file.value.at("making_states")) read.push_back(row.at("state"));
    return read;
  }();
  return all;
}

}  // namespace

bool is_making_state(std::string_view state) {
  const auto& all = making_states();
  return std::find(all.begin(), all.end(), core::letters_and_digits(state)) != all.end();
}

}  // namespace hallmark::names
