// doctor: what an endpoint offers and verifies, and its target profile.
#include <fmt/format.h>

#include <cstdlib>
#include <ostream>

#include "cli/advice.h"
#include "cli/doctor.h"
#include "cli/first_steps.h"
#include "cli/marks.h"
#include "cli/new_files.h"
#include "core/clock.h"
#include "core/text.h"
#include "exchange/address.h"
#include "plan/plan.h"

namespace hallmark::cli {
namespace {

namespace fs = std::filesystem;

bool has_credentials() {
  const char* key = std::getenv("AWS_ACCESS_KEY_ID");
  return key != nullptr && *key != '\0';
}

// Nothing is named: which of all services there are.
bool is_brief(const DoctorCommand& options) {
  return options.services.empty() && options.workspace.models.empty();
}

plan::Target asked_target(const DoctorCommand& options) {
  std::string why;
  const auto address = exchange::parse_address(options.endpoint, &why);
  if (!address) {
    throw UsageError{.message = fmt::format("--endpoint {}: {}", core::printable(options.endpoint), why),
                     .advice = "Write a URL such as http://127.0.0.1:4566."};
  }
  plan::Target target;
  target.remote = !exchange::is_loopback(*address);
  if (target.remote && !options.remote) {
    throw UsageError{
        .message = fmt::format("--endpoint {}: it is not on this machine", core::printable(options.endpoint)),
        .advice = "Where that is meant, say --remote. Operations that read are asked, nothing is made."};
  }
  target.name =
      options.name.empty() ? (target.remote ? address->host : std::string("endpoint")) : options.name;
  target.endpoints["*"] = options.endpoint;
  if (!options.region.empty()) target.region = options.region;
  plan::Identity identity{.name = "default", .from = "env"};
  if (!has_credentials() && !target.remote)
    identity = {.name = "default", .from = "inline", .access_key_id = "test", .secret_access_key = "test"};
  target.identities["default"] = identity;
  return target;
}

std::vector<plan::ServicePlan> asked_services(const Workspace& workspace, const DoctorCommand& options,
                                              CommandContext& context) {
  for (const std::string& line : unknown_services(workspace, options.services)) complaints(context)(line);
  std::vector<plan::ServicePlan> services;
  const bool all = is_brief(options);
  const Workspace quiet = workspace.quiet();
  for (Judged& judged : quiet.services(all ? workspace.service_names() : options.services))
    services.push_back(plan::outline_service(std::move(judged.model), std::move(judged.suite)));
  return services;
}

NewTarget profile_of(const plan::Target& target, const Examination& found) {
  NewTarget profile{.name = target.name, .endpoint = target.endpoints.at("*"), .region = target.region};
  profile.verifies = found.verifies();
  profile.remote = target.remote;
  // On this machine any certificate will do; elsewhere somebody has to vouch for it.
  profile.verify_tls = target.verify_tls || target.remote;
  if (!target.verify_tls && target.remote)
    profile.comments.push_back(mark_for("who vouches for its certificate, as \"ca_file\"."));
  profile.from_environment = target.identities.at("default").from == "env" || !profile.verifies.empty() ||
                             found.signatures_unknown();
  if (found.signatures_unknown())
    profile.comments.push_back(
        mark_for("what it verifies under \"verifies\": no request was accepted that could tell."));
  std::vector<std::string> names;
  for (const ServiceExamination& service : found.services) {
    if (!service.probe.empty()) names.push_back(service.service);
  }
  profile.comments.push_back(fmt::format(
      "As `hallmark doctor` found it on {}{}. Permissions cannot be asked: with an identity "
      "\"denied\" that "
      "may do nothing, add \"permissions\" to \"verifies\".",
      core::format_time(core::system_clock().now(), core::TimestampFormat::date_time).substr(0, 10),
      names.empty() ? std::string() : ", asking " + core::join(names, ", ")));
  return profile;
}

}  // namespace

int doctor_command(const DoctorCommand& options, CommandContext& context) {
  const Workspace workspace(options.workspace);
  plan::Target target = asked_target(options);
  const std::vector<plan::ServicePlan> services = asked_services(workspace, options, context);
  if (services.empty()) {
    context.err << "hallmark: no service is selected; `hallmark list services` names what there is\n";
    return exit_nothing_ran;
  }
  if (!options.out.empty() && options.out != "-") {
    std::error_code ignored;
    if (fs::exists(options.out, ignored)) {
      throw UsageError{.message = fmt::format("--out {}: it is there already", core::printable(options.out)),
                       .advice = "Nothing was asked. Take it away first, or name another file."};
    }
  }
  ExamineOptions settings;
  const bool brief = is_brief(options);
  settings.most = options.most != 0 ? options.most : brief ? 15 : 25;
  settings.enough = brief ? 1 : 0;
  settings.executor.secrets = context.secrets;
  settings.executor.body_limits = options.body_limits;
  settings.executor.client.request_deadline =
      options.timeout.empty() ? std::chrono::milliseconds{10000} : duration_of(options.timeout, "--timeout");
  settings.executor.backoff_attempts = 1;
  Examination found = examine(target, services, settings);
  if (found.lost && options.endpoint.starts_with("https")) {
    // A certificate that nobody vouches for is told, and the rest is asked all the same.
    plan::Target trusting = target;
    trusting.verify_tls = false;
    if (Examination again = examine(trusting, services, settings); !again.lost) {
      again.said.push_back(fmt::format(
          "its certificate is not trusted: {}; a profile names who vouches for it with \"ca_file\"",
          *found.lost));
      found = std::move(again);
      target = std::move(trusting);
    }
  }
  const bool to_output = options.out == "-";
  const auto sink = core::stream_sink(to_output || found.lost ? context.err : context.out, context.secrets);
  sink->write(to_text(found, target, brief));
  if (found.lost) return exit_unreachable;
  if (options.out.empty()) {
    sink->write(brief ? "Name services to be told their operations; `--out FILE` writes the target profile\n"
                      : "`--out FILE` writes the target profile\n");
    return exit_conforms;
  }
  const std::string profile = pretty(new_target(profile_of(target, found)));
  if (to_output) {
    core::stream_sink(context.out, context.secrets)->write(profile);
    return exit_conforms;
  }
  const auto file = core::file_sink(options.out, context.secrets);
  file->write(profile);
  file->close();
  sink->write(fmt::format("wrote {0}; hallmark run --target {0} …\n", core::printable(options.out)));
  return exit_conforms;
}

}  // namespace hallmark::cli
