// Cases of a fixture that differ in a few values are written once, with `parameters`: a list of records with
// the same names, each of which makes a case. "${each.NAME}" stands for the record's value wherever the case
// has a text or a key: a text that is exactly one parameter takes the value's JSON type, inside longer text a
// string stands as it is and another value as JSON text.
//   {"name": "name-${each.what}", "parameters": [{"what": "empty", "sent": ""}, {"what": "null", "sent":
//   null}],
//    "send": {"Name": "${each.sent}"}, …}
// Ids come from the names that are made, so a case may become a record, or a record a case, without its id
// changing. Internal to plan/.
#pragma once

#include <cstddef>
#include <vector>

#include "core/file_cursor.h"

namespace hallmark::plan {

struct Expanded {
  OrderedJson value;     // the case, without `parameters`
  std::size_t line = 0;  // of its record; of the case where it has no parameters
};

// The cases that one of a fixture stands for: one for each record, in their order, or the case itself. Throws
// DocumentError "fixture.parameters": records with different names, a name that no record has, one that
// nothing uses, several records without a parameter in the case's name.
[[nodiscard]] std::vector<Expanded> expanded(const core::FileCursor& node);

}  // namespace hallmark::plan
