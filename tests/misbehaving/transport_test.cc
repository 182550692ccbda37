// Connections and heads that go wrong: what a run says about them, how long it takes, and that what it
// leaves is sound.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>

#include "misbehaving/harness.h"

namespace hallmark::misbehaving {
namespace {

using exchange::testing::Peer;

const std::string ok = "HTTP/1.1 200 OK\r\n";
const std::string json = "Content-Type: application/x-amz-json-1.0\r\n";
const std::vector<std::string> short_timeout = {"--timeout", "1s"};

// One byte a second, until the client goes.
void trickle(Peer& peer, const std::string& bytes) {
  for (const char byte : bytes) {
    if (!peer.write(std::string(1, byte)) || peer.gone_within(1000)) return;
  }
}
void then_close(Visit& visit, const std::string& bytes) {
  visit.peer.write(bytes);
  visit.peer.close();
}
void then_reset(Visit& visit, const std::string& bytes) {
  visit.peer.write(bytes);
  visit.peer.reset();
}
void then_hang(Visit& visit, const std::string& bytes) {
  visit.peer.write(bytes);
  visit.peer.hang();
}

struct Row {
  std::string name;
  std::string status, rule;  // rule: empty for an error
  std::string words;         // part of what is said
  Endpoint endpoint;
};

void PrintTo(const Row& row, std::ostream* out) { *out << row.name; }

class Transport : public testing::TestWithParam<Row> {};

TEST_P(Transport, NeitherBreaksNorIsMistaken) {
  const Row& row = GetParam();
  const Said said = run_against(row.endpoint);
  note_row(row.name, said);
  expect_sound(said);
  EXPECT_EQ(said.status, row.status) << said.out;
  EXPECT_EQ(said.rule, row.rule);
  EXPECT_THAT(said.words, testing::HasSubstr(row.words));
  EXPECT_EQ(said.exit_code, row.status == "deviates" ? 1 : row.status == "error" ? 4 : 0);
}

Row error(std::string name, std::string words, std::function<void(Visit&)> script,
          std::vector<std::string> options = {}) {
  return {std::move(name),
          "error",
          "",
          std::move(words),
          {.script = std::move(script), .options = std::move(options)}};
}
Row deviates(std::string name, std::string rule, std::string words, std::function<void(Visit&)> script) {
  return {std::move(name), "deviates", std::move(rule), std::move(words), {.script = std::move(script)}};
}
// Deviates, answered by these bytes, behind which the connection stays open.
Row says(std::string name, std::string rule, std::string words, std::string bytes) {
  return deviates(std::move(name), std::move(rule), std::move(words),
                  [bytes = std::move(bytes)](Visit& visit) { then_hang(visit, bytes); });
}
Row everywhere(Row row) {
  row.endpoint.every = true;
  row.name += "Everywhere";
  return row;
}
std::string name_of(const testing::TestParamInfo<Row>& info) { return info.param.name; }

INSTANTIATE_TEST_SUITE_P(
    Silence, Transport,
    testing::Values(
        error(
            "NeverAnswers", "timeout", [](Visit& v) { v.peer.hang(); }, short_timeout),
        everywhere(error(
            "NeverAnswers", "CreateDomain", [](Visit& v) { v.peer.hang(); }, short_timeout)),
        error(
            "OneByteASecond", "timeout", [](Visit& v) { trickle(v.peer, v.conforming()); }, short_timeout),
        error(
            "OneBodyByteASecond", "timeout",
            [](Visit& v) {
              v.peer.write(ok + json + "Content-Length: 500\r\n\r\n");
              trickle(v.peer, std::string(500, ' '));
            },
            short_timeout),
        error(
            "SilentInTheHead", "timeout", [](Visit& v) { then_hang(v, ok + "A: b\r\n"); }, short_timeout),
        error(
            "SilentBehind100", "timeout", [](Visit& v) { then_hang(v, "HTTP/1.1 100 Continue\r\n\r\n"); },
            short_timeout)),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Ends, Transport,
    testing::Values(error("ClosesUnanswered", "closed", [](Visit& v) { v.peer.close(); }),
                    error("ResetsUnanswered", "reset", [](Visit& v) { v.peer.reset(); }),
                    everywhere(error("ResetsUnanswered", "CreateDomain", [](Visit& v) { v.peer.reset(); })),
                    error("ResetsInTheStatusLine", "reset", [](Visit& v) { then_reset(v, "HTTP/1.1 2"); }),
                    error("CutInTheStatusLine", "closed", [](Visit& v) { then_close(v, "HTTP/1.1 200 O"); }),
                    deviates("CutBehindTheStatusLine", "http.malformed-head", "closed",
                             [](Visit& v) { then_close(v, ok); }),
                    deviates("CutInAHeaderName", "http.malformed-head", "Content-Ty",
                             [](Visit& v) { then_close(v, ok + "Content-Ty"); }),
                    deviates("CutInAHeaderValue", "http.malformed-head", "Content-Type: appl",
                             [](Visit& v) { then_close(v, ok + "Content-Type: appl"); }),
                    deviates("CutBeforeTheEmptyLine", "http.malformed-head", "closed",
                             [](Visit& v) { then_close(v, ok + json + "\r"); }),
                    deviates("ResetsInTheHead", "http.malformed-head", "reset",
                             [](Visit& v) { then_reset(v, ok + json); }),
                    deviates("ResetsBehindTheHead", "http.reset", "reset",
                             [](Visit& v) { then_reset(v, ok + json + "Content-Length: 100\r\n\r\n"); }),
                    deviates("ResetsInTheBody", "http.reset", "reset",
                             [](Visit& v) {
                               const std::string answer = v.conforming();
                               then_reset(v, answer.substr(0, answer.size() - 10));
                             }),
                    deviates("ResetsInAChunk", "http.reset", "chunked",
                             [](Visit& v) {
                               then_reset(v, ok + json + "Transfer-Encoding: chunked\r\n\r\n20\r\n{\"Dom");
                             }),
                    deviates("ClosesInTheBody", "http.truncated", "10 of 100",
                             [](Visit& v) {
                               then_close(v, ok + json + "Content-Length: 100\r\n\r\n{\"Domain\":");
                             })),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Endless, Transport,
    testing::Values(deviates("EndlessHeaders", "http.limit", "head",
                             [](Visit& v) {
                               v.peer.write(ok);
                               write_endlessly(v.peer, "X-Header: value\r\n");
                             }),
                    deviates("OneEndlessHeader", "http.limit", "head",
                             [](Visit& v) {
                               v.peer.write(ok + "X-Header: ");
                               write_endlessly(v.peer, std::string(4096, 'a'));
                             }),
                    deviates("EndlessBody", "http.limit", "body",
                             [](Visit& v) {
                               v.peer.write(ok + json + "\r\n{\"Domain\":{\"Name\":\"");
                               write_endlessly(v.peer, std::string(65536, 'a'));
                             }),
                    deviates("EndlessChunks", "http.limit", "body",
                             [](Visit& v) {
                               v.peer.write(ok + json + "Transfer-Encoding: chunked\r\n\r\n");
                               write_endlessly(v.peer, "8000\r\n" + std::string(0x8000, ' ') + "\r\n");
                             }),
                    deviates("OneByteChunksWithLongExtensions", "http.limit", "chunk",
                             [](Visit& v) {
                               v.peer.write(ok + json + "Transfer-Encoding: chunked\r\n\r\n");
                               write_endlessly(v.peer, "1;" + std::string(2000, 'x') + "\r\na\r\n");
                             }),
                    deviates("AnEndlessChunkSize", "http.undecodable", "chunk",
                             [](Visit& v) {
                               v.peer.write(ok + json + "Transfer-Encoding: chunked\r\n\r\n1;");
                               write_endlessly(v.peer, std::string(4096, 'x'));
                             }),
                    deviates("EndlessTrailers", "http.limit", "head",
                             [](Visit& v) {
                               v.peer.write(ok + json + "Transfer-Encoding: chunked\r\n\r\n0\r\n");
                               write_endlessly(v.peer, "X-Trailer: value\r\n");
                             }),
                    says("TenGigabytesStated", "http.limit", "10000000000",
                         ok + json + "Content-Length: 10000000000\r\n\r\n{}"),
                    says("ALengthBeyond64Bits", "http.malformed-head", "99999999999999999999999",
                         ok + json + "Content-Length: 99999999999999999999999\r\n\r\n{}"),
                    says("AChunkOfTenGigabytes", "http.limit", "chunk",
                         ok + json + "Transfer-Encoding: chunked\r\n\r\n2540be400\r\n{}"),
                    deviates("AFloodOf1xx", "http.limit", "1xx",
                             [](Visit& v) { write_endlessly(v.peer, "HTTP/1.1 100 Continue\r\n\r\n"); }),
                    deviates("AFloodOfEarlyHints", "http.limit", "",
                             [](Visit& v) {
                               write_endlessly(v.peer,
                                               "HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n");
                             }),
                    deviates("EndlessEmptyLines", "http.malformed-head", "empty line",
                             [](Visit& v) { write_endlessly(v.peer, "\r\n"); })),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Framing, Transport,
    testing::Values(
        says("TwoContentLengths", "http.conflicting-length", "2 and 3",
             ok + json + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}\n"),
        says("LengthAndChunked", "http.conflicting-length", "both",
             ok + json + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"),
        says("ANegativeLength", "http.malformed-head", "-1", ok + json + "Content-Length: -1\r\n\r\n"),
        deviates("TwoResponsesToOneRequest", "http.extra-data", "second response",
                 [](Visit& v) {
                   const std::string answer = v.conforming();
                   v.peer.write(answer + answer);
                 }),
        deviates("BytesBehindTheResponse", "http.extra-data", "follow",
                 [](Visit& v) { v.peer.write(v.conforming() + "surprise"); }),
        says("Upgrades", "http.malformed-head", "101",
             "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n"),
        says("SpeaksHttp2", "http.malformed-head", "HTTP/2", "HTTP/2 200\r\n\r\n"),
        says("SpeaksSsh", "http.malformed-head", "SSH", "SSH-2.0-OpenSSH_9.2\r\n"),
        says("AnUnknownTransferCoding", "http.undecodable", "gzip",
             ok + json + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
        says("AChunkSizeThatIsNoNumber", "http.undecodable", "hexadecimal",
             ok + json + "Transfer-Encoding: chunked\r\n\r\nzz\r\n")),
    name_of);

TEST(TransportRedirects, AreNeverFollowed) {
  std::atomic<std::size_t> elsewhere{0};
  exchange::testing::ScriptedServer other([&](Peer& peer) {
    ++elsewhere;
    peer.hang();
  });
  for (const int status : {301, 302, 303, 307, 308}) {
    const Said said = run_against({.script = [&](Visit& v) {
      v.peer.write(exchange::testing::response(status, "", "Location: " + other.url() + "/\r\n"));
    }});
    note_row("Redirects" + std::to_string(status), said);
    expect_sound(said);
    EXPECT_EQ(said.status, "deviates");
    EXPECT_EQ(said.visits, 1U);
  }
  EXPECT_EQ(elsewhere, 0U) << "a redirect was followed to another host";
}

TEST(TransportRedirects, DoNotLoop) {
  const Said said = run_against(
      {.script = [](Visit& v) { v.peer.write(exchange::testing::response(302, "", "Location: /\r\n")); },
       .every = true});
  note_row("RedirectsToItselfEverywhere", said);
  expect_sound(said);
  EXPECT_EQ(said.status, "error") << "nothing could be arranged";
  EXPECT_LE(said.visits, 8U);
}

// Throttled for ever: backing off ends, too.
TEST(TransportThrottling, EndsAsAnError) {
  const Said said = run_against(
      {.script =
           [](Visit& v) { v.peer.write(exchange::testing::response(503, "", "Retry-After: 100000000\r\n")); },
       .options = {"--deadline", "3s"}});
  note_row("ThrottlesForEver", said);
  expect_sound(said);
  EXPECT_EQ(said.status, "error");
  EXPECT_EQ(said.exit_code, 4);
}

TEST(TransportLimits, AreOptions) {
  const Said head =
      run_against({.script = [](Visit& v) { v.peer.write(ok + "A: " + std::string(5000, 'a') + "\r\n\r\n"); },
                   .options = {"--max-head", "4k"}});
  EXPECT_EQ(head.rule, "http.limit") << head.out << head.err;
  const Said body = run_against(
      {.script = [](Visit& v) { v.peer.write(exchange::testing::response(200, std::string(5000, ' '))); },
       .options = {"--max-body", "4k"}});
  EXPECT_EQ(body.rule, "http.limit") << body.out << body.err;
}

}  // namespace
}  // namespace hallmark::misbehaving
