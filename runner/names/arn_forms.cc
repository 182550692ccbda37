#include "names/arn_forms.h"

#include "contract/knowledge_text.h"
#include "core/json.h"
#include "core/text.h"

namespace hallmark::names {

std::vector<std::string> arns_of(const ArnParts& parts) {
  static const std::vector<std::string> forms = [] {
    std::vector<std::string> read;
    const core::JsonFile file = core::load_json_text(std::string(contract::knowledge_text("services")),
                                                     "suites/knowledge/services.json");
    for (const auto& row : file.value.at("arns")) read.push_back(row.at("form"));
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

}  // namespace hallmark::names
