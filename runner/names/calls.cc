#include "names/calls.h"

#include <algorithm>

#include "contract/knowledge_text.h"
#include "core/text.h"
#include "names/values.h"

namespace hallmark::names {
namespace {

bool covers(const Calls::Before& row, std::string_view service, std::string_view operation) {
  return (row.service.empty() || core::glob_match(row.service, service)) &&
         (row.operation.empty() || names_match(row.operation, operation));
}

Calls::Before row_of(const Json& row) {
  return {.service = row.value("service", ""),
          .operation = row.value("operation", ""),
          .by = row.value("by", ""),
          .with = row.value("with", Json::object()),
          .undoes = row.value("undoes", false)};
}

// "Enable*" for "DisableHub" of "Disable*": "EnableHub".
std::string filled(const Calls::Before& row, std::string_view operation) {
  const std::size_t star = row.operation.find('*');
  if (row.by.find('*') == std::string::npos || star == std::string::npos) return row.by;
  const std::size_t around = row.operation.size() - 1;
  return core::replace_all(row.by, "*", operation.substr(star, operation.size() - around));
}

}  // namespace

void Calls::before(std::string_view service, std::string_view operation,
                   const std::function<void(const Before&)>& each) const {
  for (const auto& row : before_) {
    if (!covers(row, service, operation)) continue;
    Before found = row;
    found.by = filled(row, operation);
    each(found);
  }
}

Json Calls::given(std::string_view service, std::string_view operation, std::string_view by) const {
  Json result = Json::object();
  for (const auto& row : given_) {
    if (row.by != by || !covers(row, service, operation)) continue;
    for (const auto& [name, value] : row.with.items()) result.emplace(name, value);
  }
  return result;
}

const Calls::Settled* Calls::settled(std::string_view service, std::string_view made_by) const {
  const auto found = std::find_if(settled_.begin(), settled_.end(), [&](const auto& row) {
    return row.service == service && row.made_by == made_by;
  });
  return found == settled_.end() ? nullptr : &*found;
}

const Calls& Calls::standard() {
  static const Calls all = [] {
    const auto file =
        core::load_json_text(std::string(contract::knowledge_text("values")), "suites/knowledge/values.json");
    return read(core::to_sorted(file.value));
  }();
  return all;
}

Calls Calls::read(const Json& file) {
  Calls result;
  const Json none = Json::array();
  for (const Json& row : file.contains("before") ? file["before"] : none) {
    result.before_.push_back(row_of(row));
    if (row.contains("with")) result.given_.push_back(result.before_.back());
  }
  for (const Json& row : file.contains("answered") ? file["answered"] : none) {
    if (row.contains("with")) result.given_.push_back(row_of(row));
  }
  for (const Json& row : file.contains("settled") ? file["settled"] : none) {
    Settled settled{.service = row.value("service", ""),
                    .made_by = row.value("operation", ""),
                    .take = {},
                    .call = row.value("call", ""),
                    .with = row.value("with", Json::object()),
                    .pointer = row.at("until").value("pointer", ""),
                    .values = {}};
    for (const auto& [variable, pointer] : row.at("take").items())
      settled.take.emplace(variable, pointer.get<std::string>());
    for (const Json& value : row.at("until").at("values")) settled.values.push_back(value);
    result.settled_.push_back(std::move(settled));
  }
  return result;
}

}  // namespace hallmark::names
