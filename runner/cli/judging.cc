#include "cli/judging.h"

#include <fmt/format.h>

#include <ostream>

#include "core/error.h"
#include "core/text.h"
#include "plan/cases/known.h"

namespace hallmark::cli {
namespace {

ContractLibrary library_of(const Workspace& workspace, const JudgingOptions& options) {
  if (!options.models.empty() && !options.workspace.models.empty()) {
    throw UsageError{.message = "--model and --models exclude each other",
                     .advice = "--model names documents, --models a folder that is searched."};
  }
  if (!options.workspace.models.empty()) return ContractLibrary(workspace.services({}));
  if (!options.models.empty()) return ContractLibrary(options.models);
  return ContractLibrary(workspace.data());
}

// The slug of the contract that --service names.
std::string service_of(const ContractLibrary& library, const std::string& name) {
  if (name.empty()) return {};
  std::vector<std::string> slugs;
  for (const run::ContractEntry& entry : library.entries()) {
    if (core::equal_ignoring_case(entry.slug, name)) return entry.slug;
    slugs.push_back(entry.slug);
  }
  const auto meant = core::nearest(name, slugs);
  throw UsageError{.message = fmt::format("no contract here is of a service {}", core::printable(name)),
                   .advice = meant ? fmt::format("Did you mean {}?", *meant) : ""};
}

}  // namespace

Judging::Judging(const JudgingOptions& options, const std::string& known, JudgeOutputOptions shown,
                 CommandContext& context)
    : workspace_(options.workspace),
      library_(library_of(workspace_, options)),
      service_(service_of(library_, options.workspace.service)),
      reports_(open_reports(options.reports, false, options.quiet, options.verbose, context)),
      output_(core::stream_sink(reports_.standard_output ? context.err : context.out, context.secrets),
              shown),
      errors_(core::stream_sink(context.err, context.secrets)) {
  run_options_.strict = options.strict;
  run_options_.body_limits = options.body_limits;
  run_options_.hallmark_version = HALLMARK_VERSION;
  if (!known.empty()) run_options_.known = plan::load_baseline(known).deviations;
  listeners_.push_back(&output_);
  for (const auto& listener : reports_.listeners) listeners_.push_back(listener.get());
}

run::RecordedInput Judging::input() {
  run::RecordedInput input;
  input.contracts = &library_;
  input.service = service_;
  input.on_problem = [this](const core::DocumentProblem& problem) {
    errors_->write("hallmark: " + core::printable(core::to_string(problem), true) + "\n");
  };
  return input;
}

int Judging::finish(const run::RecordedSummary& summary) {
  output_.finish(summary);
  return summary.problems != 0 && !summary.run.interrupted ? exit_document : summary.run.exit_code;
}

}  // namespace hallmark::cli
