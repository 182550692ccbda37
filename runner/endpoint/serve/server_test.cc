#include "endpoint/serve/server.h"

#include <gtest/gtest.h>

#include <thread>

#include "core/error.h"
#include "endpoint/serve/http_server.h"
#include "endpoint/serve/testing_client.h"
#include "endpoint/serve/testing_line.h"

namespace hallmark::endpoint {
namespace {

using testing::bytes_of;
using testing::Line;
using testing::parse;
using testing::port_of;

core::Time now() { return core::system_clock().now(); }

class EmbeddedServer : public ::testing::TestWithParam<bool> {
 protected:
  void SetUp() override {
    voice_id_ = testing::committed("voice-id");
    chime_ = testing::committed("chime-sdk-voice");
    ServerOptions options;
    if (GetParam()) options.endpoint.variations = {"header-case"};  // asks for the wire server
    endpoint_ = EmbeddedEndpoint::start({voice_id_, chime_}, options);
  }

  testing::Reply send(int port, const contract::Model& model, const std::string& operation, const Json& input,
                      const std::string& host = "localhost") const {
    const Line line(port);
    line.send(bytes_of(testing::signed_request(model, operation, input, {}, now(), host), true));
    return testing::understand(model, operation, parse(line.read_all()));
  }

  std::shared_ptr<const contract::Model> voice_id_, chime_;
  std::unique_ptr<EmbeddedEndpoint> endpoint_;
};

const Json domain = {{"Name", "first"}, {"ServerSideEncryptionConfiguration", {{"KmsKeyId", "key-1"}}}};

TEST_P(EmbeddedServer, ServesEachServiceOnItsPort) {
  const auto made = send(port_of(endpoint_->endpoints().at("voice-id")), *voice_id_, "CreateDomain", domain);
  ASSERT_EQ(made.status, 200) << made.response.body;
  EXPECT_EQ(made.at("/Domain/Name"), "first");
  const auto group = send(port_of(endpoint_->endpoints().at("chime-sdk-voice")), *chime_,
                          "CreateVoiceConnectorGroup", {{"Name", "group"}});
  EXPECT_EQ(group.status, 201) << group.response.body;
  EXPECT_EQ(endpoint_->stored(), 2U);
  EXPECT_EQ(endpoint_->requests(), 2U);
}

TEST_P(EmbeddedServer, RoutesTheSharedPortByHost) {
  const int port = port_of(endpoint_->url());
  const auto made =
      send(port, *voice_id_, "CreateDomain", domain, "voice-id.localhost:" + std::to_string(port));
  EXPECT_EQ(made.status, 200) << made.response.body;
}

TEST_P(EmbeddedServer, RoutesTheSharedPortBySignatureWhereTheHostNamesNone) {
  const int port = port_of(endpoint_->url());
  const auto made = send(port, *voice_id_, "CreateDomain", domain, "127.0.0.1");
  EXPECT_EQ(made.status, 200) << made.response.body;
  EXPECT_EQ(send(port, *chime_, "CreateVoiceConnectorGroup", {{"Name", "group"}}, "localhost").status, 201);
  const Line line(port);
  line.send("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  EXPECT_TRUE(line.read_all().starts_with("HTTP/1.1 404")) << "neither says which";
  const Line presigned(port);
  presigned.send(
      "GET /nowhere?X-Amz-Credential=AKID%2F20261128%2Fus-east-1%2Fvoiceid%2Faws4_request HTTP/1.1\r\n"
      "Host: localhost\r\nConnection: close\r\n\r\n");
  const std::string answer = presigned.read_all();
  EXPECT_NE(answer.find("UnknownOperationException"), std::string::npos) << answer;
}

TEST_P(EmbeddedServer, KeepsConnectionsAndServesManyAtOnce) {
  const int port = port_of(endpoint_->endpoints().at("chime-sdk-voice"));
  constexpr int clients = 24;
  constexpr int calls = 12;
  std::vector<std::thread> threads;
  std::atomic<int> created{0};
  for (int i = 0; i < clients; ++i) {
    threads.emplace_back([&, i] {
      Line line(port);
      for (int j = 0; j < calls; ++j) {
        const Json input = {{"Name", "g" + std::to_string(i) + "-" + std::to_string(j)}};
        line.send(
            bytes_of(testing::signed_request(*chime_, "CreateVoiceConnectorGroup", input, {}, now()), false));
        if (parse(line.read_one()).status == 201) ++created;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(created, clients * calls);
  EXPECT_EQ(endpoint_->stored(), static_cast<std::size_t>(clients * calls));
}

TEST_P(EmbeddedServer, SurvivesMalformedRequests) {
  const int port = port_of(endpoint_->endpoints().at("voice-id"));
  for (const std::string bytes :
       {"\r\n\r\n", "GET\r\n\r\n", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: nine\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab",
        "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"}) {
    const Line line(port);
    line.send(bytes);
    // The client gives up: the server is not to wait for more.
  }
  EXPECT_EQ(send(port, *voice_id_, "CreateDomain", domain).status, 200);
}

TEST_P(EmbeddedServer, TakesLargeBodies) {
  const int port = port_of(endpoint_->endpoints().at("voice-id"));
  Json large = domain;
  large["Description"] = std::string(300'000, 'a');
  const auto reply = send(port, *voice_id_, "CreateDomain", large);
  EXPECT_EQ(reply.status, 400);
  EXPECT_EQ(reply.error, "ValidationException");
}

TEST_P(EmbeddedServer, StopsAndFreesItsPorts) {
  const int port = port_of(endpoint_->url());
  endpoint_->stop();
  endpoint_->stop();
  EXPECT_FALSE(Line(port).connected());
}

INSTANTIATE_TEST_SUITE_P(Both, EmbeddedServer, ::testing::Bool(),
                         [](const auto& row) { return row.param ? "WireServer" : "Httplib"; });

TEST(EmbeddedEndpoint, RefusesAPortInUse) {
  const auto model = testing::committed("voice-id");
  const auto first = EmbeddedEndpoint::start({model}, {});
  ServerOptions same;
  same.port = port_of(first->url());
  EXPECT_THROW((void)EmbeddedEndpoint::start({model}, same), core::DocumentError);
  EXPECT_THROW((void)EmbeddedEndpoint::start({model, model}, {}), core::DocumentError);
}

TEST(TargetProfile, NamesEveryServiceAndRole) {
  const auto model = testing::committed("voice-id");
  const auto endpoint = EmbeddedEndpoint::start({model}, {});
  const Json profile = target_profile(*endpoint, {}, "0007");
  EXPECT_EQ(profile["endpoints"]["voice-id"], endpoint->endpoints().at("voice-id"));
  EXPECT_EQ(profile["identities"]["denied"]["from"], "derived");
  EXPECT_EQ(profile["identities"]["denied"]["access_key_id"], "HALLMARKdenied0007");
  EXPECT_EQ(profile["identities"]["denied"]["secret_access_key"], derived_secret("HALLMARKdenied0007"));
}

}  // namespace
}  // namespace hallmark::endpoint
