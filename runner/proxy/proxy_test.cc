// What passes, passes unchanged.
#include "proxy/proxy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "proxy/testing.h"

namespace hallmark::proxy {
namespace {

using exchange::TransportFault;
using exchange::testing::answering;
using exchange::testing::response;
using testing::Between;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::Peer;
using testing::RawClient;
using testing::Signal;

const std::string get = "GET /a%2Fb/../c?x=%20 HTTP/1.1\r\nHOST: h:1\r\nx-Odd:  two  \r\n\r\n";

TEST(Proxy, PassesBytesOnAsTheyAre) {
  const struct {
    std::string request, answer, end;  // `end`: of the answer; empty: the connection's
  } rows[] = {
      {get, response(200, "hello", "X-a: B\r\n"), "hello"},
      {get, "HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\n\r\n3;e=f\r\nabc\r\n0\r\nT: u\r\n\r\n",
       "T: u\r\n\r\n"},
      {get, "HTTP/1.1 200 OK\r\n\r\nuntil the end", ""},
      {get, "HTTP/1.1 204 No\r\n\r\n", "\r\n\r\n"},
      {get, "HTTP/1.1 103 Early\r\nLink: x\r\n\r\n" + response(404, "no"), "no"},
      {"HEAD / HTTP/1.1\r\nHost: h\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n", "\r\n\r\n"},
      {"POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\nbody", response(200, "done"), "done"},
      {"POST / HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 4\r\n\r\nbody",
       "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok", "\r\n\r\nok"},
  };
  for (const auto& row : rows) {
    std::string seen;
    Between between([&](Peer& peer) {
      seen = peer.read_request();
      peer.write(row.answer);
      if (!row.end.empty()) peer.hang();
    });
    RawClient client(between.port());
    client.send(row.request);
    EXPECT_EQ(row.end.empty() ? client.read_to_end() : client.read_to(row.end), row.answer);
    const auto passed = between.exchanges(1);
    EXPECT_EQ(seen, row.request);
    EXPECT_EQ(passed[0].fault == TransportFault::none, passed[0].detail.empty()) << passed[0].detail;
    EXPECT_TRUE(passed[0].response.has_value());
  }
}

TEST(Proxy, HandsOnWhatWasSentAndWhatCame) {
  Between between(answering([](const std::string&) { return response(201, "{\"a\":1}", "X-Id: 7\r\n"); }));
  RawClient client(between.port());
  client.send("PUT /k?v=1 HTTP/1.1\r\nHost: sqs.localhost:1\r\nContent-Length: 5\r\n\r\nhello");
  client.read_to("}");
  const exchange::HttpExchange http = between.exchanges(1)[0];
  EXPECT_EQ(http.request.method, "PUT");
  EXPECT_EQ(http.request.target, "/k?v=1");
  EXPECT_EQ(http.request.body, "hello");
  EXPECT_EQ(*http.request.headers.find("host"), "sqs.localhost:1");
  EXPECT_EQ(http.response->status, 201);
  EXPECT_EQ(http.response->body, "{\"a\":1}");
  EXPECT_EQ(*http.response->headers.find("x-id"), "7");
  EXPECT_EQ(http.fault, TransportFault::none);
  EXPECT_THAT(http.raw_head, HasSubstr("201"));
  EXPECT_GT(http.bytes_sent, 60u);
  EXPECT_THAT(between.not_judged(0), IsEmpty());
}

TEST(Proxy, KeepsBothConnectionsAlive) {
  Between between(answering([](const std::string& request) { return response(200, request.substr(4, 3)); }));
  RawClient client(between.port());
  for (int i = 100; i < 150; ++i) {
    client.send("GET " + std::to_string(i) + " HTTP/1.1\r\n\r\n");
    EXPECT_THAT(client.read_to(std::to_string(i)), HasSubstr("200"));
  }
  EXPECT_EQ(between.endpoint_connections(), 1u);
  EXPECT_EQ(between.proxy().traffic().connections, 1u);
  EXPECT_EQ(between.exchanges(50).size(), 50u);
}

TEST(Proxy, AnswersRequestsThatComeTogetherInTheirOrder) {
  Between between(answering([](const std::string& request) { return response(200, request.substr(4, 2)); }));
  RawClient client(between.port());
  client.send("GET /a HTTP/1.1\r\n\r\nGET /b HTTP/1.1\r\n\r\nGET /c HTTP/1.1\r\nConnection: close\r\n\r\n");
  const std::string all = client.read_to_end();
  EXPECT_LT(all.find("/a"), all.find("/b"));
  EXPECT_LT(all.find("/b"), all.find("/c"));
}

TEST(Proxy, StreamsBothWays) {
  Signal first_half_up, first_half_down;
  Between between([&](Peer& peer) {
    EXPECT_THAT(testing::read_to(peer, "first half"), HasSubstr("POST"));
    first_half_up.give();
    testing::read_to(peer, "second half");
    peer.write("HTTP/1.1 200 OK\r\nContent-Length: 23\r\n\r\n1st half...");
    first_half_down.await();
    peer.write("...2nd half.");
    peer.hang();
  });
  RawClient client(between.port());
  client.send("POST / HTTP/1.1\r\nContent-Length: 24\r\n\r\nfirst half");
  first_half_up.await();
  client.send("...second half");
  client.read_to("1st half...");
  first_half_down.give();
  EXPECT_THAT(client.read_to("2nd half."), HasSubstr("2nd half."));
  EXPECT_EQ(between.exchanges(1)[0].request.body.size(), 24u);
}

TEST(Proxy, LeavesWaitingForContinueToClientAndEndpoint) {
  Between between([&](Peer& peer) {
    EXPECT_THAT(testing::read_to(peer, "\r\n\r\n"), HasSubstr("Expect: 100-continue"));
    peer.write("HTTP/1.1 100 Continue\r\n\r\n");
    EXPECT_EQ(testing::read_to(peer, "body"), "body");
    peer.write(response(200, "done"));
    testing::read_to(peer, "\r\n\r\n");
    peer.write(response(417, "refused"));  // and the body never comes
    peer.hang();
  });
  const std::string head = "PUT / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n";
  RawClient client(between.port());
  client.send(head);
  EXPECT_EQ(client.read_to("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("body");
  EXPECT_THAT(client.read_to("done"), HasSubstr("200"));
  client.send(head);
  EXPECT_THAT(client.read_to_end(), HasSubstr("417"));
  const auto passed = between.exchanges(2);
  EXPECT_EQ(passed[0].response->status, 200);
  EXPECT_EQ(passed[1].response->status, 417);
  EXPECT_EQ(passed[1].fault, TransportFault::none);
}

TEST(Proxy, PassesOnBodiesThatAreTooLongToBeJudged) {
  const std::string large(3 << 20, 'x');
  Between between(
      [&](Peer& peer) {
        while (!peer.read_request().empty()) peer.write(response(200, large));
      },
      {.max_body = 1 << 20});
  RawClient client(between.port());
  client.send("PUT / HTTP/1.1\r\nContent-Length: " + std::to_string(large.size()) + "\r\n\r\n");
  std::thread sender([&] { client.send(large); });
  EXPECT_GT(client.read_to("\r\n\r\n" + large).size(), large.size());
  sender.join();
  client.send("GET / HTTP/1.1\r\n\r\n");
  EXPECT_GT(client.read_to("\r\n\r\n" + large).size(), large.size()) << "the connection goes on";
  const auto passed = between.exchanges(2);
  EXPECT_THAT(between.not_judged(0), HasSubstr("longer than the 1048576 bytes"));
  EXPECT_THAT(passed[0].request.body, IsEmpty());
  EXPECT_THAT(passed[0].response->body, IsEmpty());
  EXPECT_EQ(between.endpoint_connections(), 1u);
}

TEST(Proxy, ServesSeveralClientsAtOnce) {
  constexpr int clients = 16, requests = 20;
  Between between(answering([](const std::string& request) {
    return response(200, request.substr(0, request.find(" HTTP")) + ";");
  }));
  std::vector<std::thread> threads;
  std::atomic<int> right{0};
  for (int i = 0; i < clients; ++i) {
    threads.emplace_back([&, i] {
      RawClient client(between.port());
      for (int j = 0; j < requests; ++j) {
        const std::string line = "GET /" + std::to_string(i) + "/" + std::to_string(j);
        client.send(line + " HTTP/1.1\r\n\r\n");
        if (client.read_to(";").ends_with(line + ";")) ++right;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(right, clients * requests);
  EXPECT_EQ(between.exchanges(clients * requests).size(), std::size_t{clients * requests});
}

TEST(Proxy, TakesAbsoluteTargetsAndLeavesUpgradesAway) {
  std::string seen;
  Between between([&](Peer& peer) {
    seen = peer.read_request();
    peer.write(response(200, "ok"));
    peer.hang();
  });
  RawClient client(between.port());
  client.send(
      "GET http://chime.us-east-1.amazonaws.com/a HTTP/1.1\r\nHost: chime.us-east-1.amazonaws.com\r\n"
      "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n");
  client.read_to("ok");
  static_cast<void>(between.exchanges(1));
  EXPECT_EQ(seen, "GET /a HTTP/1.1\r\nHost: chime.us-east-1.amazonaws.com\r\n\r\n");
}

TEST(Proxy, SignsAnew) {
  std::string seen;
  Between* made = nullptr;
  core::ManualClock clock{core::Time(std::chrono::seconds(1'700'000'000))};
  const Signer signer({.credentials = {"AKIAOURSOURSOURSOURS", "secret", ""},
                       .to = *exchange::parse_address("http://127.0.0.1:1"),
                       .region = "us-east-1",
                       .listen_host = "127.0.0.1",
                       .clock = &clock});
  Between between(
      [&](Peer& peer) {
        while (true) {
          const std::string request = peer.read_request();
          if (request.empty()) return;
          seen = request;
          peer.write(response(200, "ok"));
        }
      },
      {.signer = &signer});
  made = &between;
  RawClient client(made->port());
  const std::string authorization =
      "Authorization: AWS4-HMAC-SHA256 Credential=AKIACLIENT/20231114/us-west-2/sqs/aws4_request, "
      "SignedHeaders=host, Signature=aaaa\r\n";
  client.send("POST / HTTP/1.1\r\nHost: h\r\n" + authorization +
              "Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n");
  EXPECT_EQ(client.read_to("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n")
      << "the body is signed: it must come";
  client.send("4\r\nbody\r\n0\r\n\r\n");
  client.read_to("ok");
  const exchange::HttpExchange http = between.exchanges(1)[0];
  EXPECT_THAT(seen, HasSubstr("Credential=AKIAOURSOURSOURSOURS/20231114/us-west-2/sqs/aws4_request"));
  EXPECT_THAT(seen, HasSubstr("Content-Length: 4\r\n"));
  EXPECT_THAT(seen, Not(HasSubstr("chunked")));
  EXPECT_THAT(seen, Not(HasSubstr("Expect")));
  EXPECT_TRUE(seen.ends_with("\r\n\r\nbody")) << seen;
  EXPECT_EQ(http.request.body, "body");
  EXPECT_EQ(*http.request.headers.find("host"), "127.0.0.1:1");
  const wire::Verification verified = wire::verify(
      http.request,
      [](const std::string&) {
        return wire::Credentials{"AKIAOURSOURSOURSOURS", "secret", ""};
      },
      {"us-west-2", "sqs"}, clock.now());
  EXPECT_EQ(verified.problem, wire::SignatureProblem::none) << verified.detail;
}

}  // namespace
}  // namespace hallmark::proxy
