// What mutants and variations of the wire look like from the other end of the socket.
#include "core/error.h"
#include "endpoint/mutants/mutants.h"
#include "endpoint/serve/server.h"
#include "endpoint/serve/testing_client.h"
#include "endpoint/serve/testing_line.h"

namespace hallmark::endpoint {
namespace {

class WireServer : public ::testing::Test {
 protected:
  // What the endpoint sends for one ListDomains, until it closes.
  std::string raw(const std::set<std::string>& mutants, const std::set<std::string>& variations,
                  const std::string& more_headers = {}) {
    static const auto model = testing::committed("voice-id");
    ServerOptions options;
    options.endpoint.mutants = mutants;
    options.endpoint.variations = variations;
    const auto endpoint = EmbeddedEndpoint::start({model}, options);
    const testing::Line line(testing::port_of(endpoint->url()));
    auto request =
        testing::signed_request(*model, "ListDomains", Json::object(), {}, core::system_clock().now());
    if (!more_headers.empty()) request.headers.add("Accept-Encoding", more_headers);
    line.send(testing::bytes_of(request, true));
    return line.read_all();
  }

  static std::string body_of(const std::string& text) {
    const auto end = text.rfind("\r\n\r\n");
    return end == std::string::npos ? "" : text.substr(end + 4);
  }
};

constexpr std::string_view whole = R"({"DomainSummaries":[]})";

TEST_F(WireServer, SendsPlainAnswers) {
  const std::string text = raw({"not-stored"}, {});
  EXPECT_TRUE(text.starts_with("HTTP/1.1 200 OK\r\n")) << text;
  EXPECT_NE(text.find("Content-Length: 22\r\n"), std::string::npos) << text;
  EXPECT_EQ(body_of(text), whole);
}

TEST_F(WireServer, BreaksMessagesAsAsked) {
  const std::string truncated = raw({"wire:truncated"}, {});
  EXPECT_NE(truncated.find("Content-Length: 22\r\n"), std::string::npos);
  EXPECT_EQ(body_of(truncated), whole.substr(0, 11));
  EXPECT_NE(raw({"wire:length-above"}, {}).find("Content-Length: 32\r\n"), std::string::npos);
  EXPECT_NE(raw({"wire:length-below"}, {}).find("Content-Length: 11\r\n"), std::string::npos);
  EXPECT_NE(raw({"wire:conflicting-length"}, {}).find("Content-Length: 22\r\nContent-Length: 23\r\n"),
            std::string::npos);
  EXPECT_NE(raw({"wire:broken-chunk"}, {}).find("\r\nxyz\r\n"), std::string::npos);
  EXPECT_TRUE(raw({"wire:behind"}, {}).ends_with("something more"));
  EXPECT_EQ(raw({"wire:head"}, {}).size(), 40U);
  EXPECT_TRUE(raw({"wire:status-line"}, {}).starts_with("HTTP/1.1 OK\r\n"));
  EXPECT_EQ(raw({"wire:silent"}, {}), "");
  EXPECT_LT(raw({"wire:reset"}, {}).size(), truncated.size() + 1);
}

TEST_F(WireServer, VariesWhatHttpLeavesFree) {
  const std::string chunked = raw({}, {"chunked-trailers"});
  EXPECT_NE(chunked.find("Transfer-Encoding: chunked\r\n"), std::string::npos);
  EXPECT_TRUE(chunked.ends_with("0\r\nX-Checksum: none\r\n\r\n")) << chunked;
  const std::string interim = raw({}, {"interim"});
  EXPECT_TRUE(interim.starts_with("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 ")) << interim;
  EXPECT_EQ(body_of(interim), whole);
  const std::string until_close = raw({}, {"until-close"});
  EXPECT_EQ(until_close.find("Content-Length"), std::string::npos);
  EXPECT_EQ(body_of(until_close), whole);
  EXPECT_EQ(body_of(raw({}, {"segments"})), whole);
  EXPECT_NE(raw({}, {"header-lower"}).find("\r\ncontent-type: "), std::string::npos);
  EXPECT_NE(raw({}, {"charset"}).find("; charset=utf-8\r\n"), std::string::npos);
  EXPECT_EQ(raw({}, {"gzip"}).find("Content-Encoding"), std::string::npos);
  const std::string zipped = raw({}, {"gzip"}, "gzip, deflate");
  EXPECT_NE(zipped.find("Content-Encoding: gzip\r\n"), std::string::npos);
  EXPECT_NE(zipped.find("\r\n\r\n\x1f\x8b"), std::string::npos);
}

}  // namespace
}  // namespace hallmark::endpoint
