// Clients and endpoints that misbehave: neither is in the way of the other, nor of the next.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "proxy/testing.h"

namespace hallmark::proxy {
namespace {

using exchange::TransportFault;
using exchange::testing::answering;
using exchange::testing::response;
using testing::Between;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Peer;
using testing::RawClient;
using testing::Signal;

const std::string get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

// ---- endpoints ----

struct EndpointRow {
  std::string name;
  std::function<void(Peer&)> script;
  TransportFault fault;
  std::string client_gets;  // everything, until the connection ends
  bool reset = false;       // and how it ends
};
void PrintTo(const EndpointRow& row, std::ostream* out) { *out << row.name; }

class Endpoint : public ::testing::TestWithParam<EndpointRow> {};

TEST_P(Endpoint, IsPassedOnAsItIsAndTold) {
  const EndpointRow& row = GetParam();
  Between between([&](Peer& peer) {
    if (!peer.read_request().empty()) row.script(peer);
  });
  {
    RawClient client(between.port());
    client.send(get);
    EXPECT_EQ(client.read_to_end(), row.client_gets);
    EXPECT_EQ(client.was_reset(), row.reset);
  }
  EXPECT_EQ(between.exchanges(1)[0].fault, row.fault) << between.exchanges(1)[0].detail;
  EXPECT_THAT(between.not_judged(0), IsEmpty());
  RawClient next(between.port());
  next.send(get);
  next.read_to_end();
  EXPECT_EQ(between.exchanges(2)[1].fault, row.fault) << "the next client is served alike";
}

const std::string short_body = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc";
const std::string two = response(200, "a") + response(200, "b");

INSTANTIATE_TEST_SUITE_P(
    Rows, Endpoint,
    ::testing::Values(
        EndpointRow{"Closes", [](Peer& p) { p.close(); }, TransportFault::closed_before_status, ""},
        EndpointRow{"Resets", [](Peer& p) { p.reset(); }, TransportFault::reset_before_status, "", true},
        EndpointRow{"CutsTheHead", [](Peer& p) { p.write("HTTP/1.1 200 OK\r\nA"); },
                    TransportFault::malformed_head, "HTTP/1.1 200 OK\r\nA"},
        EndpointRow{"CutsTheBody", [](Peer& p) { p.write(short_body); }, TransportFault::truncated_body,
                    short_body},
        EndpointRow{"BreaksAChunk",
                    [](Peer& p) { p.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"); },
                    TransportFault::undecodable_body,
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"},
        EndpointRow{"SpeaksSomethingElse", [](Peer& p) { p.write("220 smtp ready\r\n"); },
                    TransportFault::malformed_head, "220 smtp ready\r\n"},
        EndpointRow{"AnswersTwice",
                    [](Peer& p) {
                      p.write(two);
                      p.hang();
                    },
                    TransportFault::extra_data, two},
        EndpointRow{"FoldsAHeader",
                    [](Peer& p) {
                      p.write("HTTP/1.1 200 OK\r\nA: b\r\n c\r\nContent-Length: 1\r\n\r\nx");
                      p.hang();
                    },
                    TransportFault::malformed_head,
                    "HTTP/1.1 200 OK\r\nA: b\r\n c\r\nContent-Length: 1\r\n\r\nx"}),
    [](const auto& row) { return row.param.name; });

TEST(HostileEndpoint, ThatResetsInTheBodyResetsTheClientToo) {
  Signal seen;
  Between between([&](Peer& peer) {
    peer.read_request();
    peer.write(short_body);
    seen.await();
    peer.reset();
  });
  RawClient client(between.port());
  client.send(get);
  EXPECT_EQ(client.read_to("abc"), short_body);
  seen.give();
  client.read_to_end();
  EXPECT_TRUE(client.was_reset());
  EXPECT_EQ(between.exchanges(1)[0].fault, TransportFault::reset_in_body);
}

TEST(HostileEndpoint, ThatIsSilentIsToldFor) {
  for (const std::string& some : {std::string(), short_body}) {
    Between between(
        [&](Peer& peer) {
          peer.read_request();
          peer.write(some);
          peer.hang();
        },
        {.timeout = std::chrono::milliseconds(60)});
    RawClient client(between.port());
    client.send(get);
    const std::string came = client.read_to_end();
    const exchange::HttpExchange http = between.exchanges(1)[0];
    if (some.empty()) {
      EXPECT_THAT(came, HasSubstr("HTTP/1.1 504"));
      EXPECT_THAT(came, HasSubstr("the endpoint was silent"));
      EXPECT_EQ(http.fault, TransportFault::timeout_before_status);
    } else {
      EXPECT_EQ(came, some) << "nothing is made up behind what came";
      EXPECT_EQ(http.fault, TransportFault::timeout_in_body);
    }
  }
}

TEST(HostileEndpoint, ThatIsNotThereIsToldToTheClient) {
  int nobody = 0;
  {
    testing::ScriptedServer gone([](Peer&) {});
    nobody = gone.port();
  }
  Between between("http://127.0.0.1:" + std::to_string(nobody), {});
  RawClient client(between.port());
  client.send("POST / HTTP/1.1\r\nContent-Length: 13\r\n\r\nAction=DoThis");
  const std::string came = client.read_to_end();
  EXPECT_THAT(came, HasSubstr("HTTP/1.1 502"));
  EXPECT_THAT(came, HasSubstr("X-Hallmark-Proxy: "));
  EXPECT_THAT(came, HasSubstr("cannot be reached"));
  const exchange::HttpExchange http = between.exchanges(1)[0];
  EXPECT_EQ(http.fault, TransportFault::cannot_connect);
  EXPECT_EQ(http.request.body, "Action=DoThis") << "which operation it was stands in the body";
}

// Closed between two requests, without a word: the client never learns of it.
TEST(HostileEndpoint, ThatDropsKeptConnectionsIsAskedAgain) {
  Between between([](Peer& peer) {
    if (peer.read_request().empty()) return;
    peer.write(response(200, "once"));
    // The next request is read, and the connection closed over it.
    if (peer.number() == 0) peer.read_request();
  });
  RawClient client(between.port());
  client.send(get);
  client.read_to("once");
  client.send("POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\nbody");
  EXPECT_THAT(client.read_to("once"), HasSubstr("200"));
  const auto passed = between.exchanges(2);
  EXPECT_EQ(passed[1].fault, TransportFault::none);
  EXPECT_EQ(passed[1].retries, 1);
  EXPECT_EQ(passed[1].request.body, "body");
  EXPECT_EQ(between.endpoint_connections(), 2u);
}

TEST(HostileEndpoint, ThatAnswersBeforeTheRequestIsWholeIsHeard) {
  Between between([](Peer& peer) {
    testing::read_to(peer, "\r\n\r\n");
    peer.write(response(413, "too large", "Connection: close\r\n"));
  });
  RawClient client(between.port());
  client.send("PUT / HTTP/1.1\r\nContent-Length: 1000000\r\n\r\nsome");
  EXPECT_THAT(client.read_to_end(), HasSubstr("too large"));
  EXPECT_EQ(between.exchanges(1)[0].response->status, 413);
}

TEST(HostileEndpoint, ThatNeverEndsIsNotHeldInMemory) {
  Between between(
      [](Peer& peer) {
        peer.read_request();
        peer.write("HTTP/1.1 200 OK\r\n\r\n");
        while (!peer.stopping() && peer.write(std::string(65536, 'x'))) {
        }
      },
      {.max_body = 1 << 16});
  RawClient client(between.port());
  client.send(get);
  client.read_to(std::string(1 << 20, 'x'));
  client.close();
  EXPECT_THAT(between.not_judged(0), HasSubstr("the client went away before the answer was whole"));
  EXPECT_THAT(between.exchanges(1)[0].response->body, IsEmpty());
}

// ---- clients ----

struct ClientRow {
  std::string name, bytes, words;
};
void PrintTo(const ClientRow& row, std::ostream* out) { *out << row.name; }

class Client : public ::testing::TestWithParam<ClientRow> {};

TEST_P(Client, IsToldWhatIsWrongAndNotPassedOn) {
  const ClientRow& row = GetParam();
  Between between(answering([](const std::string&) { return response(200, "fine"); }));
  RawClient client(between.port());
  client.send(row.bytes);
  const std::string came = client.read_to_end();
  EXPECT_THAT(came, HasSubstr("HTTP/1.1 400"));
  EXPECT_THAT(came, HasSubstr(row.words));
  const Traffic traffic = between.proxy().traffic();
  ASSERT_EQ(traffic.refused.size(), 1u);
  EXPECT_THAT(traffic.refused.begin()->first, HasSubstr(row.words));
  EXPECT_EQ(traffic.exchanges, 0u);
  RawClient next(between.port());
  next.send(get);
  EXPECT_THAT(next.read_to("fine"), HasSubstr("200"));
}

INSTANTIATE_TEST_SUITE_P(
    Rows, Client,
    ::testing::Values(
        ClientRow{"Garbage", "\x01\x02\x03 nonsense\r\n\r\n", "no HTTP/1.1 request"},
        ClientRow{"Tls", std::string("\x16\x03\x01\x02\x00\x01\x00", 7), "TLS"},
        ClientRow{"Http2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "HTTP/2"},
        ClientRow{"Tunnel", "CONNECT h:443 HTTP/1.1\r\n\r\n", "endpoint URL"},
        ClientRow{"TwoLengths", "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                  "Content-Length"},
        ClientRow{"EndlessHead", "GET / HTTP/1.1\r\nA: " + std::string(400'000, 'a'), "longer"}),
    [](const auto& row) { return row.param.name; });

TEST(HostileClient, ThatGoesAwayInTheAnswerEndsItAtTheEndpointToo) {
  Signal ended;
  Between between([&](Peer& peer) {
    peer.read_request();
    peer.write(short_body);
    peer.hang();  // until the proxy closes
    ended.give();
  });
  RawClient client(between.port());
  client.send(get);
  client.read_to("abc");
  client.close();
  ended.await();
  EXPECT_EQ(between.not_judged(0), "the client went away before the answer was whole");
}

TEST(HostileClient, ThatGoesAwayBeforeTheAnswerIsNobodysDeviation) {
  Signal asked, ended;
  Between between([&](Peer& peer) {
    peer.read_request();
    asked.give();
    peer.hang();
    ended.give();
  });
  RawClient client(between.port());
  client.send(get);
  asked.await();
  client.close();
  ended.await();
  EXPECT_EQ(between.not_judged(0), "the client went away before the answer was whole");
}

TEST(HostileClient, ThatCutsItsRequestIsNobodysDeviation) {
  const struct {
    std::string bytes, words;
  } rows[] = {
      {"POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc",
       "the client went away before its request was whole"},
      {"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
       "the client went away before its request was whole"},
      {"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
       "the client's request is broken in its body"},
  };
  for (const auto& row : rows) {
    Signal ended;
    Between between([&](Peer& peer) {
      testing::read_to(peer, "\r\n\r\n");
      peer.hang();
      ended.give();
    });
    RawClient client(between.port());
    client.send(row.bytes);
    client.close();
    ended.await();
    EXPECT_EQ(between.not_judged(0), row.words);
  }
}

TEST(HostileClient, ThatIsSilentIsLetGo) {
  Between between(answering([](const std::string&) { return response(200, "fine"); }),
                  {.timeout = std::chrono::milliseconds(60)});
  for (const char* some : {"", "GET / HT", "POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc"}) {
    RawClient client(between.port());
    client.send(some);
    EXPECT_THAT(client.read_to_end(), IsEmpty());
  }
  EXPECT_EQ(between.not_judged(0), "the client sent nothing more of its request");
}

// ---- the end ----

TEST(ProxyEnd, ClosesIdleConnectionsAndLetsAnExchangeEnd) {
  Signal asked, answer;
  auto between = std::make_unique<Between>(
      [&](Peer& peer) {
        if (peer.read_request().empty()) return;
        asked.give();
        answer.await();
        peer.write(response(200, "done"));
        peer.hang();
      },
      ProxyOptions{.grace = std::chrono::minutes(1)});
  RawClient idle(between->port()), busy(between->port());
  busy.send(get);
  asked.await();
  std::thread stopper([&] { between->proxy().stop(); });
  EXPECT_THAT(idle.read_to_end(), IsEmpty());
  answer.give();
  EXPECT_THAT(busy.read_to_end(), HasSubstr("done"));
  stopper.join();
  EXPECT_THAT(between->not_judged(0), IsEmpty());
  EXPECT_FALSE(RawClient(between->port()).connected());
}

TEST(ProxyEnd, CutsWhatTakesTooLong) {
  Signal asked;
  Between between(
      [&](Peer& peer) {
        if (peer.read_request().empty()) return;
        asked.give();
        peer.hang();
      },
      {.grace = std::chrono::minutes(1)});
  RawClient client(between.port());
  client.send(get);
  asked.await();
  std::thread stopper([&] { between.proxy().stop(); });
  between.proxy().cut();
  stopper.join();
  EXPECT_THAT(client.read_to_end(), IsEmpty());
  EXPECT_EQ(between.not_judged(0), "the proxy was ended before the answer was whole");
}

TEST(ProxyEnd, SaysWhenItsAddressCannotBeHad) {
  Between between(answering([](const std::string&) { return response(200, ""); }));
  ProxyOptions taken{.to = *exchange::parse_address("http://127.0.0.1:1"), .port = between.port()};
  taken.take = [](Passed) {};
  EXPECT_THROW(static_cast<void>(Proxy::start(taken)), core::DocumentError);
}

}  // namespace
}  // namespace hallmark::proxy
