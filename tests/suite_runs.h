// For tests only: the four suites against the embedded endpoint in this process.
#pragma once

#include <fmt/format.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "cli/embedded.h"
#include "core/text.h"
#include "exchange/executor.h"
#include "run/runner.h"

namespace hallmark::cli::testing {

// Suites, contracts and fixtures as they are planned for the embedded endpoint.
struct Suites {
  plan::Target target;
  std::vector<plan::ServicePlan> services;

  explicit Suites(const SelectionOptions& selection = {}) {
    const Workspace workspace(selection.workspace);
    target = workspace.target("embedded");
    services = plan_services(workspace, selection, target);
  }
};

// What every case said: status, and the findings that deviate, in words without values of the run.
class Verdicts : public run::Listener {
 public:
  void case_finished(const run::CaseResult& result) override {
    std::string text(verdict::to_string(result.verdict.status));
    for (const verdict::Finding& finding : result.verdict.findings) {
      if (finding.severity != verdict::Severity::none) {
        text +=
            fmt::format("; {} {} at {}", verdict::to_string(finding.severity), finding.rule, finding.pointer);
      }
    }
    said[result.test->id] = text;
  }
  std::map<std::string, std::string> said;
};

// Runs `services` on what serves at `target`, whose addresses are real, under fresh accounts.
inline run::RunSummary run_suites(const std::vector<plan::ServicePlan>& services, const plan::Target& target,
                                  const std::vector<run::Listener*>& listeners, int jobs = 4) {
  exchange::ExecutorOptions settings;
  settings.credentials.derive = fresh_accounts();
  settings.known_key = derived_account;
  exchange::Executor executor(target, settings);
  for (const plan::ServicePlan& service : services) executor.add(service);
  return run::run(services, executor, listeners, {.jobs = jobs});
}

}  // namespace hallmark::cli::testing
