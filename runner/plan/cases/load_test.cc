#include "plan/cases/load.h"

#include <gtest/gtest.h>

#include <fstream>

#include "plan/cases/known.h"

namespace hallmark::plan {
namespace {

class Files : public testing::Test {
 protected:
  void SetUp() override {
    const auto* info = testing::UnitTest::GetInstance()->current_test_info();
    root_ = std::filesystem::temp_directory_path() / ("hallmark-plan-" + std::string(info->name()));
    std::filesystem::remove_all(root_);
    std::filesystem::create_directories(root_);
  }
  void TearDown() override { std::filesystem::remove_all(root_); }

  std::filesystem::path write(const std::string& name, const std::string& text) {
    const auto path = root_ / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
    return path;
  }

  // The problem that `load` throws; rule "" when it throws none.
  template <typename Load>
  core::DocumentProblem problem_of(Load load) {
    try {
      static_cast<void>(load());
    } catch (const core::DocumentError& error) {
      return error.problem();
    }
    return {};
  }

  std::filesystem::path root_;
};

constexpr const char* suite_text = R"({
  "service": "voice-id", "operations": ["UpdateDomain"],
  "resources": {"Domain": {
    "make": [{"call": "CreateDomain", "with": {"Name": "${unique}"}, "keep": {"domain": "/Domain/DomainId"}}],
    "remove": [{"call": "DeleteDomain", "with": {"DomainId": "${domain}"}}],
    "gone": "ResourceNotFoundException"}},
  "arrange": {"UpdateDomain": [{"make": "Domain"}]},
  "base": {"UpdateDomain": {"DomainId": "${domain}"}}
})";

class Fixtures : public Files {
 protected:
  void SetUp() override {
    Files::SetUp();
    suite_ = load_suite(write("voice-id.suite.json", suite_text));
  }
  std::filesystem::path fixture(const std::string& cases,
                                const std::string& exception = "ValidationException") {
    const auto said = exception == "success" ? "" : "\"exception\": \"" + exception + "\",\n";
    return write("voice-id/UpdateDomain/" + exception + ".json",
                 "{\"operation\": \"UpdateDomain\",\n" + said + "\"cases\": [\n" + cases + "]}");
  }
  Suite suite_;
};

TEST_F(Files, SuitesExpandTheirRecipes) {
  const auto suite = load_suite(write("voice-id.suite.json", suite_text));
  const auto& recipe = suite.resources.at("Domain");
  EXPECT_EQ(recipe.create_call, "CreateDomain");
  EXPECT_EQ(recipe.keep, (std::map<std::string, std::string>{{"domain", "/Domain/DomainId"}}));
  EXPECT_EQ(recipe.variables, std::vector<std::string>{"domain"});
  ASSERT_EQ(suite.arrange.at("UpdateDomain").size(), 1u);
  EXPECT_EQ(suite.arrange.at("UpdateDomain").front().creates, "Domain");
  EXPECT_EQ(suite.title, "voice-id");
}

TEST_F(Files, WhatIsReadBehindACreateIsNotWhatCreates) {
  const auto suite = load_suite(write("voice-id.suite.json", R"({"service": "voice-id", "operations": ["A"],
      "resources": {"Domain": {"make": [
          {"call": "CreateDomain", "with": {"Name": "${unique}"}, "keep": {"domain": "/Domain/DomainId"}},
          {"call": "DescribeDomain", "with": {"DomainId": "${domain}"}, "keep": {"at": "/Domain/CreatedAt"}}],
        "remove": [{"call": "DeleteDomain", "with": {"DomainId": "${domain}"}}]}}})"));
  const auto& recipe = suite.resources.at("Domain");
  EXPECT_EQ(recipe.create_call, "CreateDomain");
  EXPECT_EQ(recipe.keep, (std::map<std::string, std::string>{{"domain", "/Domain/DomainId"}}));
}

TEST_F(Files, ASuiteSaysWhatNamesSayOfItsService) {
  const auto suite = load_suite(write("voice-id.suite.json", R"({"service": "voice-id", "operations": ["A"],
      "knowledge": {"names": {"verbs": [{"verb": "Start", "does": "act", "source": "the page"}]},
                    "errors": {"exceptions": [{"class": "limit", "name": "TooBad", "source": "the page"}]}}})"));
  EXPECT_EQ(suite.words().kind_of("StartJob"), names::Kind::act);
  EXPECT_EQ(suite.words().class_of("TooBad"), names::ErrorClass::limit);
  EXPECT_EQ(Suite{}.words().kind_of("StartJob"), names::Kind::make);
  EXPECT_EQ(suite.values, nullptr);
}

TEST_F(Files, SuitesMaySayHowValuesAreMade) {
  const auto suite = load_suite(write("voice-id.suite.json", R"({"service": "voice-id", "operations": ["A"],
    "knowledge": {"values": {"made": [{"members": ["Name"], "value": "ours", "source": "test"}]}}})"));
  ASSERT_NE(suite.values, nullptr);
  const auto* row = suite.values->made({.member = "Name"}, [](const Json&) { return true; });
  ASSERT_NE(row, nullptr);
  EXPECT_EQ(row->value, "ours");
  EXPECT_TRUE(suite.values->is_free({.member = "Description"}));
}

TEST_F(Files, SuitesAreRefusedWithPlaceAndAdvice) {
  struct Row {
    const char* text;
    const char* rule;
    const char* pointer;
    const char* words;
  };
  const Row rows[] = {
      {R"({"service": "voice-id", "operations": ["A"], "resorces": {}})", "suite.unknown-key", "/resorces",
       "resources"},
      {R"({"service": "voice-id", "operations": []})", "suite.empty", "/operations", ""},
      {R"({"service": "voice-id", "operations": ["A", "A"]})", "suite.duplicate", "/operations/1", ""},
      {R"({"service": "voice-id", "operations": ["A"], "default": ["B"]})", "suite.default", "/default",
       "leave that out"},
      {R"({"service": "other", "operations": ["A"]})", "suite.file-name", "/service", "other.suite.json"},
      {R"({"service": "voice-id", "operations": ["A"], "protocol": "soap"})", "suite.protocol", "/protocol",
       "rest-json"},
      {R"({"service": "voice-id", "operations": ["A"], "resources": {"D": {"make": []}}})", "suite.empty",
       "/resources/D/make", ""},
      {R"({"service": "voice-id", "operations": ["A"], "arrange": {"A": [{"make": "Domian"}]},
          "resources": {"Domain": {"make": [{"call": "C"}]}}})",
       "suite.unknown-resource", "/arrange/A/0/make", "Domain"},
      {R"({"service": "voice-id", "operations": ["A"],
          "arrange": {"A": [{"call": "C", "keep": {"unique": "/X"}}]}})",
       "suite.variable", "/arrange/A/0/keep/unique", ""},
      {R"({"service": "voice-id", "operations": ["A"],
          "arrange": {"A": [{"call": "C", "until": {"pointer": "/X", "values": [1], "deadline": "soon"}}]}})",
       "suite.duration", "/arrange/A/0/until/deadline", "250ms"},
      {R"({"service": "voice-id", "operations": ["A"],
          "knowledge": {"names": {"verbs": [{"verb": "Start", "does": "act"}]}}})",
       "knowledge-names.required", "/knowledge/names/verbs/0", "source"},
      {R"({"service": "voice-id", "operations": ["A"], "knowledge": {"nouns": {}}})",
       "suite.additionalProperties", "/knowledge/nouns", ""},
      {R"({"service": "voice-id", "operations": ["A"],
          "knowledge": {"values": {"made": [{"members": ["Name"], "value": 1}]}}})",
       "knowledge-values.required", "/knowledge/values/made/0", ""},
      {R"({"service": "voice-id")", "json.syntax", "", ""},
      {R"({"service": "voice-id", "operations": "A"})", "suite.type", "/operations", ""},
      {R"({"service": "Voice ID", "operations": ["A"]})", "suite.file-name", "/service", ""},
  };
  for (const auto& row : rows) {
    const auto path = write("voice-id.suite.json", row.text);
    const auto problem = problem_of([&] { return load_suite(path); });
    EXPECT_EQ(problem.rule, row.rule) << row.text;
    EXPECT_EQ(problem.pointer, row.pointer) << row.text;
    EXPECT_EQ(problem.file, path.string());
    EXPECT_GT(problem.line, 0u);
    EXPECT_NE((problem.message + problem.advice).find(row.words), std::string::npos) << problem.message;
  }
}

TEST_F(Fixtures, DefaultsFollowTheFile) {
  const auto cases = load_fixture(fixture(R"({"name": "name-empty", "send": {"Name": ""},
      "control": [{"op": "replace", "path": "/Name", "value": "x"}]})"),
                                  suite_);
  ASSERT_EQ(cases.size(), 1u);
  const auto& test = cases.front();
  EXPECT_EQ(test.id, "voice-id.UpdateDomain/ValidationException/name-empty");
  EXPECT_EQ(test.title, "name empty");
  EXPECT_EQ(test.provoke, Provocation::request);
  EXPECT_EQ(test.promises, std::vector<std::string>{"voice-id.UpdateDomain error.ValidationException"});
  ASSERT_EQ(test.expect.size(), 1u);
  EXPECT_EQ(test.expect.front().exception, "ValidationException");
  EXPECT_EQ(test.line, 4u);
}

TEST_F(Fixtures, ControlsAreImpliedWhereTheyAreTheSameRequest) {
  const auto cases = load_fixture(fixture(R"(
      {"name": "denied", "provoke": "identity", "identity": "denied", "send": {}},
      {"name": "fault", "provoke": "fault", "send": {}},
      {"name": "cut", "wire": {"body": "{"}, "send": {}},
      {"name": "burst", "provoke": "rate", "send": {}})"),
                                  suite_);
  ASSERT_EQ(cases.size(), 4u);
  for (const int i : {0, 1, 2}) {
    ASSERT_TRUE(cases[i].control) << cases[i].name;
    EXPECT_TRUE(cases[i].control->empty());
  }
  EXPECT_FALSE(cases[3].control);
  EXPECT_EQ(cases[1].fault_exception, "ValidationException");
  EXPECT_EQ(cases[3].scope, Scope::account);
}

TEST_F(Fixtures, MakeRenamesAndOverrides) {
  const auto cases = load_fixture(fixture(R"({"name": "two", "send": {}, "control": "unchanged", "arrange": [
      {"make": "Domain"}, {"make": "Domain", "as": {"domain": "other"}, "with": {"Name": "fixed"}, "identity": "denied"}]})"),
                                  suite_);
  const auto& steps = cases.front().arrange;
  ASSERT_EQ(steps.size(), 2u);
  EXPECT_TRUE(steps[0].keep.contains("domain"));
  EXPECT_TRUE(steps[1].keep.contains("other"));
  EXPECT_EQ(steps[1].with["Name"], "fixed");
  EXPECT_EQ(steps[1].identity, "denied");
  EXPECT_EQ(steps[1].creates, "Domain");
}

TEST_F(Fixtures, MakeBeginsNamesOfAllVariables) {
  const auto cases = load_fixture(fixture(R"({"name": "gone", "provoke": "state", "control": "unchanged",
      "arrange": [{"make": "Domain"}, {"make": "Domain", "as": "removed"},
                  {"call": "DeleteDomain", "with": {"DomainId": "${removedDomain}"}}],
      "send": {"DomainId": "${removedDomain}"}})"),
                                  suite_);
  ASSERT_EQ(cases.front().arrange.size(), 3U);
  EXPECT_EQ(cases.front().arrange[0].keep,
            (std::map<std::string, std::string>{{"domain", "/Domain/DomainId"}}));
  EXPECT_EQ(cases.front().arrange[1].keep,
            (std::map<std::string, std::string>{{"removedDomain", "/Domain/DomainId"}}));
}

TEST_F(Fixtures, OneRecordHasManyValues) {
  const auto cases =
      load_fixture(fixture(R"({"name": "name-${each.what}", "title": "a name that is ${each.what}",
      "promise": "voice-id.UpdateDomain input.Name ${each.clause}", "operator": "${each.operator}",
      "parameters": [{"what": "empty", "clause": "length.min", "operator": "below", "sent": ""},
                     {"what": "number", "clause": "type", "operator": "number", "sent": 17}],
      "send": {"Name": "${each.sent}", "Text": "<${each.sent}>", "${each.what}": ["${unique}"]},
      "control": [{"op": "replace", "path": "/Name", "value": "x"}]},
    {"name": "after", "send": {}, "control": "unchanged"})"),
                   suite_);
  ASSERT_EQ(cases.size(), 3U);
  EXPECT_EQ(cases[0].id, "voice-id.UpdateDomain/ValidationException/name-empty");
  EXPECT_EQ(cases[0].title, "a name that is empty");
  EXPECT_EQ(cases[0].constraint, "length.below");
  EXPECT_EQ(cases[0].send, (Json{{"Name", ""}, {"Text", "<>"}, {"empty", {"${unique}"}}}));
  EXPECT_EQ(cases[1].id, "voice-id.UpdateDomain/ValidationException/name-number");
  EXPECT_EQ(cases[1].promises, std::vector<std::string>{"voice-id.UpdateDomain input.Name type"});
  EXPECT_EQ(cases[1].send, (Json{{"Name", 17}, {"Text", "<17>"}, {"number", {"${unique}"}}}));
  EXPECT_EQ(cases[1].line, cases[0].line + 1) << "of the record";
  EXPECT_EQ(cases[2].name, "after");
}

TEST_F(Fixtures, ParametersAreRefusedWithPlaceAndAdvice) {
  const struct {
    const char* parameters;
    const char* name;
    const char* message;
    const char* advice;
  } rows[] = {
      {R"([{"a": 1}, {"b": 2}])", "x-${each.a}", "other names than the first", "each has: a"},
      {R"([{"a": 1}, {"a": 2}])", "x", "every record would make a case of this name", "x-${each.a}"},
      {R"([{"what": 1}])", "x-${each.waht}", "have no \"waht\"", "did you mean \"what\"?"},
      {R"([{"a": 1, "b": 2}])", "x-${each.a}", "nothing uses \"b\"", "${each.b}"},
      {R"([])", "x-${each.a}", "at least one record", ""},
      {R"([{"a": 1}, {"a": 1}])", "x-${each.a}", "\"x-1\" is there twice", ""},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.parameters);
    const auto problem = problem_of([&] {
      return load_fixture(fixture(std::string("{\"name\": \"") + row.name + "\", \"parameters\": " +
                                  row.parameters + ", \"send\": {}, \"control\": \"unchanged\"}"),
                          suite_);
    });
    EXPECT_NE(problem.message.find(row.message), std::string::npos) << problem.message;
    EXPECT_NE(problem.advice.find(row.advice), std::string::npos) << problem.advice;
    EXPECT_EQ(problem.line, 4U);
  }
  const auto without = problem_of([&] {
    return load_fixture(fixture(R"({"name": "x", "send": {"Name": "${each.sent}"}, "control": "unchanged"})"),
                        suite_);
  });
  EXPECT_EQ(without.rule, "fixture.parameters");
  EXPECT_NE(without.message.find("has no \"parameters\""), std::string::npos) << without.message;
}

TEST_F(Fixtures, AreRefusedWithPlaceAndAdvice) {
  struct Row {
    const char* cases;
    const char* rule;
    const char* pointer;
  };
  const Row rows[] = {
      {R"({"name": "a", "send": {}})", "fixture.control-missing", "/cases/0"},
      {R"({"name": "a", "provoke": "state", "send": {}})", "fixture.control-missing", "/cases/0"},
      {R"({"name": "A b", "send": {}, "control": "unchanged"})", "fixture.name", "/cases/0/name"},
      {R"({"name": "a", "snd": {}, "control": "unchanged"})", "fixture.unknown-key", "/cases/0/snd"},
      {R"({"name": "a", "control": "unchanged"}, {"name": "a", "control": "unchanged"})",
       "fixture.duplicate-name", "/cases/1/name"},
      {R"({"name": "a", "send": [], "control": "unchanged"})", "fixture.type", "/cases/0/send"},
      {R"({"name": "a", "provoke": "magic", "control": "unchanged"})", "fixture.provoke", "/cases/0/provoke"},
      {R"({"name": "a", "provoke": "none", "control": "unchanged"})", "fixture.provoke", "/cases/0/provoke"},
      {R"({"name": "a", "repeat": 3, "control": "unchanged"})", "fixture.provoke", "/cases/0/repeat"},
      {R"({"name": "a", "expect": [{"exception": "Other"}], "control": "unchanged"})", "fixture.expect",
       "/cases/0/expect"},
      {R"({"name": "a", "expect": [{"exception": "X", "success": {}}], "control": "unchanged"})",
       "fixture.outcome", "/cases/0/expect/0"},
      {R"({"name": "a", "expect": [{"exception": "ValidationException", "status": 77}], "control": "unchanged"})",
       "fixture.range", "/cases/0/expect/0/status"},
      {R"({"name": "a", "control": [{"op": "move", "path": "/a"}]})", "fixture.patch",
       "/cases/0/control/0/op"},
      {R"({"name": "a", "control": [{"op": "add", "path": "/a"}]})", "fixture.patch", "/cases/0/control/0"},
      {R"({"name": "a", "control": [{"op": "remove", "path": "a"}]})", "fixture.pointer",
       "/cases/0/control/0/path"},
      {R"({"name": "a", "wire": {"sign": "twice"}})", "fixture.wire", "/cases/0/wire/sign"},
      {R"({"name": "a", "limit": "Domain", "control": "unchanged"})", "fixture.provoke", "/cases/0/limit"},
      {R"({"name": "a", "control": "unchanged", "then": [{"call": "X", "expect": [{"success": {"/A": {}}}]}]})",
       "fixture.matcher", "/cases/0/then/0/expect/0/success/~1A"},
      {R"({"name": "a", "control": "unchanged", "then": [{"call": "X",
          "expect": [{"success": {"/A": {"equals": 1, "present": true}}}]}]})",
       "fixture.matcher", "/cases/0/then/0/expect/0/success/~1A"},
  };
  for (const auto& row : rows) {
    const auto path = fixture(row.cases);
    const auto problem = problem_of([&] { return load_fixture(path, suite_); });
    EXPECT_EQ(problem.rule, row.rule) << row.cases;
    EXPECT_EQ(problem.pointer, row.pointer) << row.cases;
  }
}

TEST_F(Fixtures, StandWhereTheirExceptionSays) {
  const auto path =
      write("voice-id/UpdateDomain/Other.json",
            R"({"operation": "UpdateDomain", "exception": "ValidationException", "cases": [{"name": "a"}]})");
  EXPECT_EQ(problem_of([&] { return load_fixture(path, suite_); }).rule, "fixture.file-name");
  const auto moved =
      write("voice-id/Other/success.json", R"({"operation": "UpdateDomain", "cases": [{"name": "a"}]})");
  EXPECT_EQ(problem_of([&] { return load_fixture(moved, suite_); }).rule, "fixture.file-name");
  const auto of_subject = write("voice-id/UpdateDomain/success.long-names.json",
                                R"({"operation": "UpdateDomain", "cases": [{"name": "a"}]})");
  EXPECT_EQ(load_fixture(of_subject, suite_).size(), 1u);
  const auto of_none = write("voice-id/UpdateDomain/success..json",
                             R"({"operation": "UpdateDomain", "cases": [{"name": "a"}]})");
  EXPECT_EQ(problem_of([&] { return load_fixture(of_none, suite_); }).rule, "fixture.file-name");
}

TEST_F(Files, TargetsReadWhatTheyOffer) {
  const auto path = write("own.json", R"({
    "name": "own", "endpoints": {"chime": "builtin", "*": "http://127.0.0.1:4566"}, "region": "eu-west-1",
    "identities": {"default": {"from": "profile:dev"},
                   "denied": {"access_key_id": "AKIAIOSFODNN7EXAMPLE", "secret_access_key": "secret"}},
    "provocations": {"fault": {"set": {"path": "/faults", "body": "{exception}"}, "clear": {"method": "DELETE", "path": "/faults"}},
                     "rate": {"requests": 50, "within": "2s"}},
    "verifies": ["signature"], "limits": {"Domain": 3}, "variables": {"kmsKey": "k"}, "max_rate": 20,
    "known_deviations": "known.json"})");
  const auto target = load_target(path);
  EXPECT_EQ(target.endpoints.at("chime"), "builtin");
  EXPECT_EQ(target.identities.at("default").from, "profile:dev");
  EXPECT_EQ(target.identities.at("denied").from, "inline");
  ASSERT_TRUE(target.fault_set && target.fault_clear);
  EXPECT_EQ(target.fault_set->method, "POST");
  EXPECT_EQ(target.fault_clear->method, "DELETE");
  EXPECT_EQ(target.rate->within, std::chrono::seconds(2));
  EXPECT_TRUE(target.verifies_that("signature"));
  EXPECT_FALSE(target.verifies_that("expiry"));
  EXPECT_EQ(target.known_deviations, (root_ / "known.json").string());
}

TEST_F(Files, TargetsAreRefusedWithPlaceAndAdvice) {
  const std::tuple<const char*, const char*, const char*> rows[] = {
      {R"({"name": "x", "endpoints": ""})", "target.endpoint", "/endpoints"},
      {R"({"name": "x", "endpoints": {}})", "target.endpoint", "/endpoints"},
      {R"({"name": "x", "endpoints": "localhost:80"})", "target.endpoint", "/endpoints"},
      {R"({"name": "x", "endpoints": "https://{endpointPrefix}.{region}.amazonaws.com"})", "target.remote",
       "/endpoints"},
      {R"({"name": "x", "endpoints": {"*": "http://127.0.0.1.example.com/"}})", "target.remote",
       "/endpoints/*"},
      {R"({"name": "x", "endpoints": "builtin", "identities": {"default": {"from": "vault"}}})",
       "target.identity", "/identities/default/from"},
      {R"({"name": "x", "endpoints": "builtin", "identities": {"a": {"access_key_id": "k"}}})",
       "target.missing-key", "/identities/a"},
      {R"({"name": "x", "endpoints": "builtin", "provocations": {"fault": {}}})", "target.fault",
       "/provocations/fault"},
      {R"({"name": "x", "endpoints": "builtin", "provocations": {"fault": {"set": {"path": "/f"}}}})",
       "target.fault", "/provocations/fault"},
      {R"({"name": "x", "endpoints": "builtin", "verifies": ["everything"]})", "target.verifies",
       "/verifies/0"},
      {R"({"name": "x", "endpoints": "builtin", "max_rate": -1})", "target.range", "/max_rate"},
      {R"({"endpoints": "builtin"})", "target.missing-key", ""},
  };
  for (const auto& [text, rule, pointer] : rows) {
    const auto path = write("target.json", text);
    const auto problem = problem_of([&] { return load_target(path); });
    EXPECT_EQ(problem.rule, rule) << text;
    EXPECT_EQ(problem.pointer, pointer) << text;
  }
}

TEST_F(Files, RemoteTargetsSaySo) {
  const auto path = write(
      "aws.json", R"({"name": "aws", "endpoints": "https://chime.us-east-1.amazonaws.com", "remote": true})");
  EXPECT_TRUE(load_target(path).remote);
}

TEST(TargetForUrl, TakesLoopbackOnly) {
  for (const char* url :
       {"http://127.0.0.1:80", "https://localhost:4566/x", "http://[::1]:9", "http://chime.localhost:1"}) {
    EXPECT_EQ(target_for_url(url).endpoints.at("*"), url);
    EXPECT_TRUE(target_for_url(url).identities.contains("default"));
  }
  const std::pair<const char*, const char*> bad[] = {{"", "target.endpoint"},
                                                     {"127.0.0.1:80", "target.endpoint"},
                                                     {"ftp://localhost", "target.endpoint"},
                                                     {"http://example.com", "target.remote"},
                                                     {"http://localhost@example.com", "target.remote"}};
  for (const auto& [url, rule] : bad) {
    try {
      static_cast<void>(target_for_url(url));
      ADD_FAILURE() << url;
    } catch (const core::DocumentError& error) {
      EXPECT_EQ(error.problem().rule, rule) << url;
    }
  }
}

TEST_F(Files, KnownDeviationsCoverWhatTheyName) {
  const auto known = load_baseline(write("known.json", R"({"known_deviations": [
    {"case": "chime.*/validation/*", "rule": "contract.status", "reason": "answers 422"},
    {"case": "chime.A/success/minimal", "rule": "schema.*", "pointer": "/Name", "reason": "r", "expires": "2026-02-28"}]})"))
                         .deviations;
  ASSERT_EQ(known.size(), 2u);
  EXPECT_TRUE(known[0].covers("chime.A/validation/x", "contract.status", "/any"));
  EXPECT_FALSE(known[0].covers("chime.A/validation/x", "contract.error-code", "/any"));
  EXPECT_FALSE(known[0].covers("sqs.A/validation/x", "contract.status", "/any"));
  EXPECT_TRUE(known[1].covers("chime.A/success/minimal", "schema.type", "/Name"));
  EXPECT_FALSE(known[1].covers("chime.A/success/minimal", "schema.type", "/Other"));
  using namespace std::chrono;
  EXPECT_FALSE(known[1].expired(sys_days(year{2026} / 2 / 28)));
  EXPECT_TRUE(known[1].expired(sys_days(year{2026} / 3 / 1)));
  EXPECT_FALSE(known[0].expired(sys_days(year{2099} / 1 / 1)));
  EXPECT_GT(known[1].line, known[0].line);
}

TEST_F(Files, KnownDeviationsNeedARealDayAndAReason) {
  for (const auto& [text, rule] : std::vector<std::pair<std::string, std::string>>{
           {R"({"case": "a", "rule": "b", "reason": "c", "expires": "2026-02-30"})", "known.expires"},
           {R"({"case": "a", "rule": "b", "reason": "c", "expires": "tomorrow"})", "known.expires"},
           {R"({"case": "a", "rule": "b", "reason": " "})", "known.empty"},
           {R"({"case": "a", "rule": "b"})", "known.missing-key"},
           {R"({"case": "a", "rule": "b", "reason": "c", "pointer": "Name"})", "known.pointer"}}) {
    const auto path = write("known.json", "{\"known_deviations\": [" + text + "]}");
    EXPECT_EQ(problem_of([&] { return load_baseline(path); }).rule, rule) << text;
  }
}

}  // namespace
}  // namespace hallmark::plan
