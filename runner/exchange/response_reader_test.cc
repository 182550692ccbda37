#include "exchange/response_reader.h"

#include <gtest/gtest.h>

#include "core/text.h"

namespace hallmark::exchange {
namespace {

struct Result {
  TransportFault fault;
  std::string detail;
  int status;
  std::string body;
  bool keep_alive;
  bool operator==(const Result&) const = default;
};

// Fed in portions whose sizes `random` draws; whole at once when it is null.
Result read(std::string_view bytes, core::Random* random) {
  ResponseReader reader("GET", {.head = 2000, .body = 2000, .decoded = 4000, .informational = 2});
  while (!bytes.empty()) {
    const std::size_t size = random ? 1 + random->below(7) : bytes.size();
    reader.feed(bytes.substr(0, size));
    bytes.remove_prefix(std::min(size, bytes.size()));
  }
  reader.end_of_stream(ResponseReader::End::closed);
  EXPECT_TRUE(reader.done());
  reader.decode_content();
  const Result result{reader.fault(), reader.detail(), 0, {}, reader.keep_alive()};
  std::optional<wire::Response> response = reader.take_response();
  return {result.fault, result.detail, response ? response->status : 0, response ? response->body : "",
          result.keep_alive};
}

const std::vector<std::string>& samples() {
  static const std::vector<std::string> all = {
      "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 No\r\nA: b\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n1\r\n!\r\n0\r\nT: 1\r\n\r\n",
      "HTTP/1.0 200 OK\r\n\r\nuntil the end",
      "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
      "HTTP/1.1 204 None\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\nContent-Length: 2\r\n\r\nab",
  };
  return all;
}

TEST(ResponseReader, PortionsDoNotMatter) {
  for (const std::string& sample : samples()) {
    const Result whole = read(sample, nullptr);
    for (int i = 0; i < 20; ++i) {
      core::Random random(sample + std::to_string(i));
      EXPECT_EQ(read(sample, &random).body, whole.body);
      EXPECT_EQ(read(sample, &random).fault, whole.fault);
    }
  }
}

TEST(ResponseReader, SurvivesAnyBytes) {
  core::Random random("any bytes");
  std::size_t faults = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string bytes = samples()[random.below(samples().size())];
    for (std::uint64_t edits = 1 + random.below(4); edits > 0; --edits) {
      const std::size_t at = random.below(bytes.size());
      switch (random.below(4)) {
        case 0:
          bytes[at] = static_cast<char>(random.below(256));
          break;
        case 1:
          bytes.erase(at, 1 + random.below(5));
          break;
        case 2:
          bytes.insert(at, bytes.substr(random.below(bytes.size()), random.below(30)));
          break;
        default:
          bytes.insert(at, 1, "\r\n:0 \t"[random.below(6)]);
          break;
      }
      if (bytes.empty()) bytes = "H";
    }
    const Result result = read(bytes, &random);
    if (result.fault != TransportFault::none) ++faults;
    if (result.status == 0) {
      EXPECT_NE(result.fault, TransportFault::none) << core::printable(bytes);
    }
  }
  EXPECT_GT(faults, 10000u);
}

TEST(ResponseReader, SameLengthTwiceIsOneLength) {
  EXPECT_EQ(read(samples().back(), nullptr).fault, TransportFault::none);
  EXPECT_EQ(read(samples().back(), nullptr).body, "ab");
}

TEST(ResponseReader, KnowsWhetherTheConnectionCanBeUsedAgain) {
  EXPECT_TRUE(read("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", nullptr).keep_alive);
  EXPECT_TRUE(
      read("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n", nullptr).keep_alive);
  for (const char* text : {"HTTP/1.1 200 OK\r\nConnection: x, Close\r\nContent-Length: 0\r\n\r\n",
                           "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\nx",
                           "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nx",
                           "HTTP/1.1 200 OK\r\nbad\r\nContent-Length: 0\r\n\r\n"}) {
    EXPECT_FALSE(read(text, nullptr).keep_alive) << text;
  }
}

// Zero codings, several, and one that nobody knows: objects are stored under any coding.
TEST(ResponseReader, LeavesUnknownCodingsAlone) {
  const Result result =
      read("HTTP/1.1 200 OK\r\nContent-Encoding: own\r\nContent-Length: 3\r\n\r\nabc", nullptr);
  EXPECT_EQ(result.fault, TransportFault::none);
  EXPECT_EQ(result.body, "abc");
}

// For who only passes a body on: it may have any length, and its end is found all the same.
TEST(ResponseReader, ReadsOnBehindTheLimitWithoutKeeping) {
  for (const std::string& text :
       {"HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n" + std::string(11, 'x'),
        std::string("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nb\r\nxxxxxxxxxxx\r\n0\r\n\r\n")}) {
    for (const bool read_on : {false, true}) {
      ResponseLimits limits;
      limits.body = 10;
      limits.read_on = read_on;
      ResponseReader reader("GET", limits);
      for (const char byte : text) reader.feed(std::string_view(&byte, 1));
      EXPECT_TRUE(reader.done());
      EXPECT_EQ(reader.ended(), read_on);
      EXPECT_EQ(reader.keep_alive(), read_on);
      EXPECT_EQ(reader.dropped_body(), read_on);
      EXPECT_EQ(reader.fault(), read_on ? TransportFault::none : TransportFault::limit_exceeded);
      reader.decode_content();
      if (read_on) {
        EXPECT_EQ(reader.take_response()->body, "");
      }
    }
  }
}

}  // namespace
}  // namespace hallmark::exchange
