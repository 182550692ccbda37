// In which forms an answer shows what a request refers to: as the text that was sent, or as a structure that
// has it ("VpcSecurityGroups": [{"VpcSecurityGroupId": …}]). Internal to plan/.
#pragma once

#include <string>
#include <vector>

#include "names/names.h"
#include "plan/context/readers.h"

namespace hallmark::plan {

struct Form {
  std::string part;   // member of the structure that has the text: "VpcSecurityGroupId"
  bool list = false;  // structures in a list
  bool operator==(const Form&) const = default;
};

// The forms that an output has for what `member` of a request names, of a thing of this noun.
[[nodiscard]] std::vector<Form> forms_in(const names::Names& names, const contract::Shape& output,
                                         const std::string& noun, const contract::Member& member);
// Where it has one of them: as places_in().
[[nodiscard]] std::vector<std::string> places_of_form(const names::Names& names,
                                                      const contract::Shape& output, const std::string& noun,
                                                      const contract::Member& member, const Form& form);
// What stands there where `value`, a text or a list of texts, was sent; null where the form has no place for
// it.
[[nodiscard]] Json in_form(const Form& form, const Json& value);

}  // namespace hallmark::plan

// In use:
//
//   for (const Form& form : forms_in(names, output, "DBCluster", member))
//     in_form(form, "sg-1");  // [{"VpcSecurityGroupId": "sg-1"}]
