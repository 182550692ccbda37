#include "proxy/request_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hallmark::proxy {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Feeds `text` in pieces of `piece` bytes as far as it is taken; answers how much that was.
std::size_t feed(RequestReader& reader, std::string_view text, std::size_t piece) {
  std::size_t taken = 0;
  while (taken < text.size() && !reader.done() && reader.problem().empty()) {
    const std::size_t count = reader.feed(text.substr(taken, piece));
    if (count == 0) break;
    taken += count;
  }
  return taken;
}

TEST(RequestReader, FindsTheEndsOfHeadAndRequestHoweverTheBytesCome) {
  const struct {
    std::string text;
    std::string body;
    bool keep_alive = true;
  } rows[] = {
      {"GET /a?b=c HTTP/1.1\r\nHost: h\r\n\r\n", ""},
      {"\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n", ""},
      {"POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello", "hello"},
      {"POST / HTTP/1.1\nContent-Length: 2\n\nhi", "hi"},
      {"PUT /k HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nA: b\r\n\r\n",
       "abcde"},
      {"GET / HTTP/1.1\r\nConnection: Keep-Alive, close\r\n\r\n", "", false},
      {"GET / HTTP/1.0\r\n\r\n", "", false},
      {"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", ""},
  };
  for (const auto& row : rows) {
    for (const std::size_t piece : {std::size_t{1}, std::size_t{3}, row.text.size() + 40}) {
      RequestReader reader({});
      EXPECT_EQ(feed(reader, row.text + "GET /next HTTP/1.1\r\n\r\n", piece), row.text.size()) << row.text;
      EXPECT_TRUE(reader.done()) << row.text;
      EXPECT_EQ(reader.request().body, row.body);
      EXPECT_EQ(reader.keep_alive(), row.keep_alive) << row.text;
    }
  }
}

TEST(RequestReader, StopsBehindTheHeadSoThatItCanBePassedOnFirst) {
  const std::string head = "POST /q HTTP/1.1\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n\r\n";
  RequestReader reader({});
  EXPECT_EQ(reader.feed(head + "hi"), head.size());
  EXPECT_TRUE(reader.head_complete());
  EXPECT_FALSE(reader.done());
  EXPECT_TRUE(reader.expects_continue());
  EXPECT_EQ(reader.raw_head(), head);
}

TEST(RequestReader, BringsAbsoluteTargetsIntoOriginForm) {
  for (const auto& [target, expected] : std::map<std::string, std::string>{
           {"http://sqs.us-east-1.amazonaws.com/a?b=http://c", "/a?b=http://c"},
           {"http://h", "/"},
           {"http://h?x=y", "/?x=y"},
           {"/a?u=http://h/", "/a?u=http://h/"}}) {
    RequestReader reader({});
    static_cast<void>(feed(reader, "GET " + target + " HTTP/1.1\r\n\r\n", 100));
    EXPECT_EQ(reader.request().target, expected) << target;
    EXPECT_EQ(reader.was_absolute(), target.front() != '/');
  }
}

TEST(RequestReader, DropsBodiesThatAreTooLongAndReadsThemToTheirEnd) {
  for (const std::string& text :
       {"POST / HTTP/1.1\r\nContent-Length: 11\r\n\r\n" + std::string(11, 'x'),
        std::string(
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nxxxxxx\r\n5\r\nxxxxx\r\n0\r\n\r\n")}) {
    RequestReader reader({.body = 10});
    EXPECT_EQ(feed(reader, text, 4), text.size());
    EXPECT_TRUE(reader.done());
    EXPECT_TRUE(reader.dropped_body());
    EXPECT_EQ(reader.body_bytes(), 11u);
    EXPECT_THAT(reader.request().body, IsEmpty());
  }
}

TEST(RequestReader, SaysWhatCannotBePassedOn) {
  const struct {
    std::string text, words;
  } rows[] = {
      {"\x16\x03\x01\x02", "TLS"},
      {"PRI * HTTP/2.0\r\n\r\n", "HTTP/2"},
      {"CONNECT h:443 HTTP/1.1\r\n\r\n", "CONNECT"},
      {"nonsense\r\n", "no HTTP/1.1 request"},
      {"GET / HTTP/3\r\n", "no HTTP/1.1 request"},
      {"GET  HTTP/1.1\r\n", "target"},
      {"GET /a b HTTP/1.1\r\n", "target"},
      {"G\x01T / HTTP/1.1\r\n", "no HTTP/1.1 request"},
      {"GET / HTTP/1.1\r\nno colon\r\n", "no header"},
      {"GET / HTTP/1.1\r\nA: b\r\n folded\r\n", "no header"},
      {"GET / HTTP/1.1\r\nBad Name: x\r\n", "no header"},
      {"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", "Content-Length"},
      {"POST / HTTP/1.1\r\nContent-Length: 99999999999999999999999\r\n\r\n", "Content-Length"},
      {"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", "two"},
      {"POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", "both"},
      {"POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", "not chunked"},
      {"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", "hexadecimal"},
      {"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n", "longer than its size"},
      {"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + std::string(5000, '1'), "size line"},
      {"GET / HTTP/1.1\r\nA: " + std::string(300'000, 'a'), "longer than 262144"},
      {"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: " + std::string(300'000, 'a'), "longer"},
  };
  for (const auto& row : rows) {
    for (const std::size_t piece : {std::size_t{1}, row.text.size()}) {
      RequestReader reader({});
      feed(reader, row.text, piece);
      EXPECT_THAT(reader.problem(), HasSubstr(row.words)) << row.text.substr(0, 80);
      EXPECT_FALSE(reader.done());
    }
  }
}

}  // namespace
}  // namespace hallmark::proxy
