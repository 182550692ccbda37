#include "endpoint/server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

#include "core/error.h"
#include "endpoint/http_server.h"
#include "endpoint/testing_client.h"

namespace hallmark::endpoint {
namespace {

// Sends bytes to a loopback port and reads until the other side closes.
class Line {
 public:
  explicit Line(int port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    const timeval patience{.tv_sec = 20, .tv_usec = 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  ~Line() { ::close(socket_); }
  [[nodiscard]] bool connected() const { return connected_; }
  void send(const std::string& bytes) const {
    ASSERT_EQ(::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL), static_cast<ssize_t>(bytes.size()));
  }
  std::string read_all() const {
    std::string text;
    char block[4096];
    for (ssize_t got = 0; (got = ::recv(socket_, block, sizeof block, 0)) > 0;)
      text.append(block, static_cast<std::size_t>(got));
    return text;
  }

  // One answer that states its length.
  std::string read_one() {
    while (true) {
      const auto end = buffer_.find("\r\n\r\n");
      if (end != std::string::npos) {
        const auto stated = buffer_.find("Content-Length: ");
        const std::size_t size = end + 4 + (stated < end ? std::stoul(buffer_.substr(stated + 16)) : 0);
        if (buffer_.size() >= size) {
          std::string one = buffer_.substr(0, size);
          buffer_.erase(0, size);
          return one;
        }
      }
      char block[4096];
      const ssize_t got = ::recv(socket_, block, sizeof block, 0);
      if (got <= 0) return std::exchange(buffer_, {});
      buffer_.append(block, static_cast<std::size_t>(got));
    }
  }

 private:
  int socket_;
  bool connected_ = false;
  std::string buffer_;
};

std::string bytes_of(const wire::Request& request, bool close) {
  std::string text = request.method + " " + request.target + " HTTP/1.1\r\n";
  for (const auto& header : request.headers) {
    if (header.name != "Content-Length") text += header.name + ": " + header.value + "\r\n";
  }
  text += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
  if (close) text += "Connection: close\r\n";
  return text + "\r\n" + request.body;
}

wire::Response parse(const std::string& text) {
  wire::Response response;
  const auto end = text.find("\r\n\r\n");
  if (end == std::string::npos) return response;
  response.status = std::stoi(text.substr(9, 3));
  std::size_t at = text.find("\r\n") + 2;
  while (at < end) {
    const auto stop = text.find("\r\n", at);
    const auto colon = text.find(": ", at);
    response.headers.add(text.substr(at, colon - at), text.substr(colon + 2, stop - colon - 2));
    at = stop + 2;
  }
  response.body = text.substr(end + 4);
  return response;
}

core::Time now() { return core::system_clock().now(); }

int port_of(const std::string& url) { return std::stoi(url.substr(url.rfind(':') + 1)); }

class EmbeddedServer : public ::testing::TestWithParam<bool> {
 protected:
  void SetUp() override {
    voice_id_ = testing::published("voice-id-2021-09-27.json");
    chime_ = testing::published("chime-sdk-voice-2022-08-03.json");
    if (!voice_id_ || !chime_) GTEST_SKIP() << "the reference models are not there";
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
  EXPECT_EQ(send(port, *voice_id_, "CreateDomain", domain, "other.localhost").status, 404);
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
  const auto model = testing::published("voice-id-2021-09-27.json");
  if (!model) GTEST_SKIP() << "the reference model is not there";
  const auto first = EmbeddedEndpoint::start({model}, {});
  ServerOptions same;
  same.port = port_of(first->url());
  EXPECT_THROW((void)EmbeddedEndpoint::start({model}, same), core::DocumentError);
  EXPECT_THROW((void)EmbeddedEndpoint::start({model, model}, {}), core::DocumentError);
}

TEST(TargetProfile, NamesEveryServiceAndRole) {
  const auto model = testing::published("voice-id-2021-09-27.json");
  if (!model) GTEST_SKIP() << "the reference model is not there";
  const auto endpoint = EmbeddedEndpoint::start({model}, {});
  const Json profile = target_profile(*endpoint, {}, "0007");
  EXPECT_EQ(profile["endpoints"]["voice-id"], endpoint->endpoints().at("voice-id"));
  EXPECT_EQ(profile["identities"]["denied"]["access_key_id"], "HALLMARKdenied0007");
  EXPECT_EQ(profile["identities"]["denied"]["secret_access_key"], derived_secret("HALLMARKdenied0007"));
}

}  // namespace
}  // namespace hallmark::endpoint
