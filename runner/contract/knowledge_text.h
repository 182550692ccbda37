// The files of suites/knowledge/, compiled into the program: facts about AWS's habits and about single
// services, a row each with its source. What they say is asked of runner/names; only slug_of and
// service_facts read rows here.
#pragma once

#include <string_view>

namespace hallmark::contract {

// The text of suites/knowledge/<name>.json: "names", "errors", "services", … Empty when there is none.
[[nodiscard]] std::string_view knowledge_text(std::string_view name);

}  // namespace hallmark::contract
