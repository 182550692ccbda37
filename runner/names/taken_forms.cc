#include "names/taken_forms.h"

#include <algorithm>

#include "contract/knowledge_text.h"

namespace hallmark::names {

std::vector<const TakenForms::Row*> TakenForms::of(std::string_view service,
                                                   std::string_view operation) const {
  std::vector<const Row*> found;
  for (const Row& row : rows) {
    if (row.service == service &&
        std::find(row.operations.begin(), row.operations.end(), operation) != row.operations.end())
      found.push_back(&row);
  }
  return found;
}

const TakenForms& TakenForms::standard() {
  static const TakenForms all = [] {
    const core::JsonFile file =
        core::load_json_text(std::string(contract::knowledge_text("forms")), "suites/knowledge/forms.json");
    return read(core::to_sorted(file.value));
  }();
  return all;
}

TakenForms TakenForms::read(const Json& file) {
  TakenForms made;
  for (const Json& row : file.at("forms")) {
    const auto text = [&](const char* key) { return row.at(key).get<std::string>(); };
    made.rows.push_back({.service = text("service"),
                         .member = text("member"),
                         .operations = row.at("operations").get<std::vector<std::string>>(),
                         .by = text("by"),
                         .take = row.at("take").get<std::map<std::string, std::string>>(),
                         .value = row.at("value"),
                         .form = text("form")});
  }
  return made;
}

}  // namespace hallmark::names
