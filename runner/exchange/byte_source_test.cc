#include "exchange/byte_source.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <fstream>

#include "core/digest.h"
#include "core/error.h"
#include "exchange/json_scan.h"

namespace hallmark::exchange {
namespace {

namespace fs = std::filesystem;

std::string gzipped(const std::string& text) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(out.size() - stream.avail_out);
  deflateEnd(&stream);
  return out;
}

class ByteSourceOf : public ::testing::Test {
 protected:
  ~ByteSourceOf() override { fs::remove(path_); }
  const fs::path& file(const std::string& bytes) {
    std::ofstream(path_, std::ios::binary) << bytes;
    return path_;
  }
  fs::path path_ = fs::temp_directory_path() / ("hallmark-" + core::random_uuid());
};

std::vector<std::string> lines_of(ByteSource& source, std::size_t limit = 100) {
  std::vector<std::string> lines;
  std::string text;
  bool too_long = false;
  while (source.next_line(text, limit, too_long)) lines.push_back(too_long ? text + "…" : text);
  return lines;
}

TEST_F(ByteSourceOf, ReadsLinesPlainAndGzipInSeveralMembers) {
  using Lines = std::vector<std::string>;
  const struct {
    std::string bytes;
    Lines lines;
  } rows[] = {
      {"", {}},
      {"a", {"a"}},
      {"a\nb\r\n\nc\n", {"a", "b", "", "c"}},
      {std::string(150, 'x') + "\nb", {std::string(100, 'x') + "…", "b"}},
      {gzipped("a\nb\n"), {"a", "b"}},
      {gzipped("a\n") + gzipped("b\nc"), {"a", "b", "c"}},
  };
  for (const auto& row : rows) {
    ByteSource source(file(row.bytes));
    EXPECT_EQ(lines_of(source), row.lines);
    EXPECT_EQ(source.problem(), "");
  }
}

TEST_F(ByteSourceOf, GivesWhatStandsBeforeABreak) {
  std::string text;
  for (int i = 0; i < 50000; ++i) text += std::to_string(i * 7919) + "\n";
  const std::string whole = gzipped(text);
  ByteSource cut(file(whole.substr(0, whole.size() / 2)));
  const auto lines = lines_of(cut);
  EXPECT_GT(lines.size(), 1000u);
  EXPECT_EQ(lines[1], "7919");
  EXPECT_EQ(cut.problem(), "the gzip stream is cut off");
  std::string broken = whole;
  broken[whole.size() / 2] = static_cast<char>(~broken[whole.size() / 2]);
  broken[whole.size() / 2 + 1] = static_cast<char>(~broken[whole.size() / 2 + 1]);
  ByteSource source(file(broken));
  EXPECT_LE(lines_of(source).size(), 50001u);
  EXPECT_NE(source.problem(), "");
}

TEST_F(ByteSourceOf, RefusesWhatIsNoFile) {
  EXPECT_THROW(ByteSource{fs::temp_directory_path()}, core::DocumentError);
  EXPECT_THROW(ByteSource{"/nowhere/at/all"}, core::DocumentError);
}

TEST_F(ByteSourceOf, ScansJsonWithoutHoldingIt) {
  ByteSource source(
      file("{\"skip\": [1, {\"log\": \"]}\\\"\"}], \"log\" :\n{\"entries\": [ {\"a\": 1},\n  \"x,]\", "
           "-1.5e3, [] ], \"z\": 0}}"));
  JsonScan scan(source);
  std::string key, text;
  std::vector<std::string> seen;
  ASSERT_TRUE(scan.enter_object());
  while (scan.next_key(key)) {
    if (key != "log") {
      scan.skip();
      continue;
    }
    ASSERT_TRUE(scan.enter_object());
    while (scan.next_key(key)) {
      seen.push_back(key);
      if (key != "entries") {
        scan.skip();
        continue;
      }
      ASSERT_TRUE(scan.enter_array());
      while (scan.next_item() && scan.capture(text, 8)) seen.push_back(text);
    }
  }
  EXPECT_EQ(scan.problem(), "");
  EXPECT_EQ(seen, (std::vector<std::string>{"entries", "{\"a\": 1}", "\"x,]\"", "-1.5e3", "[]", "z"}));
}

TEST_F(ByteSourceOf, StopsAtBrokenJson) {
  for (const std::string text : {"{\"a\": [1, 2}", "{\"a\" 1}", "{a: 1}", "{\"a\": \"", "{\"a\": 1,}",
                                 "{\"a\": 1 \"b\": 2}", "{\"a\":,}", "[1]", "", "{\"a\": [[[["}) {
    ByteSource source(file(text));
    JsonScan scan(source);
    std::string key;
    int keys = 0;
    if (scan.enter_object()) {
      while (scan.next_key(key) && scan.skip()) ++keys;
    }
    EXPECT_TRUE(scan.broken()) << text;
    EXPECT_LE(keys, 1) << text;
  }
}

TEST_F(ByteSourceOf, NestsWithoutRecursing) {
  ByteSource source(file("{\"a\": " + std::string(1'000'000, '[')));
  JsonScan scan(source);
  std::string key;
  ASSERT_TRUE(scan.enter_object() && scan.next_key(key));
  EXPECT_FALSE(scan.skip());
  EXPECT_EQ(scan.problem(), "it is nested too deep");
}

}  // namespace
}  // namespace hallmark::exchange
