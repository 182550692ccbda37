// The first minutes of a user: what is printed for words that name nothing, files that `new` begins,
// completions in the shells that are here, the manual page, and what `doctor` says of endpoints.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "cli/embedded.h"
#include "cli/glossary.h"
#include "cli/interface.h"
#include "command_line.h"
#include "core/text.h"
#include "verdict/rules.h"

namespace hallmark::cli {
namespace {

namespace fs = std::filesystem;

using testing::hallmark;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Said;

class FirstSteps : public testing::InFolder {
 protected:
  // What a shell command prints; nullopt where its first word is no program here.
  std::optional<std::string> shell(const std::string& command) const {
    const std::string program = command.substr(0, command.find(' '));
    if (std::system(("command -v " + program + " >/dev/null 2>&1").c_str()) != 0) return std::nullopt;
    const std::string log = path("shell.log");
    EXPECT_EQ(std::system((command + " >'" + log + "' 2>&1 </dev/null").c_str()), 0) << read(log);
    return read(log);
  }
};

TEST_F(FirstSteps, WordsThatNameNothingAreTold) {
  const struct {
    std::vector<std::string> arguments;
    int code;
    std::string says;
  } rows[] = {
      {{"explain", "voiceid"},
       exit_nothing_ran,
       R"(there is no service "voiceid"; did you mean "voice-id"?)"},
      {{"explain", "voice-id.updatedomain"},
       exit_nothing_ran,
       R"(voice-id has no operation "updatedomain"; did you mean "voice-id.UpdateDomain"?)"},
      {{"explain", "voice-id.UpdateDomain/success/key"},
       exit_nothing_ran,
       R"(there is no case "voice-id.UpdateDomain/success/key"; did you mean "voice-id.UpdateDomain/success/)"},
      {{"explain", "UpdateDomain"}, exit_nothing_ran, R"(did you mean "voice-id.UpdateDomain"?)"},
      {{"explain", "schema.enm"}, exit_nothing_ran, R"(did you mean "schema.enum"?)"},
      {{"explain", "inconclusiv"}, exit_nothing_ran, R"(did you mean "inconclusive"?)"},
      {{"list", "voiceid"}, exit_nothing_ran, R"(did you mean "voice-id"?)"},
      {{"list", "operations", "voiceid"}, exit_nothing_ran, R"(did you mean "voice-id"?)"},
      {{"list", "rulse"}, exit_usage, R"(did you mean "rules"?)"},
      {{"plan", "--target", "embedded", "voice-id.UpdateDomian"},
       exit_nothing_ran,
       R"(did you mean "voice-id.UpdateDomain"?)"},
      {{"run", "--target", "embedded", "voice-id.UpdateDomain/success/tiems"},
       exit_nothing_ran,
       R"(did you mean "voice-id.UpdateDomain/success/times"?)"},
      {{"run", "--target", "embedded", "nosuchservice"}, exit_nothing_ran, "--model service-2.json.gz"},
      {{"serve", "--once", "voiceid"}, exit_nothing_ran, R"(did you mean "voice-id"?)"},
      {{"mutants", "voiceid"}, exit_nothing_ran, R"(did you mean "voice-id"?)"},
      {{"decode", "voice-id.updatedomain", "-"}, exit_usage, R"(did you mean "voice-id.UpdateDomain"?)"},
      {{"plan", "--target", "moto", "ec2"}, exit_nothing_ran, "--model service-2.json.gz"},
      {{"explain", "voice-id.UpdateDomain/validationexception"},
       exit_nothing_ran,
       R"(did you mean "voice-id.UpdateDomain/ValidationException"?)"},
      {{"plan", "--target", "moto", "voice-id.UpdateDomain/sucess/*"},
       exit_nothing_ran,
       "no case fits voice-id"},
      {{"list", "services", "operations"}, exit_usage, "one thing at a time"},
      {{"new"}, exit_usage, "hallmark: new needs what: target, service or fixture"},
      {{"doctor"}, exit_usage, "hallmark: doctor needs --endpoint: Address"},
      {{"lst"}, exit_usage, R"(there is no command "lst")"},
      {{"run", "--endpont", "x"}, exit_usage, R"(Did you mean "--endpoint"?)"},
      {{"explian"}, exit_usage, R"(Did you mean "explain"?)"},
      {{"new", "fixture", "voice-id.UpdateDomain/ConflictExeption", "--out", "x"},
       exit_usage,
       "Did you mean ConflictException?"},
      {{"doctor", "--endpoint", "https://example.com"}, exit_usage, "--remote"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(core::join(row.arguments, " "));
    const Said said = hallmark(row.arguments);
    EXPECT_EQ(said.code, row.code) << said.out << said.err;
    EXPECT_THAT(said.err, HasSubstr(row.says));
  }
}

// What is misspelt beside what is not would go untested without a word.
TEST_F(FirstSteps, WhatIsMisspeltBesideWhatIsNotIsTold) {
  const Said said = hallmark({"list", "voice-id", "chmie"});
  EXPECT_EQ(said.code, exit_conforms);
  EXPECT_THAT(said.out, HasSubstr("voice-id.UpdateDomain/"));
  EXPECT_THAT(said.err, HasSubstr(R"(did you mean "chime"?)"));
}

TEST_F(FirstSteps, AContractWithoutASuiteSaysSo) {
  EXPECT_THAT(hallmark({"plan", "sts", "--target", "embedded"}).err,
              HasSubstr("sts has a contract and no suite"));
  EXPECT_THAT(hallmark({"plan", "voice-id", "--target", "embedded"}).err, Not(HasSubstr("no suite")));
}

TEST_F(FirstSteps, EveryRuleAndWordIsExplained) {
  const Said rules = hallmark({"list", "rules"});
  EXPECT_EQ(rules.code, exit_conforms);
  for (const verdict::Rule& rule : verdict::rules()) {
    EXPECT_THAT(rules.out, HasSubstr(rule.id));
    EXPECT_THAT(explained(rule.id), HasSubstr(rule.line));
  }
  for (const Word& word : glossary()) {
    EXPECT_THAT(explained(word.word), HasSubstr(std::string(word.word) + "\n")) << word.word;
    EXPECT_TRUE(word.meaning.ends_with('.')) << word.word;
  }
  EXPECT_THAT(hallmark({"explain", "known", "values"}).out, HasSubstr("known value\n"));
  EXPECT_THAT(hallmark({"explain", "Mutants"}).out, HasSubstr("mutant\n"));
  EXPECT_THAT(hallmark({"explain", "then.contract.status"}).out, HasSubstr("later call"));
  EXPECT_THAT(hallmark({"explain", "voice-id"}).out, HasSubstr("a service"));
  EXPECT_THAT(hallmark({"explain", "voice-id.UpdateDomain/ConflictException"}).out,
              HasSubstr("ConflictException/key-change-under-way"));
  EXPECT_THAT(hallmark({"explain", "sts"}).out, HasSubstr("no suite"));
  EXPECT_THAT(hallmark({"explain", "voice-id.UpdateDomain"}).out, HasSubstr("DomainId (required)"));
}

TEST_F(FirstSteps, KnownDeviationsAreHeldAgainstWhatThereIs) {
  const struct {
    std::string case_id, rule, says;
  } rows[] = {
      {"voice-id.UpdateDomain/success/times", "contract.status", ""},
      {"voice-id.UpdateDomain/success/*", "schema.*", ""},
      {"voice-id.UpdateDomain/answers/contract.status+200", "then.contract.status", ""},
      {"polly.SynthesizeSpeech/success/minimal", "*", ""},
      {"*/success/*", "*", ""},
      {"voice-id.UpdateDomain/success/tiems", "contract.status",
       "did you mean \"voice-id.UpdateDomain/success/times\"?"},
      {"voice-id.UpdateDomain/succes/*", "contract.status", "no case fits the pattern"},
      {"voiceid.UpdateDomain/*", "contract.status", "did you mean \"voice-id\"?"},
      {"voice-id.UpdateDomian/*", "contract.status", "did you mean \"voice-id.UpdateDomain\"?"},
      {"voice-id.UpdateDomain/success/times", "contract.statsu", "Did you mean \"contract.status\"?"},
      {"voice-id.UpdateDomain/success/times", "shema.*", "no finding has the rule"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.case_id + " " + row.rule);
    const std::string known = file(
        "known.json", "{\"known_deviations\": [{\"case\": \"" + row.case_id + "\",\n\"rule\": \"" + row.rule +
                          "\", \"reason\": \"x\"}],\n\"exercised\": [\"voice-id.UpdateDomain\"]}");
    const Said said = hallmark({"check", known});
    EXPECT_EQ(said.code, row.says.empty() ? exit_conforms : exit_document) << said.err;
    EXPECT_THAT(said.err, HasSubstr(row.says));
  }
  const std::string reach =
      file("reach.json", "{\"known_deviations\": [],\n\"exercised\": [\"voice-id.UpdateDomian\"]}");
  EXPECT_THAT(hallmark({"check", reach}).err, HasSubstr("reach.json:2"));
}

TEST_F(FirstSteps, WhatNewBeginsPassesCheck) {
  const std::string out = path("mine");
  const Said target =
      hallmark({"new", "target", "my-mock", "--endpoint", "http://127.0.0.1:4566", "--out", out});
  EXPECT_EQ(target.code, exit_conforms) << target.err;
  const Said checked = hallmark({"check", out + "/targets/my-mock.json"});
  EXPECT_EQ(checked.code, exit_conforms) << checked.err;
  EXPECT_THAT(checked.out, HasSubstr("FILL IN: "));
  EXPECT_THAT(hallmark({"new", "target", "my-mock", "--out", out}).err, HasSubstr("is there already"));
  EXPECT_EQ(hallmark({"plan", "--target", out + "/targets/my-mock.json", "voice-id"}).code, exit_conforms);
  for (const char* exception :
       {"success", "ConflictException", "AccessDeniedException", "ThrottlingException",
        "InternalServerException", "ValidationException", "ResourceNotFoundException"}) {
    SCOPED_TRACE(exception);
    const Said made =
        hallmark({"new", "fixture", std::string("voice-id.UpdateDomain/") + exception, "--out", out});
    EXPECT_EQ(made.code, exit_conforms) << made.err;
    const Said said = hallmark({"check", out + "/fixtures/voice-id/UpdateDomain/" + exception + ".json"});
    EXPECT_EQ(said.code, exit_conforms) << said.err << made.out;
  }
  const Said all = hallmark({"check", "--data", out});
  EXPECT_EQ(all.code, exit_conforms) << all.err;
  EXPECT_THAT(all.out, HasSubstr("places are to be filled in"));
  const Said listed = hallmark({"list", "--data", out, "voice-id.UpdateDomain/ConflictException"});
  EXPECT_THAT(listed.out, HasSubstr("voice-id.UpdateDomain/ConflictException/to-be-named"));
}

TEST_F(FirstSteps, EveryContractWithoutASuiteCanBeginOne) {
  for (const std::string& service : Workspace({}).service_names()) {
    SCOPED_TRACE(service);
    const std::string out = path("mine");
    const Said made = hallmark({"new", "service", service, "--out", out});
    if (made.code == exit_usage) {
      EXPECT_THAT(made.err, HasSubstr("has a suite"));
      continue;
    }
    EXPECT_EQ(made.code, exit_conforms) << made.err;
    const bool has_resources = service == "sqs" || service == "sns";
    EXPECT_TRUE(!has_resources ||
                read(out + "/suites/" + service + ".suite.json").find("\"remove\"") != std::string::npos);
    const Said said = hallmark({"check", out + "/suites/" + service + ".suite.json"});
    EXPECT_EQ(said.code, exit_conforms) << said.err;
  }
}

TEST_F(FirstSteps, ServeSaysWhichKeysItAccepts) {
  const Said said = hallmark({"serve", "voice-id", "--once"});
  for (const char* role : {"default", "denied", "forbidden", "unauthorized", "limits", "rate"})
    EXPECT_THAT(said.out, HasSubstr(std::string("HALLMARK") + role));
  EXPECT_THAT(said.out, HasSubstr("Other keys are refused"));
}

TEST_F(FirstSteps, TheDoctorFindsWhatTheReferenceEndpointVerifies) {
  WorkspaceOptions options;
  options.models = {};
  const Workspace workspace(options);
  std::vector<plan::ServicePlan> services;
  for (Judged& judged : workspace.services({"voice-id", "secretsmanager"}))
    services.push_back(plan::outline_service(std::move(judged.model), std::move(judged.suite)));
  plan::Target target = workspace.target("embedded");
  const auto endpoint = start_builtin(target, services, {});
  for (const auto& [service, url] : endpoint->endpoints()) {
    const std::string key = endpoint::derived_access_key("default", "DOCTOR");
    ::setenv("AWS_ACCESS_KEY_ID", key.c_str(), 1);
    ::setenv("AWS_SECRET_ACCESS_KEY", endpoint::derived_secret(key).c_str(), 1);
    const std::string profile = path(service + ".json");
    const Said said = hallmark({"doctor", "--endpoint", url, service, "--out", profile});
    ::unsetenv("AWS_ACCESS_KEY_ID");
    ::unsetenv("AWS_SECRET_ACCESS_KEY");
    EXPECT_EQ(said.code, exit_conforms) << said.err;
    EXPECT_THAT(said.out, HasSubstr("It verifies signature and expiry."));
    EXPECT_THAT(said.out, HasSubstr("clock        agrees"));
    EXPECT_EQ(hallmark({"check", profile}).code, exit_conforms);
    const Json written = Json::parse(read(profile));
    EXPECT_EQ(written["verifies"], (Json{"signature", "expiry"}));
    EXPECT_EQ(written["identities"]["default"], (Json{{"from", "env"}}));
  }
  EXPECT_EQ(endpoint->stored(), 0U) << "nothing is made";
}

// Any key is accepted, and nothing of its signature verified.
TEST_F(FirstSteps, TheDoctorAccusesNobodyOfVerifying) {
  const Workspace workspace(WorkspaceOptions{});
  std::vector<std::shared_ptr<const contract::Model>> models;
  for (const Judged& judged : workspace.services({"sqs"})) models.push_back(judged.model);
  endpoint::ServerOptions server;
  server.endpoint.any_credentials = true;
  const auto endpoint = endpoint::EmbeddedEndpoint::start(models, server);
  const std::string profile = path("any.json");
  const Said said =
      hallmark({"doctor", "--endpoint", endpoint->endpoints().at("sqs"), "sqs", "--out", profile});
  EXPECT_EQ(said.code, exit_conforms) << said.err;
  EXPECT_THAT(said.out, HasSubstr("a signature that does not hold: accepted"));
  EXPECT_THAT(said.out, HasSubstr("It verifies no signatures."));
  EXPECT_THAT(said.out, HasSubstr("operations that may change something"));
  const Json written = Json::parse(read(profile));
  EXPECT_EQ(written["verifies"], Json::array());
  EXPECT_EQ(written["identities"]["default"]["access_key_id"], "test");
  EXPECT_EQ(hallmark({"check", profile}).code, exit_conforms);
  EXPECT_EQ(endpoint->stored(), 0U) << "nothing is made";
}

TEST_F(FirstSteps, TheDoctorSaysWhereNothingAnswers) {
  const Said said = hallmark({"doctor", "--endpoint", "http://127.0.0.1:1", "voice-id"});
  EXPECT_EQ(said.code, exit_unreachable);
  EXPECT_THAT(said.err, HasSubstr("127.0.0.1:1"));
}

TEST_F(FirstSteps, HelpFitsATerminal) {
  for (const char* command :
       {"run", "plan", "list", "explain", "serve", "prove", "judge", "new", "doctor", "import"}) {
    const Said said = hallmark({command, "--help"});
    std::istringstream lines(said.out.substr(0, said.out.find("Examples:")));
    for (std::string line; std::getline(lines, line);)
      EXPECT_LE(line.size(), 110U) << command << ": " << line;
    EXPECT_THAT(said.out, Not(HasSubstr("INT in ["))) << command;
    EXPECT_THAT(said.out, Not(HasSubstr("{false}"))) << command;
  }
}

TEST_F(FirstSteps, ShellsComplete) {
  const std::string program = HALLMARK_BINARY;
  const std::string folder = fs::path(program).parent_path().string();
  for (const char* name : {"bash", "zsh", "fish"}) {
    const Said said = hallmark({"completion", name});
    EXPECT_EQ(said.code, exit_conforms);
    file(std::string("hallmark.") + name, said.out);
  }
  const std::string scripts = HALLMARK_SOURCE_DIR "/tests/shells/";
  const std::map<std::string, std::string> wanted = {
      {"ex", "explain"},
      {"run --tar", "--target"},
      {"run --target emb", "embedded"},
      {"run voice", "voice-id"},
      {"list voice-id.Up", "voice-id.UpdateDomain"},
      {"run --depth th", "thorough"},
      {"new fix", "fixture"},
      {"serve ", "voice-id"},
  };
  std::size_t shells = 0;
  for (const char* name : {"bash", "zsh", "fish"}) {
    for (const auto& [typed, completed] : wanted) {
      const auto said = shell(std::string(name) + " " + scripts + "complete." + name + " '" +
                              path(std::string("hallmark.") + name) + "' '" + folder + "' '" + typed + "'");
      if (!said) break;
      ++shells;
      EXPECT_THAT(*said, HasSubstr(completed)) << name << ": hallmark " << typed;
    }
  }
  EXPECT_GT(shells, 0U) << "there is no shell here";
}

TEST_F(FirstSteps, TheManualPageIsOne) {
  const std::string page = file("hallmark.1", hallmark({"man"}).out);
  EXPECT_THAT(read(page), HasSubstr(".SH EXIT STATUS"));
  const auto shown = shell("man --warnings -l '" + page + "'");
  if (!shown) GTEST_SKIP() << "there is no man here";
  EXPECT_THAT(*shown, HasSubstr("hallmark explain"));
  EXPECT_THAT(*shown, HasSubstr("--endpoint"));
  EXPECT_THAT(*shown, Not(HasSubstr("warning")));
}

}  // namespace
}  // namespace hallmark::cli
