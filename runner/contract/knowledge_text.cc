#include "contract/knowledge_text.h"

#include <string>

namespace hallmark::embedded {
std::string_view find_knowledge(std::string_view file_name);
}  // namespace hallmark::embedded

namespace hallmark::contract {

std::string_view knowledge_text(std::string_view name) {
  return embedded::find_knowledge(std::string(name) + ".json");
}

}  // namespace hallmark::contract
