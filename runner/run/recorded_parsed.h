// Parsed outputs -> members documents. Private to run/.
#pragma once

#include <set>
#include <string>

#include "contract/model.h"
#include "core/json.h"
#include "wire/protocol.h"

namespace hallmark::run {

struct ParsedMembers {
  wire::Decoded decoded;           // members, with diagnostics on names that the contract does not have
  std::set<std::string> replaced;  // pointers of values that are not what the endpoint sent
};

// `shape` may be null: nothing is known of the members. Markers become values: {"$bytes": …} and {"$stream":
// …} base64, {"$ts": …} a time. A time's form on the wire is gone, so its pointer counts as replaced; so do
// strings in which whoever published the recording put a placeholder ("<name:2>", "datetime"), and blobs that
// are text.
[[nodiscard]] ParsedMembers members_of_parsed(const contract::Model& model, const contract::Shape* shape,
                                              const Json& output);

}  // namespace hallmark::run
