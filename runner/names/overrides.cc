#include "names/overrides.h"

#include "contract/knowledge_text.h"

namespace hallmark::names {

std::vector<const Overrides::Row*> Overrides::of(std::string_view service, std::string_view operation) const {
  std::vector<const Row*> found;
  for (const Row& row : rows) {
    if (row.service == service && row.operation == operation) found.push_back(&row);
  }
  return found;
}

const Overrides& Overrides::standard() {
  static const Overrides all = [] {
    const core::JsonFile file = core::load_json_text(std::string(contract::knowledge_text("overrides")),
                                                     "suites/knowledge/overrides.json");
    return read(core::to_sorted(file.value));
  }();
  return all;
}

Overrides Overrides::read(const Json& file) {
  Overrides made;
  for (const Json& row : file.at("overrides")) {
    const auto text = [&](const char* key) { return row.at(key).get<std::string>(); };
    made.rows.push_back({.service = text("service"),
                         .operation = text("operation"),
                         .member = text("member"),
                         .value = row.at("value"),
                         .maker = text("maker"),
                         .made_with = row.at("made_with"),
                         .reader = text("reader"),
                         .reads = row.at("reads"),
                         .kept = text("kept"),
                         .shown = text("shown")});
  }
  return made;
}

}  // namespace hallmark::names
