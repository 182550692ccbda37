// Every promise that the contract makes about one operation, with its id, its source, and whether a
// request can put it to the test. Ids (contract/promise_id.h):
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
// Paths: see generate.h. A recursive shape is followed once around.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "contract/model.h"
#include "contract/promise_id.h"
#include "names/names.h"
#include "plan/cases/case.h"

namespace hallmark::plan {

enum class Direction { input, output };

struct Promise {
  std::string id;
  std::string source;  // "page", "model", "newer-model", "overlay", or the suite's own sentence
  bool observable = true;
  std::string why_not;  // when not: "uniqueness of items is not visible in a response", …
};

// `names`: of the model, where many operations are asked about; made anew when null. Of generated behaviour
// only what the suite, with what was inferred, can put to the test is a promise.
[[nodiscard]] std::vector<Promise> promises_of(const contract::Model& model,
                                               const contract::Operation& operation, const Suite& suite,
                                               const names::Names* names = nullptr);
// The same, one at a time: a value comes before what it holds.
void for_promises(const contract::Model& model, const contract::Operation& operation, const Suite& suite,
                  const names::Names* names, const std::function<void(Promise)>& each);

// What stands for an id where there are very many: its FNV-1a hash of 64 bits.
[[nodiscard]] std::uint64_t promise_key(std::string_view id);

// Whether this is the operation whose request stands, changed, for one that the service does not have: asked
// once per service, by the first judged operation that needs no input, else by the first.
[[nodiscard]] bool asks_for_no_operation(const contract::Model& model, const contract::Operation& operation,
                                         const Suite& suite);

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
//   const auto observable = [](const contract::Model& model, const contract::Operation& operation,
//                              const Suite& suite) {
//     const std::vector<Promise> all = promises_of(model, operation, suite);
//     return std::count_if(all.begin(), all.end(),
//                          [](const Promise& promise) { return promise.observable; });
//   };
