// Typed questions to a model: the structures of an operation, where a member travels, what documents state
// about it, and where a JSON Pointer leads. Answers never own anything; they live as long as the model.
//
//   for (const auto& member : contract::input_of(model, operation).members)
//     if (contract::location_of(member) == contract::Location::label) …
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "contract/model.h"

namespace hallmark::contract {

// The input or output structure; one without members when the operation has none.
[[nodiscard]] const Shape& input_of(const Model& model, const Operation& operation);
[[nodiscard]] const Shape& output_of(const Model& model, const Operation& operation);

[[nodiscard]] bool is_text(ShapeType type);  // string, enum
[[nodiscard]] bool is_number(ShapeType type);
[[nodiscard]] bool is_whole_number(ShapeType type);
[[nodiscard]] bool is_aggregate(ShapeType type);  // list, map, structure, union

// How a member at the root of an input, output or exception travels under a REST protocol.
enum class Location { body, label, query, header, prefix_headers, query_params, payload, status_code };
[[nodiscard]] Location location_of(const Member& member);
[[nodiscard]] std::string_view to_string(
    Location location);  // "prefix-headers", "query-params", "status-code"
// Text in a path, query or header: whatever is sent there is text, so its type cannot be put to the test.
[[nodiscard]] bool is_text_in_line(const Model& model, const Member& member);

// Every value that the documents give to a trait of a member: the model's own, where it has one, then the
// alternatives of the member and of its target. A null pointer stands for a document that states none.
// `member` may be null: of a shape alone.
[[nodiscard]] std::vector<const Json*> statements(const Member* member, const Shape& target,
                                                  std::string_view trait_id);
// Only what other documents state.
[[nodiscard]] std::vector<const Json*> alternatives_of(const Traits& traits, std::string_view trait_id);

// Where a pointer into a members document leads.
struct Spot {
  const Shape* shape = nullptr;    // null: nowhere
  const Member* member = nullptr;  // the last one passed; null at the root
  std::string problem{};           // why nowhere: "VoiceConnector has no member \"Foo\""
};
[[nodiscard]] Spot spot_of(const Model& model, const Shape& root, std::string_view pointer);

// Calls `visit` for every member below `root`, outer ones first, with its pointer ("/Tags/*/Key": any item of
// a list, any entry of a map). It answers whether to go on below the member; shapes that contain themselves
// are walked once on each way down.
using Visit = std::function<bool(const Member& member, const Shape& target, const std::string& pointer)>;
void walk(const Model& model, const Shape& root, const Visit& visit);

}  // namespace hallmark::contract

// Example:
//
//   const auto in_headers = [](const Model& model, const Operation& operation) {
//     std::vector<std::string> pointers;
//     walk(model, input_of(model, operation),
//          [&](const Member& member, const Shape&, const std::string& pointer) {
//            if (location_of(member) == Location::header) pointers.push_back(pointer);
//            return true;  // and what is in it
//          });
//     return pointers;
//   };
