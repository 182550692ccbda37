#include "run/recorded_proxied.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/text.h"
#include "run/recorded.h"
#include "run/recorded_testing.h"

namespace hallmark::run {
namespace {

using exchange::TransportFault;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

exchange::HttpExchange get_user(const std::string& body = R"({"Name":"a"})") {
  exchange::HttpExchange http;
  http.request = {.method = "GET",
                  .target = "/users/u-1",
                  .headers = {{"Host", "127.0.0.1:7100"},
                              {"Authorization",
                               "AWS4-HMAC-SHA256 Credential=AKIDAKIDAKIDAKID/20231114/us-east-1/chime/"
                               "aws4_request, SignedHeaders=host, Signature=0123456789abcdef"},
                              {"X-Amz-Security-Token", "token/token/token"}}};
  http.url = "http://127.0.0.1:4566";
  http.response = {.status = 200, .headers = {{"Content-Type", "application/json"}}, .body = body};
  return http;
}

// What listeners hear of one item, and what was touched.
struct Heard : Listener {
  void case_finished(const CaseResult& result) override {
    id = result.test->id;
    status = verdict::to_string(result.verdict.status);
    reason = result.verdict.reason;
    for (const verdict::Finding& finding : result.verdict.findings) rules.push_back(finding.rule);
  }
  std::string id, status, reason;
  std::vector<std::string> rules;
};
Heard judged(const RecordedItem& item, RunSummary* summary = nullptr) {
  const auto contracts = testing::small_aws();
  RecordedInput input{.contracts = contracts.get()};
  Heard heard;
  const std::vector<Listener*> listeners{&heard};
  const RunOptions options;
  RecordedJudge judge(input, {}, {}, listeners, options);
  judge.judge({.file = "run.jsonl", .line = 2}, item);
  RecordedSummary all = judge.finish(false, {});
  if (summary != nullptr) *summary = std::move(all.run);
  return heard;
}

TEST(RecordedProxied, IsJudgedLikeItsLine) {
  const auto with = [](TransportFault fault, bool answered) {
    exchange::HttpExchange http = get_user();
    http.fault = fault;
    http.detail = "words";
    if (!answered) http.response.reset();
    return http;
  };
  exchange::HttpExchange bytes = get_user(std::string("\xff\xfe\0bytes", 8));
  const struct {
    exchange::HttpExchange http;
    std::string not_judged, status;
    std::vector<std::string> rules;
  } rows[] = {
      {get_user(), "", "conforms", {}},
      {get_user(R"({"Name":7})"), "", "deviates", {"schema.type"}},
      {bytes, "", "deviates", {"decode.malformed-body"}},
      {with(TransportFault::truncated_body, true), "", "deviates", {"http.truncated"}},
      {with(TransportFault::malformed_head, true), "", "deviates", {"http.malformed-head"}},
      {with(TransportFault::extra_data, true), "", "deviates", {"http.extra-data"}},
      {with(TransportFault::cannot_connect, false), "", "error", {}},
      {with(TransportFault::closed_before_status, false), "", "error", {}},
      {get_user(), "the client went away", "skipped", {}},
  };
  const core::Secrets secrets;
  for (const auto& row : rows) {
    const RecordedItem item = proxied_item(row.http, row.not_judged, secrets);
    const auto parsed = core::parse_json(core::dump(line_of_proxied(item)));
    ASSERT_TRUE(parsed.value);
    const RecordedItem read = item_of_proxied(*parsed.value);
    ASSERT_THAT(read.problem, IsEmpty());
    for (const Heard& heard : {judged(item), judged(read)}) {
      EXPECT_EQ(heard.status, row.status) << heard.reason;
      EXPECT_EQ(heard.rules, row.rules);
      EXPECT_EQ(heard.id, "chime.GetUser/recorded/run.jsonl:2");
    }
  }
}

TEST(RecordedProxied, TakesAPartForWhatWasAskedFor) {
  for (const bool asked : {false, true}) {
    exchange::HttpExchange http = get_user();
    http.response->status = 206;
    if (asked) http.request.headers.add("Range", "bytes=0-99");
    EXPECT_EQ(judged(proxied_item(http, "", core::Secrets())).rules,
              asked ? std::vector<std::string>{} : std::vector<std::string>{"contract.status"});
  }
}

TEST(RecordedProxied, KeepsNoCredentialsButWhoseExchangeItIs) {
  core::Secrets secrets;
  secrets.add("registered-secret");
  exchange::HttpExchange http = get_user(R"({"Name":"registered-secret"})");
  http.request.target = "/users/u-1?X-Amz-Signature=abcdefabcdef&X-Amz-Security-Token=token2token2&a=b";
  http.response->headers.add("Set-Cookie", "session=cookiecookie");
  http.raw_head = "HTTP/1.1 200 OK\r\nSet-Cookie: session=cookiecookie\r\n\r\n";
  const std::string line = core::dump(line_of_proxied(proxied_item(std::move(http), "", secrets)));
  for (const char* secret :
       {"0123456789abcdef", "token/token", "abcdefabcdef", "token2", "cookiecookie", "registered-secret"})
    EXPECT_THAT(line, Not(HasSubstr(secret)));
  EXPECT_THAT(line, HasSubstr("/20231114/us-east-1/chime/aws4_request"));
  EXPECT_THAT(line, HasSubstr("&a=b"));
}

TEST(RecordedProxied, SaysWhatOfALineDoesNotFit) {
  for (const char* line : {R"({"exchange":7})", R"({"exchange":{"request":7}})",
                           R"({"exchange":{"request":{},"fault":"none"},"not_judged":7})",
                           R"({"exchange":{"request":{},"fault":"nonsense"}})"}) {
    EXPECT_THAT(item_of_proxied(Json::parse(line)).problem, HasSubstr("does not fit")) << line;
  }
}

TEST(RecordedProxied, SaysWhatWasTouched) {
  RunSummary summary;
  const core::Secrets secrets;
  judged(proxied_item(get_user(), "", secrets), &summary);
  ASSERT_EQ(summary.touched.size(), 1u);
  const TouchedService& service = summary.touched[0];
  EXPECT_EQ(service.service, "chime");
  EXPECT_EQ(service.operations, 2u);
  EXPECT_THAT(service.untouched, ElementsAre("PutUser"));
  ASSERT_EQ(service.touched.size(), 1u);
  EXPECT_EQ(service.touched[0].operation, "GetUser");
  EXPECT_EQ(service.touched[0].accepted, 1u);
  EXPECT_THAT(service.touched[0].never_seen, ElementsAre("BadThing"));
  EXPECT_THAT(service.touched[0].never_sent, IsEmpty()) << "its only member stands in the path";
}

TEST(RecordedProxied, TellsExceptionsThatCameFromThoseThatNeverDid) {
  exchange::HttpExchange http = get_user(R"({"__type":"BadThing","message":"m"})");
  http.response->status = 400;
  RunSummary summary;
  judged(proxied_item(http, "", core::Secrets()), &summary);
  const TouchedOperation& touched = summary.touched.at(0).touched.at(0);
  EXPECT_EQ(touched.exceptions, (std::map<std::string, std::size_t>{{"BadThing", 1}}));
  EXPECT_THAT(touched.never_seen, IsEmpty());
  EXPECT_EQ(touched.accepted, 0u);
}

// Behind a proxy on this machine the bucket stands in front of "localhost".
TEST(RecordedProxied, KnowsResourcesInFrontOfLocalHosts) {
  const std::map<std::string, std::string> rows = {
      {"127.0.0.1:7100", "GetObject"},
      {"bucket.localhost:7100", "GetObject"},
      {"bucket.s3.localhost:7100", "GetObject"},
      {"s3.localhost:7100", "GetObject"},
  };
  for (const auto& [host, operation] : rows) {
    exchange::HttpExchange http = get_user("");
    const bool in_front = host.starts_with("bucket.");
    http.request.target = in_front ? "/key" : "/bucket/key";
    http.request.headers.set("Host", host);
    http.request.headers.set("Authorization",
                             "AWS4-HMAC-SHA256 Credential=AKID/20231114/us-east-1/s3/aws4_request, "
                             "SignedHeaders=host, Signature=ab");
    EXPECT_THAT(judged(proxied_item(http, "", core::Secrets())).id, HasSubstr("s3." + operation)) << host;
  }
}

}  // namespace
}  // namespace hallmark::run
