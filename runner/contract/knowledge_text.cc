#include "contract/knowledge_text.h"

#include <algorithm>
#include <string>

namespace hallmark::embedded {
std::string_view find_knowledge(std::string_view file_name);
std::string_view list_knowledge();
}  // namespace hallmark::embedded

namespace hallmark::contract {

std::string_view knowledge_text(std::string_view name) {
  return embedded::find_knowledge(std::string(name) + ".json");
}

std::vector<std::string_view> knowledge_names() {
  constexpr std::string_view suffix = ".json";
  std::vector<std::string_view> names;
  std::string_view rest = embedded::list_knowledge();
  for (std::size_t end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n')) {
    names.push_back(rest.substr(0, end - suffix.size()));
    rest.remove_prefix(end + 1);
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace hallmark::contract
