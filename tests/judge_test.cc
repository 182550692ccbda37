// `hallmark judge` as a user sees it: recordings of our own, HAR files, lines, folders of models; and real
// answers of AWS, none of which may be accused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "command_line.h"
#include "core/json.h"
#include "core/testing.h"

namespace hallmark::cli {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

using testing::hallmark;
using testing::Said;

class JudgeCommandLine : public testing::InFolder {
 protected:
  [[nodiscard]] Json report(const std::string& name) const { return Json::parse(read(path(name))); }
};

// Everything that a verdict says, by case.
std::map<std::string, Json> verdicts_of(const Json& report) {
  std::map<std::string, Json> verdicts;
  for (const Json& each : report["cases"]) {
    Json verdict = Json::object();
    for (const char* name : {"status", "mark", "reason", "findings", "provoked", "by", "inconclusive",
                             "promises_held", "promises_broken"}) {
      if (each.contains(name)) verdict[name] = each[name];
    }
    verdicts[each["id"]] = verdict;
  }
  return verdicts;
}

TEST_F(JudgeCommandLine, GivesRecordingsOfOurOwnTheVerdictsOfTheRun) {
  const struct {
    std::vector<std::string> mutants;
    int code;
  } rows[] = {
      {{}, exit_conforms},
      {{"--mutant", "drop-member:/Domain/UpdatedAt,UpdateDomain", "--mutant",
        "error-status:ValidationException@418"},
       exit_deviations},
      {{"--mutant", "wire:truncated,UpdateDomain"}, exit_deviations},
      // Nothing can be arranged, and the answer of what should arrange it deviates, which goes before.
      {{"--mutant", "drop-member:/Domain/DomainId"}, exit_deviations},
  };
  for (const auto& row : rows) {
    std::vector<std::string> run = {"run",
                                    "--target",
                                    "embedded",
                                    "voice-id",
                                    "--depth",
                                    "thorough",
                                    "-q",
                                    "--record",
                                    path("run.jsonl"),
                                    "--report",
                                    "json=" + path("live.json")};
    run.insert(run.end(), row.mutants.begin(), row.mutants.end());
    const Said live = hallmark(run);
    ASSERT_EQ(live.code, row.code) << live.out << live.err;
    const Said judged = hallmark({"judge", path("run.jsonl"), "--report", "json=" + path("judged.json"),
                                  "--report", "junit=" + path("judged.xml")});
    EXPECT_EQ(judged.code, live.code) << judged.out << judged.err;
    const auto before = verdicts_of(report("live.json")), after = verdicts_of(report("judged.json"));
    EXPECT_GT(before.size(), 40u);
    EXPECT_EQ(before, after);
    EXPECT_TRUE(fs::exists(path("judged.xml")));
  }
}

std::string voice_id_line(int status, const std::string& body) {
  const Json raw = {
      {"request",
       {{"method", "POST"},
        {"url", "https://voiceid.us-east-1.amazonaws.com/"},
        {"x-amz-target", "VoiceID.DescribeDomain"},
        {"body", "{}"}}},
      {"response",
       {{"status", status}, {"headers", {{"Content-Type", "application/x-amz-json-1.0"}}}, {"body", body}}}};
  return Json{{"raw", raw}}.dump() + "\n";
}

TEST_F(JudgeCommandLine, SaysWhereWhichPromiseIsBroken) {
  const std::string lines =
      file("lines.jsonl", voice_id_line(400, R"({"__type":"ValidationException","Message":"m"})") +
                              "{\"raw\": oops}\n" + voice_id_line(200, R"({"Domain":{"DomainId":7}})"));
  const Said said = hallmark({"judge", lines});
  EXPECT_EQ(said.code, exit_document) << "a place that cannot be read is a bad document";
  EXPECT_THAT(said.err, HasSubstr("lines.jsonl:2: this line is no JSON"));
  EXPECT_THAT(said.out, HasSubstr("lines.jsonl:3: voice-id.DescribeDomain: deviation schema.type"));
  EXPECT_THAT(said.out, HasSubstr("voice-id.DescribeDomain output.Domain.DomainId type"));
  EXPECT_THAT(said.out, HasSubstr("/Domain/DomainId"));
  EXPECT_THAT(said.out, HasSubstr("expected  string"));
  EXPECT_THAT(said.out, HasSubstr("Not checked, because the input does not allow it"));
  EXPECT_THAT(said.out, HasSubstr("the control request"));
  EXPECT_THAT(said.out, HasSubstr("1 conform, 1 deviate, 1 in error"));
}

TEST_F(JudgeCommandLine, AnswersWithTheExitCodesOfARun) {
  const std::string good =
      file("good.jsonl", voice_id_line(400, R"({"__type":"ValidationException","Message":"m"})"));
  const std::string bad = file("bad.jsonl", voice_id_line(200, R"({"Domain":{"DomainId":7}})"));
  const std::string drift = file("drift.jsonl", voice_id_line(400, R"({"__type":"Unheard","Message":"m"})"));
  const std::string har = file("other.har", R"({"log": {"entries": []}})");
  const std::string strange = file("strange.json", R"({"strange": 1})");
  fs::create_directories(folder_ / "empty");
  EXPECT_EQ(hallmark({"judge", good}).code, exit_conforms);
  EXPECT_EQ(hallmark({"judge", good, bad}).code, exit_deviations);
  EXPECT_EQ(hallmark({"judge", drift}).code, exit_conforms);
  EXPECT_EQ(hallmark({"judge", drift, "--strict"}).code, exit_deviations);
  EXPECT_EQ(hallmark({"judge", har}).code, exit_nothing_ran);
  EXPECT_EQ(hallmark({"judge", strange}).code, exit_document);
  EXPECT_EQ(hallmark({"judge", path("absent.har")}).code, exit_usage);
  EXPECT_EQ(hallmark({"judge", good, "--models", path("empty")}).code, exit_document);
  EXPECT_EQ(hallmark({"judge"}).code, exit_usage);
  EXPECT_EQ(hallmark({"judge", good, "--report", "juint=x"}).code, exit_usage);
}

TEST_F(JudgeCommandLine, ShowsNoSecretOfARecording) {
  const Json entry = {
      {"request",
       {{"method", "POST"},
        {"url", "https://voiceid.us-east-1.amazonaws.com/?X-Amz-Security-Token=tok0tok1tok2"},
        {"headers",
         {{{"name", "X-Amz-Target"}, {"value", "VoiceID.DescribeDomain"}},
          {{"name", "Authorization"}, {"value", "Bearer sekret0sekret1"}},
          {{"name", "X-Amz-Security-Token"}, {"value", "tok0tok1tok2"}}}}}},
      {"response",
       {{"status", 200},
        {"headers",
         {{{"name", "Content-Type"}, {"value", "application/x-amz-json-1.0"}},
          {{"name", "Set-Cookie"}, {"value", "s=cookie0cookie1"}}}},
        {"content",
         {{"text", R"({"Domain":{"DomainId":["sekret0sekret1 tok0tok1tok2 s=cookie0cookie1"]}})"}}}}}};
  const std::string har = file("a.har", Json{{"log", {{"entries", {entry}}}}}.dump());
  const Said said = hallmark({"judge", har, "--verbose", "--report", "json=" + path("a.json"), "--report",
                              "junit=" + path("a.xml"), "--report", "html=" + path("a.html"), "--report",
                              "markdown=" + path("a.md")});
  EXPECT_EQ(said.code, exit_deviations) << said.err;
  std::string all = said.out + said.err;
  for (const char* name : {"a.json", "a.xml", "a.html", "a.md"}) {
    std::ifstream in(folder_ / name, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    EXPECT_GT(text.str().size(), 100u) << name;
    all += text.str();
  }
  for (const char* secret : {"sekret0", "tok0tok1", "cookie0"})
    EXPECT_EQ(all.find(secret), std::string::npos) << secret;
}

// ---- answers of AWS ----

struct Pinned {
  int judged = 0;
  std::map<std::string, int> deviations;  // "file service.Operation rule"
  int namespaces = 0;                     // findings of another namespace, of whatever weight
};

Pinned pinned(const Json& report) {
  Pinned pinned;
  for (const Json& each : report["cases"]) {
    pinned.judged += each["status"] == "conforms" || each["status"] == "deviates" ? 1 : 0;
    for (const Json& finding : each["findings"]) {
      pinned.namespaces += finding["rule"] == "decode.wrong-namespace" ? 1 : 0;
      if (finding["severity"] != "deviation") continue;
      const std::string file = fs::path(each["file"].get<std::string>()).filename().string();
      ++pinned.deviations[file.substr(0, file.find('.')) + " " + each["service"].get<std::string>() + "." +
                          each["operation"].get<std::string>() + " " + finding["rule"].get<std::string>()];
    }
  }
  return pinned;
}

TEST_F(JudgeCommandLine, AccusesAwsOfNothingThatItsDocumentationDoesNotForbid) {
  const auto recorded = core::shared_data("recorded");
  const auto models = core::shared_data("models/botocore");
  if (!recorded || !models) GTEST_SKIP() << core::absent("recorded and models");
  std::vector<std::string> arguments = {"judge",          "-q",       "--models",
                                        models->string(), "--report", "json=" + path("aws.json")};
  for (const char* name :
       {"bedrock-raw", "go-cloud-raw", "paws-raw", "puppetlabs-raw", "smithy-rs-raw", "small-placebo"}) {
    const fs::path file = *recorded / (std::string(name) + ".jsonl.gz");
    if (!fs::exists(file)) GTEST_SKIP() << core::absent("recorded and models");
    arguments.push_back(file.string());
  }
  const Said said = hallmark(arguments);
  const Pinned found = pinned(report("aws.json"));
  EXPECT_GT(found.judged, 500) << said.out;
  const std::map<std::string, int> expected = {
      // Samples of the documentation, not answers: "YYYY-MM-DDTHH:MM:SS.000Z" for a time, an end tag that
      // fits
      // no start tag, an entry without its value.
      {"paws-raw ec2.AttachVolume schema.format", 1},
      {"paws-raw ec2.CreateSnapshot schema.format", 1},
      {"paws-raw ec2.ImportInstance decode.malformed-body", 1},
      {"paws-raw sns.GetTopicAttributes decode.misplaced", 1},
      // Edited by hand: </reservationSet> without its start.
      {"puppetlabs-raw ec2.DescribeInstances decode.malformed-body", 1},
      // Made by hand: 503 with an empty body and text/xml.
      {"smithy-rs-raw sts.AssumeRole contract.error-code", 1},
  };
  EXPECT_EQ(found.deviations, expected) << said.out;
  EXPECT_EQ(found.namespaces, 0) << "requests of an older version are answered in its namespace";
}

}  // namespace
}  // namespace hallmark::cli
