// JSON in, with what nlohmann::json itself hides: positions, duplicate keys,
// trailing text, limits on depth and size. Read with parse_json (a value for
// everything that may come from an endpoint) or load_json (throws DocumentError,
// for files).
#pragma once

#include <cstddef>
#include <filesystem>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hallmark {
// Instances and members documents: object keys sorted, look-up in O(log n).
using Json = nlohmann::json;
// Models and files whose order of keys is kept: look-up is linear.
using OrderedJson = nlohmann::ordered_json;
}  // namespace hallmark

namespace hallmark::core {

struct JsonLimits {
  std::size_t max_bytes = std::size_t{256} << 20;
  std::size_t max_depth = 512;     // arrays and objects inside each other
  std::size_t max_number = 10000;  // characters of one number
};

struct JsonPosition {
  std::size_t offset = 0;  // bytes from the start
  std::size_t line = 1;    // 1-based
  std::size_t column = 1;  // 1-based, in bytes
};

// Why a text is not JSON (RFC 8259), and where.
struct JsonFault {
  // "syntax", "utf8", "depth", "size", "number" (too long or not finite), "trailing", "empty"
  std::string kind;
  std::string message;
  JsonPosition position;
};

// A member whose name stood in the same object before. The last one wins in `value`.
struct DuplicateKey {
  std::string pointer;
  JsonPosition position;
};

template <typename J>
struct ParsedJson {
  std::optional<J> value;                // absent when `fault` is set
  std::optional<JsonFault> fault;        // "trailing" leaves `value` set as well
  std::vector<DuplicateKey> duplicates;  // at most 100 are kept
};

// Never throws, never recurses: safe on any bytes. NaN, Infinity and comments are
// syntax faults; lone surrogates in escapes are a "utf8" fault. A number beyond 64
// bits becomes a double; one beyond a double's range is a "number" fault.
[[nodiscard]] ParsedJson<Json> parse_json(std::string_view text, const JsonLimits& limits = {});
[[nodiscard]] ParsedJson<OrderedJson> parse_ordered_json(std::string_view text,
                                                         const JsonLimits& limits = {});

// The position of the value that `pointer` names, found by scanning `text` again.
// Returns the start of the nearest enclosing value when the pointer leads nowhere.
[[nodiscard]] JsonPosition locate(std::string_view text, std::string_view pointer);

// A JSON file. Throws DocumentError: "file.read", "json.syntax", "json.duplicate-key".
struct JsonFile {
  std::string path;
  std::string text;
  OrderedJson value;
};
[[nodiscard]] JsonFile load_json(const std::filesystem::path& path, const JsonLimits& limits = {});
[[nodiscard]] JsonFile load_json_text(std::string text, std::string name, const JsonLimits& limits = {});

// A DocumentError for a place in a loaded file.
[[noreturn]] void fail_at(const JsonFile& file, std::string pointer, std::string rule, std::string message,
                          std::string advice = {});

// The two kinds of Json, each as the other. Iterative in depth up to JsonLimits.
[[nodiscard]] Json to_sorted(const OrderedJson& value);
[[nodiscard]] OrderedJson to_ordered(const Json& value);

// JSON Pointer (RFC 6901) pieces.
[[nodiscard]] std::string pointer_escape(std::string_view token);
[[nodiscard]] std::string pointer_unescape(std::string_view token);
// The pointer's pieces, unescaped: "/a~1b/0" -> "a/b", "0"; none of "".
[[nodiscard]] std::vector<std::string> pointer_tokens(std::string_view pointer);
[[nodiscard]] std::string pointer_join(std::string_view pointer, std::string_view token);
[[nodiscard]] std::string pointer_join(std::string_view pointer, std::size_t index);
// The pointer with these pieces, none of them escaped yet.
[[nodiscard]] std::string pointer_of(std::initializer_list<std::string_view> tokens);
// "/Tables/3/Name" -> "/Tables/*/Name".
[[nodiscard]] std::string pointer_without_indexes(std::string_view pointer);
// Null when the pointer is malformed or leads nowhere.
[[nodiscard]] const Json* pointer_find(const Json& root, std::string_view pointer);

// Compact UTF-8 text of any value; bytes that are not UTF-8 become U+FFFD. Cut to
// `max` bytes with "…" behind when longer (0: never cut).
[[nodiscard]] std::string dump(const Json& value, std::size_t max = 0);

}  // namespace hallmark::core

// Example:
//
//   const JsonFile file = load_json("fixtures/shop/CreateOrder/success.json");
//   if (!file.value.contains("cases")) fail_at(file, "/cases", "fixture.required", "there are no cases");
//   const ParsedJson<Json> parsed = parse_json(R"({"Order": {"Id": "o-1"}})");
//   if (parsed.value) std::string id = dump(*pointer_find(*parsed.value, "/Order/Id"));
