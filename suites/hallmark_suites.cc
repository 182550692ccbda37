// Every planned case as a GoogleTest test: file and line are the fixture's, the id stands in the
// value parameter. A case runs through the same loop as in `hallmark run`.
//
//   HALLMARK_TARGET    profile (name or file), or
//   HALLMARK_ENDPOINT  address of the endpoint; one of the two, "embedded" when both are absent
//   HALLMARK_SELECT    ids, prefixes or globs, separated by blanks
//   HALLMARK_DEPTH     fixtures (no generated cases), quick, normal or thorough
//
// GoogleTest's own sharding works (GTEST_TOTAL_SHARDS, GTEST_SHARD_INDEX). Cases of target scope are
// in test suites named …_alone: run them by themselves (`ctest -R _alone -j1`).
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <iostream>
#include <set>
#include <sstream>

#include "cli/commands.h"
#include "cli/embedded.h"
#include "core/error.h"
#include "exchange/executor.h"
#include "run/runner.h"

namespace {

using namespace hallmark;

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// GoogleTest's filters give '-', ':', '*' and '?' a meaning, CMake's lists ';' and '[': names are plain
// words.
std::string plain(std::string_view text) {
  std::string out;
  for (const char c : text) out.push_back(std::isalnum(static_cast<unsigned char>(c)) ? c : '_');
  return out;
}

// What all tests share: plans, the target, the embedded endpoint. Made once.
struct Session {
  std::vector<plan::ServicePlan> services;
  plan::Target target;
  std::unique_ptr<endpoint::EmbeddedEndpoint> embedded;
  std::shared_ptr<core::Secrets> secrets = std::make_shared<core::Secrets>();

  Session() {
    cli::SelectionOptions selection;
    std::istringstream words(environment("HALLMARK_SELECT"));
    for (std::string word; words >> word;) selection.include.push_back(word);
    const std::string depth = environment("HALLMARK_DEPTH");
    if (depth == "fixtures") {
      selection.generated = false;
    } else if (!depth.empty()) {
      selection.depth = depth;
    }
    cli::TargetOptions where;
    where.endpoint = environment("HALLMARK_ENDPOINT");
    where.target = environment("HALLMARK_TARGET");
    if (where.endpoint.empty() && where.target.empty()) where.target = "embedded";
    const cli::Workspace workspace(selection.workspace);
    target = cli::target_of(workspace, where);
    services = cli::plan_services(workspace, selection, target);
  }

  // The endpoint starts with the first test, not while tests are listed.
  void start() {
    if (started_) return;
    started_ = true;
    embedded = cli::start_builtin(target, services, {});
  }

 private:
  bool started_ = false;
};

class Outcome : public run::Listener {
 public:
  void case_finished(const run::CaseResult& result) override { verdict = result.verdict; }
  verdict::Verdict verdict;
};

std::string describe(const verdict::Verdict& verdict) {
  std::string text = verdict.reason;
  for (const verdict::Finding& finding : verdict.findings) {
    text += "\n" + finding.rule + " (" + finding.promise + ", " + finding.source + ") at " +
            (finding.pointer.empty() ? "the answer" : finding.pointer) + "\n  expected " + finding.expected +
            "\n  actual   " + finding.actual;
  }
  return text;
}

class CaseTest : public testing::Test {
 public:
  CaseTest(Session& session, const plan::ServicePlan& service, const plan::Case& test)
      : session_(session), service_(service), test_(test) {}

  void TestBody() override {
    session_.start();
    const std::vector<plan::ServicePlan> one = {{.model = service_.model,
                                                 .suite = service_.suite,
                                                 .cases = {test_},
                                                 .beyond_bound = {},
                                                 .not_made = {}}};
    exchange::ExecutorOptions options;
    options.secrets = session_.secrets;
    if (session_.embedded) options.credentials.derive = cli::fresh_accounts();
    exchange::Executor executor(session_.target, options);
    executor.add(one.front());
    Outcome outcome;
    const run::RunSummary summary = run::run(one, executor, {&outcome}, {.jobs = 1});
    EXPECT_TRUE(summary.left_behind.empty()) << summary.left_behind.front();
    switch (outcome.verdict.status) {
      case verdict::Status::conforms:
        break;
      case verdict::Status::deviates:
        ADD_FAILURE() << describe(outcome.verdict);
        break;
      case verdict::Status::error:
        ADD_FAILURE() << "could not be judged: " << describe(outcome.verdict);
        break;
      case verdict::Status::inconclusive:
      case verdict::Status::skipped:
      case verdict::Status::not_offered:
        GTEST_SKIP() << verdict::to_string(outcome.verdict.status) << ": " << outcome.verdict.reason;
    }
  }

 private:
  Session& session_;
  const plan::ServicePlan& service_;
  const plan::Case& test_;
};

}  // namespace

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  try {
    Session session;
    std::set<std::string> names;
    for (const plan::ServicePlan& service : session.services) {
      for (const plan::Case& test : service.cases) {
        const std::string suite =
            plain(test.service + "." + test.operation) + (test.scope == plan::Scope::target ? "_alone" : "");
        std::string name = plain(test.id.substr(test.id.find('/') + 1));
        while (!names.insert(suite + "." + name).second) name += "_";
        testing::RegisterTest(suite.c_str(), name.c_str(), nullptr, test.id.c_str(), test.file.c_str(),
                              static_cast<int>(test.line), [&session, &service, &test]() -> CaseTest* {
                                return new CaseTest(session, service, test);
                              });
      }
    }
    if (names.empty()) {
      std::cerr << "hallmark_suites: nothing is selected\n";
      return cli::exit_nothing_ran;
    }
    return RUN_ALL_TESTS();
  } catch (const core::DocumentError& error) {
    std::cerr << "hallmark_suites: " << error.what() << "\n";
    return cli::exit_document;
  } catch (const cli::UsageError& error) {
    std::cerr << "hallmark_suites: " << error.message << "\n  " << error.advice << "\n";
    return cli::exit_usage;
  }
}
