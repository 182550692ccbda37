#include "contract/smithy.h"
#include "importers/importers.h"

namespace hallmark::importers {

contract::Model read_smithy_ast(const std::string& text, const std::string& name) {
  return contract::read_smithy(core::load_json_text(text, name));
}

}  // namespace hallmark::importers
