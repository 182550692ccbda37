// Walking a contract's shapes: by JSON Pointer, by kind. Internal to plan/.
#pragma once

#include <string>
#include <string_view>

#include "contract/model.h"

namespace hallmark::plan {

// Where a pointer into a members document leads.
struct Place {
  const contract::Shape* shape = nullptr;    // null: nowhere
  const contract::Member* member = nullptr;  // the last one passed; null at the root
  std::string problem;                       // why nowhere: "VoiceConnector has no member \"Foo\""
};
[[nodiscard]] Place place_of(const contract::Model& model, const contract::Shape& root,
                             std::string_view pointer);

// The input or output structure; an empty structure when the operation has none.
[[nodiscard]] const contract::Shape& input_of(const contract::Model& model,
                                              const contract::Operation& operation);
[[nodiscard]] const contract::Shape& output_of(const contract::Model& model,
                                               const contract::Operation& operation);

[[nodiscard]] bool is_text(contract::ShapeType type);  // string, enum
[[nodiscard]] bool is_number(contract::ShapeType type);
[[nodiscard]] bool is_whole_number(contract::ShapeType type);

// How a member of an operation's input travels.
enum class Location { body, label, query, header, prefix_headers, query_params, payload };
[[nodiscard]] Location location_of(const contract::Member& member);
[[nodiscard]] std::string_view to_string(Location location);
// Text in a path, query or header: whatever is sent there is text, so its type cannot be put to the test.
[[nodiscard]] bool is_text_in_line(const contract::Model& model, const contract::Member& member);

// A header that says how the body is sent ("Content-Length", a checksum): another value than the right one is
// no request any more, and the right one the transport adds by itself.
[[nodiscard]] bool describes_the_body(const contract::Member& member);

[[nodiscard]] bool is_rest(std::string_view protocol);
[[nodiscard]] bool is_query(std::string_view protocol);  // awsQuery, ec2Query
// JSON or CBOR: a value's type shows on the wire. Elsewhere everything is text.
[[nodiscard]] bool has_typed_body(std::string_view protocol);

}  // namespace hallmark::plan
