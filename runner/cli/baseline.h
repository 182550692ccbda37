// What a run takes from results of before: the target's baseline, and the cases that a report says failed.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "results/baseline.h"
#include "run/runner.h"

namespace hallmark::cli {

// The baseline of a run: --known, or the target's own.
class RunBaseline {
 public:
  // Reads the file and sets options.known, options.exercised and options.baseline. Warns of entries that
  // cover everything for ever. Throws UsageError, DocumentError.
  RunBaseline(const RunCommand& command, const plan::Target& target, run::RunOptions& options,
              CommandContext& context);

  // To be told the run when a baseline is to be written; null when none is.
  [[nodiscard]] run::Listener* listener() const { return writer_.get(); }
  // Writes it, when the run is finished, and says what changed.
  void write(const run::RunSummary& summary, CommandContext& context) const;

 private:
  std::filesystem::path into_;
  std::unique_ptr<results::BaselineWriter> writer_;
};

// The words that `words` stand for: those of "@file" are its lines. Throws UsageError.
[[nodiscard]] std::vector<std::string> with_files(const std::vector<std::string>& words);

// The cases of a JSON report that fail: their ids, and the operations of answers that no case tells.
[[nodiscard]] std::vector<std::string> failed_of(const std::string& report);

// For run::RunOptions: whether the case of an id or glob of a baseline that no case of this run fits may be
// there all the same, because the run does not go so deep or was not asked for it. What is asked is planned
// to the depth, an operation at a time, and kept. The arguments must outlive it.
[[nodiscard]] std::function<bool(const std::string&)> planned_elsewhere(const Workspace& workspace,
                                                                        const SelectionOptions& selection,
                                                                        const plan::Target& target);

// For --budget: failed in the report of before, not known to it, of an operation of which the contracts of
// `services` say something else than that of before, one of each kind of each operation, the rest. Empty:
// nothing is known of before.
[[nodiscard]] std::function<int(const plan::Case&)> by_risk(const std::string& report_before,
                                                            const std::vector<plan::ServicePlan>& services);

// "2/5", or "auto" and "auto/5" from the environment of GitLab (CI_NODE_INDEX of CI_NODE_TOTAL, from 1) or of
// a Kubernetes Indexed Job (JOB_COMPLETION_INDEX, from 0, of JOB_COMPLETIONS or of the 5). Throws UsageError.
[[nodiscard]] std::string shard_of(const std::string& asked,
                                   const std::function<const char*(const char*)>& environment);

}  // namespace hallmark::cli
