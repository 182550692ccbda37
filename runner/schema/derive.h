// Contract -> JSON Schema 2020-12, of members documents (see wire/protocol.h). Standard
// keywords only; shared and recursive shapes stand in $defs; objects are open.
#pragma once

#include <string>
#include <vector>

#include "contract/model.h"
#include "core/json.h"

namespace hallmark::schema {

// Requests carry every constraint of the model. Responses carry types, required, unions and
// constraints too: the judge sorts findings by keyword. Timestamps: number or string, with
// the format where the protocol fixes it.
[[nodiscard]] OrderedJson request_schema(const contract::Model& model, const contract::Operation& operation);
[[nodiscard]] OrderedJson response_schema(const contract::Model& model, const contract::Operation& operation);
[[nodiscard]] OrderedJson error_schema(const contract::Model& model, const contract::Shape& error);
// {"operation": …, "errors": [{"name", "code", "status", "fault", "source"}]}
[[nodiscard]] OrderedJson errors_document(const contract::Model& model, const contract::Operation& operation);

// Every file that belongs beside model.json: name -> text (pretty, final newline).
struct SchemaFile {
  std::string name;  // "UpdateDomain.request.schema.json"
  std::string text;
};
[[nodiscard]] std::vector<SchemaFile> schema_files(const contract::Model& model,
                                                   const std::vector<const contract::Operation*>& operations);

}  // namespace hallmark::schema
