// The kill matrix: how it is read from what cases say, and a sample of it for the four suites.
#include "cli/prove.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "cli/cli.h"
#include "cli/exit_code.h"
#include "core/digest.h"
#include "core/testing_sink.h"
#include "endpoint/serve/testing_shelf.h"
#include "suite_runs.h"

namespace hallmark::cli {
namespace {

using verdict::Severity;
using verdict::Status;

CaseWord word(const std::string& id, Status status, const std::string& promise = {},
              Severity severity = Severity::deviation) {
  CaseWord word{.case_id = id, .verdict = {}};
  word.verdict.status = status;
  word.verdict.reason = status == Status::error ? "throttled" : "";
  if (!promise.empty())
    word.verdict.findings = {{.rule = "a.rule", .promise = promise, .severity = severity}};
  return word;
}

TEST(KillMatrix, WeighsWhatCasesSay) {
  const endpoint::Mutant plain{
      .name = "drop-member:/A,Do", .promise = "s.Do output.A required", .operation = "Do"};
  endpoint::Mutant hidden = plain, suite = plain, prefix = plain, light = plain, by_case = plain;
  light.drift = by_case.drift = by_case.by_case = true;
  hidden.equivalent = "nothing tells";
  suite.needs_suite = true;
  prefix.promise = "s.Do output*";
  const CaseWord fine = word("1", Status::conforms);
  const CaseWord right = word("2", Status::deviates, "s.Do output.A required");
  const CaseWord other = word("3", Status::deviates, "s.Do status");
  const CaseWord drift = word("4", Status::conforms, "s.Do output.A required", Severity::drift);
  const CaseWord error = word("5", Status::error);
  const CaseWord other_drift = word("6", Status::conforms, "s.Do status", Severity::drift);
  struct Row {
    const char* what;
    endpoint::Mutant mutant;
    std::vector<CaseWord> words;
    bool with_suite;
    Fate fate;
  };
  for (const Row& row : std::vector<Row>{
           {"all conform", plain, {fine}, true, Fate::survived},
           {"drift is no kill", plain, {drift}, true, Fate::survived},
           {"drift is enough of what weighs no more", light, {fine, drift}, true, Fate::killed},
           {"more than drift, too", light, {right}, true, Fate::killed},
           {"another promise is not", light, {fine, other}, true, Fate::survived},
           {"drift of another promise was there before",
            by_case,
            {fine, other_drift},
            true,
            Fate::equivalent},
           {"a deviation was not", by_case, {fine, other}, true, Fate::killed_otherwise},
           {"the promise is named", plain, {fine, other, right}, true, Fate::killed},
           {"another is named", plain, {fine, other}, true, Fate::killed_otherwise},
           {"a promise may be a prefix", prefix, {right}, true, Fate::killed},
           {"cannot be told", hidden, {fine}, true, Fate::equivalent},
           {"told all the same", hidden, {right}, true, Fate::killed},
           {"a suite could tell", suite, {fine}, false, Fate::equivalent},
           {"the suite does not tell", suite, {fine}, true, Fate::survived},
           {"nothing could be judged", plain, {error}, true, Fate::equivalent},
           {"something could", plain, {error, fine}, true, Fate::survived},
       }) {
    EXPECT_EQ(weigh("s", row.mutant, {.words = row.words}, row.with_suite).fate, row.fate) << row.what;
  }
  const MutantResult result = weigh("s", plain, {.words = {other, right, right}}, true);
  EXPECT_EQ(result.first_case, "2");
  EXPECT_EQ(result.killed_by.size(), 3U);
  EXPECT_EQ(result.rightly.size(), 2U);
  EXPECT_EQ(result.other_promises, std::set<std::string>{"s.Do status"});
}

TEST(KillMatrix, SaysWhyTheContractAloneDoesNotTell) {
  using endpoint::Stage;
  struct Row {
    Stage stage;
    std::uint64_t shown;
    const char* why;
  };
  for (const Row& row :
       std::vector<Row>{{Stage::output, 0, "no answer to a case that may fail held what this changes"},
                        {Stage::output, 3, "the contract alone promises nothing that this breaks"},
                        {Stage::error, 0, "no case that may fail was answered by this error"},
                        {Stage::validation, 0, "what it lets pass is refused all the same"},
                        {Stage::behaviour, 0, "the contract alone does not say what there is"}}) {
    const endpoint::Mutant mutant{
        .name = "x,Do", .promise = "s.Do y", .operation = "Do", .stage = row.stage, .needs_suite = true};
    const MutantResult result =
        weigh("s", mutant, {.words = {word("1", Status::conforms)}, .shown = row.shown}, false);
    EXPECT_EQ(result.why.rfind(row.why, 0), 0U) << result.why;
  }
}

TEST(KillMatrix, CountsAndExits) {
  const auto with = [](Fate fate, const char* equivalent = "") {
    MutantResult result{.service = "s"};
    result.fate = fate;
    result.mutant.equivalent = equivalent;
    return result;
  };
  Matrix matrix;
  EXPECT_EQ(matrix.exit_code(), exit_nothing_ran);
  matrix.services.push_back({.service = "s", .mutants = {with(Fate::killed), with(Fate::equivalent, "why")}});
  EXPECT_EQ(matrix.exit_code(), exit_conforms);
  EXPECT_EQ(summary_line(matrix.counts()),
            "2 mutants, 1 killed, 1 by the right promise, 0 survived, 1 equivalent");
  matrix.services[0].mutants.push_back(with(Fate::killed_otherwise));
  EXPECT_EQ(matrix.exit_code(), exit_conforms);
  EXPECT_EQ(summary_line(matrix.counts()),
            "3 mutants, 2 killed, 1 by the right promise, 0 survived, 1 equivalent");
  Matrix survived = matrix, unsound = matrix, told = matrix;
  survived.services[0].mutants.push_back(with(Fate::survived));
  EXPECT_EQ(survived.exit_code(), exit_deviations);
  unsound.services[0].not_conforming.push_back(word("1", Status::deviates));
  EXPECT_EQ(unsound.exit_code(), exit_deviations);
  told.services[0].mutants.push_back(with(Fate::killed, "why"));
  EXPECT_EQ(told.exit_code(), exit_deviations);
  matrix.interrupted = true;
  EXPECT_EQ(matrix.exit_code(), exit_interrupted);
  EXPECT_EQ(to_json(survived)["counts"]["survived"], 1);
}

// Every eighth mutant here; scripts/prove tries them all.
TEST(Prove, KillsTheMutantsOfTheSuites) {
  testing::Suites suites;
  ASSERT_EQ(suites.services.size(), 5U);
  const Matrix matrix =
      prove(std::move(suites.services), suites.target, {.first_only = true, .every = 8, .progress = {}});
  std::string text;
  write_text(matrix, *core::string_sink(text, nullptr), false);
  const MatrixCounts counts = matrix.counts();
  EXPECT_EQ(matrix.exit_code(), exit_conforms) << text;
  EXPECT_GT(counts.mutants, 100U);
  EXPECT_EQ(counts.killed, counts.rightly) << text;
}

TEST(Prove, MissesWhatNoCaseLooksAt) {
  SelectionOptions selection;
  selection.include = {"voice-id.UpdateDomain/success/same-name"};
  testing::Suites suites(selection);
  const Matrix matrix =
      prove(std::move(suites.services), suites.target, {.mutants = {"if-*"}, .progress = {}});
  EXPECT_EQ(matrix.exit_code(), exit_nothing_ran);  // no such mutant in this service
  testing::Suites again(selection);
  const Matrix survived = prove(std::move(again.services), again.target,
                                {.mutants = {"error-code:ConflictException@case"}, .progress = {}});
  EXPECT_EQ(survived.counts().survived, 1U);
  EXPECT_EQ(survived.exit_code(), exit_deviations);
}

// A run of a few requests does not meet what shows in one of ten: prove runs the cases again and says how
// often.
TEST(Prove, LooksForRareMutantsInSeveralRounds) {
  SelectionOptions selection;
  selection.include = {"voice-id.UpdateDomain/success/same-name"};
  testing::Suites suites(selection);
  const Matrix matrix = prove(std::move(suites.services), suites.target,
                              {.mutants = {"rarely:success-status:500"}, .progress = {}});
  ASSERT_EQ(matrix.counts().mutants, 1U);
  const auto& service = *std::find_if(matrix.services.begin(), matrix.services.end(),
                                      [](const auto& each) { return !each.mutants.empty(); });
  const MutantResult& result = service.mutants.front();
  EXPECT_EQ(result.fate, Fate::killed);
  EXPECT_GE(result.requests, 10U);
  EXPECT_GT(result.rounds, 1U);
  EXPECT_LE(result.rounds, 10U);
  EXPECT_EQ(to_json(matrix)["services"][static_cast<std::size_t>(&service - matrix.services.data())]
                           ["mutants"][0]["rounds"],
            result.rounds);
}

// Every mutant that an answer can have, in every protocol.
TEST(Prove, KillsTheMutantsOfEveryProtocol) {
  const auto folder = std::filesystem::temp_directory_path() / ("hallmark-" + core::random_uuid());
  std::filesystem::create_directories(folder);
  const auto file = folder / "shelf.json", matrix = folder / "matrix.json";
  std::ofstream(file) << endpoint::testing::shelf_document;
  for (const char* protocol :
       {"rest-json", "rest-xml", "aws-json-1.0", "aws-json-1.1", "aws-query", "ec2-query", "rpc-v2-cbor"}) {
    std::ostringstream out, err;
    CommandContext context{.out = out, .err = err};
    EXPECT_EQ(run_cli({"prove", "--model", file.string(), "--protocol", protocol, "--first", "--json",
                       matrix.string()},
                      context),
              exit_conforms)
        << protocol << "\n"
        << out.str() << err.str();
    const OrderedJson read = core::load_json(matrix).value;
    EXPECT_GT(read["counts"]["killed"], 90) << protocol;
  }
  std::filesystem::remove_all(folder);
}

TEST(Prove, SpeaksOnTheCommandLine) {
  std::ostringstream out, err;
  CommandContext context{.out = out, .err = err};
  EXPECT_EQ(run_cli({"prove", "voice-id", "--mutant", "drop-member:/Domain/Arn", "--first"}, context),
            exit_conforms)
      << out.str() << err.str();
  EXPECT_NE(out.str().find("1 mutant, 1 killed, 1 by the right promise, 0 survived, 0 equivalent"),
            std::string::npos)
      << out.str();
  out.str({});
  EXPECT_EQ(run_cli({"mutants", "voice-id", "--json"}, context), exit_conforms);
  EXPECT_GT(Json::parse(out.str()).size(), 200U);
  out.str({});
  EXPECT_EQ(run_cli({"mutants", "--variations"}, context), exit_conforms);
  EXPECT_NE(out.str().find("freedom: RFC 9110"), std::string::npos);
  EXPECT_EQ(run_cli({"prove", "voice-id", "--mutant", "no-such-mutant"}, context), exit_nothing_ran);
}

}  // namespace
}  // namespace hallmark::cli
