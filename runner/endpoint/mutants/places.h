// Where each member of an output stands on the wire: the way from a members document to the encoded
// answer, for those who change the answer afterwards.
#pragma once

#include <string>
#include <vector>

#include "contract/model.h"
#include "wire/protocol.h"

namespace hallmark::endpoint {

struct Place {
  std::string pointer;                       // into the members document: "/Domain/Name"
  const contract::Member* member = nullptr;  // lists and maps: the member of their shape
  const contract::Shape* target = nullptr;
  std::string header;  // where it is a header; the path is empty then
  // From the body's root. Objects and elements: names; items of lists: "#0". A body that is the
  // member itself (a payload): empty.
  std::vector<std::string> path;
  bool in_body = true;
};

// Every value of `output` (a members document of the operation's output, or of an error's shape), from
// the outside in. Maps stay closed in XML. At most 10,000.
[[nodiscard]] std::vector<Place> places_of(const contract::Model& model, const wire::Protocol& protocol,
                                           const contract::Shape& shape, const Json& output);

[[nodiscard]] bool speaks_xml(const wire::Protocol& protocol);
[[nodiscard]] bool speaks_json(const wire::Protocol& protocol);
[[nodiscard]] bool speaks_cbor(const wire::Protocol& protocol);

}  // namespace hallmark::endpoint
