#include "core/text.h"

#include <gtest/gtest.h>

namespace hallmark::core {
namespace {

TEST(Utf8, AcceptsScalarValuesOnly) {
  for (const std::string_view good : {"", "a", "é", "€", "😀", "\xF4\x8F\xBF\xBF"})
    EXPECT_TRUE(valid_utf8(good)) << good;
  for (const std::string_view bad :
       {"\xff", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82", "a\x80"}) {
    EXPECT_FALSE(valid_utf8(bad)) << hex(bad);
  }
  EXPECT_EQ(code_points("aé😀"), 3U);
  EXPECT_EQ(to_utf8(to_utf32("aé€😀")), "aé€😀");
}

TEST(Printable, ShowsWhatATerminalWouldObey) {
  EXPECT_EQ(printable("a\x1b[31mb\x07\n"), "a\\x1b[31mb\\x07\\n");
  EXPECT_EQ(printable("x\ny", true), "x\ny");
  EXPECT_EQ(printable("\xE2\x80\xAE|\xff|\xEF\xBF\xBE"), "\\u202e|\\xff|\\ufffe");
  EXPECT_EQ(printable("Grüße 😀"), "Grüße 😀");
}

TEST(Shorten, CutsAtACodePoint) {
  EXPECT_EQ(shorten("abc", 3), "abc");
  EXPECT_EQ(shorten("abcé", 4), "abc … (2 bytes cut)");
}

TEST(Base64, RoundTripsAndRefusesOtherText) {
  const struct {
    std::string_view bytes, text;
  } rows[] = {{"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"\xfb\xff", "+/8="}};
  for (const auto& row : rows) {
    EXPECT_EQ(base64_encode(row.bytes), row.text);
    EXPECT_EQ(base64_decode(row.text), row.bytes);
  }
  for (const std::string_view bad : {"Z", "Zg=", "Zg==Zg==", "Z*==", "Zm8 "})
    EXPECT_FALSE(base64_decode(bad)) << bad;
}

TEST(PercentEncoding, RoundTrips) {
  EXPECT_EQ(percent_encode("a b/é~"), "a%20b%2F%C3%A9~");
  EXPECT_EQ(percent_encode("a/b", true), "a/b");
  EXPECT_EQ(percent_decode("a%20b+c%zz%"), "a b+c%zz%");
  EXPECT_EQ(percent_decode("a+b", true), "a b");
}

TEST(GlobMatch, CoversTheWholeText) {
  const struct {
    std::string_view pattern, text;
    bool matches;
  } rows[] = {
      {"*", "", true},
      {"chime.*", "chime.Create/x", true},
      {"a*b*c", "a__b__c", true},
      {"a?c", "abc", true},
      {"a?c", "ac", false},
      {"[a-c]x", "bx", true},
      {"[!a]x", "ax", false},
      {"abc", "abcd", false},
      {"a[", "a[", true},
  };
  for (const auto& row : rows)
    EXPECT_EQ(glob_match(row.pattern, row.text), row.matches) << row.pattern << " " << row.text;
}

TEST(Nearest, SuggestsWhatWasMeant) {
  const std::vector<std::string> words = {"run", "plan", "explain", "decode"};
  EXPECT_EQ(nearest("paln", words), "plan");
  EXPECT_EQ(nearest("expain", words), "explain");
  EXPECT_EQ(nearest("xyz", words), std::nullopt);
}

TEST(KebabCase, SplitsNamesIntoWords) {
  EXPECT_EQ(kebab_case("VoiceConnectorGroup"), "voice-connector-group");
  EXPECT_EQ(kebab_case("Chime SDK Voice"), "chime-sdk-voice");
  EXPECT_EQ(kebab_case("KMSKeyId"), "kms-key-id");
}

TEST(Random, DrawsTheSameForTheSameSeed) {
  Random a("x"), b("x"), c("y");
  const auto first = a.next();
  EXPECT_EQ(first, b.next());
  EXPECT_NE(first, c.next());
  EXPECT_LT(a.below(10), 10U);
  EXPECT_EQ(a.below(0), 0U);
}

}  // namespace
}  // namespace hallmark::core
