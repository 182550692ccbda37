// JSON Schema 2020-12: compile once, validate from many threads. Findings are values
// with instance pointer, keyword, schema location, expected and actual; a schema that is
// wrong throws DocumentError when it is compiled.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/json.h"

namespace hallmark::jsonschema {

struct SchemaFinding {
  std::string instance;         // JSON Pointer of the value that fails
  std::string keyword;          // "maxLength", "type", …; "" for a false schema
  std::string schema_location;  // absolute: "https://…/x.json#/properties/Name/maxLength"
  std::string expected;         // "at most 256 characters"
  std::string actual;           // "257 characters", shortened
};

struct Evaluation {
  bool valid = true;
  std::vector<SchemaFinding> findings;  // leaves only, document order; at most Limits::max_findings
  bool gave_up = false;                 // a limit was reached: neither valid nor invalid. `limit` says which
  std::string limit;
};

struct Limits {
  std::size_t max_findings = 100;
  std::size_t max_depth = 1000;           // of evaluation
  std::uint64_t max_steps = 50'000'000;   // keyword evaluations
  std::uint32_t match_limit = 1'000'000;  // PCRE2's, per pattern and string
};

struct CompileOptions {
  // Answers a schema for an absolute URI without fragment, or null. Never fetches by itself.
  std::function<const OrderedJson*(const std::string& uri)> resolve;
  std::string base_uri;        // of a schema without $id
  bool assert_format = false;  // 2020-12 default: annotation only. On: date-time, and Hallmark's "http-date"
  bool refuse_unknown_keywords = false;  // for our own schemas; "x-…" and $comment are always allowed
};

class Schema {
 public:
  // Throws DocumentError ("schema.…", pointer in the schema): wrong keyword value, bad pattern,
  // unresolvable $ref.
  [[nodiscard]] static Schema compile(const core::JsonFile& file, const CompileOptions& options = {});
  [[nodiscard]] static Schema compile(const OrderedJson& schema, const CompileOptions& options = {});

  [[nodiscard]] Evaluation validate(const Json& instance, const Limits& limits = {}) const;

  // A sub-schema of the same document by pointer ("#/$defs/X"), sharing what was compiled.
  [[nodiscard]] Schema at(std::string_view pointer) const;

  Schema(const Schema&);
  Schema(Schema&&) noexcept;
  Schema& operator=(const Schema&);
  Schema& operator=(Schema&&) noexcept;
  ~Schema();

 private:
  struct Compiled;
  explicit Schema(std::shared_ptr<const Compiled> compiled);
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace hallmark::jsonschema

// Example:
//
//   const Schema schema =
//       Schema::compile(OrderedJson::parse(R"({"properties": {"Name": {"maxLength": 3}}})"));
//   for (const SchemaFinding& finding : schema.validate({{"Name", "longer"}}).findings)
//     std::string said = finding.instance + ": " + finding.expected + ", got " + finding.actual;
