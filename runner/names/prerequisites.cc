#include "names/prerequisites.h"

#include <algorithm>

#include "contract/knowledge_text.h"
#include "core/text.h"

namespace hallmark::names {

const Prerequisite* Prerequisites::making(std::string_view variable) const {
  const auto found = std::find_if(rows_.begin(), rows_.end(),
                                  [&](const auto& row) { return row.otherwise.contains(variable); });
  return found == rows_.end() ? nullptr : &*found;
}

std::string Prerequisites::with_otherwise(std::string text) const {
  if (text.find("${") == std::string::npos) return text;
  for (const auto& row : rows_) {
    for (const auto& [name, value] : row.otherwise)
      text = core::replace_all(std::move(text), "${" + name + "}", value);
  }
  return text;
}

const Json* Prerequisites::contract(std::string_view service) const {
  const auto found = contracts_.find(service);
  return found == contracts_.end() ? nullptr : &found->second;
}

const Prerequisites& Prerequisites::standard() {
  static const Prerequisites all = [] {
    const auto file = core::load_json_text(std::string(contract::knowledge_text("prerequisites")),
                                           "suites/knowledge/prerequisites.json");
    return read(core::to_sorted(file.value));
  }();
  return all;
}

Prerequisites Prerequisites::read(const Json& file) {
  Prerequisites result;
  for (const Json& row : file.at("made")) {
    Prerequisite made{.service = row.at("service").get<std::string>(), .steps = {}, .otherwise = {}};
    for (const Json& step : row.at("steps")) {
      Prerequisite::Call call{
          .call = step.at("call").get<std::string>(), .with = step.at("with"), .keep = {}};
      for (const auto& [variable, pointer] : step.at("keep").items())
        call.keep.emplace(variable, pointer.get<std::string>());
      made.steps.push_back(std::move(call));
    }
    for (const auto& [variable, text] : row.at("otherwise").items())
      made.otherwise.emplace(variable, text.get<std::string>());
    result.rows_.push_back(std::move(made));
  }
  for (const auto& [service, contract] : file.at("contracts").items())
    result.contracts_.emplace(service, contract);
  return result;
}

}  // namespace hallmark::names
