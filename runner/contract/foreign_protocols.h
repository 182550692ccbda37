// Protocols that a document states and that Hallmark does not speak: which they are, which of ours comes
// near, and what to tell the user.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "contract/model.h"

namespace hallmark::contract {

namespace trait {
// Protocols of a botocore model that Hallmark does not speak, by name: ["query-json"].
inline constexpr std::string_view foreign_protocols = "hallmark.api#foreignProtocols";
}  // namespace trait

// Trait ids ("alloy#simpleRestJson") and names of botocore's ("query-json"), as stated. A trait of a service
// is one when its shape is a protocolDefinition, or when it is called like one and is none of Smithy's own.
[[nodiscard]] std::vector<std::string> foreign_protocols(const Model& model);

// The short name of the protocol of ours that comes nearest by its name: "rest-json" for "simpleRestJson";
// empty when none does.
[[nodiscard]] std::string nearest_protocol(std::string_view foreign);

// Why a contract without a protocol of ours has none, and what can be done: "it states alloy#simpleRestJson,
// which Hallmark does not speak; --protocol rest-json comes near".
[[nodiscard]] std::string why_no_protocol(const Model& model);

}  // namespace hallmark::contract

// Example:
//
//   const auto why = [](const Model& model) {
//     return model.protocols().empty() ? why_no_protocol(model) : std::string();
//   };
