// botocore's service models (service-2.json) -> contract. What botocore says with location,
// locationName, queryName, flattened, payload and the rest becomes Smithy traits, so that nothing
// behind the importers knows botocore:
//   - the rule of a name on the wire is Smithy's: xmlName and jsonName on members (only where they
//     differ from the member's name), xmlName on list members and map keys and values, xmlFlattened
//     on the member that targets a flattened list or map, with the elements' name as its xmlName
//   - the root of an XML body: xmlName and xmlNamespace of the payload member, else of its target,
//     else the target's name; without a payload the input structure's. A structure that is the
//     root of several operations under different names becomes one structure for each
//   - labels in URIs carry member names
//   - a string with `enum` is an enum shape, values in botocore's order
//   - operations are called by their name without a date; hallmark.api#wireOperationName keeps it
// The slug is the service's folder (contract::slug_of of the serviceId).
#pragma once

#include <string>
#include <vector>

#include "contract/model.h"

namespace hallmark::importers {

// A service-2.json with its service-2.sdk-extras.json merged in, each as a whole file. `name` is for
// messages. Throws DocumentError ("botocore.…") with the pointer of what is wrong.
[[nodiscard]] contract::Model read_botocore_extended(const std::string& text, const std::string& name,
                                                     const std::vector<OrderedJson>& extras);

}  // namespace hallmark::importers
