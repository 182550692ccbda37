// Which exception a refusal is, for any service: the one that the operation lists for
// it, or else the one that all services of the protocol share.
#pragma once

#include <optional>
#include <string>

#include "contract/model.h"
#include "wire/protocol.h"

namespace hallmark::endpoint {

enum class Refusal {
  validation,    // the input breaks a constraint
  denied,        // the account may not do this
  forbidden,     // the account may never do this
  unauthorized,  // the account is not authorised now
  missing_signature,
  malformed_signature,
  unknown_key,
  bad_token,
  bad_signature,
  expired,
  throttled,
  not_found,
  already_exists,
  token_reused,  // an idempotency token with another input
  conflict,
  in_use,
  limit,
  stale_version,    // If-Match names an older version
  invalid_version,  // If-Match is missing or names none
  unknown_operation,
  unreadable,  // the body, or a value of it, cannot be read
  internal
};

[[nodiscard]] bool is_about_identity(Refusal refusal);

// An exception that is about to be answered.
struct Raised {
  std::string name;  // exception shape, or a common error's code
  std::string message;
  Json members = Json::object();  // further members of the shape
  std::optional<int> status;      // only where the contract has none to say
};

// The exception for a refusal: listed on the operation, else common to the protocol.
[[nodiscard]] Raised refuse(const contract::Model& model, const contract::Operation& operation,
                            const wire::Protocol& protocol, Refusal refusal, std::string message);
// The one that all services of the protocol share, whatever the operation lists. `plain`: in the other of its
// two forms, with or without "Exception".
[[nodiscard]] Raised refuse_commonly(const wire::Protocol& protocol, Refusal refusal, std::string message,
                                     bool plain = false);
// The listed exception for it; null when the operation has none.
[[nodiscard]] const contract::Shape* listed_for(const contract::Model& model,
                                                const contract::Operation& operation, Refusal refusal,
                                                std::string_view noun = {});
// Whether one of the listed exceptions says that a thing of this name is there already, and nothing else:
// a mere conflict does not.
[[nodiscard]] bool says_exists(const contract::Model& model, const contract::Operation& operation,
                               std::string_view kind);
// Whether the name says that there is no such thing.
[[nodiscard]] bool says_not_found(std::string_view exception);
[[nodiscard]] const contract::Shape* find_listed(const contract::Model& model,
                                                 const contract::Operation& operation,
                                                 std::string_view name_or_code, std::string_view protocol_id);

[[nodiscard]] wire::ErrorAnswer error_answer(const contract::Model& model,
                                             const contract::Operation& operation,
                                             const wire::Protocol& protocol, const Raised& raised,
                                             std::string request_id);

}  // namespace hallmark::endpoint
