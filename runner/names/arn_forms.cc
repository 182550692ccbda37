#include "names/arn_forms.h"

#include <algorithm>

#include "contract/knowledge_text.h"
#include "core/json.h"
#include "core/text.h"

namespace hallmark::names {
namespace {

Json rows_of(const char* list) {
  const core::JsonFile file = core::load_json_text(std::string(contract::knowledge_text("services")),
                                                   "suites/knowledge/services.json");
  return file.value.value(list, Json::array());
}

}  // namespace

std::vector<std::string> arns_of(const ArnParts& parts) {
  static const std::vector<std::string> forms = [] {
    std::vector<std::string> read;
    for (const auto& row : rows_of("arns")) read.push_back(row.at("form"));
    return read;
  }();
  std::vector<std::string> arns;
  for (std::string form : forms) {
    for (const auto& [mark, part] : {std::pair{"{service}", parts.service},
                                     {"{account}", parts.account},
                                     {"{name}", parts.name},
                                     {"{key}", parts.key}})
      form = core::replace_all(form, mark, std::string(part));
    arns.push_back(std::move(form));
  }
  return arns;
}

std::vector<ResourceArn> resource_arns(std::string_view service, std::string_view member) {
  static const Json rows = rows_of("resource_arns");
  std::vector<ResourceArn> found;
  for (const auto& row : rows) {
    const auto& services = row.at("services");
    if (row.at("member") == member && std::find(services.begin(), services.end(), service) != services.end())
      found.push_back({.noun = row.at("noun"), .arn = row.at("arn")});
  }
  return found;
}

}  // namespace hallmark::names
