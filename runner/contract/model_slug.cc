#include <map>
#include <string>

#include "contract/knowledge_text.h"
#include "contract/model.h"
#include "core/json.h"
#include "core/text.h"

namespace hallmark::contract {
namespace {

using Folders = std::map<std::string, std::string, std::less<>>;

// Services whose SDK folder is not their sdkId in lower case with hyphens.
const Folders& folders() {
  static const Folders all = [] {
    Folders read;
    const core::JsonFile file =
        core::load_json_text(std::string(knowledge_text("services")), "suites/knowledge/services.json");
    for (const auto& row : file.value.at("slugs"))
      read.emplace(row.at("sdk_id").get<std::string>(), row.at("slug").get<std::string>());
    return read;
  }();
  return all;
}

}  // namespace

std::string slug_of(std::string_view sdk_id) {
  std::string slug;
  bool gap = false;
  for (const char c : core::to_lower(sdk_id)) {
    const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    if (kept) {
      if (gap && !slug.empty()) slug += '-';
      slug += c;
    }
    gap = !kept && (gap || c == ' ' || c == '_' || c == '/');
  }
  const auto found = folders().find(slug);
  return found == folders().end() ? slug : found->second;
}

}  // namespace hallmark::contract
