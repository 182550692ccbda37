#include <fmt/format.h>

#include <chrono>
#include <ostream>
#include <thread>

#include "cli/advice.h"
#include "cli/commands.h"
#include "cli/embedded.h"
#include "core/digest.h"
#include "core/text.h"
#include "reports/text.h"

namespace hallmark::cli {

namespace {

// Keys that are known without registration, by what their holder may do.
constexpr std::pair<const char*, const char*> roles[] = {
    {"default", "may do everything"},
    {"denied", "may do nothing: AccessDenied, or the nearest listed exception"},
    {"forbidden", "likewise Forbidden"},
    {"unauthorized", "likewise Unauthorized"},
    {"limits", "meets the limits of resources (--limit)"},
    {"rate", "is throttled beyond ten requests at once"},
};

// What a client has to sign with. The keys in the profile and this one see the same resources; a run takes an
// account of its own for each case.
void write_credentials(const ServeCommand& options, const std::string& suffix, std::ostream& out) {
  const std::string key = endpoint::derived_access_key("default", suffix);
  out << fmt::format("sign with: AWS_ACCESS_KEY_ID={} AWS_SECRET_ACCESS_KEY={} AWS_DEFAULT_REGION={}\n", key,
                     endpoint::derived_secret(key), options.region);
  out << "accepted keys, of one account, with secrets:\n";
  for (const auto& [role, what] : roles) {
    const std::string each = endpoint::derived_access_key(role, suffix);
    out << fmt::format("  {:<34} {}  {}\n", each, endpoint::derived_secret(each), what);
  }
  out << (options.any_credentials ? "Any other key is accepted, too, unverified, as an account of its own.\n"
                                  : "Other keys are refused, and so are requests that are not signed; "
                                    "--any-credentials accepts every "
                                    "key, unverified.\n")
      << std::flush;
}

}  // namespace

int serve_command(const ServeCommand& options, CommandContext& context) {
  const Workspace workspace(options.workspace);
  std::vector<std::shared_ptr<const contract::Model>> models;
  std::map<std::string, Json> facts;
  for (Judged& judged : workspace.services(options.services)) {
    if (Json each = facts_of(judged.suite); !each.is_null()) facts[judged.model->slug] = std::move(each);
    models.push_back(std::move(judged.model));
  }
  for (const std::string& line : unknown_services(workspace, options.services)) complaints(context)(line);
  if (models.empty()) {
    context.err << "hallmark: no service is selected; `hallmark list services` names what there is\n";
    return exit_nothing_ran;
  }
  endpoint::ServerOptions server;
  server.endpoint = endpoint_options(options.mutants, options.variations, options.region);
  server.endpoint.facts = std::move(facts);
  server.endpoint.any_credentials = options.any_credentials;
  server.host = options.host;
  server.port = options.port;
  for (const std::string& limit : options.limits) {
    const std::size_t at = limit.find('=');
    const std::string count = at == std::string::npos ? "" : limit.substr(at + 1);
    if (count.empty() || count.size() > 9 || count.find_first_not_of("0123456789") != std::string::npos) {
      throw UsageError{.message = fmt::format("--limit is not Resource=N: \"{}\"", core::printable(limit)),
                       .advice = "Write for example --limit VoiceConnectorGroup=3."};
    }
    server.endpoint.limits[limit.substr(0, at)] = std::stoi(count);
  }
  const auto embedded = endpoint::EmbeddedEndpoint::start(models, server);
  for (const auto& [slug, url] : embedded->endpoints()) context.out << fmt::format("{:<24} {}\n", slug, url);
  context.out << fmt::format("{:<24} {}  (by Host, <service>.localhost, or by signature)\n", "all",
                             embedded->url())
              << std::flush;
  const std::string suffix = core::to_upper(core::replace_all(core::random_uuid(), "-", "").substr(0, 12));
  write_credentials(options, suffix, context.out);
  if (!options.target_file.empty()) {
    const auto sink = core::file_sink(options.target_file, nullptr);
    sink->write(endpoint::target_profile(*embedded, server.endpoint, suffix).dump(2) + "\n");
    sink->close();
    context.out << "target profile: " << options.target_file << "\n" << std::flush;
  }
  while (!options.once && context.interrupted != nullptr && !context.interrupted->load()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  embedded->stop();
  context.out << fmt::format("{} answered, {} in the store\n",
                             reports::counted(embedded->requests(), "request", "requests"),
                             reports::counted(embedded->stored(), "resource", "resources"));
  return exit_conforms;
}

}  // namespace hallmark::cli
