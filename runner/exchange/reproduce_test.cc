#include "exchange/reproduce.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>

#include "core/digest.h"
#include "core/text.h"
#include "exchange/testing.h"

namespace hallmark::exchange {
namespace {

HttpExchange exchange(std::string body) {
  HttpExchange http;
  http.url = "http://127.0.0.1:4566";
  http.request = {.method = "POST",
                  .target = "/a%20b?x=$HOME",
                  .headers = {{"Host", "127.0.0.1:4566"},
                              {"Content-Type", "application/json"},
                              {"X-Amz-Date", "20260101T000000Z"},
                              {"X-Amz-Security-Token", "token-token-token"},
                              {"Authorization",
                               "AWS4-HMAC-SHA256 Credential=KEY/20260101/us-east-1/voiceid/aws4_request, "
                               "SignedHeaders=host, Signature=abc"}},
                  .body = std::move(body),
                  .host_prefix = {}};
  return http;
}

TEST(Reproduce, SignsWithVariablesOnly) {
  const std::string command = reproduce(exchange(R"({"Name":"it's"})"));
  EXPECT_EQ(
      command,
      "curl -sS -i --http1.1 --path-as-is --globoff -X POST --aws-sigv4 aws:amz:us-east-1:voiceid --user "
      "\"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\" -H 'Content-Type: application/json' -H "
      "\"X-Amz-Security-Token: $AWS_SESSION_TOKEN\" -H 'Accept:' --data-binary '{\"Name\":\"it'\\''s\"}' "
      "'http://127.0.0.1:4566/a%20b?x=$HOME'");
}

TEST(Reproduce, LeavesUnsignedRequestsUnsigned) {
  HttpExchange http = exchange("");
  http.request.headers.remove("authorization");
  EXPECT_EQ(reproduce(http).find("sigv4"), std::string::npos);
  EXPECT_EQ(reproduce(http).find("AWS_ACCESS"), std::string::npos);
}

TEST(Reproduce, SaysHowTheSignatureWasWrong) {
  EXPECT_THAT(reproduce(exchange("{}"), plan::SignMode::corrupt), ::testing::HasSubstr(":wrong\""));
  EXPECT_THAT(reproduce(exchange("{}"), plan::SignMode::expired), ::testing::HasSubstr("two hours old"));
  EXPECT_THAT(reproduce(exchange("{}"), plan::SignMode::normal, "denied"),
              ::testing::HasSubstr("identity denied"));
}

std::string run_in_shell(const std::string& command) {
  std::string out;
  FILE* pipe = popen(
      ("AWS_ACCESS_KEY_ID=a AWS_SECRET_ACCESS_KEY=b AWS_SESSION_TOKEN=c; " + command + " 2>&1").c_str(), "r");
  char buffer[4096];
  while (const std::size_t count = fread(buffer, 1, sizeof buffer, pipe)) out.append(buffer, count);
  pclose(pipe);
  return out;
}

TEST(Reproduce, TheCommandSendsTheSameBytes) {
  ASSERT_EQ(std::system("command -v curl >/dev/null 2>&1"), 0)
      << "curl is not installed: scripts/bootstrap installs it";
  for (const std::string& body : {std::string("{\"a\":\"'$HOME`\\\\\"}"), std::string("\0\xff\n\x01", 4),
                                  std::string("@file"), std::string()}) {
    std::string seen;
    auto served = std::make_unique<testing::ScriptedServer>([&](testing::Peer& peer) {
      seen = peer.read_request();
      peer.write(testing::response(200, "ok", "Connection: close\r\n"));
    });
    const testing::ScriptedServer& server = *served;
    HttpExchange http = exchange(body);
    http.url = server.url();
    http.request.headers.set("Host", server.url().substr(7));
    const std::string out = run_in_shell(reproduce(http));
    served.reset();  // joins the thread that has written `seen`
    EXPECT_THAT(out, ::testing::HasSubstr("200 Status"));
    EXPECT_TRUE(seen.starts_with("POST /a%20b?x=$HOME HTTP/1.1\r\n")) << seen;
    EXPECT_EQ(seen.substr(seen.find("\r\n\r\n") + 4), body);
    EXPECT_THAT(seen, ::testing::HasSubstr("/us-east-1/voiceid/aws4_request"));
  }
}

TEST(Reproduce, KeepsTheDigestThatCurlDoesNotAdd) {
  HttpExchange http = exchange("{}");
  http.request.headers.add("x-amz-content-sha256", "abc");
  EXPECT_THAT(reproduce(http), ::testing::HasSubstr("-H 'x-amz-content-sha256: abc'"));
}

TEST(Reproduce, NamesTheCaseWhereTheBodyFitsNoCommand) {
  plan::Case test;
  test.id = "shop.Create/validation/input.Text.length.max+above";
  CaseRun run;
  std::string noise;  // that nothing makes smaller
  for (unsigned i = 0; noise.size() < 200'000; ++i) noise += core::hex(core::sha256(std::to_string(i)));
  run.exchanges.emplace_back().http = exchange(noise);
  EXPECT_THAT(reproduce_case(test, run, 0), ::testing::StartsWith("hallmark run shop.Create/validation/"));
}

TEST(Reproduce, PrintsALongBodyInItsShortForm) {
  const std::string body(100'000, 'x');
  const std::string command = reproduce(exchange(body));
  EXPECT_LT(command.size(), 2000U);
  EXPECT_EQ(run_in_shell(command.substr(0, command.find(" | curl"))), body);
}

TEST(Reproduce, CallsWhatIsMadeByANewNameEachTime) {
  plan::Case test;
  test.send = Json{{"Name", "hallmark-${unique}"}, {"Peer", "${unique}"}};
  CaseRun run;
  Exchange& send = run.exchanges.emplace_back();
  send.role = Role::send;
  send.input = Json{{"Name", "hallmark-h0123456789a"}, {"Peer", "hb123456789a"}};
  send.http = exchange(send.input.dump());
  const std::string script = reproduce_case(test, run, 0);
  EXPECT_THAT(script, ::testing::Not(::testing::HasSubstr("h0123456789a")));
  EXPECT_THAT(script, ::testing::HasSubstr("\"Name\":\"hallmark-'\"$unique1\"'\""));
  EXPECT_THAT(script, ::testing::HasSubstr("'\"$unique2\"'"));
  EXPECT_EQ(std::count(script.begin(), script.end(), '\n'), 0) << script;
  const std::string maker = script.substr(0, script.find("; curl ")) + "; printf %s \"$unique1\"";
  const std::string one = run_in_shell(maker), other = run_in_shell(maker);
  EXPECT_THAT(one, ::testing::MatchesRegex("h[0-9a-f]{11}"));
  EXPECT_NE(one, other);
}

TEST(Reproduce, MakesWhatTheCaseNeedsAndReadsItsIdentifier) {
  plan::Case test;
  test.arrange = {{.call = "CreateQueue", .keep = {{"queue", "/Queue/QueueId"}}}};
  CaseRun run;
  for (const Role role : {Role::base, Role::arrange, Role::send}) {
    Exchange& each = run.exchanges.emplace_back();
    each.role = role;
    each.http = exchange(role == Role::send ? R"({"QueueId":"q-1234"})" : R"({"Name":"a"})");
    if (role == Role::send) each.http.request.target = "/queues/q-1234";
  }
  run.kept["queue"] = "q-1234";
  const std::string script = reproduce_case(test, run, 2);
  EXPECT_EQ(std::count(script.begin(), script.end(), '\n'), 3) << script;
  EXPECT_THAT(script, ::testing::StartsWith("answer=$(curl "));
  EXPECT_THAT(script, ::testing::HasSubstr("queue=$(printf %s \"$answer\""));
  EXPECT_THAT(script, ::testing::HasSubstr("--data-binary '{\"QueueId\":\"'\"$queue\"'\"}'"));
  EXPECT_THAT(script, ::testing::EndsWith("http://127.0.0.1:4566/queues/\"$queue\""));
  // What the shell reads out of an answer: JSON, and XML.
  const std::string reader =
      script.substr(script.find("queue=$("), script.find(" | head") + 13 - script.find("queue=$("));
  for (const char* answer : {R"(HTTP/1.1 200 OK\r\n\r\n{"Queue": {"QueueId" : "q-9"}})",
                             "<Queue><QueueId>q-9</QueueId></Queue>"}) {
    EXPECT_EQ(run_in_shell("answer='" + std::string(answer) + "'; " + reader + "; echo $queue"), "q-9\n")
        << reader;
  }
}

}  // namespace
}  // namespace hallmark::exchange
