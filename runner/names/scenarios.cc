#include "names/scenarios.h"

#include <string>

#include "contract/knowledge_text.h"

namespace hallmark::names {

const core::JsonFile& scenarios() {
  static const core::JsonFile all = core::load_json_text(std::string(contract::knowledge_text("scenarios")),
                                                         "suites/knowledge/scenarios.json");
  return all;
}

}  // namespace hallmark::names
