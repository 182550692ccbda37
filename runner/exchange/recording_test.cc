#include "exchange/recording.h"

#include <gtest/gtest.h>

#include <fstream>

#include "core/error.h"

namespace hallmark::exchange {
namespace {

CaseRun sample() {
  CaseRun run;
  Exchange exchange{.role = Role::control,
                    .index = 3,
                    .operation = "CreateDomain",
                    .identity = "denied",
                    .fault_requested = true,
                    .input = {{"Name", "x"}, {"N", nullptr}},
                    .http = {},
                    .inexpressible = {"/N"}};
  HttpExchange& http = exchange.http;
  http.request = {.method = "PUT",
                  .target = "/a?b=%00",
                  .headers = {{"Host", "h"}, {"X", "1"}, {"X", "2"}},
                  .body = std::string("\xff\0z", 3),
                  .host_prefix = "data-"};
  http.url = "http://127.0.0.1:1";
  http.response = wire::Response{.status = 404,
                                 .reason = "No",
                                 .version = "HTTP/1.0",
                                 .headers = {{"Bytes", "\xfe"}},
                                 .trailers = {{"T", "t"}},
                                 .body = "{}"};
  http.fault = TransportFault::conflicting_length;
  http.detail = "2 and 3";
  http.raw_head = "HTTP/1.0 404 No\r\n";
  http.started = core::Time(std::chrono::microseconds(1234567890123456));
  http.duration = std::chrono::microseconds(5);
  http.time_to_status = std::chrono::microseconds(4);
  http.bytes_sent = 77;
  http.retries = 2;
  http.redirected = true;
  run.exchanges.push_back(exchange);
  run.kept["group"] = "g-1";
  run.blocked = {Reason::Kind::arrangement, "b"};
  run.blocked_by = "c";
  run.throttled = true;
  run.base_accepted = false;
  run.duration = std::chrono::microseconds(9);
  return run;
}

TEST(Recording, EverythingComesBack) {
  const CaseRun run = sample();
  const std::optional<CaseRun> again = case_run_from_json(to_json(run));
  ASSERT_TRUE(again);
  EXPECT_EQ(to_json(*again), to_json(run));
  const HttpExchange& a = run.exchanges[0].http;
  const HttpExchange& b = again->exchanges[0].http;
  EXPECT_EQ(b.request.body, a.request.body);
  EXPECT_EQ(b.request.headers, a.request.headers);
  EXPECT_EQ(b.response->headers, a.response->headers);
  EXPECT_EQ(b.response->trailers, a.response->trailers);
  EXPECT_EQ(b.fault, a.fault);
  EXPECT_EQ(again->exchanges[0].role, Role::control);
  EXPECT_EQ(again->exchanges[0].input, run.exchanges[0].input);
  EXPECT_FALSE(again->base_accepted);
  EXPECT_EQ(again->blocked, run.blocked);
}

TEST(Recording, IsWrittenAndReadByCase) {
  const std::filesystem::path file = std::filesystem::path(::testing::TempDir()) / "recording.jsonl";
  {
    RecordingWriter writer(core::file_sink(file, std::make_shared<core::Secrets>()));
    writer.begin("embedded", "us-east-1", core::Time(std::chrono::microseconds(7)));
    writer.write("a.B/c/d", sample());
    writer.write("a.B/c/e", CaseRun{.exchanges = {}, .kept = {}, .skipped = {Reason::Kind::planned, "why"}});
    writer.close();
  }
  const Recording recording = read_recording(file);
  EXPECT_EQ(recording.target, "embedded");
  ASSERT_TRUE(recording.find("a.B/c/e"));
  EXPECT_EQ(recording.find("a.B/c/e")->skipped.text, "why");
  EXPECT_EQ(to_json(*recording.find("a.B/c/d")), to_json(sample()));
  EXPECT_FALSE(recording.find("a.B/c/f"));
}

TEST(Recording, RefusesWhatIsNone) {
  const std::filesystem::path file = std::filesystem::path(::testing::TempDir()) / "bad.jsonl";
  for (const char* text :
       {"", "{}\n", "[]\n", "{\"hallmark_recording\":2}\n", "{\"hallmark_recording\":1}\nx\n",
        "{\"hallmark_recording\":1}\n{\"case\":1,\"run\":{}}\n",
        "{\"hallmark_recording\":1}\n{\"case\":\"a\",\"run\":{\"exchanges\":[{\"role\":\"no\"}]}}\n",
        "{\"hallmark_recording\":1}\n{\"case\":\"a\",\"run\":{\"exchanges\":[{\"http\":{\"request\":"
        "{\"body\":{\"base64\":\"*\"}}}}]}}\n"}) {
    std::ofstream(file) << text;
    EXPECT_THROW(static_cast<void>(read_recording(file)), core::DocumentError) << text;
  }
}

}  // namespace
}  // namespace hallmark::exchange
