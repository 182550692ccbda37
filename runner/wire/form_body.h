// Inputs of aws-query and ec2-query as form parameters, and back: "Groups.member.1.Name=a".
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "contract/model.h"
#include "wire/diagnostics.h"
#include "wire/http.h"

namespace hallmark::wire {

enum class FormStyle {
  query,  // "List.member.N", "Map.entry.N.key" unless flattened; names by xmlName
  ec2     // every list "List.N"; names capitalised, by ec2QueryName before xmlName
};

using FormParameters = std::vector<std::pair<std::string, std::string>>;  // decoded, in order

// The parameter name of a structure member in this style.
[[nodiscard]] std::string form_name_of(const contract::Member& member, FormStyle style);

// The members of `input` as parameters, model order first, then names that the model does not have.
// Nulls, empty maps and structures (and in ec2 empty lists) have no parameter: `inexpressible`.
void write_form(const contract::Model& model, const contract::Shape& structure, const Json& input,
                FormStyle style, FormParameters& parameters, std::vector<std::string>& inexpressible);
// "a=b&c=d", percent-encoded.
[[nodiscard]] std::string form_text(const FormParameters& parameters);

// The reverse. Parameters that fit nothing are noted as unknown members.
[[nodiscard]] Json read_form(const contract::Model& model, const contract::Shape& structure,
                             const std::vector<QueryParameter>& parameters, FormStyle style,
                             std::vector<Diagnostic>& diagnostics);

}  // namespace hallmark::wire
