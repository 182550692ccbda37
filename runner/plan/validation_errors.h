// Which exceptions say "your input is wrong", by name, in one place. A generated negative conforms when
// it is answered by one that its operation declares, or by one of its protocol's common ones (decision 5).
// A suite's `validation_errors` replaces both lists. Never by substring.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "contract/model.h"
#include "plan/case.h"

namespace hallmark::plan {

// What every service of a protocol may answer to a bad input without listing it.
[[nodiscard]] const std::vector<std::string>& common_validation_errors(std::string_view protocol);
// What a request that cannot be parsed at all may get in addition (SerializationException, MalformedXML, …).
[[nodiscard]] const std::vector<std::string>& common_parse_errors(std::string_view protocol);
// To a missing, wrong or expired signature; what an operation lists for it: contract/refusals.h.
[[nodiscard]] const std::vector<std::string>& common_identity_errors(std::string_view protocol);
// To an operation or path that the service does not have.
[[nodiscard]] const std::vector<std::string>& common_unknown_operation_errors(std::string_view protocol);

struct ValidationErrors {
  std::vector<std::string> declared;  // listed on the operation, contract order
  std::vector<std::string> common;    // not listed, but the protocol's
};
[[nodiscard]] ValidationErrors validation_errors(const contract::Model& model,
                                                 const contract::Operation& operation, const Suite& suite,
                                                 std::string_view protocol);
// True for names that say "there is no such operation" and nothing else.
[[nodiscard]] bool is_unknown_operation_error(std::string_view code);

}  // namespace hallmark::plan
