#include "exchange/client.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include "exchange/testing.h"

namespace hallmark::exchange {
namespace {

using namespace std::chrono_literals;
using testing::Peer;
using testing::ScriptedServer;

ClientOptions quick() {
  ClientOptions options;
  options.request_deadline = 200ms;
  options.limits = {.head = 4096, .body = 20000, .decoded = 50000, .informational = 3};
  return options;
}

wire::Request get(const std::string& target = "/a%2Fb?x=%20") {
  return {
      .method = "GET", .target = target, .headers = {{"Host", "127.0.0.1"}}, .body = {}, .host_prefix = {}};
}

wire::Request post(std::string body) {
  return {.method = "POST",
          .target = "/",
          .headers = {{"Host", "h"}},
          .body = std::move(body),
          .host_prefix = {}};
}

Address at(const ScriptedServer& server) { return *parse_address(server.url()); }

std::string gzip(const std::string& text) {
  z_stream z{};
  deflateInit2(&z, 9, Z_DEFLATED, 31, 9, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&z, text.size()) + 64, '\0');
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  z.avail_in = static_cast<uInt>(text.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  deflate(&z, Z_FINISH);
  out.resize(z.total_out);
  deflateEnd(&z);
  return out;
}

enum class Ending { close, reset, hang };
struct Row {
  std::string name;
  std::string bytes;
  Ending ending = Ending::close;
  TransportFault fault = TransportFault::none;
  int status = 0;  // 0: no response
  std::string detail;
};

class Misbehaving : public ::testing::TestWithParam<Row> {};

TEST_P(Misbehaving, IsToldApart) {
  const Row& row = GetParam();
  ScriptedServer server([&](Peer& peer) {
    peer.read_request();
    peer.write(row.bytes);
    if (row.ending == Ending::hang) peer.hang();
    if (row.ending == Ending::reset) peer.reset();
  });
  Client client(quick());
  const HttpExchange result = client.send(get(), at(server));
  EXPECT_EQ(to_string(result.fault), to_string(row.fault)) << result.detail;
  EXPECT_EQ(result.response ? result.response->status : 0, row.status);
  EXPECT_THAT(result.detail, ::testing::HasSubstr(row.detail));
  EXPECT_GT(result.bytes_sent, 0u);
  EXPECT_EQ(server.connections(), 1u);
}

const std::string ok = "HTTP/1.1 200 OK\r\n";
INSTANTIATE_TEST_SUITE_P(
    Client, Misbehaving,
    ::testing::Values(
        Row{"NeverAnswers", "", Ending::hang, TransportFault::timeout_before_status, 0,
            "before anything came"},
        Row{"ClosesAtOnce", "", Ending::close, TransportFault::closed_before_status, 0,
            "before anything came"},
        Row{"ResetsAtOnce", "", Ending::reset, TransportFault::reset_before_status, 0, ""},
        Row{"ClosesInStatusLine", "HTTP/1.1 2", Ending::close, TransportFault::closed_before_status, 0,
            "10 bytes"},
        Row{"NotHttp", "SSH-2.0-x\r\n", Ending::hang, TransportFault::malformed_head, 0, "SSH-2.0"},
        Row{"StatusIsNoNumber", "HTTP/1.1 abc Bad\r\n\r\n", Ending::close, TransportFault::malformed_head, 0,
            "abc"},
        Row{"NewerVersion", "HTTP/2.0 200 OK\r\n\r\n", Ending::close, TransportFault::malformed_head, 0,
            "HTTP/2.0"},
        Row{"CutInHead", ok + "Content-Ty", Ending::close, TransportFault::malformed_head, 200, "Content-Ty"},
        Row{"CutBetweenHeaders", ok + "A: b\r\n", Ending::close, TransportFault::malformed_head, 200,
            "closed"},
        Row{"ResetInHead", ok + "A: b\r\n", Ending::reset, TransportFault::malformed_head, 200, "reset"},
        Row{"HangsInHead", ok + "A: b\r\n", Ending::hang, TransportFault::timeout_in_body, 200,
            "in the head"},
        Row{"NoColon", ok + "Nonsense\r\nContent-Length: 0\r\n\r\n", Ending::hang,
            TransportFault::malformed_head, 200, "no colon"},
        Row{"IllegalName", ok + "A b: c\r\nContent-Length: 0\r\n\r\n", Ending::hang,
            TransportFault::malformed_head, 200, "illegal"},
        Row{"SpaceBeforeColon", ok + "A : c\r\nContent-Length: 0\r\n\r\n", Ending::hang,
            TransportFault::malformed_head, 200, "illegal"},
        Row{"Folded", ok + "A: b\r\n c\r\nContent-Length: 0\r\n\r\n", Ending::hang,
            TransportFault::malformed_head, 200, "folded"},
        Row{"BareLineFeed", "HTTP/1.1 200 OK\nContent-Length: 0\n\n", Ending::hang,
            TransportFault::malformed_head, 200, "LF"},
        Row{"TwoLengths", ok + "Content-Length: 2\r\nContent-Length: 3\r\n\r\nabc", Ending::hang,
            TransportFault::conflicting_length, 200, "2 and 3"},
        Row{"TwoLengthsTheLongerFirst", ok + "Content-Length: 4\r\nContent-Length: 3\r\n\r\nabc",
            Ending::hang, TransportFault::conflicting_length, 200, "4 and 3"},
        Row{"LengthAndChunked", ok + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            Ending::hang, TransportFault::conflicting_length, 200, "both"},
        Row{"LengthIsNoNumber", ok + "Content-Length: -1\r\n\r\n", Ending::close,
            TransportFault::malformed_head, 200, "-1"},
        Row{"Truncated", ok + "Content-Length: 10\r\n\r\nabc", Ending::close, TransportFault::truncated_body,
            200, "3 of 10"},
        Row{"ResetInBody", ok + "Content-Length: 10\r\n\r\nabc", Ending::reset, TransportFault::reset_in_body,
            200, "3 of 10"},
        Row{"HangsInBody", ok + "Content-Length: 10\r\n\r\nabc", Ending::hang,
            TransportFault::timeout_in_body, 200, "3 of 10"},
        Row{"ChunkedTruncated", ok + "Transfer-Encoding: chunked\r\n\r\n5\r\nab", Ending::close,
            TransportFault::truncated_body, 200, "chunked"},
        Row{"ChunkSizeIsNoNumber", ok + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", Ending::hang,
            TransportFault::undecodable_body, 200, "hexadecimal"},
        Row{"ChunkTooLong", ok + "Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n", Ending::hang,
            TransportFault::undecodable_body, 200, "longer"},
        Row{"UnknownTransferCoding", ok + "Transfer-Encoding: gzip, chunked\r\n\r\n", Ending::hang,
            TransportFault::undecodable_body, 200, "gzip"},
        Row{"EndlessHeader", ok + "A: " + std::string(6000, 'x'), Ending::hang,
            TransportFault::limit_exceeded, 200, "head"},
        Row{"HugeLength", ok + "Content-Length: 999999999999\r\n\r\n", Ending::hang,
            TransportFault::limit_exceeded, 200, "999999999999"},
        Row{"EndlessBody", ok + "\r\n" + std::string(30000, 'x'), Ending::hang,
            TransportFault::limit_exceeded, 200, "body"},
        Row{"NotGzip", ok + "Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc", Ending::hang,
            TransportFault::undecodable_body, 200, "gzip"},
        Row{"GzipBomb",
            ok + "Content-Encoding: gzip\r\nConnection: close\r\n\r\n" + gzip(std::string(1000000, 'a')),
            Ending::close, TransportFault::limit_exceeded, 200, "50000"},
        Row{"Flood",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 P\r\n\r\nHTTP/1.1 102 P\r\n\r\nHTTP/1.1 102 P\r\n\r\n",
            Ending::hang, TransportFault::limit_exceeded, 102, "1xx"},
        Row{"TwoResponses", ok + "Content-Length: 1\r\n\r\naHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
            Ending::hang, TransportFault::extra_data, 200, "second response"},
        Row{"BodyOn204", "HTTP/1.1 204 No Content\r\n\r\nabc", Ending::hang, TransportFault::extra_data, 204,
            "abc"},
        Row{"Redirect", "HTTP/1.1 301 Moved\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n", Ending::hang,
            TransportFault::none, 301, ""},
        Row{"UntilClose", ok + "\r\nabc", Ending::close, TransportFault::none, 200, ""}),
    [](const auto& row) { return row.param.name; });

TEST(Client, SendsExactlyTheBytesGiven) {
  std::string seen;
  ScriptedServer server([&](Peer& peer) {
    seen = peer.read_request();
    peer.write(testing::response(200, "{}"));
  });
  Client client(quick());
  wire::Request request = post("a\0b");
  request.body = std::string("a\0b", 3);
  request.target = "/x/../%7e/./y?b=1&a=%20";
  request.headers = {{"hOST", "h"}, {"X-Twice", "1"}, {"x-twice", " 2"}, {"Empty", ""}};
  const HttpExchange result = client.send(request, at(server));
  ASSERT_TRUE(result.response);
  EXPECT_EQ(seen,
            std::string("POST /x/../%7e/./y?b=1&a=%20 HTTP/1.1\r\nhOST: h\r\nX-Twice: 1\r\nx-twice:  2\r\n"
                        "Empty: \r\nUser-Agent: hallmark\r\nContent-Length: 3\r\n\r\n") +
                request.body);
  EXPECT_EQ(result.bytes_sent, seen.size());
}

TEST(Client, KeepsTheConnectionAlive) {
  ScriptedServer server(testing::answering([](const std::string&) { return testing::response(200, "x"); }));
  Client client(quick());
  for (int i = 0; i < 5; ++i) EXPECT_EQ(client.send(get(), at(server)).fault, TransportFault::none);
  EXPECT_EQ(server.connections(), 1u);
}

TEST(Client, ConnectsAgainWhenTheServerSaysClose) {
  ScriptedServer server(testing::answering(
      [](const std::string&) { return testing::response(200, "x", "Connection: close\r\n"); }));
  Client client(quick());
  for (int i = 0; i < 2; ++i) EXPECT_EQ(client.send(get(), at(server)).fault, TransportFault::none);
  EXPECT_EQ(server.connections(), 2u);
}

// The first connection answers once and then closes without a word when the next request has come.
TEST(Client, SendsAgainWhatDiedOnAConnectionThatWasKept) {
  for (const wire::Request& request : {get(), post("x")}) {
    ScriptedServer server([](Peer& peer) {
      peer.read_request();
      peer.write(testing::response(200, "x"));
      if (peer.number() == 0) peer.read_request();
    });
    Client client(quick());
    EXPECT_EQ(client.send(get(), at(server)).fault, TransportFault::none);
    const HttpExchange second = client.send(request, at(server));
    EXPECT_EQ(second.fault, TransportFault::none) << second.detail;
  }
}

// A fresh one that closes without a word has refused the request.
TEST(Client, SendsNothingAgainThatDiedOnAFreshConnection) {
  ScriptedServer server([](Peer& peer) { peer.read_request(); });
  Client client(quick());
  EXPECT_EQ(client.send(get(), at(server)).fault, TransportFault::closed_before_status);
}

TEST(Client, ReadsAnEarlyAnswerToALongRequest) {
  ScriptedServer server([](Peer& peer) {
    peer.write(testing::response(413, "too long", "Connection: close\r\n"));
    peer.hang();
  });
  ClientOptions patient = quick();
  patient.request_deadline = 20s;  // nothing waits for it
  Client client(patient);
  const HttpExchange result = client.send(post(std::string(std::size_t{32} << 20, 'x')), at(server));
  ASSERT_TRUE(result.response) << result.detail;
  EXPECT_EQ(result.response->status, 413);
}

TEST(Client, ReadsChunksTrailersAndCodings) {
  const std::string packed = gzip("hello");
  ScriptedServer server([&](Peer& peer) {
    peer.read_request();
    for (const char c :
         "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: "
         "chunked\r\n\r\n" +
             std::string("1;x=y\r\n") + packed[0] + "\r\n") {
      peer.write(std::string_view(&c, 1));
    }
    char size[16];
    std::snprintf(size, sizeof size, "%zx\r\n", packed.size() - 1);
    peer.write(size + packed.substr(1) + "\r\n0\r\nX-Sum: 7\r\n\r\n");
    peer.hang();
  });
  Client client(quick());
  const HttpExchange result = client.send(get(), at(server));
  EXPECT_EQ(result.fault, TransportFault::none) << result.detail;
  ASSERT_TRUE(result.response);
  EXPECT_EQ(result.response->body, "hello");
  ASSERT_TRUE(result.response->trailers.find("x-sum"));
  EXPECT_EQ(*result.response->trailers.find("x-sum"), "7");
}

TEST(Client, TheAnswerToHeadHasNoBody) {
  ScriptedServer server(
      testing::answering([](const std::string&) { return "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n"; }));
  Client client(quick());
  wire::Request request = get();
  request.method = "HEAD";
  for (int i = 0; i < 2; ++i) EXPECT_EQ(client.send(request, at(server)).fault, TransportFault::none);
  EXPECT_EQ(server.connections(), 1u);
}

TEST(Client, TheRunsDeadlineCutsARequestShort) {
  ScriptedServer server([](Peer& peer) { peer.hang(); });
  ClientOptions options = quick();
  options.request_deadline = 1h;
  options.overall_deadline = std::chrono::steady_clock::now() + 100ms;
  Client client(options);
  EXPECT_EQ(client.send(get(), at(server)).fault, TransportFault::timeout_before_status);
  EXPECT_EQ(client.send(get(), at(server)).bytes_sent, 0u) << "nothing is sent once the deadline has passed";
}

TEST(Client, StopsWhenCancelled) {
  std::atomic<bool> cancelled = false;
  ScriptedServer server([&](Peer& peer) {
    peer.read_request();
    cancelled = true;
    peer.hang();
  });
  ClientOptions options = quick();
  options.request_deadline = 1h;
  options.cancelled = &cancelled;
  Client client(options);
  EXPECT_EQ(client.send(get(), at(server)).fault, TransportFault::cancelled);
}

TEST(Client, NobodyListens) {
  std::uint16_t port = 0;
  {
    ScriptedServer server([](Peer&) {});
    port = server.port();
  }
  Client client(quick());
  const HttpExchange result = client.send(get(), *parse_address("http://127.0.0.1:" + std::to_string(port)));
  EXPECT_EQ(result.fault, TransportFault::cannot_connect);
  EXPECT_EQ(result.bytes_sent, 0u);
  EXPECT_FALSE(had_status(result.fault));
}

TEST(Client, AnHttpServerSpeaksNoTls) {
  ScriptedServer server([](Peer& peer) { peer.write(testing::response(400, "x")); });
  ClientOptions patient = quick();
  patient.connect_timeout = patient.request_deadline = 20s;  // nothing waits for it
  Client client(patient);
  const HttpExchange result =
      client.send(get(), *parse_address("https://127.0.0.1:" + std::to_string(server.port())));
  EXPECT_TRUE(result.fault == TransportFault::tls || result.fault == TransportFault::cannot_connect)
      << result.detail;
}

TEST(Client, RefusesLineBreaksInHeaders) {
  wire::Request request = get();
  request.headers.add("X-A", "b\r\nX-C: d");
  ASSERT_TRUE(Client::unsendable(request));
  EXPECT_THAT(*Client::unsendable(request), ::testing::HasSubstr("X-A"));
  EXPECT_FALSE(Client::unsendable(get()));
}

}  // namespace
}  // namespace hallmark::exchange
