// The closed JSON Schemas of Hallmark's own files (schemas/formats/), compiled into the program.
// A loader calls check_format before it reads, so that whatever is misspelt, misplaced or of the
// wrong kind is said with file, line and pointer.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "core/json.h"
#include "jsonschema/schema.h"

namespace hallmark::schema {

// What stands in schemas/formats/: "fixture", "suite", "target", "known-deviations", "journal-line",
// "recording-line", "overlay", "instances", …
[[nodiscard]] std::vector<std::string_view> format_names();
// Its text; empty when there is no format of this name.
[[nodiscard]] std::string_view format_schema(std::string_view name);
// Compiled once, shared between threads. Throws std::out_of_range when there is no such format.
[[nodiscard]] const jsonschema::Schema& compiled_format(std::string_view name);

// What is wrong with a file of that format, or with the value at `pointer` where just that is: rule
// "<name>.<keyword>", the line and pointer of the value. Empty when nothing is, or nothing stands there.
[[nodiscard]] std::vector<core::DocumentProblem> format_problems(const core::JsonFile& file,
                                                                 std::string_view name,
                                                                 const std::string& pointer = {});
// Throws DocumentError for the first of them.
void check_format(const core::JsonFile& file, std::string_view name, const std::string& pointer = {});

}  // namespace hallmark::schema

// Example:
//
//   for (const core::DocumentProblem& problem :
//        format_problems(core::load_json("shop.suite.json"), "suite"))
//     std::string said = to_string(problem);
