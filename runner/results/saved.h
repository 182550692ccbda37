// A run read back from its JSON report (schemas/formats/report.schema.json), as the events that it was made
// of: what compares runs, joins shards and runs again what failed works on it, and any report can be made of
// it.
//
// Order of calls: read_report(), then whatever is wanted of the run; tell() gives it to listeners as if it
// had just ended.
//
//   const auto run = results::read_report("report.json");
//   for (const run::CaseResult& each : run->cases)
//     if (results::fails(each)) std::puts(each.test->id.c_str());
//
// What a report does not hold is not there: the inputs of calls, bodies beyond what the report keeps, the
// parts of a case that only its sending needs.
#pragma once

#include <deque>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "run/events.h"

namespace hallmark::results {

struct SavedRun {
  std::string file;  // as it was named
  run::RunInfo info;
  std::deque<plan::Case> tests;        // that `cases` point to
  std::vector<run::CaseResult> cases;  // in the report's order
  run::RunSummary summary;
};

// Throws core::DocumentError ("report.…", and the format's rules) for what is no report or is damaged.
[[nodiscard]] std::unique_ptr<SavedRun> read_report(const std::filesystem::path& file);

// The case makes its run fail: it deviates and is not known, it passes against what is known, or it erred.
[[nodiscard]] bool fails(const run::CaseResult& result);

// Tells each listener the whole run.
void tell(const SavedRun& run, const std::vector<run::Listener*>& listeners);

}  // namespace hallmark::results

// Example:
//
//   const std::unique_ptr<SavedRun> run = read_report("report.json");
//   const auto failed = std::count_if(run->cases.begin(), run->cases.end(), fails);
