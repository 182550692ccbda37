#include "proxy/signing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/digest.h"
#include "core/text.h"

namespace hallmark::proxy {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* clients_key = "AKIACLIENTCLIENTCLIE";
const wire::Credentials ours{"AKIAOURSOURSOURSOURS", "our/secret", "our-token"};

class Signing : public ::testing::Test {
 protected:
  Signer signer(const std::string& to, const std::string& listen = "127.0.0.1") {
    return Signer({.credentials = ours,
                   .to = *exchange::parse_address(to),
                   .region = "eu-west-1",
                   .listen_host = listen,
                   .clock = &clock_});
  }
  // As a client sends it, signed for `service` in us-west-2.
  wire::Request signed_request(const std::string& service, wire::Request request) {
    if (!request.headers.has("Host")) request.headers.add("Host", "127.0.0.1:7100");
    wire::sign(request, {clients_key, "theirs", "their-token"}, {"us-west-2", service}, clock_.now());
    return request;
  }
  wire::Verification verify(const wire::Request& request, const std::string& region,
                            const std::string& service, bool plain = false) {
    return wire::verify(
        request,
        [](const std::string& key) { return key == ours.access_key_id ? std::optional(ours) : std::nullopt; },
        {region, service}, clock_.now(), std::chrono::minutes(5),
        {.normalize_path = !plain, .double_encode_path = !plain});
  }
  core::ManualClock clock_{core::Time(std::chrono::seconds(1'700'000'000))};
};

TEST_F(Signing, IsForTheEndpointsHostAndTheScopeOfTheClient) {
  wire::Request request = signed_request("sqs", {.method = "POST", .target = "/a%20b?x=y", .body = "{}"});
  ASSERT_TRUE(signer("https://sqs.example.com").needs_body(request));
  ASSERT_EQ(signer("https://sqs.example.com").sign(request, true), std::nullopt);
  EXPECT_EQ(*request.headers.find("Host"), "sqs.example.com");
  EXPECT_EQ(verify(request, "us-west-2", "sqs").problem, wire::SignatureProblem::none)
      << verify(request, "us-west-2", "sqs").detail;
  EXPECT_EQ(request.headers.find_all("X-Amz-Security-Token"), std::vector<std::string>{"our-token"});
  EXPECT_THAT(*request.headers.find("Authorization"), Not(HasSubstr(clients_key)));
}

TEST_F(Signing, LeavesUnsignedRequestsAndOtherSchemesAsTheyAre) {
  for (const char* authorization : {"", "Bearer token", "AWS4-HMAC-SHA256 nonsense", "AWS AKID:sig"}) {
    wire::Request request{.headers = {{"Host", "127.0.0.1:7100"}}};
    if (*authorization != 0) request.headers.add("Authorization", authorization);
    EXPECT_FALSE(signer("http://e.example.com").needs_body(request));
    EXPECT_EQ(signer("http://e.example.com").sign(request, false), std::nullopt);
    EXPECT_EQ(request.headers.find_all("Authorization"),
              *authorization == 0 ? std::vector<std::string>{} : std::vector<std::string>{authorization});
    EXPECT_FALSE(request.headers.has("X-Amz-Date"));
  }
}

TEST_F(Signing, TakesWhatTheClientStatesOfABodyThatStreams) {
  const std::string digest = core::hex(core::sha256("body"));
  for (const std::string& stated :
       {digest, std::string("UNSIGNED-PAYLOAD"), std::string("STREAMING-UNSIGNED-PAYLOAD-TRAILER")}) {
    wire::Request request = signed_request(
        "s3", {.method = "PUT", .target = "/b/a//%C3%A9", .headers = {{"x-amz-content-sha256", stated}}});
    request.headers.set("x-amz-content-sha256", stated);
    EXPECT_FALSE(signer("http://127.0.0.1:9000").needs_body(request));
    EXPECT_EQ(signer("http://127.0.0.1:9000").sign(request, false), std::nullopt);
    EXPECT_EQ(*request.headers.find("x-amz-content-sha256"), stated);
    if (stated.starts_with("STREAMING")) continue;
    if (stated == digest) request.body = "body";
    EXPECT_EQ(verify(request, "us-west-2", "s3", true).problem, wire::SignatureProblem::none) << stated;
  }
}

TEST_F(Signing, SaysWhatCannotBeSignedAnew) {
  wire::Request chunks = signed_request("s3", {.method = "PUT", .target = "/b/k"});
  chunks.headers.set("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD");
  EXPECT_THAT(signer("http://127.0.0.1:9000").sign(chunks, false).value_or(""), HasSubstr("chunk by chunk"));
  wire::Request longer = signed_request("lambda", {.method = "POST", .body = "x"});
  EXPECT_THAT(signer("http://127.0.0.1:9000").sign(longer, false).value_or(""), HasSubstr("--max-body"));
}

TEST_F(Signing, TurnsASignatureInTheQueryIntoOneInTheHead) {
  wire::Request request{
      .method = "GET",
      .target =
          "/b/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIACLIENTCLIENTCLIE%2F20231114%2F"
          "us-west-2%2Fs3%2Faws4_request&X-Amz-Date=20231114T221320Z&X-Amz-Expires=60&"
          "X-Amz-SignedHeaders=host&versionId=7&X-Amz-Signature=abc&X-Amz-Security-Token=t",
      .headers = {{"Host", "127.0.0.1:7100"}}};
  EXPECT_FALSE(signer("http://127.0.0.1:9000").needs_body(request));
  EXPECT_EQ(signer("http://127.0.0.1:9000").sign(request, false), std::nullopt);
  EXPECT_EQ(request.target, "/b/k?versionId=7");
  EXPECT_EQ(verify(request, "us-west-2", "s3", true).problem, wire::SignatureProblem::none);
}

TEST_F(Signing, TakesItsOwnRegionWhereTheSignatureNamesNone) {
  wire::Request request{.headers = {{"Host", "h"},
                                    {"Authorization",
                                     "AWS4-ECDSA-P256-SHA256 Credential=AKID/20231114/events/aws4_request, "
                                     "SignedHeaders=host, Signature=ab"},
                                    {"X-Amz-Region-Set", "*"}}};
  EXPECT_EQ(signer("http://127.0.0.1:9000").sign(request, true), std::nullopt);
  EXPECT_EQ(verify(request, "eu-west-1", "events").problem, wire::SignatureProblem::none);
  EXPECT_FALSE(request.headers.has("X-Amz-Region-Set"));
}

TEST_F(Signing, KeepsTheNameInFrontOfTheHost) {
  const struct {
    std::string to, listen, host, expected;
  } rows[] = {
      {"http://e.example.com:9000", "127.0.0.1", "127.0.0.1:7100", "e.example.com:9000"},
      {"http://e.example.com:9000", "127.0.0.1", "bucket.localhost:7100", "bucket.e.example.com:9000"},
      {"https://e.example.com", "proxy.local", "bucket.proxy.local:7100", "bucket.e.example.com"},
      // An IP address takes nothing in front of it.
      {"http://127.0.0.1:9000", "127.0.0.1", "bucket.localhost:7100", "bucket.localhost:7100"},
  };
  for (const auto& row : rows) {
    wire::Request request{.headers = {{"Host", row.host}}};
    EXPECT_EQ(signer(row.to, row.listen).sign(request, true), std::nullopt);
    EXPECT_EQ(*request.headers.find("Host"), row.expected) << row.host;
  }
}

TEST_F(Signing, PutsThePathOfTheEndpointInFront) {
  wire::Request request = signed_request("sqs", {.target = "/q?a=b"});
  EXPECT_EQ(signer("http://127.0.0.1:9000/prefix").sign(request, true), std::nullopt);
  EXPECT_EQ(request.target, "/prefix/q?a=b");
  EXPECT_EQ(verify(request, "us-west-2", "sqs").problem, wire::SignatureProblem::none);
}

}  // namespace
}  // namespace hallmark::proxy
