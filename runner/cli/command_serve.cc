#include <fmt/format.h>

#include <chrono>
#include <ostream>
#include <thread>

#include "cli/commands.h"
#include "cli/embedded.h"
#include "core/digest.h"
#include "core/text.h"
#include "reports/text.h"

namespace hallmark::cli {

namespace {

// What a client has to sign with. The keys of one line of the profile and this one see the same resources.
void write_credentials(const ServeCommand& options, const std::string& suffix, std::ostream& out) {
  const std::string key = endpoint::derived_access_key("default", suffix);
  out << fmt::format(
             "sign with: AWS_ACCESS_KEY_ID={} AWS_SECRET_ACCESS_KEY={} AWS_DEFAULT_REGION={}\n"
             "  Keys begin with HALLMARK and a role (default, denied, forbidden, unauthorized, limits, "
             "rate); a target "
             "profile\n  has one of each. {}\n",
             key, endpoint::derived_secret(key), options.region,
             options.any_credentials
                 ? "Any other key is accepted, too, unverified, as an account of its own."
                 : "No other key is known; --any-credentials accepts them all, unverified.")
      << std::flush;
}

}  // namespace

int serve_command(const ServeCommand& options, Context& context) {
  const Workspace workspace(options.workspace);
  std::vector<std::shared_ptr<const contract::Model>> models;
  std::map<std::string, Json> facts;
  for (Judged& judged : workspace.services(options.services)) {
    if (Json each = facts_of(judged.suite); !each.is_null()) facts[judged.model->slug] = std::move(each);
    models.push_back(std::move(judged.model));
  }
  if (models.empty()) {
    context.err << "hallmark: no service is selected\n";
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
