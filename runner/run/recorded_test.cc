#include "run/recorded.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "core/digest.h"
#include "core/text.h"
#include "run/recorded_testing.h"
#include "run/testing_replay.h"

namespace hallmark::run {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// What the listeners were told, in short: "service.Operation status: rule@pointer severity, …" or the reason.
class Heard : public Listener {
 public:
  void case_finished(const CaseResult& result) override {
    std::string line = fmt::format("{}.{} {}", result.test->service, result.test->operation,
                                   verdict::to_string(result.verdict.status));
    for (const verdict::Finding& finding : result.verdict.findings) {
      line += fmt::format(" {}@{} {}", finding.rule, finding.pointer, verdict::to_string(finding.severity));
      text += finding.expected + "\n" + finding.actual + "\n";
    }
    if (!result.verdict.reason.empty()) line += ": " + result.verdict.reason;
    lines.push_back(line);
    names.push_back(result.test->name);
    text += result.reproduce + "\n";
    for (const exchange::Exchange& each : result.run.exchanges)
      text += core::dump(exchange::to_json(each.http)) + "\n";
  }
  std::vector<std::string> lines, names;
  std::string text;  // everything that a report could show
};

class Recorded : public ::testing::Test {
 protected:
  ~Recorded() override { fs::remove_all(folder_); }
  RecordedSummary judge(const std::string& text, bool strict = false, const std::string& name = "recorded") {
    fs::create_directories(folder_);
    std::ofstream(folder_ / name, std::ios::binary) << text;
    heard = Heard{};
    problems.clear();
    RecordedInput input;
    input.files = {folder_ / name};
    input.contracts = contracts_.get();
    input.on_problem = [&](const core::DocumentProblem& problem) {
      problems.push_back(fmt::format("{}: {}", problem.line, problem.message));
    };
    RunOptions options;
    options.strict = strict;
    return judge_recorded(input, {&heard}, options);
  }
  // One exchange with Chime's GetUser as an exchange line.
  static std::string line(int status, const std::string& body,
                          const Json& headers = {{"Content-Type", "application/json"}}) {
    const Json raw = {
        {"request",
         {{"method", "GET"}, {"url", "https://chime.us-east-1.amazonaws.com/users/u-1"}, {"body", ""}}},
        {"response", {{"status", status}, {"headers", headers}, {"body", body}}}};
    return Json{{"raw", raw}}.dump() + "\n";
  }
  static std::string parsed(const Json& output, const Json& more = Json::object()) {
    Json line = {{"service", "chime"},
                 {"operation", "GetUser"},
                 {"kind", "output"},
                 {"http_status", 200},
                 {"output", output}};
    line.update(more);
    return line.dump() + "\n";
  }

  fs::path folder_ = fs::temp_directory_path() / ("hallmark-" + core::random_uuid());
  std::unique_ptr<testing::TestContracts> contracts_ = testing::small_aws();
  Heard heard;
  std::vector<std::string> problems;
};

TEST_F(Recorded, CatchesAMutantForEveryCheckThatHttpAllows) {
  const Json json_type = {{"Content-Type", "application/json"}};
  const struct {
    int status;
    std::string body;
    Json headers;
    std::string finding;
  } rows[] = {
      {200, R"({"Name":"a","Count":1,"Items":["x"],"When":1.5,"Choice":{"A":"a"}})", json_type, ""},
      {200, R"({"Count":"1"})", json_type, "schema.type@/Count deviation"},
      {200, R"({"When":"2020-01-02T03:04:05Z"})", json_type, "schema.type@/When deviation"},
      {200, R"({"Items":{"a":1}})", json_type, "schema.type@/Items deviation"},
      {200, R"({"Choice":{"A":"a","B":"b"}})", json_type, "schema.oneOf@/Choice deviation"},
      {200, R"({"name":"a"})", json_type, "decode.member-case@/Name deviation"},
      {200, R"({"Name":"a","Name":"b"})", json_type, "decode.duplicate-key@/Name deviation"},
      {200, R"({"Name":"a")", json_type, "decode.malformed-body@ deviation"},
      {200, R"({"Name":"a"} x)", json_type, "decode.trailing-data@ deviation"},
      {200, "<html/>", {{"Content-Type", "text/html"}}, "contract.content-type@ deviation"},
      {200,
       R"({})",
       {{"Content-Type", "application/json"}, {"X-Tag", "seven"}},
       "schema.type@/Tag deviation"},
      {200, R"({"Name":"longer"})", json_type, "schema.maxLength@/Name drift"},
      {200, R"({"Other":1})", json_type, "decode.unknown-member@/Other none"},
      {204, "", Json::object({{"Date", "x"}}), "contract.status@ drift"},
      {400, R"({"__type":"BadThing","message":"m"})", json_type, ""},
      {404, R"({"__type":"BadThing","message":"m"})", json_type, "contract.status@ deviation"},
      {400, R"({"__type":"BadThing","Count":"x"})", json_type, "contract.error-shape@/Count deviation"},
      {400, R"({"__type":"Other"})", json_type, "contract.error-code@ drift"},
      {400,
       R"({"message":"no code"})",
       {{"Content-Type", "application/json"}, {"Date", "x"}},
       "contract.error-code@ deviation"},
      {500, "<html>", {{"Content-Type", "text/html"}}, "contract.content-type@ deviation"},
      {400,
       R"({"__type":"BadThing"})",
       {{"Content-Type", "application/json"}, {"x-amzn-errortype", "Other"}},
       "contract.error-code@ deviation"},
  };
  for (const auto& row : rows) {
    const RecordedSummary summary = judge(line(row.status, row.body, row.headers));
    ASSERT_EQ(heard.lines.size(), 1u);
    const bool deviates = row.finding.find("deviation") != std::string::npos;
    EXPECT_THAT(heard.lines[0], HasSubstr(deviates ? "chime.GetUser deviates" : "chime.GetUser conforms"))
        << row.body;
    EXPECT_THAT(heard.lines[0], HasSubstr(row.finding)) << row.body;
    if (row.finding.empty()) {
      EXPECT_EQ(heard.lines[0], "chime.GetUser conforms");
    }
    EXPECT_EQ(summary.run.exit_code, deviates ? 1 : 0) << row.body;
    EXPECT_EQ(summary.judged.at(RecordedKind::http), 1u);
  }
  EXPECT_EQ(judge(line(200, R"({"Name":"longer"})"), true).run.exit_code, 1) << "drift fails under strict";
}

TEST_F(Recorded, HoldsNothingAgainstHeadersThatWereNotRecorded) {
  const RecordedSummary summary = judge(line(200, R"({"Name":"a"})", Json::object()));
  EXPECT_THAT(heard.lines, ElementsAre("chime.GetUser conforms"));
  EXPECT_EQ(summary.without_headers, 1u);
  // Nor against those that were replaced.
  judge(line(200, R"({"Name":"a"})", {{"Content-Type", "**REDACTED**"}, {"Date", "x"}}));
  EXPECT_THAT(heard.lines, ElementsAre("chime.GetUser conforms"));
  judge(line(200, R"({"Count":"x"})", Json::object()));
  EXPECT_THAT(heard.lines, ElementsAre("chime.GetUser deviates schema.type@/Count deviation"));
}

// No Date and no request id: headers were left out, and a code may have stood in one of them.
TEST_F(Recorded, HoldsNoCodeAgainstHeadersThatWereFiltered) {
  judge(line(400, R"({"message":"no code"})"));
  EXPECT_THAT(heard.lines, ElementsAre("chime.GetUser conforms"));
  judge(line(200, "<html/>", {{"Content-Type", "text/html"}}));
  EXPECT_THAT(heard.lines, ElementsAre(HasSubstr("contract.content-type"))) << "what is there is judged";
  for (const char* id : {"x-amzn-RequestId", "x-amz-request-id", "Date"}) {
    judge(line(400, R"({"message":"no code"})", {{"Content-Type", "application/json"}, {id, "x"}}));
    EXPECT_THAT(heard.lines, ElementsAre(HasSubstr("contract.error-code@ deviation"))) << id;
  }
}

TEST_F(Recorded, DoesNotJudgeABodyThatWasNotRecorded) {
  Json bodiless = Json::parse(line(200, ""));
  bodiless["raw"]["response"].erase("body");
  judge(bodiless.dump() + "\n");
  EXPECT_THAT(heard.lines, ElementsAre(HasSubstr("skipped")));
}

TEST_F(Recorded, ReadsAnExchangeWithoutAWordAroundIt) {
  for (const bool base64 : {false, true}) {
    Json line = Json::parse(this->line(200, R"({"Count":"1"})"))["raw"];
    line["sequence"] = "chime-001";
    line["request"]["body"] = nullptr;
    line["response"]["headers"] = Json::array({Json::array({"Content-Type", "application/json"})});
    const std::string text = R"({"Count":"1"})";
    line["response"]["body"] = base64 ? Json{{"b64", core::base64_encode(text)}} : Json{{"text", text}};
    heard.lines.clear();
    judge(line.dump() + "\n");
    EXPECT_THAT(heard.lines, ElementsAre(HasSubstr("schema.type@/Count deviation")));
  }
}

TEST_F(Recorded, CatchesAMutantForEveryCheckThatParsedOutputsAllow) {
  const Json error = {{"kind", "error"}, {"error_code", "BadThing"}, {"http_status", 400}};
  const auto with = [&](const char* name, const Json& value) {
    Json changed = error;
    changed[name] = value;
    return changed;
  };
  const struct {
    Json output, more;
    std::string line;
  } rows[] = {
      {{{"Name", "a"},
        {"When", {{"$ts", "2020-01-02T03:04:05+00:00"}}},
        {"Data", {{"$bytes", "Zm9v"}}},
        {"Items", {"a"}}},
       {},
       "conforms"},
      {{{"Count", "1"}}, {}, "deviates schema.type@/Count deviation"},
      {{{"Items", "a"}}, {}, "deviates schema.type@/Items deviation"},
      {{{"Choice", Json::object()}}, {}, "deviates schema.oneOf@/Choice deviation"},
      {{{"name", "a"}}, {}, "deviates decode.member-case@/name deviation"},
      {{{"Name", "longer"}}, {}, "conforms schema.maxLength@/Name drift"},
      {{{"Other", 1}}, {}, "conforms decode.unknown-member@/Other none"},
      {{{"Items", {"a"}}, {"Name", nullptr}}, {}, "conforms"},
      {{{"Items", {"a", nullptr}}}, {}, "conforms decode.null-member@/Items/1 drift"},
      // placeholders, and JSON in place of text that holds it
      {{{"Name", "<name:2>"}, {"Count", "count"}, {"When", "datetime"}}, {}, "conforms"},
      {{{"Name", {{"Version", "2012"}}}}, {}, "conforms"},
      {{{"Error", {{"Code", "BadThing"}, {"Message", "m"}}}}, error, "conforms"},
      {{{"Error", {{"Code", "BadThing"}}}}, with("http_status", 404), "deviates contract.status@ deviation"},
      {{{"Error", {{"Code", "BadThing"}}}}, with("http_status", nullptr), "conforms"},
      {{{"Error", {{"Code", "BadThing"}}}, {"Count", "x"}},
       error,
       "deviates contract.error-shape@/Count deviation"},
      {{{"Error", {{"Code", "Other"}}}}, with("error_code", "Other"), "conforms contract.error-code@ drift"},
      // what SDKs call the answer to a HEAD
      {{{"Error", {{"Code", "400"}}}}, with("error_code", "400"), "conforms"},
  };
  for (const auto& row : rows) {
    const RecordedSummary summary = judge(parsed(row.output, row.more.is_null() ? Json::object() : row.more));
    EXPECT_THAT(heard.lines, ElementsAre("chime.GetUser " + row.line)) << row.output;
    EXPECT_EQ(summary.judged.at(RecordedKind::parsed), 1u);
  }
}

std::string har(const std::string& entries) {
  return "{\"log\": {\"version\": \"1.2\", \"creator\": {\"name\": \"t\", \"version\": "
         "\"[{\\\"\"},\n\"entries\": [\n" +
         entries + "\n]}}";
}
std::string entry(const Json& response, const Json& request = Json::object()) {
  Json made = {{"startedDateTime", "2026-01-02T03:04:05Z"},
               {"request",
                {{"method", "GET"},
                 {"url", "https://chime.us-east-1.amazonaws.com:443/users/u-1"},
                 {"httpVersion", "h2"},
                 {"headers", {{{"name", ":authority"}, {"value", "x"}}}},
                 {"queryString", Json::array()}}},
               {"response",
                {{"status", 200},
                 {"statusText", "OK"},
                 {"headers", {{{"name", "content-type"}, {"value", "application/json"}}}},
                 {"content", {{"size", 2}, {"mimeType", "application/json"}, {"text", "{}"}}}}}};
  if (response.is_object()) made["response"].update(response);
  if (request.is_object()) made["request"].update(request);
  return made.dump();
}

TEST_F(Recorded, ReadsHarWithBase64CompressionAndWhatIsLeftOut) {
  const std::string gzip(
      "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xab\x56\x72\xce\x2f\xcd\x2b\x51\xb2\x52\x32\x54\xaa\x05\x00"
      "\x53\x87\x16\xa9\x0d\x00\x00\x00",
      33);
  const Json gzip_headers = {{{"name", "Content-Type"}, {"value", "application/json"}},
                             {{"name", "Content-Encoding"}, {"value", "gzip"}}};
  const std::string bad_count = R"({"Count":"1"})";
  const std::vector<std::string> entries = {
      entry({}),
      entry({{"content", {{"size", 13}, {"text", core::base64_encode(bad_count)}, {"encoding", "base64"}}}}),
      entry({{"headers", gzip_headers}, {"content", {{"size", 13}, {"text", bad_count}}}}),
      entry({{"headers", gzip_headers},
             {"content", {{"size", 33}, {"text", core::base64_encode(gzip)}, {"encoding", "base64"}}}}),
      entry({{"headers", gzip_headers},
             {"content",
              {{"size", 9}, {"text", core::base64_encode(gzip.substr(0, 20))}, {"encoding", "base64"}}}}),
      entry({{"status", 0}}),
      entry({{"content", {{"size", 5}, {"mimeType", "application/json"}}}}),
      entry({{"content", {{"size", 13}, {"text", core::base64_encode(bad_count)}, {"encoding", "Base64"}}}}),
      entry({{"status", 304}}),
      entry({{"status", 101}}),
      entry({}, {{"url", "https://www.example.com/x"}}),
      entry({{"headers", {{{"name", "Content-Type"}, {"value", "text/xml"}}}},
             {"content",
              {{"text",
                "<PutAlarmResponse "
                "xmlns='http://t/'><PutAlarmResult/><ResponseMetadata/></PutAlarmResponse>"}}}},
            {{"method", "POST"},
             {"url", "https://monitoring.eu-west-1.amazonaws.com/"},
             {"postData",
              {{"mimeType", "application/x-www-form-urlencoded"},
               {"params", {{{"name", "Action"}, {"value", "PutAlarm"}}}}}}}),
  };
  const RecordedSummary summary = judge(har(core::join(entries, ",\n")), false, "session.har");
  EXPECT_THAT(heard.lines,
              ElementsAre("chime.GetUser conforms", "chime.GetUser deviates schema.type@/Count deviation",
                          "chime.GetUser deviates schema.type@/Count deviation",
                          "chime.GetUser deviates schema.type@/Count deviation",
                          "chime.GetUser deviates http.undecodable@ deviation",
                          "chime.GetUser skipped: no response was recorded",
                          "chime.GetUser skipped: the body of the response was not recorded",
                          "chime.GetUser deviates schema.type@/Count deviation",
                          "chime.GetUser skipped: the answer stood in a cache (304)",
                          "chime.GetUser skipped: the connection went over to another protocol",
                          "unrecognised.exchange skipped: no contract here is for the host, and no signature "
                          "says which service it was sent to; --service says it",
                          "cloudwatch.PutAlarm conforms"));
  EXPECT_THAT(heard.names[1], HasSubstr("session.har:4"));
  EXPECT_EQ(summary.problems, 0u);
}

TEST_F(Recorded, TellsBrokenPlacesAndLosesNothingElse) {
  const std::string good = line(200, "{}");
  RecordedSummary summary =
      judge(good + "{\"raw\": \n" + "\n[1]\n" + R"({"raw": {"request": null, "response": 3}})" + "\n" +
            R"({"raw": {"request": null, "response": {"status": 200, "body_b64": "*"}}})" + "\n" + good);
  EXPECT_THAT(heard.lines,
              ElementsAre("chime.GetUser conforms", HasSubstr("unreadable.recording error"),
                          HasSubstr("unreadable.recording error"), HasSubstr("unreadable.recording error"),
                          HasSubstr("unreadable.recording error"), "chime.GetUser conforms"));
  EXPECT_THAT(problems,
              ElementsAre(HasSubstr("2: this line is no JSON"), HasSubstr("4: this line is no JSON object"),
                          HasSubstr("5: response is no object"), HasSubstr("6: body_b64 is not the base64")));
  EXPECT_EQ(summary.problems, 4u);
  EXPECT_EQ(summary.run.exit_code, 4);

  summary = judge(har(entry({})) + "\n" + har(entry({})));
  EXPECT_THAT(heard.lines, ElementsAre("chime.GetUser conforms", HasSubstr("error")));
  EXPECT_THAT(problems, ElementsAre(HasSubstr("more stands behind the end of this HAR")));

  summary = judge(har(entry({}) + ",\n{\"request\": nonsense},\n" + entry({}) +
                      ",\n{\"request\": {}},\n{\"request\": [}"));
  EXPECT_THAT(heard.lines, ElementsAre("chime.GetUser conforms", HasSubstr("error"), "chime.GetUser conforms",
                                       HasSubstr("response is no object"), HasSubstr("error")));
  EXPECT_THAT(problems[0], HasSubstr("4: this entry is no JSON"));
  EXPECT_THAT(problems[2], HasSubstr("nothing behind it can be read"));

  EXPECT_THROW(static_cast<void>(judge("{\"something\": 1}")), core::DocumentError);
  EXPECT_THROW(static_cast<void>(judge("")), core::DocumentError);
  EXPECT_THROW(static_cast<void>(judge("not json")), core::DocumentError);
}

TEST_F(Recorded, NothingJudgedIsAFailingExit) {
  EXPECT_EQ(judge(har("")).run.exit_code, 5);
  EXPECT_EQ(judge(har(entry({}, {{"url", "https://www.example.com/x"}}))).run.exit_code, 5);
}

TEST_F(Recorded, GivesNoSecretAway) {
  const std::string token = "tok0tok1tok2tok3", key = "sekret0sekret1", cookie = "session=abcdefgh01",
                    signature = "f00dfeedf00dfeed";
  const Json body = {{"Secret", "hidden-value-77"},
                     {"Count", "hidden-value-77"},
                     {"Other", "x"},
                     {"Name", key + " " + cookie}};
  const Json made = Json::parse(
      entry({{"headers",
              {{{"name", "Content-Type"}, {"value", "application/json"}},
               {{"name", "Set-Cookie"}, {"value", cookie}}}},
             {"content", {{"text", body.dump()}}}},
            {{"url", "https://chime.us-east-1.amazonaws.com/users/u-1?X-Amz-Signature=" + signature +
                         "&X-Amz-Security-Token=" + token},
             {"headers",
              {{{"name", "Authorization"}, {"value", "Bearer " + key}},
               {{"name", "X-Amz-Security-Token"}, {"value", token}},
               {{"name", "x-api-key"}, {"value", key}},
               {{"name", "Cookie"}, {"value", cookie}}}}}));
  judge(har(made.dump()));
  EXPECT_THAT(heard.lines[0], HasSubstr("schema.type@/Count deviation"));
  for (const std::string& secret : {token, key, cookie, signature, std::string("hidden-value-77")}) {
    EXPECT_THAT(heard.text, Not(HasSubstr(secret)));
  }
  judge(parsed({{"Secret", "hidden-value-77"}, {"Count", "hidden-value-77"}}));
  EXPECT_THAT(heard.lines[0], HasSubstr("schema.type@/Count deviation"));
  EXPECT_THAT(heard.text, Not(HasSubstr("hidden-value-77")));
  // What nobody recognises is hidden as well.
  judge(har(entry({}, {{"url", "https://www.example.com/x"},
                       {"headers", {{{"name", "Authorization"}, {"value", "Bearer " + key}}}}})));
  EXPECT_THAT(heard.text, Not(HasSubstr(key)));
}

TEST_F(Recorded, JudgesOwnCasesByTheirPlanAndSkipsThoseThatAreGone) {
  plan::ServicePlan service;
  service.model = contracts_->load(12);
  service.suite = plan::suite_without_file(*service.model);
  plan::Case test;
  test.id = "chime.GetUser/BadThing/x";
  test.service = "chime";
  test.operation = "GetUser";
  test.group = plan::group_of("BadThing");
  test.provoke = plan::Provocation::request;
  service.cases = {test};
  const auto run_of = [](int status, const std::string& body) {
    exchange::CaseRun run;
    exchange::Exchange one;
    one.operation = "GetUser";
    one.http.url = "http://127.0.0.1:1";
    one.http.response =
        wire::Response{.status = status, .headers = {{"Content-Type", "application/json"}}, .body = body};
    run.exchanges.push_back(one);
    return run;
  };
  const auto text_of = [&](const exchange::CaseRun& run, const std::string& id) {
    return Json{{"hallmark_recording", 1}, {"target", "t"}, {"region", "r"}, {"started", 0}}.dump() + "\n" +
           Json{{"case", id}, {"run", exchange::to_json(run)}}.dump() + "\n";
  };
  fs::create_directories(folder_);
  const auto judged = [&](const std::string& text) {
    std::ofstream(folder_ / "run.jsonl", std::ios::binary) << text;
    heard = Heard{};
    RecordedInput input;
    input.files = {folder_ / "run.jsonl"};
    input.contracts = contracts_.get();
    input.plan = [&](const std::set<std::string>& ids, const std::string& target) {
      EXPECT_EQ(ids.size(), 1u);
      EXPECT_EQ(target, "t");
      return std::vector<plan::ServicePlan>{service};
    };
    const RunSummary live = replay({service}, exchange::read_recording(folder_ / "run.jsonl"), {}, {});
    const RecordedSummary summary = judge_recorded(input, {&heard}, {});
    EXPECT_EQ(summary.run.counts.deviates, live.counts.deviates);
    EXPECT_EQ(summary.run.counts.conforms, live.counts.conforms);
    return heard.lines;
  };
  EXPECT_THAT(judged(text_of(run_of(400, R"({"__type":"BadThing"})"), test.id)),
              ElementsAre("chime.GetUser conforms"));
  EXPECT_THAT(judged(text_of(run_of(200, "{}"), test.id)),
              ElementsAre(HasSubstr("deviates contract.unexpected-success@")));
  EXPECT_THAT(judged(text_of(run_of(200, "{}"), "chime.GetUser/BadThing/y")),
              ElementsAre(HasSubstr("skipped: the plan has no such case any more")));
}

TEST(RecordedChecks, AreListedForEachKindThatDoesNotAllowThem) {
  EXPECT_THAT(checks_not_made(RecordedKind::own), IsEmpty());
  EXPECT_THAT(checks_not_made(RecordedKind::http), Not(IsEmpty()));
  EXPECT_GT(checks_not_made(RecordedKind::parsed).size(), checks_not_made(RecordedKind::http).size());
}

}  // namespace
}  // namespace hallmark::run
