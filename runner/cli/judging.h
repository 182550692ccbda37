// What judge and proxy share: the contracts that exchanges are judged by, the listeners, and the end.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "cli/contract_library.h"
#include "cli/judge_output.h"
#include "run/recorded.h"

namespace hallmark::cli {

class Judging {
 public:
  // Opens the reports and finds the contracts: those of --model, those of the folder of --models, or the
  // committed ones. `known`: a file of known deviations; empty: none. Throws UsageError, DocumentError.
  Judging(const JudgingOptions& options, const std::string& known, JudgeOutputOptions shown,
          CommandContext& context);
  Judging(const Judging&) = delete;
  Judging& operator=(const Judging&) = delete;

  [[nodiscard]] const Workspace& workspace() const { return workspace_; }
  [[nodiscard]] ContractLibrary& library() { return library_; }
  [[nodiscard]] const std::vector<run::Listener*>& listeners() const { return listeners_; }
  [[nodiscard]] run::RunOptions& run_options() { return run_options_; }
  [[nodiscard]] JudgeOutput& output() { return output_; }
  // With the contracts, the service that is meant, and problems told on standard error.
  [[nodiscard]] run::RecordedInput input();
  // Prints the end and answers the exit code.
  [[nodiscard]] int finish(const run::RecordedSummary& summary);

 private:
  Workspace workspace_;
  ContractLibrary library_;
  std::string service_;
  run::RunOptions run_options_;
  OpenReports reports_;
  JudgeOutput output_;
  std::unique_ptr<core::Sink> errors_;
  std::vector<run::Listener*> listeners_;
};

}  // namespace hallmark::cli
