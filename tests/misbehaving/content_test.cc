// Bodies that are bombs, no JSON, no XML, or too much of either.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <ostream>

#include "core/text.h"
#include "misbehaving/harness.h"

namespace hallmark::misbehaving {
namespace {

using exchange::testing::Peer;
using exchange::testing::response;

const std::string json = "Content-Type: application/x-amz-json-1.0\r\n";
const std::string xml = "Content-Type: text/xml\r\nETag: \"E1\"\r\n";
constexpr std::size_t million = 1'000'000;

// Of the bodies that are one long text: enough to notice what is worse than linear;
// $HALLMARK_MISBEHAVING_MEGABYTES (60 stays below the limit) where there is time.
std::size_t thousands() {
  const char* megabytes = std::getenv("HALLMARK_MISBEHAVING_MEGABYTES");
  return 1000 * (megabytes == nullptr ? 4 : std::strtoull(megabytes, nullptr, 10));
}

// Pieces, each so many times, so that no body is held whole.
struct Pieces {
  std::vector<std::pair<std::string, std::size_t>> pieces;
  [[nodiscard]] std::size_t size() const {
    std::size_t all = 0;
    for (const auto& [text, times] : pieces) all += text.size() * times;
    return all;
  }
};

void write(Peer& peer, const std::string& headers, const Pieces& body, int status = 200) {
  peer.write("HTTP/1.1 " + std::to_string(status) + " OK\r\n" + headers +
             "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n");
  for (const auto& [text, times] : body.pieces) {
    std::string block;
    for (std::size_t i = 0; i < times; ++i) {
      block += text;
      if (block.size() < 65536 && i + 1 != times) continue;
      if (!peer.write(block)) return;
      block.clear();
    }
  }
}

struct Row {
  std::string name;
  std::string rule;
  std::string words;
  Endpoint endpoint;
};

void PrintTo(const Row& row, std::ostream* out) { *out << row.name; }

class Content : public testing::TestWithParam<Row> {};

TEST_P(Content, NeitherBreaksNorIsMistaken) {
  const Row& row = GetParam();
  Said said = run_against(row.endpoint);
  if (const auto found = said.findings.find(row.rule); found != said.findings.end()) {
    said.rule = found->first;  // a bad text is beside what is missing because of it
    said.words = found->second;
  }
  note_row(row.name, said);
  expect_sound(said);
  EXPECT_EQ(said.status, "deviates") << said.out;
  if (!row.rule.empty()) {
    EXPECT_EQ(said.rule, row.rule) << said.out;
  }
  EXPECT_THAT(said.words, testing::HasSubstr(row.words));
  EXPECT_EQ(said.exit_code, 1);
}
std::string name_of(const testing::TestParamInfo<Row>& info) { return info.param.name; }

Row json_row(std::string name, std::string rule, std::string words, Pieces body) {
  return {std::move(name),
          std::move(rule),
          std::move(words),
          {.script = [body = std::move(body)](Visit& visit) { write(visit.peer, json, body); }}};
}
Row json_text(std::string name, std::string rule, std::string words, std::string body) {
  return json_row(std::move(name), std::move(rule), std::move(words), {{{std::move(body), 1}}});
}
Row xml_row(std::string name, std::string rule, std::string words, Pieces body, int status = 200) {
  return {std::move(name),
          std::move(rule),
          std::move(words),
          {.script = [body = std::move(body), status](Visit& visit) { write(visit.peer, xml, body, status); },
           .service = "cloudfront"}};
}
Row coded(std::string name, std::string rule, std::string words, std::string coding, std::string (*body)()) {
  return {std::move(name),
          std::move(rule),
          std::move(words),
          {.prepare = body, .script = [coding = std::move(coding)](Visit& visit) {
             visit.peer.write(response(200, visit.prepared, json + "Content-Encoding: " + coding + "\r\n"));
           }}};
}
std::string domain(const std::string& members) { return "{\"Domain\":{" + members + "}}"; }

INSTANTIATE_TEST_SUITE_P(
    Bombs, Content,
    testing::Values(
        coded("AGzipBomb", "http.limit", "", "gzip",
              [] { return compressed("gzip", std::string(million, ' '), 150); }),
        coded("ADeflateBomb", "http.limit", "", "deflate",
              [] { return compressed("deflate", std::string(million, ' '), 150); }),
        coded("AGzipBombInGzip", "http.limit", "", "gzip, gzip",
              [] { return compressed("gzip", compressed("gzip", std::string(million, ' '), 150), 1); }),
        coded("AHundredCodings", "http.undecodable", "",
              core::join(std::vector<std::string>(100, "gzip"), ", "), [] { return std::string("x"); }),
        coded("GzipThatIsNone", "http.undecodable", "gzip", "gzip", [] { return std::string("plain text"); }),
        coded("GzipCutOff", "http.undecodable", "cut off", "gzip",
              [] { return compressed("gzip", "{\"Domain\":{}}", 1).substr(0, 20); }),
        coded("AMillionEmptyGzipMembers", "", "", "gzip",
              [] {
                const std::string member = compressed("gzip", "", 1);
                std::string all;
                for (int i = 0; i < 200'000; ++i) all += member;
                return all;
              })),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    JsonBodies, Content,
    testing::Values(
        json_row("ArraysAMillionDeep", "decode.malformed-body", "deep", {{{"[", million}, {"]", million}}}),
        json_row("ObjectsAMillionDeep", "decode.malformed-body", "deep",
                 {{{"{\"Domain\":", million}, {"1", 1}, {"}", million}}}),
        json_row("ArraysAMillionDeepUnclosed", "decode.malformed-body", "deep", {{{"[", million}}}),
        json_row("ALongString", "case.echoes", "",
                 {{{"{\"Domain\":{\"Name\":\"", 1}, {std::string(1000, 'n'), thousands()}, {"\"}}", 1}}}),
        json_row("ALongStringOfEscapes", "case.echoes", "",
                 {{{"{\"Domain\":{\"Name\":\"", 1}, {"\\u0001", 160 * thousands()}, {"\"}}", 1}}}),
        json_row("ALongName", "schema.required", "",
                 {{{"{\"Domain\":{\"", 1}, {std::string(1000, 'n'), thousands()}, {"\":1}}", 1}}}),
        json_row("AMillionMembers", "decode.malformed-body", "more than 1000000 values",
                 {{{"{\"Domain\":{", 1}, {"\"a\":1,", million}, {"\"b\":1}}", 1}}}),
        json_row("AMillionEmptyLists", "decode.malformed-body", "more than 1000000 values",
                 {{{"{\"Domain\":[", 1}, {"[],", million}, {"[]]}", 1}}}),
        json_row("FourHundredThousandMembers", "schema.required", "",
                 {{{"{\"Domain\":{", 1},
                   {"\"a\":1,", 150'000},
                   {"\"b\":{},", 150'000},
                   {"\"c\":[],", 150'000},
                   {"\"b\":1}}", 1}}}),
        json_row("ANumberOfAMillionDigits", "decode.malformed-body", "number",
                 {{{"{\"Domain\":{\"CreatedAt\":", 1}, {"7", million}, {"}}", 1}}}),
        json_row("AFractionOfAMillionDigits", "decode.malformed-body", "number",
                 {{{"{\"Domain\":{\"CreatedAt\":0.", 1}, {"7", million}, {"}}", 1}}}),
        json_row("AStringOfAMillionDigits", "", "",
                 {{{"{\"Domain\":{\"CreatedAt\":\"", 1}, {"7", million}, {"\"}}", 1}}}),
        json_text("ANumberBeyondAllDoubles", "schema.type", "1e999999999",
                  domain("\"CreatedAt\":1e999999999")),
        json_text("ATimeBeyondAllCalendars", "", "", domain("\"CreatedAt\":9e300,\"UpdatedAt\":-9e300")),
        json_text("NotANumber", "decode.malformed-body", "", domain("\"CreatedAt\":NaN")),
        json_text("Infinity", "decode.malformed-body", "", domain("\"CreatedAt\":-Infinity")),
        json_text("DuplicateKeys", "decode.duplicate-key", "again", domain("\"Name\":\"a\",\"Name\":\"b\"")),
        json_row("ManyDuplicateKeys", "decode.duplicate-key", "",
                 {{{"{\"Domain\":{", 1}, {"\"Name\":\"a\",", 300'000}, {"\"Name\":\"b\"}}", 1}}}),
        json_text("InvalidUtf8", "decode.invalid-utf8", "", domain("\"Name\":\"a\xff\xfe\xc0\x80 b\"")),
        json_text("SurrogatesInUtf8", "decode.invalid-utf8", "", domain("\"Name\":\"a\xed\xa0\x80\"")),
        json_text("ALoneSurrogate", "decode.invalid-utf8", "", domain("\"Name\":\"\\ud800\"")),
        json_text("NulInAString", "decode.malformed-body", "", domain(std::string("\"Name\":\"a\0b\"", 12))),
        json_text("OnlyNul", "decode.malformed-body", "", std::string(5000, '\0')),
        json_text("AByteOrderMark", "", "", "\xef\xbb\xbf" + domain("")),
        json_text("Utf16", "decode.malformed-body", "", std::string("\xff\xfe{\0}\0", 6))),
    name_of);

std::string with_types(const std::string& types, const std::string& text) {
  return "<?xml version=\"1.0\"?><!DOCTYPE ConnectionGroup [" + types + "]><ConnectionGroup><Name>" + text +
         "</Name></ConnectionGroup>";
}
std::string billion_laughs() {
  std::string types = "<!ENTITY l0 \"lol\">";
  for (int i = 1; i < 12; ++i) {
    std::string ten;
    for (int k = 0; k < 10; ++k) ten += "&l" + std::to_string(i - 1) + ";";
    types += "<!ENTITY l" + std::to_string(i) + " \"" + ten + "\">";
  }
  return with_types(types, "&l11;");
}
std::string quadratic() {
  std::string uses;
  for (int i = 0; i < 20'000; ++i) uses += "&a;";
  return with_types("<!ENTITY a \"" + std::string(100'000, 'a') + "\">", uses);
}

INSTANTIATE_TEST_SUITE_P(
    XmlBodies, Content,
    testing::Values(
        xml_row("BillionLaughs", "decode.malformed-body", "", {{{billion_laughs(), 1}}}),
        xml_row("AnErrorOfBillionLaughs", "", "", {{{billion_laughs(), 1}}}, 400),
        xml_row("QuadraticEntities", "decode.malformed-body", "", {{{quadratic(), 1}}}),
        xml_row("AnEntityThatIsAFile", "decode.malformed-body", "",
                {{{with_types("<!ENTITY f SYSTEM \"file:///etc/hostname\">", "&f;"), 1}}}),
        xml_row("AParameterEntity", "decode.malformed-body", "",
                {{{with_types("<!ENTITY % p SYSTEM \"file:///etc/hostname\">%p;", "x"), 1}}}),
        xml_row("XInclude", "", "",
                {{{"<ConnectionGroup xmlns:xi=\"http://www.w3.org/2001/XInclude\"><Name><xi:include "
                   "href=\"/etc/hostname\" "
                   "parse=\"text\"/></Name></ConnectionGroup>",
                   1}}}),
        xml_row("ElementsAMillionDeep", "decode.malformed-body", "deep",
                {{{"<a>", million}, {"</a>", million}}}),
        xml_row("ALongText", "", "",
                {{{"<ConnectionGroup><Name>", 1},
                  {std::string(1000, 'n'), thousands()},
                  {"</Name></ConnectionGroup>", 1}}}),
        xml_row("AMillionElements", "decode.malformed-body", "",
                {{{"<ConnectionGroup>", 1}, {"<a/>", million + 1}, {"</ConnectionGroup>", 1}}}),
        xml_row("AHundredThousandAttributes", "decode.malformed-body", "",
                {{{"<ConnectionGroup a0=\"\"", 1}, {" a=\"\"", 100'000}, {"/>", 1}}}),
        xml_row(
            "ALongNumberInXml", "", "",
            {{{"<ConnectionGroup><IsDefault>", 1}, {"7", million}, {"</IsDefault></ConnectionGroup>", 1}}}),
        xml_row("InvalidUtf8InXml", "", "",
                {{{"<ConnectionGroup><Name>\xff\xfe</Name></ConnectionGroup>", 1}}}),
        xml_row("NulInXml", "decode.malformed-body", "",
                {{{std::string("<ConnectionGroup><Name>a\0b</Name></ConnectionGroup>", 49), 1}}})),
    name_of);

// A body is held once as it came and once as it was read (of an error, the message once more). The recording,
// which these runs write, takes it as JSON, as a line, and as one without secrets.
TEST(ContentMemory, OneLongTextIsNotCopiedAgainAndAgain) {
  constexpr std::size_t megabytes = 40;
  const std::string block(million, 'n');
  const auto long_text = [&](std::string head, std::string tail, int status) {
    const Pieces body{{{std::move(head), 1}, {block, megabytes}, {std::move(tail), 1}}};
    return Endpoint{.script = [=](Visit& visit) { write(visit.peer, json, body, status); }};
  };
  const std::pair<const char*, Endpoint> rows[] = {
      {"of a member", long_text(R"({"Domain":{"Name":")", R"("}})", 200)},
      {"of a member that nobody knows", long_text(R"({"Domain":{},"Other":")", R"("})", 200)},
      {"as an error's message", long_text(R"({"__type":"ConflictException","Message":")", R"("})", 409)}};
  for (const auto& [what, endpoint] : rows) {
    const Said said = run_against(endpoint);
    expect_sound(said);
    EXPECT_EQ(said.status, "deviates") << what;
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    EXPECT_LE(said.peak_mb, 60 + 11 * megabytes / 2) << what;
#endif
  }
}

TEST(ContentOutside, ExternalEntitiesAreNeverFetched) {
  std::atomic<std::size_t> fetched{0};
  exchange::testing::ScriptedServer other([&](Peer& peer) {
    ++fetched;
    peer.hang();
  });
  const std::string types =
      "<!ENTITY e SYSTEM \"" + other.url() + "/e\"><!ENTITY % p SYSTEM \"" + other.url() + "/p\">%p;";
  for (const std::string& body :
       {with_types(types, "&e;"), "<!DOCTYPE a SYSTEM \"" + other.url() + "/dtd\"><ConnectionGroup/>",
        "<?xml-stylesheet href=\"" + other.url() +
            "/s\"?><ConnectionGroup xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
            "xsi:schemaLocation=\"a " +
            other.url() + "/x\"/>"}) {
    const Said said =
        run_against({.script = [&](Visit& visit) { visit.peer.write(response(200, body, xml)); },
                     .service = "cloudfront"});
    expect_sound(said);
    EXPECT_EQ(said.status, "deviates");
    EXPECT_EQ(said.out.find("root:"), std::string::npos);
  }
  EXPECT_EQ(fetched, 0U);
}

}  // namespace
}  // namespace hallmark::misbehaving
