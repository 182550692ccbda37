// What several commands need: durations, targets, selections, plans.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "cli/baseline.h"
#include "cli/commands.h"
#include "core/error.h"
#include "core/text.h"
#include "exchange/address.h"
#include "names/dangers.h"
#include "plan/cases/load.h"
#include "plan/cases/select.h"
#include "plan/share_out.h"
#include "reports/registry.h"

namespace hallmark::cli {

std::chrono::milliseconds duration_of(const std::string& text, const std::string& option) {
  double value = 0;
  const char* end = text.data() + text.size();
  const auto [rest, problem] = std::from_chars(text.data(), end, value);
  const std::string unit(rest, end);
  const double factor = unit == "ms"  ? 1
                        : unit == "s" ? 1000
                        : unit == "m" ? 60000
                        : unit == "h" ? 3600000
                                      : 0;
  if (problem != std::errc() || factor == 0 || !(value > 0) || value * factor > 1e10) {
    throw UsageError{.message = fmt::format("{} is not a duration: \"{}\"", option, core::printable(text)),
                     .advice = "Write a number and a unit: 250ms, 90s, 2m, 1h."};
  }
  return std::chrono::milliseconds(std::llround(value * factor));
}

std::size_t size_of(const std::string& text, const std::string& option) {
  std::size_t value = 0;
  const char* end = text.data() + text.size();
  const auto [rest, problem] = std::from_chars(text.data(), end, value);
  const std::string unit = core::to_lower(std::string_view(rest, static_cast<std::size_t>(end - rest)));
  const int shift = unit.empty() ? 0 : unit == "k" ? 10 : unit == "m" ? 20 : unit == "g" ? 30 : -1;
  if (problem != std::errc() || shift < 0 || value == 0 || value > (std::size_t{1} << 30)) {
    throw UsageError{.message = fmt::format("{} is not a size: \"{}\"", option, core::printable(text)),
                     .advice = "Write bytes, or a number and k, m or g: 4096, 256k, 64m, 1g."};
  }
  return value << static_cast<unsigned>(shift);
}

plan::PlanOptions SelectionOptions::plan_options() const {
  plan::PlanOptions options;
  options.selection.include = include;
  options.selection.exclude = exclude;
  const auto parsed_depth = plan::parse_depth(depth);
  if (!parsed_depth) {
    throw UsageError{.message = fmt::format("--depth is not known: \"{}\"", core::printable(depth)),
                     .advice = "It is quick, normal or thorough."};
  }
  options.selection.depth = *parsed_depth;
  if (!shard.empty()) {
    const auto parsed =
        plan::parse_shard(shard_of(shard, [](const char* name) { return std::getenv(name); }));
    if (!parsed) {
      throw UsageError{.message = fmt::format("--shard is not i/n: \"{}\"", core::printable(shard)),
                       .advice = "Write for example 2/5 for the second of five shards."};
    }
    options.selection.shard = parsed->first;
    options.selection.shards = parsed->second;
  }
  options.fixtures = workspace.fixtures;
  options.generated = generated;
  options.max_generated_per_operation = max_cases;
  return options;
}

std::function<void(const std::string&)> complaints(CommandContext& context) {
  return [&context](const std::string& sentence) {
    context.err << "hallmark: " << (context.secrets ? context.secrets->redact(sentence) : sentence) << "\n";
  };
}

OpenReports open_reports(const std::vector<std::string>& wanted, bool console, bool quiet, bool verbose,
                         CommandContext& context) {
  constexpr const char* advice = "Write FORMAT=PATH, for example junit=out/junit.xml.";
  std::vector<reports::ReportRequest> requests;
  OpenReports opened;
  for (const std::string& text : wanted) {
    std::string problem;
    auto request = reports::parse_request(text, &problem);
    if (!request) throw UsageError{.message = problem, .advice = advice};
    opened.standard_output = opened.standard_output || request->replaces_console();
    requests.push_back(std::move(*request));
  }
  if (console && !opened.standard_output) requests.insert(requests.begin(), {.name = "console", .path = {}});
  if (const auto repeated = reports::repeated_path(requests)) {
    throw UsageError{.message = "--report: " + *repeated,
                     .advice = "Give each a path of its own; FORMAT=- is standard output."};
  }
  reports::ReportOptions options{.secrets = context.secrets, .console = context.console, .out = &context.out};
  options.console.quiet = quiet;
  options.console.verbose = verbose;
  for (const reports::ReportRequest& request : requests) {
    opened.listeners.push_back(reports::make_report(request, options, complaints(context)));
  }
  return opened;
}

plan::Target target_of(const Workspace& workspace, const TargetOptions& options) {
  const bool has_target = !options.target.empty();
  const bool has_endpoint = !options.endpoint.empty();
  if (has_target == has_endpoint) {
    throw UsageError{
        .message = has_target ? "--target and --endpoint exclude each other"
                              : "no target: neither --target nor --endpoint says which endpoint is judged",
        .advice =
            "Name a profile (--target embedded) or an address (--endpoint http://127.0.0.1:4566). An empty "
            "variable in a script counts as none."};
  }
  const auto find = [&]() -> plan::Target {
    try {
      return has_target ? workspace.target(options.target) : plan::target_for_url(options.endpoint);
    } catch (const core::DocumentError& error) {  // a word that leads to no profile is no bad profile
      const core::DocumentProblem& problem = error.problem();
      if (has_endpoint)
        throw UsageError{.message = "--endpoint: " + core::printable(problem.message),
                         .advice = problem.advice};
      if (problem.rule != "target.unknown" && problem.rule != "file.read") throw;
      throw UsageError{.message = fmt::format("--target {}: {}", core::printable(options.target),
                                              core::printable(problem.message)),
                       .advice = problem.advice};
    }
  };
  plan::Target target = find();
  if (std::string why;
      has_endpoint && options.endpoint != "builtin" && !exchange::parse_address(options.endpoint, &why)) {
    throw UsageError{.message = fmt::format("--endpoint {}: {}", core::printable(options.endpoint), why),
                     .advice = "Write a URL such as http://127.0.0.1:4566."};
  }
  if (!options.region.empty()) target.region = options.region;
  const auto& classes = names::Dangers::standard().classes();
  for (const std::string& allowed : options.allow) {
    const bool there =
        std::any_of(classes.begin(), classes.end(), [&](const auto& each) { return each.name == allowed; });
    if (!there) {
      std::vector<std::string> all;
      for (const auto& each : classes) all.push_back(fmt::format("{} ({})", each.name, each.words));
      throw UsageError{
          .message = fmt::format("--allow {}: there is no such class of danger", core::printable(allowed)),
          .advice = "There are " + core::join(all, ", ") + "."};
    }
    target.allowed.insert(allowed);
  }
  return target;
}

namespace {

// It would be taken for a selection, and select nothing.
void refuse_service_without_model(const SelectionOptions& selection) {
  const WorkspaceOptions& workspace = selection.workspace;
  if (workspace.service.empty() || !workspace.models.empty()) return;
  throw UsageError{
      .message = fmt::format("--service {} says which service of --model is meant, and there is no --model",
                             core::printable(workspace.service)),
      .advice = "Ids select suites: hallmark run voice-id."};
}

}  // namespace

CaseStream stream_services(const Workspace& workspace, const SelectionOptions& selection,
                           const plan::Target& target) {
  refuse_service_without_model(selection);
  CaseStream stream{.services = {}, .fixtures = {}, .target = target, .options = selection.plan_options()};
  for (Judged& judged : workspace.services(selection.include)) {
    stream.services.push_back(plan::outline_service(std::move(judged.model), std::move(judged.suite)));
    stream.fixtures.push_back(std::move(judged.fixtures));
  }
  plan::Selection& cut = stream.options.selection;
  if (cut.shards > 1) cut.line = plan::share_out(cut, stream.services, stream.fixtures);
  return stream;
}

std::vector<plan::ServicePlan> plan_services(const Workspace& workspace, const SelectionOptions& selection,
                                             const plan::Target& target) {
  CaseStream stream = stream_services(workspace, selection, target);
  for (std::size_t i = 0; i < stream.services.size(); ++i)
    stream.each(i, [&](plan::Case test) { stream.services[i].cases.push_back(std::move(test)); });
  return std::move(stream.services);
}

}  // namespace hallmark::cli
