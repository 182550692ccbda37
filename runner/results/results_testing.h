// For the tests of this folder: runs of a few cases, and files of their reports.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "core/sink.h"
#include "plan/cases/promise_ids.h"
#include "reports/json.h"
#include "results/saved.h"
#include "run/causes.h"
#include "run/coverage.h"
#include "run/runner.h"
#include "run/tally.h"

namespace hallmark::results::testing {

// What one case of a made run is.
struct Row {
  std::string id;           // "s.Op/success/minimal"
  std::string says;         // "conforms", "deviates", "known", "skipped", "error", "inconclusive"
  std::string actual = "";  // of the finding of one that deviates
};

inline std::unique_ptr<SavedRun> run_of(const std::string& target, const std::vector<Row>& rows) {
  auto made = std::make_unique<SavedRun>();
  made->file = target + ".json";
  made->info.target = target;
  made->info.hallmark_version = "1";
  made->info.region = "us-east-1";
  made->info.contracts = {{.service = "s", .version = "2020", .documents = {"s.json"}}};
  run::CauseCount causes;
  std::map<std::string, run::OperationCoverage> coverage;
  for (const Row& row : rows) {
    plan::Case& test = made->tests.emplace_back();
    test.id = row.id;
    test.service = row.id.substr(0, row.id.find('.'));
    test.operation = row.id.substr(row.id.find('.') + 1, row.id.find('/') - row.id.find('.') - 1);
    test.group =
        plan::group_of(row.id.substr(row.id.find('/') + 1, row.id.rfind('/') - row.id.find('/') - 1));
    test.name = row.id.substr(row.id.rfind('/') + 1);
    test.promises = {test.service + "." + test.operation + " status"};
    run::CaseResult& result = made->cases.emplace_back();
    result.test = &test;
    verdict::Verdict& verdict = result.verdict;
    run::OperationCoverage& each = coverage[test.service + "." + test.operation];
    each.service = test.service;
    each.operation = test.operation;
    each.promises_made = 1;
    if (row.says == "deviates" || row.says == "known") {
      verdict.status = verdict::Status::deviates;
      verdict.known = row.says == "known";
      verdict.findings.push_back({.rule = "contract.status",
                                  .promise = test.promises[0],
                                  .source = "model",
                                  .expected = "200",
                                  .actual = row.actual.empty() ? "500" : row.actual});
    } else if (row.says == "skipped") {
      verdict.status = verdict::Status::skipped;
      verdict.reason = "base not accepted";
    } else if (row.says == "error") {
      verdict.status = verdict::Status::error;
      verdict.reason = "cannot-connect";
    } else if (row.says == "inconclusive") {
      verdict.status = verdict::Status::inconclusive;
      verdict.reason = "settles nothing";
    } else if (test.group.is_success()) {
      each.reached = run::Reached::exercised;
      each.promises_tested = {plan::promise_key(test.promises[0])};
    }
    run::count(made->summary, result);
    causes.add(result);
  }
  for (auto& [name, each] : coverage) made->summary.coverage.push_back(std::move(each));
  made->summary.causes = causes.take();
  made->summary.headline = run::headline_of(made->summary.coverage);
  made->summary.exit_code = run::exit_code(made->summary);
  return made;
}

inline std::string json_text(const SavedRun& run) {
  std::ostringstream out;
  const auto report = reports::make_json(core::stream_sink(out, std::make_shared<core::Secrets>()));
  tell(run, {report.get()});
  return out.str();
}

inline std::filesystem::path written(const std::string& name, const std::string& text) {
  const auto path = std::filesystem::path(::testing::TempDir()) / name;
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

}  // namespace hallmark::results::testing
