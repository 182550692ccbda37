// Requests that nobody should send: the service answers every one of them, and answers none with a
// server's error.
#include "core/text.h"
#include "endpoint/serve/service_fixture.h"

namespace hallmark::endpoint {
namespace {

class HostileRequests : public testing::ServiceFixture, public ::testing::WithParamInterface<const char*> {
 protected:
  // Signed after the change, so that it gets past the signature.
  int send(wire::Request request) {
    request.headers.set("Host", "localhost");
    const std::string key = derived_access_key("default", "0001");
    const Json* sigv4 = model_->service.traits.find(contract::trait::sigv4);
    wire::sign(request, {key, derived_secret(key), ""},
               {.region = "us-east-1", .service = sigv4->value("name", model_->slug)}, clock_.now());
    return service_->handle(request).status;
  }
};

std::string mutated(std::string text, core::Random& random) {
  for (std::uint64_t i = 0, times = 1 + random.below(4); i < times && !text.empty(); ++i) {
    const auto at = random.below(text.size());
    switch (random.below(5)) {
      case 0:
        text[at] = static_cast<char>(random.below(256));
        break;
      case 1:
        text.erase(at, 1 + random.below(8));
        break;
      case 2:
        text.insert(at, text.substr(random.below(text.size()), 12));
        break;
      case 3:
        text.insert(at, std::string(1 + random.below(3), "{}[]<>\"&%=,:"[random.below(12)]));
        break;
      default:
        text.resize(at);
        break;
    }
  }
  return text;
}

TEST_P(HostileRequests, AreAllAnswered) {
  if (!open(GetParam())) return;
  core::Random random(GetParam());
  const auto operations = model_->all_operations();
  const auto& protocol = *wire::protocol_for(*model_);
  int refused = 0;
  for (int i = 0; i < 300; ++i) {
    const auto& operation = *operations[random.below(operations.size())];
    const Json input = {
        {"Name", "x"}, {"Id", 7}, {"Tags", {{{"Key", "k"}}}}, {"Bucket", "b"}, {"DomainId", Json::array()}};
    wire::Request request = protocol.encode_request(*model_, operation, input).request;
    request.body = mutated(request.body.empty() ? std::string("{\"a\":[1,2]}") : request.body, random);
    if (random.below(3) == 0)
      request.target = "/" + core::percent_encode(mutated(request.target, random), true);
    const int status = send(std::move(request));
    EXPECT_GE(status, 200);
    EXPECT_LT(status, 500) << operation.name();
    refused += status >= 400 ? 1 : 0;
  }
  EXPECT_GT(refused, 0);
}

TEST_P(HostileRequests, MayBeDeepOrLarge) {
  if (!open(GetParam())) return;
  const auto& operation = *model_->all_operations().front();
  const auto& protocol = *wire::protocol_for(*model_);
  wire::Request request = protocol.encode_request(*model_, operation, Json::object()).request;
  for (const std::string& body :
       {std::string(100'000, '['), std::string(1'000'000, 'a'), std::string(100'000, '<'),
        std::string("\0\0\0\0", 4), "{\"a\":" + std::string(200'000, '9') + "}"}) {
    request.body = body;
    EXPECT_GE(send(request), 200);
  }
}

INSTANTIATE_TEST_SUITE_P(Published, HostileRequests,
                         ::testing::Values("voice-id-2021-09-27.json", "chime-sdk-voice-2022-08-03.json",
                                           "iam-2010-05-08.json", "s3-2006-03-01.json"),
                         [](const auto& row) {
                           std::string name = row.param;
                           name.resize(name.find("-20"));
                           std::erase(name, '-');
                           return name;
                         });

class Accounts : public testing::ServiceFixture {};

TEST_F(Accounts, RegisteredKeysHaveTheirOwnSecretRoleAndToken) {
  Options options;
  options.derived_accounts = false;
  options.accounts = {{.credentials = {"AKIDEXAMPLE", "a secret of its own", "a token"}, .role = "default"}};
  if (!open("voice-id-2021-09-27.json", std::move(options))) return;
  using testing::Sender;
  const auto send = [&](const std::string& key, const std::string& secret, const std::string& token) {
    Sender sender{.sign = false};
    wire::Request request = signed_request(*model_, "ListDomains", Json::object(), sender, clock_.now());
    wire::sign(request, {key, secret, token}, {.region = "us-east-1", .service = "voiceid"}, clock_.now());
    return service_->handle(request).status;
  };
  EXPECT_EQ(send("AKIDEXAMPLE", "a secret of its own", "a token"), 200);
  EXPECT_NE(send("AKIDEXAMPLE", "another secret", "a token"), 200);
  EXPECT_NE(send("AKIDEXAMPLE", "a secret of its own", "another token"), 200);
  const std::string derived = derived_access_key("default", "1");
  EXPECT_NE(send(derived, derived_secret(derived), ""), 200);
}

TEST(DerivedKeys, NameTheirRoleAndOwner) {
  EXPECT_EQ(derived_role("HALLMARKdenied17"), "denied");
  EXPECT_EQ(derived_role("HALLMARK17"), "default");
  EXPECT_EQ(derived_role("AKIA17"), std::nullopt);
  EXPECT_EQ(owner_of("HALLMARKdenied17"), owner_of("HALLMARKrate17"));
  EXPECT_NE(owner_of("HALLMARKdenied17"), owner_of("HALLMARKdenied18"));
  EXPECT_EQ(owner_of("AKIA17"), "AKIA17");
  EXPECT_NE(derived_secret("HALLMARKdenied17"), derived_secret("HALLMARKdenied18"));
}

}  // namespace
}  // namespace hallmark::endpoint
