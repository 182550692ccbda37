#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <memory>
#include <set>
#include <sstream>

#include "cli/commands.h"
#include "cli/embedded.h"
#include "core/error.h"
#include "exchange/executor.h"
#include "hallmark/gtest.h"
#include "plan/cases/known.h"
#include "run/runner.h"

namespace hallmark::gtest {
namespace {

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

// What the tests of one registration share: plans, the target, the embedded endpoint.
class Session {
 public:
  explicit Session(const Options& options) {
    cli::SelectionOptions selection;
    selection.workspace.data = options.data;
    selection.workspace.own = options.own_data;
    selection.workspace.models = options.models;
    selection.workspace.service = options.service;
    selection.include = options.select;
    selection.exclude = options.exclude;
    selection.depth = options.depth;
    selection.generated = options.generated;
    cli::TargetOptions where;
    where.endpoint = options.endpoint;
    where.target = options.target;
    const cli::Workspace workspace(selection.workspace);
    target = cli::target_of(workspace, where);
    services = cli::plan_services(workspace, selection, target);
    const std::filesystem::path file =
        options.known.empty() ? std::filesystem::path(target.known_deviations) : options.known;
    if (!file.empty()) known = plan::load_baseline(file).deviations;
  }

  // The embedded endpoint starts with the first test, not while tests are listed.
  void start() {
    if (started_) return;
    started_ = true;
    embedded = cli::start_builtin(target, services, {});
  }

  std::vector<plan::ServicePlan> services;
  plan::Target target;
  std::vector<plan::KnownDeviation> known;
  std::unique_ptr<endpoint::EmbeddedEndpoint> embedded;
  std::shared_ptr<core::Secrets> secrets = std::make_shared<core::Secrets>();

 private:
  bool started_ = false;
};

class Outcome : public run::Listener {
 public:
  void case_finished(const run::CaseResult& result) override {
    verdict = result.verdict;
    reproduce = result.reproduce;
  }
  verdict::Verdict verdict;
  std::string reproduce;
};

std::string describe(const Outcome& outcome) {
  std::string text = outcome.verdict.reason;
  for (const verdict::Finding& finding : outcome.verdict.findings) {
    text += "\n" + finding.rule + " (" + finding.promise + ", " + finding.source + ") at " +
            (finding.pointer.empty() ? "the answer" : finding.pointer) + "\n  expected " + finding.expected +
            "\n  actual   " + finding.actual;
  }
  if (!outcome.reproduce.empty()) text += "\n  try      " + outcome.reproduce;
  return text;
}

class CaseTest : public testing::Test {
 public:
  CaseTest(std::shared_ptr<Session> session, const plan::ServicePlan& service, const plan::Case& test)
      : session_(std::move(session)), service_(service), test_(test) {}

  void TestBody() override {
    session_->start();
    const std::vector<plan::ServicePlan> one = {{.model = service_.model,
                                                 .suite = service_.suite,
                                                 .cases = {test_},
                                                 .beyond_bound = {},
                                                 .not_made = {}}};
    exchange::ExecutorOptions options;
    options.secrets = session_->secrets;
    if (session_->embedded) options.credentials.derive = cli::fresh_accounts();
    exchange::Executor executor(session_->target, options);
    executor.add(one.front());
    Outcome outcome;
    run::RunOptions run_options;
    run_options.jobs = 1;
    run_options.known = session_->known;
    const run::RunSummary summary = run::run(one, executor, {&outcome}, run_options);
    EXPECT_TRUE(summary.left_behind.empty()) << summary.left_behind.front();
    const verdict::Verdict& verdict = outcome.verdict;
    if (verdict.unexpected_pass)
      ADD_FAILURE() << "a known deviation that no longer deviates: " << verdict.known_reason;
    switch (verdict.status) {
      case verdict::Status::conforms:
        break;
      case verdict::Status::deviates:
        if (verdict.known) GTEST_SKIP() << "known: " << verdict.known_reason;
        ADD_FAILURE() << describe(outcome);
        break;
      case verdict::Status::error:
        ADD_FAILURE() << "could not be judged: " << describe(outcome);
        break;
      case verdict::Status::inconclusive:
      case verdict::Status::skipped:
      case verdict::Status::not_offered:
        GTEST_SKIP() << verdict::to_string(verdict.status) << ": " << verdict.reason;
    }
  }

 private:
  std::shared_ptr<Session> session_;
  const plan::ServicePlan& service_;
  const plan::Case& test_;
};

// Names that were given out, of all registrations: GoogleTest refuses one that is there twice.
std::set<std::string>& taken() {
  static std::set<std::string> names;
  return names;
}

}  // namespace

std::size_t register_cases(const Options& options) {
  std::shared_ptr<Session> session;
  try {
    session = std::make_shared<Session>(options);
  } catch (const core::DocumentError& error) {
    throw Error(error.what(), cli::exit_document);
  } catch (const cli::UsageError& error) {
    throw Error(error.message + "\n  " + error.advice, cli::exit_usage);
  }
  std::size_t cases = 0;
  for (const plan::ServicePlan& service : session->services) {
    for (const plan::Case& test : service.cases) {
      ++cases;
      const std::string suite =
          plain(test.service + "." + test.operation) + (test.scope == plan::Scope::target ? "_alone" : "");
      std::string name = plain(test.id.substr(test.id.find('/') + 1));
      while (!taken().insert(suite + "." + name).second) name += "_";
      testing::RegisterTest(suite.c_str(), name.c_str(), nullptr, test.id.c_str(), test.file.c_str(),
                            static_cast<int>(test.line), [session, &service, &test]() -> CaseTest* {
                              return new CaseTest(session, service, test);
                            });
    }
  }
  if (cases == 0) throw Error("no case is selected", cli::exit_nothing_ran);
  return cases;
}

Options from_environment(Options options) {
  if (const std::string endpoint = environment("HALLMARK_ENDPOINT"); !endpoint.empty()) {
    options.endpoint = endpoint;
    options.target.clear();
  }
  if (const std::string target = environment("HALLMARK_TARGET"); !target.empty()) {
    options.target = target;
    options.endpoint.clear();
  }
  if (const std::string depth = environment("HALLMARK_DEPTH"); depth == "fixtures") {
    options.generated = false;
  } else if (!depth.empty()) {
    options.depth = depth;
  }
  std::vector<std::string> select;
  std::istringstream words(environment("HALLMARK_SELECT"));
  for (std::string word; words >> word;) select.push_back(word);
  if (!select.empty()) options.select = std::move(select);
  return options;
}

}  // namespace hallmark::gtest
