// What a user sees: messages and exit codes of the command line, in process.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "command_line.h"
#include "core/text.h"
#include "exchange/journal_folder.h"

namespace hallmark::cli {
namespace {

namespace fs = std::filesystem;

using testing::hallmark;
using testing::Said;

class CommandLine : public testing::InFolder {};

TEST_F(CommandLine, AnswersBadInputWithTheReasonAndANamedExitCode) {
  const std::string broken = file("broken.json", "{\"name\": \"x\",\n \"endpoints\": }");
  const std::string unknown_key =
      file("unknown.json", R"({"name": "x", "endpoints": "http://127.0.0.1:1", "colour": "red"})");
  const std::string known = file("known.json", "{\"known_deviations\": [{\"case\": 3}]}");
  const struct {
    std::vector<std::string> arguments;
    int code;
    std::vector<std::string> says;
  } rows[] = {
      {{}, exit_usage, {"which command?", "run  "}},
      {{"rum"}, exit_usage, {"Did you mean \"run\"?"}},
      {{"run"}, exit_usage, {"no target", "--endpoint"}},
      {{"run", "--endpoint", ""}, exit_usage, {"no target", "empty"}},
      {{"run", "--taget", "x"}, exit_usage, {"--taget", "Did you mean \"--target\"?"}},
      {{"run", "--target", "embeded"}, exit_usage, {"--target embeded", "did you mean \"embedded\"?"}},
      {{"run", "--target", "/nope.json"}, exit_usage, {"--target /nope.json", "no such file"}},
      {{"run", "--target", broken}, exit_document, {"broken.json:2", "json.syntax"}},
      {{"run", "--target", unknown_key}, exit_document, {"colour"}},
      {{"run", "--target", "embedded", "--known", known}, exit_document, {"known.json:1"}},
      {{"run", "--target", "embedded", "--report", "juint=x"}, exit_usage, {"juint"}},
      {{"run", "--target", "embedded", "--depth", "deep"}, exit_usage, {"quick, normal or thorough"}},
      {{"run", "--target", "embedded", "--shard", "3/2"}, exit_usage, {"3/2"}},
      {{"run", "--target", "embedded", "--deadline", "soon"}, exit_usage, {"soon", "90s"}},
      {{"run", "sqs"}, exit_usage, {"no target", "--target", "--endpoint"}},
      {{"run", "--target", "embedded", "sqss"}, exit_nothing_ran, {"no case is selected", "sqs"}},
      {{"run", "--target", "embedded", "voiceid"}, exit_nothing_ran, {"no case is selected", "voice-id"}},
      {{"run", "--target", "embedded", "--report", "junit=a", "--report", "json=./a"},
       exit_usage,
       {"--report", "junit and json"}},
      {{"run", "--endpoint", "https://example.com", "voice-id"},
       exit_usage,
       {"--endpoint", "not on this machine", "remote"}},
      {{"run", "--endpoint", "foo"}, exit_usage, {"--endpoint", "foo", "http://127.0.0.1:4566"}},
      {{"run", "--endpoint", "http://127.0.0.1:99999"}, exit_usage, {"--endpoint", "99999", "65535"}},
      {{"run", "--target", "embedded", "--service", "x"}, exit_usage, {"--service x", "--model"}},
      {{"run", "--target", "embedded", "--mutant", "drop-membr:/X"}, exit_usage, {"--mutant", "drop-member"}},
      {{"run", "--target", "embedded", "--variation", "x"}, exit_usage, {"--variation", "x"}},
      {{"serve", "--once", "--mutant", "x"}, exit_usage, {"--mutant"}},
      {{"judge", "/nope.har"}, exit_usage, {"files", "/nope.har"}},
      {{"judge", broken, "--models", "/nope"}, exit_usage, {"--models", "/nope"}},
      {{"check", "/nope.json"}, exit_usage, {"files", "/nope.json"}},
      {{"import", "/nope.rst", "--out", folder_.string()}, exit_usage, {"documents", "/nope.rst"}},
      {{"diff", broken, "/nope.json"}, exit_usage, {"after", "/nope.json"}},
      {{"decode", "voice-id.UpdateDomain", "/nope.txt"}, exit_usage, {"file", "/nope.txt"}},
      {{"clean", "--target", "moto", "/nope.journal"}, exit_usage, {"journals", "/nope.journal"}},
      {{"run", "--target", "embedded", "--model", "/nope"}, exit_usage, {"--model", "/nope"}},
      {{"run", "--target", "embedded", "--timeout", "5"}, exit_usage, {"--timeout", "250ms"}},
      {{"run", "--target", "embedded", "--wait", "x"}, exit_usage, {"--wait"}},
      {{"run", "--target", "embedded", "--protocol", "soap"},
       exit_usage,
       {"soap is no protocol", "rest-json"}},
      {{"run", "--target", "embedded", "--jobs", "-1"}, exit_usage, {"--jobs", "0 to 256"}},
      {{"run", "--target", "embedded", "--max-cases", "-1"}, exit_usage, {"--max-cases"}},
      {{"run", "--target", "embedded", "--known", "/nope"}, exit_usage, {"--known", "/nope"}},
      {{"prove", "--every", "0"}, exit_usage, {"--every"}},
      {{"clean", "--target", "embedded"}, exit_usage, {"ends with its run"}},
      {{"run", "--target", "embedded", "--model", broken}, exit_document, {"broken.json"}},
      {{"explain", "voice-id.UpdateDomain/success/every-membr"},
       exit_nothing_ran,
       {"did you mean", "every-member"}},
      {{"decode", "voice-id.UpdateDomian", "-"}, exit_usage, {"UpdateDomian"}},
      {{"check", broken}, exit_document, {"broken.json:2"}},
      {{"diff", broken, broken}, exit_document, {"broken.json"}},
      {{"list", "--data", folder_.string()}, exit_usage, {"--data", "no data folder"}},
      {{"list", "--data", "/nope"}, exit_usage, {"--data /nope"}},
  };
  for (const auto& row : rows) {
    const Said said = hallmark(row.arguments);
    std::string command;
    for (const std::string& word : row.arguments) command += " " + word;
    EXPECT_EQ(said.code, row.code) << "hallmark" << command << "\n" << said.out << said.err;
    for (const std::string& words : row.says) {
      EXPECT_NE((said.out + said.err).find(words), std::string::npos) << "hallmark" << command << "\n"
                                                                      << said.err;
    }
  }
}

TEST_F(CommandLine, SaysThatTheTargetIsDown) {
  const std::string target = file("down.json", R"({"name": "down", "endpoints": "http://127.0.0.1:9",
    "identities": {"default": {"access_key_id": "test", "secret_access_key": "test"}},
    "variables": {"kmsKey": "k", "otherKmsKey": "l"}})");
  const Said said = hallmark({"run", "--target", target, "voice-id.UpdateDomain/success/every-member"});
  EXPECT_EQ(said.code, exit_unreachable) << said.out;
  EXPECT_NE(said.out.find("connect"), std::string::npos) << said.out;
}

TEST_F(CommandLine, JudgesAndLeavesReports) {
  const fs::path junit = folder_ / "reports" / "junit.xml";
  const fs::path json = folder_ / "reports" / "report.json";
  const Said said =
      hallmark({"run", "--target", "embedded", "voice-id.UpdateDomain/success", "--no-generated", "--report",
                "junit=" + junit.string(), "--report", "json=" + json.string()});
  EXPECT_EQ(said.code, exit_conforms) << said.out << said.err;
  EXPECT_NE(said.out.find("Coverage"), std::string::npos);
  EXPECT_NE(read(junit).find("classname=\"voice-id.UpdateDomain\""), std::string::npos);
  EXPECT_EQ(Json::parse(read(json))["summary"]["counts"]["deviates"], 0);
}

TEST_F(CommandLine, LosesOnlyTheReportThatCannotBeWritten) {
  const Said said =
      hallmark({"run", "--target", "embedded", "voice-id.UpdateDomain/success/every-member", "--no-generated",
                "--report", "html=/dev/full", "--report", "junit=/dev/null/x/junit.xml", "--report",
                "json=" + path("r.json"), "--record", "/dev/full"});
  EXPECT_EQ(said.code, exit_conforms) << said.err;
  for (const char* lost : {"the html report /dev/full is not written: the file cannot be written: No space",
                           "the junit report /dev/null/x/junit.xml is not written: the file cannot be opened",
                           "the recording /dev/full is not written"}) {
    EXPECT_NE(said.err.find(lost), std::string::npos) << said.err;
  }
  EXPECT_EQ(Json::parse(read(path("r.json")))["summary"]["counts"]["conforms"], 1);
  EXPECT_TRUE(fs::is_character_file("/dev/full"));
}

TEST_F(CommandLine, ADiskThatIsFullCostsTheJournalAlone) {
  const Said said = hallmark({"run", "--target", "embedded", "voice-id.UpdateDomain/success/every-member",
                              "--no-generated", "--journal", "/dev/full"});
  EXPECT_EQ(said.code, exit_conforms) << said.err;
  EXPECT_NE(said.err.find("the journal /dev/full is lost: the file cannot be written: No space"),
            std::string::npos)
      << said.err;
  EXPECT_EQ(said.err.find("is lost"), said.err.rfind("is lost")) << "told once";
}

TEST_F(CommandLine, AJournalThatCannotBeMadeCostsItselfAlone) {
  const Said said = hallmark({"run", "--target", "embedded", "voice-id.UpdateDomain/success/every-member",
                              "--no-generated", "--journal", "/dev/null/x.journal"});
  EXPECT_EQ(said.code, exit_conforms) << said.err;
  EXPECT_NE(said.err.find("there is no journal /dev/null/x.journal"), std::string::npos) << said.err;
}

TEST_F(CommandLine, SaysTheExitCodeOfTheSignalThatCame) {
  const std::atomic<bool> interrupted{true};
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    const std::atomic<int> which{signal};
    std::ostringstream out, err;
    CommandContext context{.out = out, .err = err};
    context.interrupted = &interrupted;
    context.signal = &which;
    EXPECT_EQ(run_cli({"run", "--target", "embedded", "voice-id"}, context), 128 + signal);
    EXPECT_NE(out.str().find("exit code " + std::to_string(128 + signal)), std::string::npos) << out.str();
  }
}

TEST_F(CommandLine, CleansOnlyWhatRunsAgainstTheTargetHaveLeft) {
  ::setenv("XDG_STATE_HOME", folder_.c_str(), 1);
  const std::string target = file("mine.json", R"({"name": "mine", "endpoints": "http://127.0.0.1:9",
    "identities": {"default": {"access_key_id": "test", "secret_access_key": "test"}}})");
  const auto journal = [&](const char* name, const char* of) {
    return file(
        std::string("hallmark/") + name,
        std::string(R"({"event":"run","target":")") + of +
            R"(","region":"us-east-1","token":"t","started":"now"})" + "\n" +
            R"({"event":"creating","id":1,"case":"c","service":"voice-id","resource":"Domain","operation":"CreateDomain",)" +
            R"("endpoint":"http://127.0.0.1:9","identity":"default","access_key_id":"test","input":{},"marks":[]})"
            "\n");
  };
  Said said = hallmark({"clean", "--target", target});
  EXPECT_EQ(said.code, exit_conforms) << said.err;
  EXPECT_THAT(said.out, ::testing::HasSubstr("no run against mine has left a journal"));
  const std::string foreign = file("foreign.journal", read(journal("theirs.journal", "theirs")));
  fs::remove(folder_ / "hallmark" / "theirs.journal");
  std::string elsewhere = read(foreign);
  elsewhere.replace(elsewhere.find("127.0.0.1:9"), 11, "127.0.0.1:8");
  said = hallmark({"clean", "--target", target, file("foreign.journal", elsewhere)});
  EXPECT_EQ(said.code, exit_usage) << said.out;
  EXPECT_THAT(said.err, ::testing::HasSubstr("is the journal of a run against theirs, not mine"));
  const std::string mine = journal("mine.journal", "mine");
  {
    const exchange::JournalLock goes_on(mine);
    said = hallmark({"clean", "--target", target, mine});
    EXPECT_EQ(said.code, exit_usage) << said.out;
    EXPECT_THAT(said.err, ::testing::HasSubstr("is the journal of a run that goes on"));
    said = hallmark({"clean", "--target", target});
    EXPECT_THAT(said.out, ::testing::HasSubstr("no run against mine has left a journal"));
  }
  said = hallmark({"clean", "--target", target});
  EXPECT_THAT(said.out, ::testing::HasSubstr("mine.journal: 0 removed, 1 uncertain, 0 left"));
  ::unsetenv("XDG_STATE_HOME");
}

// A mistake of a suite is told where it stands, once, however many fixtures use it.
TEST_F(CommandLine, ChecksWhatASuiteSends) {
  fs::create_directories(folder_ / "fixtures");
  fs::create_directories(folder_ / "schemas");
  fs::copy(fs::path(HALLMARK_SOURCE_DIR) / "fixtures" / "voice-id", folder_ / "fixtures" / "voice-id",
           fs::copy_options::recursive);
  fs::copy(fs::path(HALLMARK_SOURCE_DIR) / "schemas" / "voice-id", folder_ / "schemas" / "voice-id",
           fs::copy_options::recursive);
  std::string suite = read(fs::path(HALLMARK_SOURCE_DIR) / "suites" / "voice-id.suite.json");
  const std::string right = "\"Name\": \"${unique}\"";
  ASSERT_NE(suite.find(right), std::string::npos);
  suite.replace(suite.find(right), right.size(), "\"Name\": [1], \"Nmae\": \"x\"");
  const std::string made = file("suites/voice-id.suite.json", suite);
  const Said said = hallmark({"check", made, "--data", folder_.string()});
  EXPECT_EQ(said.code, exit_document) << said.err;
  for (const char* words : {"\"/Name\" takes a string, not [1]", "\"/Nmae\""}) {
    EXPECT_NE(said.err.find(words), std::string::npos) << said.err;
    EXPECT_EQ(said.err.find(words), said.err.rfind(words)) << said.err;
  }
  EXPECT_NE(said.err.find("voice-id.suite.json:"), std::string::npos) << said.err;
}

TEST_F(CommandLine, PrintsAReportForProgramsAlone) {
  const Said said = hallmark({"run", "--target", "embedded", "voice-id.UpdateDomain/success/every-member",
                              "--no-generated", "--report", "json=/dev/stdout"});
  EXPECT_EQ(Json::parse(said.out)["summary"]["counts"]["conforms"], 1) << said.out;
}

TEST_F(CommandLine, FailsWhereStandardOutputCannotBeWritten) {
  for (const std::vector<std::string>& words : {std::vector<std::string>{"list", "voice-id"},
                                                {"--help"},
                                                {"run", "--target", "embedded", "chime", "-q"}}) {
    std::ofstream full("/dev/full");
    std::ostringstream err;
    CommandContext context{.out = full, .err = err};
    EXPECT_EQ(run_cli(words, context), exit_document) << words[0];
    EXPECT_TRUE(err.str().ends_with("hallmark: standard output cannot be written\n")) << err.str();
  }
}

TEST_F(CommandLine, IsGreenOnlyWhereWhatIsRequiredWasReached) {
  const struct {
    std::vector<std::string> gate;
    int code;
    const char* says;
  } rows[] = {
      {{"--require", "UpdateDomain"}, exit_conforms, "conforms"},
      {{"--require", "voice-id.Update*"}, exit_conforms, "conforms"},
      {{"--require", "Create*"}, exit_deviations, "Create* is required, and no operation of the run fits it"},
      {{"--min-tested", "10"}, exit_conforms, "conforms"},
      {{"--min-tested", "100"}, exit_deviations, "of the promises were tested, 100 % are required"},
  };
  for (const auto& row : rows) {
    std::vector<std::string> words = {
        "run", "--target", "embedded", "voice-id.UpdateDomain/success/every-member", "--no-generated", "-q"};
    words.insert(words.end(), row.gate.begin(), row.gate.end());
    const Said said = hallmark(words);
    EXPECT_EQ(said.code, row.code) << row.gate[1] << said.out << said.err;
    EXPECT_NE(said.out.find(row.says), std::string::npos) << said.out;
  }
}

// Nothing is sent: the address is nobody's.
TEST_F(CommandLine, PlansWhatARealAccountWouldRisk) {
  const std::string remote =
      file("far.json", R"({"name": "far", "endpoints": "https://far.invalid", "remote": true,
    "identities": {"default": {"access_key_id": "test", "secret_access_key": "test"}},
    "variables": {"kmsKey": "k", "otherKmsKey": "l"}})");
  const Said plan = hallmark({"plan", "--target", remote, "cloudfront", "--no-generated"});
  EXPECT_EQ(plan.code, exit_conforms) << plan.err;
  EXPECT_NE(plan.out.find("not on a remote target without --allow billed"), std::string::npos) << plan.out;
  EXPECT_NE(plan.out.find("cloudfront ConnectionGroup (CreateConnectionGroup)"), std::string::npos)
      << plan.out;
  EXPECT_EQ(plan.out.find("AnycastIpList (CreateAnycastIpList)"), std::string::npos) << plan.out;
  const Said allowed =
      hallmark({"plan", "--target", remote, "cloudfront", "--no-generated", "--allow", "billed"});
  EXPECT_NE(allowed.out.find("AnycastIpList (CreateAnycastIpList)"), std::string::npos) << allowed.out;
  EXPECT_NE(allowed.out.find("Danger \"billed\""), std::string::npos) << allowed.out;
  const std::string unsaid = file("unsaid.json", R"({"name": "far", "endpoints": "https://far.invalid"})");
  EXPECT_EQ(hallmark({"run", "--target", unsaid, "cloudfront"}).code, exit_document);
}

TEST_F(CommandLine, FailsWhereTheEndpointIsMutated) {
  const Said said = hallmark({"run", "--target", "embedded", "voice-id.UpdateDomain/success",
                              "--no-generated", "--mutant", "drop-member:/Domain/Name,UpdateDomain"});
  EXPECT_EQ(said.code, exit_deviations) << said.out << said.err;
  EXPECT_NE(said.out.find("/Domain/Name"), std::string::npos);
  EXPECT_NE(said.out.find("curl "), std::string::npos);
}

TEST_F(CommandLine, AcceptsKnownDeviationsCaseByCase) {
  const auto run = [&](const std::string& known) {
    return hallmark({"run", "--target", "embedded", "voice-id.UpdateDomain/success/every-member",
                     "--no-generated", "--mutant", "drop-member:/Domain/Arn,UpdateDomain", "--known", known});
  };
  const auto entry = [](const std::string& fields) {
    return R"({"known_deviations": [{"case": "voice-id.UpdateDomain/success/every-member", "reason": "r", )" +
           fields + "}]}";
  };
  EXPECT_EQ(run(file("all.json", entry(R"("rule": "*")"))).code, exit_conforms);
  EXPECT_EQ(run(file("other.json", entry(R"("rule": "contract.status")"))).code, exit_deviations);
  EXPECT_EQ(run(file("expired.json", entry(R"("rule": "*", "expires": "2020-01-01")"))).code,
            exit_deviations);
}

TEST_F(CommandLine, PlansListsAndExplainsWithoutSending) {
  const Said plan = hallmark({"plan", "--target", "moto", "cloudfront"});
  EXPECT_EQ(plan.code, exit_conforms);
  EXPECT_NE(plan.out.find("skipped: the target offers no fault"), std::string::npos) << plan.out;
  const Said list = hallmark({"list", "--what", "exceptions", "voice-id"});
  EXPECT_NE(list.out.find("voice-id.UpdateDomain ConflictException 409 or 400"), std::string::npos)
      << list.out;
  const Said explain = hallmark({"explain", "voice-id.UpdateDomain/ConflictException/key-change-under-way"});
  EXPECT_EQ(explain.code, exit_conforms);
  for (const char* words :
       {"fixtures/voice-id/UpdateDomain/ConflictException.json", "provoked by: state", "control",
        "promised in: service model voice-id-2021-09-27, ConflictType", "an attempt"}) {
    EXPECT_NE(explain.out.find(words), std::string::npos) << explain.out;
  }
  const Said fault = hallmark({"explain", "voice-id.UpdateDomain/ThrottlingException/by-fault"});
  EXPECT_NE(fault.out.find("  generated from the contract\n"), std::string::npos) << fault.out;
  EXPECT_EQ(fault.out.find(":0\n"), std::string::npos) << "no line is 0: " << fault.out;
  const Said texts = hallmark({"explain", "secretsmanager.UpdateSecret/EncryptionFailure/by-fault"});
  EXPECT_NE(
      texts.out.find("its documentation says of EncryptionFailure: state (sentence rule raised-wrong-state)"),
      std::string::npos)
      << texts.out;
}

// A service that is named is judged whole, with a suite or by inference; where none is named, what suites
// have by default is, and the output says so.
TEST_F(CommandLine, JudgesServicesThatAreNamedWholeAndOthersByDefault) {
  const auto lists = [&](std::vector<std::string> arguments, const std::string& line) {
    const Said said = hallmark(arguments);
    EXPECT_EQ(said.code, exit_conforms) << said.err;
    return ("\n" + said.out).find("\n" + line + "\n") != std::string::npos;
  };
  EXPECT_TRUE(lists({"list", "services"}, "sqs"));
  EXPECT_TRUE(lists({"list", "services"}, "voice-id"));
  EXPECT_TRUE(lists({"list", "operations", "sqs"}, "sqs.SendMessage"));
  EXPECT_TRUE(lists({"list", "operations", "sq*"}, "sqs.SendMessage"));
  EXPECT_TRUE(lists({"list", "operations", "secretsmanager"}, "secretsmanager.CreateSecret"));
  EXPECT_FALSE(
      lists({"list", "operations", "voice-id"}, "voice-id.CreateDomain"));  // its suite names another
  for (const std::vector<std::string>& all :
       {std::vector<std::string>{"list", "operations"}, {"list", "operations", "*"}}) {
    EXPECT_TRUE(lists(all, "secretsmanager.UpdateSecret"));
    EXPECT_FALSE(lists(all, "secretsmanager.CreateSecret"));
    EXPECT_FALSE(lists(all, "sqs.SendMessage"));
  }
  const std::string remark =
      "no service is named: chime, chime-sdk-voice, cloudfront, secretsmanager, voice-id";
  EXPECT_NE(hallmark({"plan", "--target", "moto", "--no-generated"}).err.find(remark), std::string::npos);
  EXPECT_EQ(hallmark({"plan", "--target", "moto", "sts"}).err,
            "hallmark: sts has a contract and no suite: what is sent is generated from the contract alone\n");
}

TEST_F(CommandLine, DecodesMessages) {
  const std::string message = file("answer.txt",
                                   "HTTP/1.1 409 Conflict\r\nContent-Type: application/x-amz-json-1.0\r\n\r\n"
                                   R"({"__type":"ns#ConflictException","Message":"m"})");
  const Said said = hallmark({"decode", "voice-id.UpdateDomain", message});
  EXPECT_EQ(said.code, exit_conforms) << said.err;
  EXPECT_NE(said.err.find("error code: ConflictException"), std::string::npos) << said.err;
  EXPECT_EQ(Json::parse(said.out)["Message"], "m");
}

TEST_F(CommandLine, DecodesRecordings) {
  const std::string recording = (folder_ / "run.jsonl").string();
  const char* refused = "voice-id.UpdateDomain/ConflictException/key-change-under-way";
  ASSERT_EQ(hallmark({"run", "--target", "embedded", refused, "--record", recording}).code, exit_conforms);
  const Said said = hallmark({"decode", "--recording", recording});
  EXPECT_EQ(said.code, exit_conforms) << said.err;
  std::istringstream lines(said.out);
  std::map<std::string, Json> roles;
  for (std::string line; std::getline(lines, line);) {
    const Json exchange = Json::parse(line);
    EXPECT_EQ(exchange["case"], refused);
    EXPECT_EQ(exchange["request"]["method"], "POST") << line;
    roles[exchange["role"]] = exchange;
  }
  EXPECT_EQ(roles["send"]["code"], "ConflictException");
  EXPECT_EQ(roles["send"]["members"]["ConflictType"], "DOMAIN_LOCKED_FROM_ENCRYPTION_UPDATES");
  EXPECT_FALSE(roles["control"].contains("code"));
  EXPECT_EQ(roles["control"]["members"]["Domain"]["Name"], roles["control"]["input"]["Name"]);
  const std::string body =
      core::base64_decode(roles["control"]["request"]["body"].get<std::string>()).value_or("");
  EXPECT_EQ(Json::parse(body), roles["control"]["input"]);
}

TEST_F(CommandLine, EverythingThatIsCommittedChecksOut) {
  const Said said = hallmark({"check"});
  EXPECT_EQ(said.code, exit_conforms) << said.err;
  EXPECT_NE(said.out.find(" 0 problems"), std::string::npos) << said.out;
}

TEST_F(CommandLine, HelpHasExamples) {
  for (const char* command :
       {"run", "plan", "list", "explain", "serve", "check", "decode", "clean", "import", "diff"}) {
    const Said said = hallmark({command, "--help"});
    EXPECT_EQ(said.code, exit_conforms);
    EXPECT_NE(said.out.find(std::string("hallmark ") + command), std::string::npos) << said.out;
  }
}

}  // namespace
}  // namespace hallmark::cli
