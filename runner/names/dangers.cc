#include "names/dangers.h"

#include <algorithm>

#include "contract/knowledge_text.h"
#include "core/text.h"

namespace hallmark::names {

const Dangers::Class* Dangers::of(std::string_view service, std::string_view operation) const {
  const std::string name = std::string(service) + "." + std::string(operation);
  const auto found = std::find_if(operations_.begin(), operations_.end(),
                                  [&](const auto& row) { return core::glob_match(row.first, name); });
  return found == operations_.end() ? nullptr : &classes_[found->second];
}

const Dangers& Dangers::standard() {
  static const Dangers all = [] {
    const core::JsonFile file = core::load_json_text(std::string(contract::knowledge_text("dangers")),
                                                     "suites/knowledge/dangers.json");
    return read(core::to_sorted(file.value));
  }();
  return all;
}

Dangers Dangers::read(const Json& file) {
  Dangers made;
  for (const Json& row : file.at("classes"))
    made.classes_.push_back({row.at("class").get<std::string>(), row.at("words").get<std::string>()});
  for (const Json& row : file.at("operations")) {
    const std::string name = row.at("class").get<std::string>();
    const auto found = std::find_if(made.classes_.begin(), made.classes_.end(),
                                    [&](const Class& each) { return each.name == name; });
    if (found == made.classes_.end()) continue;
    made.operations_.emplace_back(row.at("operation").get<std::string>(),
                                  static_cast<std::size_t>(found - made.classes_.begin()));
  }
  return made;
}

}  // namespace hallmark::names
