#include "cli/embedded.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/digest.h"
#include "core/error.h"
#include "core/text.h"
#include "endpoint/mutants/mutants.h"
#include "endpoint/mutants/variations.h"

namespace hallmark::cli {
namespace {

constexpr std::string_view derived_prefix = "HALLMARK";

}  // namespace

endpoint::Options endpoint_options(const std::vector<std::string>& mutants,
                                   const std::vector<std::string>& variations, const std::string& region) {
  endpoint::Options options;
  options.region = region;
  options.mutants.insert(mutants.begin(), mutants.end());
  options.variations.insert(variations.begin(), variations.end());
  const char* option = "--mutant";
  try {
    static_cast<void>(endpoint::Mutants(options.mutants));
    option = "--variation";
    endpoint::check_variations(options.variations);
  } catch (const core::DocumentError& error) {
    throw UsageError{.message = fmt::format("{}: {}", option, error.problem().message),
                     .advice = error.problem().advice};
  }
  return options;
}

Json facts_of(const plan::Suite& suite) {
  if (suite.file.empty()) return {};
  Json facts = suite.facts;
  facts["promised"] = suite.promised;
  return facts;
}

std::unique_ptr<endpoint::EmbeddedEndpoint> start_builtin(plan::Target& target,
                                                          const std::vector<plan::ServicePlan>& services,
                                                          const TargetOptions& options) {
  const auto address_of = [&](const std::string& slug) {
    const auto own = target.endpoints.find(slug);
    if (own != target.endpoints.end()) return own->second;
    const auto any = target.endpoints.find("*");
    return any == target.endpoints.end() ? std::string() : any->second;
  };
  std::vector<std::shared_ptr<const contract::Model>> builtin;
  std::map<std::string, Json> facts;
  for (const plan::ServicePlan& service : services) {
    if (address_of(service.model->slug) != "builtin") continue;
    builtin.push_back(service.model);
    if (Json each = facts_of(service.suite); !each.is_null()) facts[service.model->slug] = std::move(each);
  }
  if (builtin.empty()) {
    if (!options.mutants.empty() || !options.variations.empty()) {
      throw UsageError{
          .message = "--mutant and --variation are for the embedded endpoint, which this target does not use",
          .advice = "Use --target embedded."};
    }
    return nullptr;
  }
  endpoint::ServerOptions server;
  server.endpoint = endpoint_options(options.mutants, options.variations, target.region);
  server.endpoint.limits = target.limits;
  server.endpoint.facts = std::move(facts);
  auto embedded = endpoint::EmbeddedEndpoint::start(builtin, server);
  for (const auto& [slug, url] : embedded->endpoints()) target.endpoints[slug] = url;
  return embedded;
}

std::function<std::optional<wire::Credentials>(const std::string& role)> fresh_accounts() {
  return [](const std::string& role) -> std::optional<wire::Credentials> {
    wire::Credentials credentials;
    const std::string random = core::replace_all(core::random_uuid(), "-", "");
    credentials.access_key_id = endpoint::derived_access_key(
        role, std::string(endpoint::passing_suffix) + core::to_upper(random.substr(0, 16)));
    credentials.secret_access_key = endpoint::derived_secret(credentials.access_key_id);
    return credentials;
  };
}

std::optional<wire::Credentials> derived_account(const std::string& access_key_id) {
  if (access_key_id.compare(0, derived_prefix.size(), derived_prefix) != 0) return std::nullopt;
  return wire::Credentials{.access_key_id = access_key_id,
                           .secret_access_key = endpoint::derived_secret(access_key_id),
                           .session_token = {}};
}

}  // namespace hallmark::cli
