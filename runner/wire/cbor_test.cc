#include "wire/cbor.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

#include "core/text.h"

namespace hallmark::wire {
namespace {

using Kind = CborItem::Kind;

std::string bytes_of(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
  }
  return bytes;
}

// One line of text per item, so that rows can be compared.
std::string shown(const CborItem& item) {
  const auto joined = [&](const char* open, const char* close) {
    std::string text = open;
    for (const auto& inner : item.items) text += (text.size() > 1 ? "," : "") + shown(inner);
    return text + close;
  };
  switch (item.kind) {
    case Kind::unsigned_integer:
      return std::to_string(item.number);
    case Kind::negative_integer:
      return "~" + std::to_string(item.number);
    case Kind::bytes:
      return "h'" + core::hex(item.text) + "'";
    case Kind::text:
      return "'" + item.text + "'";
    case Kind::array:
      return joined("[", "]");
    case Kind::map:
      return joined("{", "}");
    case Kind::tag:
      return std::to_string(item.number) + "(" + shown(item.items.front()) + ")";
    case Kind::boolean:
      return item.number == 1 ? "true" : "false";
    case Kind::null:
      return "null";
    case Kind::undefined:
      return "undefined";
    case Kind::simple:
      return "simple(" + std::to_string(item.number) + ")";
    case Kind::floating:
      return std::to_string(item.real) + "_" + std::to_string(item.number);
  }
  return "?";
}

// RFC 8949, appendix A, in this notation.
TEST(CborReader, ReadsEveryKindOfItem) {
  const std::pair<const char*, const char*> rows[] = {
      {"00", "0"},
      {"17", "23"},
      {"1818", "24"},
      {"1903e8", "1000"},
      {"1a000f4240", "1000000"},
      {"1bffffffffffffffff", "18446744073709551615"},
      {"20", "~0"},
      {"3863", "~99"},
      {"3bffffffffffffffff", "~18446744073709551615"},
      {"f90000", "0.000000_2"},
      {"f93c00", "1.000000_2"},
      {"f97bff", "65504.000000_2"},
      {"f90400", "0.000061_2"},
      {"f9c400", "-4.000000_2"},
      {"f97c00", "inf_2"},
      {"f9fc00", "-inf_2"},
      {"fa47c35000", "100000.000000_4"},
      {"fb3ff199999999999a", "1.100000_8"},
      {"f4", "false"},
      {"f5", "true"},
      {"f6", "null"},
      {"f7", "undefined"},
      {"f0", "simple(16)"},
      {"f8ff", "simple(255)"},
      {"c11a514b67b0", "1(1363896240)"},
      {"c1fb41d452d9ec200000", "1(1363896240.500000_8)"},
      {"40", "h''"},
      {"4401020304", "h'01020304'"},
      {"60", "''"},
      {"6449455446", "'IETF'"},
      {"62c3bc", "'\xc3\xbc'"},
      {"80", "[]"},
      {"8301820203820405", "[1,[2,3],[4,5]]"},
      {"a0", "{}"},
      {"a26161016162820203", "{'a',1,'b',[2,3]}"},
      {"5f42010243030405ff", "h'0102030405'"},
      {"7f657374726561646d696e67ff", "'streaming'"},
      {"9fff", "[]"},
      {"9f018202039f0405ffff", "[1,[2,3],[4,5]]"},
      {"bf61610161629f0203ffff", "{'a',1,'b',[2,3]}"},
      {"5fff", "h''"},
  };
  for (const auto& [hex, text] : rows) {
    const auto parsed = parse_cbor(bytes_of(hex));
    ASSERT_TRUE(parsed.value) << hex << ": " << parsed.fault->message;
    EXPECT_FALSE(parsed.fault) << hex;
    EXPECT_EQ(shown(*parsed.value), text) << hex;
  }
  EXPECT_TRUE(std::isnan(parse_cbor(bytes_of("f97e00")).value->real));
  EXPECT_EQ(parse_cbor(bytes_of("f90001")).value->real, std::ldexp(1.0, -24));
}

TEST(CborReader, RefusesWhatIsNoItem) {
  const std::pair<const char*, const char*> rows[] = {
      {"", "empty"},
      {"18", "truncated"},
      {"1901", "truncated"},
      {"1bffffff", "truncated"},
      {"fb3ff1", "truncated"},
      {"44010203", "truncated"},
      {"7a7fffffff61", "truncated"},            // 2 GB declared, one byte there
      {"5bffffffffffffffff00", "truncated"},    // 2^64 - 1 bytes
      {"9bffffffffffffffff00", "truncated"},    // as many items
      {"bbffffffffffffffff0000", "truncated"},  // as many pairs
      {"bb80000000000000000000", "truncated"},  // pairs whose number of items overflows
      {"9a7fffffff00", "truncated"},
      {"82", "truncated"},
      {"a16161", "truncated"},
      {"9f01", "truncated"},
      {"bf6161", "truncated"},
      {"5f4101", "truncated"},
      {"c1", "truncated"},
      {"ff", "syntax"},
      {"81ff", "syntax"},
      {"a1ff", "truncated"},
      {"a1ff00", "syntax"},
      {"c1ff", "syntax"},
      {"bf6161ff", "syntax"},  // a key without its value
      {"1c", "syntax"},
      {"5d", "syntax"},
      {"fe", "syntax"},
      {"1f", "syntax"},
      {"3f", "syntax"},
      {"df00ff", "syntax"},
      {"5f00ff", "syntax"},
      {"5f6161ff", "syntax"},
      {"7f4161ff", "syntax"},
      {"5f5f4100ffff", "syntax"},
      {"f800", "syntax"},
      {"f81f", "syntax"},
  };
  for (const auto& [hex, kind] : rows) {
    const auto parsed = parse_cbor(bytes_of(hex));
    ASSERT_TRUE(parsed.fault) << hex;
    EXPECT_EQ(parsed.fault->kind, kind) << hex << ": " << parsed.fault->message;
    EXPECT_FALSE(parsed.value) << hex;
  }
}

TEST(CborReader, KeepsTheValueBeforeTrailingBytes) {
  const auto parsed = parse_cbor(bytes_of("0100"));
  ASSERT_TRUE(parsed.fault);
  EXPECT_EQ(parsed.fault->kind, "trailing");
  EXPECT_EQ(parsed.fault->offset, 1U);
  ASSERT_TRUE(parsed.value);
  EXPECT_EQ(parsed.value->number, 1U);
}

TEST(CborReader, BoundsDepth) {
  for (const char nesting : {'\x81', '\x9f', '\xc1'}) {
    const auto million = parse_cbor(std::string(1'000'000, nesting));
    ASSERT_TRUE(million.fault);
    EXPECT_EQ(million.fault->kind, "depth");
    EXPECT_EQ(parse_cbor(std::string(202, nesting)).fault->kind, "depth");
    EXPECT_EQ(parse_cbor(std::string(199, nesting)).fault->kind, "truncated");
  }
  EXPECT_FALSE(parse_cbor(std::string(199, '\x81') + '\x00').fault);
}

TEST(CborReader, BoundsTheNumberOfItems) {
  CborLimits limits;
  limits.max_items = 100;
  EXPECT_FALSE(parse_cbor("\x9f" + std::string(99, '\x01') + "\xff", limits).fault);
  EXPECT_EQ(parse_cbor("\x9f" + std::string(100, '\x01') + "\xff", limits).fault->kind, "size");
  limits.max_bytes = 3;
  EXPECT_EQ(parse_cbor(bytes_of("44010203"), limits).fault->kind, "size");
}

TEST(CborReader, NeverCrashesOnPrefixesAndFlippedBytes) {
  const auto whole =
      bytes_of("bf61619f0182f5c1fb41d452d9ec200000ff6162a161635f4201024103ff61647f6178ff61654401020304ff");
  ASSERT_FALSE(parse_cbor(whole).fault);
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_TRUE(parse_cbor(whole.substr(0, length)).fault) << length;
  }
  for (std::size_t i = 0; i < whole.size(); ++i) {
    for (int flip = 1; flip < 256; ++flip) {
      auto changed = whole;
      changed[i] = static_cast<char>(changed[i] ^ flip);
      const auto parsed = parse_cbor(changed);
      EXPECT_TRUE(parsed.value || parsed.fault);
    }
  }
}

TEST(CborWriter, WritesTheShortestHeads) {
  const std::pair<std::int64_t, const char*> rows[] = {
      {0, "00"},
      {23, "17"},
      {24, "1818"},
      {255, "18ff"},
      {256, "190100"},
      {65536, "1a00010000"},
      {4294967296, "1b0000000100000000"},
      {-1, "20"},
      {-24, "37"},
      {-25, "3818"},
      {-1000, "3903e7"},
      {std::numeric_limits<std::int64_t>::min(), "3b7fffffffffffffff"},
  };
  for (const auto& [value, hex] : rows) {
    CborWriter writer;
    writer.integer(value);
    EXPECT_EQ(core::hex(writer.take()), hex) << value;
  }
}

TEST(CborWriter, WritesWhatTheReaderReads) {
  CborWriter writer;
  writer.map(3);
  writer.text("t");
  writer.tag(1);
  writer.float64(1.5);
  writer.text("b");
  writer.bytes(std::string("\0\xff", 2));
  writer.text("l");
  writer.array(4);
  writer.boolean(true);
  writer.null();
  writer.float32(0.25F);
  writer.unsigned_integer(std::numeric_limits<std::uint64_t>::max());
  const auto parsed = parse_cbor(writer.take());
  ASSERT_TRUE(parsed.value);
  EXPECT_EQ(shown(*parsed.value),
            "{'t',1(1.500000_8),'b',h'00ff','l',[true,null,0.250000_4,18446744073709551615]}");
}

}  // namespace
}  // namespace hallmark::wire
