#include "endpoint/reference/active_mutants.h"

namespace hallmark::endpoint {

bool ActiveMutants::has(std::string_view name) const {
  for (const Entry& entry : entries_) {
    if (entry.name == name) return true;
  }
  return false;
}

bool ActiveMutants::has(std::string_view name, std::string_view argument) const {
  for (const Entry& entry : entries_) {
    if (entry.name == name && entry.argument == argument) return true;
  }
  return false;
}

std::vector<std::string> ActiveMutants::arguments(std::string_view name) const {
  std::vector<std::string> found;
  for (const Entry& entry : entries_) {
    if (entry.name == name) found.push_back(entry.argument);
  }
  return found;
}

}  // namespace hallmark::endpoint
