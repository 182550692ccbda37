#include "cli/option_groups.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "contract/protocols.h"
#include "core/text.h"
#include "names/dangers.h"

namespace hallmark::cli {
namespace {

// Empty for a protocol that Hallmark speaks, by any of its names; else what is wrong.
std::string unknown_protocol(const std::string& name) {
  if (contract::find_protocol_facts(name) != nullptr) return {};
  return fmt::format("{} is no protocol that Hallmark speaks; name one of {}", core::printable(name),
                     contract::protocol_names());
}

std::string dangers() {
  std::vector<std::string> names;
  for (const names::Dangers::Class& each : names::Dangers::standard().classes()) names.push_back(each.name);
  return core::join(names, ", ");
}

}  // namespace

void add_workspace(CLI::App& app, WorkspaceOptions& options, bool models) {
  app.add_option(
      "--data", options.data,
      "Folder with suites/, schemas/, fixtures/ or targets/ of yours; its files stand before Hallmark's "
      "own");
  if (!models) return;
  app.add_option("-m,--model", options.models,
                 "A contract instead of the suites': service-2.json[.gz], Smithy JSON AST, boto3 or API "
                 "Reference page (repeatable)")
      ->check(CLI::ExistingPath);
  app.add_option("--protocol", options.protocol,
                 "Protocol to speak, whatever the contract states: rest-json, aws-query, …")
      ->check(unknown_protocol);
  app.add_option("--service", options.service, service_help);
}

void add_selection(CLI::App& app, SelectionOptions& options, bool positional) {
  add_workspace(app, options.workspace);
  if (positional) {
    app.add_option(
        "ids", options.include,
        "Services or case ids: prefixes (sqs, voice-id.UpdateDomain/success) or globs, or @FILE with one a "
        "line; none: what suites have by default");
  }
  app.add_option("-x,--exclude", options.exclude, "Ids to leave out: prefixes or globs (repeatable)");
  app.add_option("--depth", options.depth, "How much is generated: quick, normal or thorough")
      ->capture_default_str();
  app.add_option("--shard", options.shard,
                 "Only the i-th of n shards, i/n; auto: from CI_NODE_INDEX and CI_NODE_TOTAL, or "
                 "JOB_COMPLETION_INDEX and JOB_COMPLETIONS (auto/n: of n)");
  app.add_option("--max-cases", options.max_cases,
                 "Bound on the generated cases of one operation, for each depth up to --depth")
      ->check(CLI::Range(0, 1'000'000'000))
      ->capture_default_str();
  app.add_flag("!--no-fixtures", options.workspace.fixtures, "Leave out the fixtures");
  app.add_flag("!--no-generated", options.generated, "Leave out the generated cases");
}

// What judge and proxy judge by, and where they report it.
void add_judging(CLI::App& app, JudgingOptions& options) {
  add_workspace(app, options.workspace);
  app.add_option("--models", options.models,
                 "Folder of models, searched when an exchange needs one: botocore's "
                 "service/version/service-2.json[.gz], "
                 "or Smithy JSON ASTs; without it: schemas/")
      ->check(CLI::ExistingDirectory);
  app.add_flag("--strict", options.strict, "Drift fails, too");
  app.add_flag("-q,--quiet", options.quiet, "Only the summary and the counts");
  app.add_flag("-v,--verbose", options.verbose, "Every drift, too");
  app.add_option("-r,--report", options.reports, report_help);
  add_body_limits(app, options.body_limits);
}

void add_body_limits(CLI::App& app, wire::BodyLimits& limits) {
  app.add_option("--max-nesting", limits.max_depth, "Lists and objects inside each other, at most")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  app.add_option("--max-values", limits.max_values, "Values in one body, at most")
      ->check(CLI::Range(1, 1'000'000'000))
      ->capture_default_str();
}

void add_target(CLI::App& app, TargetOptions& options) {
  app.add_option("-t,--target", options.target,
                 "Target profile: a name in targets/ (embedded, ministack, moto) or a file");
  app.add_option("-e,--endpoint", options.endpoint, "Address of the endpoint: http://127.0.0.1:4566");
  app.add_option("--region", options.region, "Region to sign for");
  app.add_option("--allow", options.allow,
                 "Class of danger that may be risked on a remote target: " + dangers() + " (repeatable)");
}

void add_endpoint_faults(CLI::App& app, std::vector<std::string>& mutants,
                         std::vector<std::string>& variations) {
  app.add_option("--mutant", mutants, "Mutant of the embedded endpoint, NAME[,Operation] (repeatable)");
  app.add_option("--variation", variations, "Conforming variation of the embedded endpoint (repeatable)");
}

}  // namespace hallmark::cli
