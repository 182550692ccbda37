// Joins the reports of the shards of one run into the run that one machine would have made.
#pragma once

#include <memory>
#include <stdexcept>
#include <vector>

#include "plan/cases/known.h"
#include "results/saved.h"

namespace hallmark::results {

// The files do not belong together: a shard is missing or there twice, or they are of different runs.
struct MergeError : std::runtime_error {
  MergeError(const std::string& message, std::string what_to_do)
      : std::runtime_error(message), advice(std::move(what_to_do)) {}
  std::string advice;
};

// Takes the runs. Cases come in the order of their ids; findings of answers that several shards met
// ("service.Operation/answers/…") are told once. Requests are summed; the time is that of the longest.
// Throws MergeError.
[[nodiscard]] std::unique_ptr<SavedRun> merge(std::vector<std::unique_ptr<SavedRun>> shards);

// Holds a whole run to a baseline, whatever its shards were held to: which deviations are known, which
// entries have expired or cover nothing, and whether what was reached is reached still.
void hold_against(SavedRun& run, const plan::Baseline& baseline, std::chrono::sys_days today);

}  // namespace hallmark::results

// Example:
//
//   #include "results/saved.h"
//   std::vector<std::unique_ptr<SavedRun>> shards;
//   for (const char* file : {"1.json", "2.json"}) shards.push_back(read_report(file));
//   const std::unique_ptr<SavedRun> whole = merge(std::move(shards));
