#include "exchange/address.h"

#include <gtest/gtest.h>

#include "core/error.h"

namespace hallmark::exchange {
namespace {

TEST(Address, TakesUrlsApart) {
  EXPECT_EQ(parse_address("http://LocalHost:4566/"),
            (Address{.scheme = "http", .host = "localhost", .port = 4566, .path = ""}));
  EXPECT_EQ(parse_address("https://example.com/a/b/"),
            (Address{.scheme = "https", .host = "example.com", .port = 443, .path = "/a/b"}));
  EXPECT_EQ(parse_address("http://[::1]:80"),
            (Address{.scheme = "http", .host = "::1", .port = 80, .path = ""}));
}

TEST(Address, RefusesWhatIsNoEndpoint) {
  for (const char* url : {"", "localhost:80", "ftp://a", "http://", "http://a:0", "http://a:65536",
                          "http://a:", "http://u@a", "http://a?x", "http://a#x", "http://[::1",
                          "http://[a]:1", "http://::1", "http://a b", "http://a/x y", "http://{region}.x"}) {
    std::string problem;
    EXPECT_FALSE(parse_address(url, &problem)) << url;
    EXPECT_FALSE(problem.empty()) << url;
  }
}

TEST(Address, PutsPrefixesInFrontOfNamesOnly) {
  EXPECT_EQ(host_header(*parse_address("http://localhost:1"), "data-"), "data-localhost:1");
  EXPECT_EQ(host_header(*parse_address("http://127.0.0.1:1"), "data-"), "127.0.0.1:1");
  EXPECT_EQ(host_header(*parse_address("http://[::1]"), "data-"), "[::1]");
  EXPECT_EQ(host_header(*parse_address("https://a.com")), "a.com");
}

TEST(Address, KnowsThisMachine) {
  for (const char* url :
       {"http://localhost", "http://chime.localhost:80", "http://127.9.9.9", "http://[::1]"}) {
    EXPECT_TRUE(is_loopback(*parse_address(url))) << url;
  }
  for (const char* url :
       {"http://localhost.example.com", "http://128.0.0.1", "http://127.0.0.1.example.com", "http://[::2]"}) {
    EXPECT_FALSE(is_loopback(*parse_address(url))) << url;
  }
}

contract::Model model() {
  contract::Model result;
  result.slug = "voice-id";
  result.service.traits.set(contract::trait::service, {{"endpointPrefix", "voiceid"}});
  return result;
}

TEST(Address, FillsInTemplates) {
  plan::Target target;
  target.endpoints["*"] = "https://{endpointPrefix}.{region}.amazonaws.com";
  target.remote = true;
  EXPECT_EQ(to_string(address_for(target, model())), "https://voiceid.us-east-1.amazonaws.com");
  target.endpoints["voice-id"] = "http://127.0.0.1:9";
  EXPECT_EQ(to_string(address_for(target, model())), "http://127.0.0.1:9");
}

TEST(Address, RefusesToLeaveThisMachineUnasked) {
  plan::Target target;
  target.endpoints["*"] = "https://voiceid.us-east-1.amazonaws.com";
  try {
    static_cast<void>(address_for(target, model()));
    FAIL();
  } catch (const core::DocumentError& error) {
    EXPECT_EQ(error.problem().rule, "target.remote");
  }
}

TEST(Address, SaysWhichEndpointIsMissing) {
  for (const char* url : {"", "builtin"}) {
    plan::Target target;
    if (*url) target.endpoints["*"] = url;
    try {
      static_cast<void>(address_for(target, model()));
      FAIL();
    } catch (const core::DocumentError& error) {
      EXPECT_EQ(error.problem().rule, "target.endpoint");
    }
  }
}

}  // namespace
}  // namespace hallmark::exchange
