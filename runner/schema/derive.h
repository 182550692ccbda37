// Contract -> JSON Schema 2020-12, of members documents (see wire/protocol.h). Standard
// keywords only; shared and recursive shapes stand in $defs; objects are open.
//
// What becomes what:
//   blob                 string with contentEncoding base64; a length counts bytes and becomes the
//                        length of the base64 text, in whole groups of four
//   timestamp            what the effective format allows under the contract's first protocol: a number,
//                        or a string with format "date-time" or "http-date"; anything of the three where
//                        the contract states no protocol
//   float, double        number, or "NaN", "Infinity", "-Infinity"; bigInteger, bigDecimal: or a string
//   document             anything
//   list, map            array, object; null items only where sparse
//   structure            object; label, query, header, status and payload members stand among the others
//   union                object with exactly one of the members (oneOf of `required`, so that names that
//                        the contract does not have are tolerated; decoders drop them anyhow)
//   length, range, pattern, enum, uniqueItems, required: the keywords of the same sense
// Where documents disagree (`alternatives`, or a requirement that only a newer model has) the looser
// reading stands. A pattern that does not compile is left out.
#pragma once

#include <string>
#include <vector>

#include "contract/model.h"
#include "core/json.h"

namespace hallmark::schema {

// Requests carry every constraint of the model. Responses carry types, required, unions and
// constraints too: the judge sorts findings by keyword.
[[nodiscard]] OrderedJson request_schema(const contract::Model& model, const contract::Operation& operation);
[[nodiscard]] OrderedJson response_schema(const contract::Model& model, const contract::Operation& operation);
[[nodiscard]] OrderedJson error_schema(const contract::Model& model, const contract::Shape& error);
// What an operation lists: [{"name", "code", "status"?, "fault"?, "source"}], each once, in the documents'
// order.
[[nodiscard]] OrderedJson errors_document(const contract::Model& model, const contract::Operation& operation);

// "urn:hallmark:schema:<slug>:<file>": an identifier, not an address.
[[nodiscard]] std::string schema_id(const contract::Model& model, std::string_view file);

// Every file that belongs beside model.json: name -> text (pretty, final newline).
// <Operation>.request.schema.json, <Operation>.response.schema.json, <Operation>.errors.json and, for
// each exception that any of them lists, <Exception>.error.schema.json. Sorted by name.
struct SchemaFile {
  std::string name;  // "UpdateDomain.request.schema.json"
  std::string text;
};
[[nodiscard]] std::vector<SchemaFile> schema_files(const contract::Model& model,
                                                   const std::vector<const contract::Operation*>& operations);

}  // namespace hallmark::schema

// Example:
//
//   const auto write_all = [](const contract::Model& model) {
//     std::vector<std::string> names;
//     for (const SchemaFile& file : schema_files(model, model.all_operations()))
//       names.push_back(file.name);
//     return names;
//   };
