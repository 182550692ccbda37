#include "names/relations.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "contract/knowledge_text.h"
#include "core/json.h"
#include "core/text.h"

namespace hallmark::names {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

struct Relations {
  Pairs stale;   // exception, member
  Pairs orders;  // the words in which the names of a least and a most differ
};

const Relations& relations() {
  static const Relations all = [] {
    Relations read;
    const core::JsonFile file =
        core::load_json_text(std::string(contract::knowledge_text("habits")), "suites/knowledge/habits.json");
    for (const auto& row : file.value.at("stale"))
      read.stale.emplace_back(row.at("exception").get<std::string>(), row.at("member").get<std::string>());
    for (const auto& row : file.value.at("refused_orders"))
      read.orders.emplace_back(row.at("least").get<std::string>(), row.at("most").get<std::string>());
    return read;
  }();
  return all;
}

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

}  // namespace

bool says_stale(std::string_view exception, std::string_view member) {
  return std::any_of(relations().stale.begin(), relations().stale.end(), [&](const auto& row) {
    return row.first == exception && row.second.size() == member.size() &&
           core::equal_ignoring_case(row.second.substr(0, 1), member.substr(0, 1)) &&
           std::string_view(row.second).substr(1) == member.substr(1);
  });
}

std::string refused_below(std::string_view least) {
  for (const auto& [low, high] : relations().orders) {
    const std::size_t size = low.size();
    if (least.size() <= size) continue;
    if (core::equal_ignoring_case(least.substr(0, size), low)) {
      // As the first letter is: "maxSize" of "minSize".
      const std::string most = is_upper(least.front()) ? high : core::to_lower(high);
      return most + std::string(least.substr(size));
    }
    const std::size_t rest = least.size() - size;
    if (least.substr(rest) == low) return std::string(least.substr(0, rest)) + high;
  }
  return {};
}

}  // namespace hallmark::names
