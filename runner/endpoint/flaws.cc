#include "endpoint/flaws.h"

#include "core/error.h"
#include "core/text.h"

namespace hallmark::endpoint {

bool ActiveFlaws::has(std::string_view name) const {
  for (const Entry& entry : entries_) {
    if (entry.name == name) return true;
  }
  return false;
}

bool ActiveFlaws::has(std::string_view name, std::string_view argument) const {
  for (const Entry& entry : entries_) {
    if (entry.name == name && entry.argument == argument) return true;
  }
  return false;
}

std::vector<std::string> ActiveFlaws::arguments(std::string_view name) const {
  std::vector<std::string> found;
  for (const Entry& entry : entries_) {
    if (entry.name == name) found.push_back(entry.argument);
  }
  return found;
}

Flaws::Flaws(const std::set<std::string>& names) {
  constexpr std::string_view rarely = "rarely:";
  for (const std::string& given : names) {
    std::string text = given;
    Parsed parsed;
    if (text.starts_with(rarely)) {
      parsed.rarely = true;
      text.erase(0, rarely.size());
    }
    if (const auto comma = text.rfind(','); comma != std::string::npos) {
      parsed.operation = text.substr(comma + 1);
      text.erase(comma);
    }
    const auto colon = text.find(':');
    parsed.entry.name = text.substr(0, colon);
    if (colon != std::string::npos) parsed.entry.argument = text.substr(colon + 1);
    parsed_.push_back(std::move(parsed));
  }
}

ActiveFlaws Flaws::active(std::string_view operation, std::uint64_t number) const {
  ActiveFlaws active;
  for (const Parsed& parsed : parsed_) {
    if (!parsed.operation.empty() && parsed.operation != operation) continue;
    if (parsed.rarely && number % 10 != 9) continue;
    active.add(parsed.entry);
  }
  return active;
}

}  // namespace hallmark::endpoint
