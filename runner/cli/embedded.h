// The embedded endpoint in this process, for targets whose endpoints are "builtin", and the fresh
// accounts that a run takes on it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "endpoint/serve/server.h"
#include "wire/sigv4.h"

namespace hallmark::cli {

// Starts the endpoint for the services whose address in `target` is "builtin" and puts the real
// addresses there; null when there is none.
[[nodiscard]] std::unique_ptr<endpoint::EmbeddedEndpoint> start_builtin(
    plan::Target& target, const std::vector<plan::ServicePlan>& services, const TargetOptions& options);

// A new account of a role at every call.
[[nodiscard]] std::function<std::optional<wire::Credentials>(const std::string& role)> fresh_accounts();
// The credentials of a derived account by its access key; nullopt for any other key.
[[nodiscard]] std::optional<wire::Credentials> derived_account(const std::string& access_key_id);

// What a suite says of its service, for Options::facts; null when the suite has no file.
[[nodiscard]] Json facts_of(const plan::Suite& suite);

// Options of the endpoint from --mutant and --variation; throws UsageError for unknown names.
[[nodiscard]] endpoint::Options endpoint_options(const std::vector<std::string>& mutants,
                                                 const std::vector<std::string>& variations,
                                                 const std::string& region);

}  // namespace hallmark::cli
