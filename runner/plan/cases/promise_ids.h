// Ids of what a contract promises about one operation (contract/promise_id.h):
//   <service>.<Operation> input.<path> <clause>     required type length.min length.max range.min range.max
//                                                   pattern enum uniqueItems union excludes
//   <service>.<Operation> output.<path> <clause>    likewise (only what a response can break)
//   <service>.<Operation> error.<Exception>         the exception is raised at all
//   <service>.<Operation> error.<Exception> status | code | shape
//   <service>.<Operation> status                    of a success
//   <service>.<Operation> protocol.malformed        malformed bodies are refused; likewise .empty-body
//   <service>.<Operation> auth.signature | auth.expiry
//   <service>.<Operation> protocol.unknown-operation   of one operation of the service
//   <service>.<Operation> behaviour.<name>          declared in the suite
//   <service>.<Operation> behaviour.<kind>[ <what>] between calls: existence_cases.h, list_cases.h
// Paths: see plan/generate/generate.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "contract/model.h"
#include "contract/promise_id.h"

namespace hallmark::plan {

enum class Direction { input, output };

// What stands for an id where there are very many: its FNV-1a hash of 64 bits.
[[nodiscard]] std::uint64_t promise_key(std::string_view id);

[[nodiscard]] std::string operation_id(const contract::Model& model, const contract::Operation& operation);
// `path` "" is the whole members document: "<service>.<Operation> output type".
[[nodiscard]] std::string promise_id(const contract::Model& model, const contract::Operation& operation,
                                     Direction direction, std::string_view path, std::string_view clause);
// Of the operation with this operation_id(): "<operation> behaviour.<kind>[ <what>]".
[[nodiscard]] std::string behaviour_promise(std::string_view operation, std::string_view kind,
                                            std::string_view what = {});
[[nodiscard]] std::string error_promise(const contract::Model& model, const contract::Operation& operation,
                                        std::string_view exception, std::string_view clause = {});

// The path of a JSON Pointer of a members document: "/Items/3/Name" -> "Items[].Name" (maps: "Tags{}").
// Tokens that the contract does not know are kept as they are.
[[nodiscard]] std::string path_of(const contract::Model& model, const contract::Shape& root,
                                  std::string_view pointer);
// The clause that a JSON Schema keyword checks: "minLength" -> "length.min", "required" -> "required", …
[[nodiscard]] std::string clause_of_keyword(std::string_view keyword);
// The promise behind a schema finding: input or output by direction.
[[nodiscard]] std::string promise_of_finding(const contract::Model& model,
                                             const contract::Operation& operation, Direction direction,
                                             std::string_view pointer, std::string_view keyword);
// Where the fact behind an input or output promise comes from.
[[nodiscard]] std::string source_text(const contract::Traits& traits, std::string_view trait_id = {});

}  // namespace hallmark::plan

// Example:
//
//   const auto promise_of_name = [](const contract::Model& model, const contract::Operation& operation) {
//     return promise_of_finding(model, operation, Direction::input, "/Name", "minLength");
//   };
