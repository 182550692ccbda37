#include "jsonschema/format.h"

#include <gtest/gtest.h>

namespace hallmark::jsonschema {
namespace {

struct Row {
  const char* format;
  const char* text;
  bool valid;
};
void PrintTo(const Row& row, std::ostream* out) { *out << row.format << " of " << row.text; }
class FormatRows : public testing::TestWithParam<Row> {};

TEST_P(FormatRows, Check) {
  const Row& row = GetParam();
  const FormatCheck check = find_format(row.format);
  ASSERT_NE(check, nullptr);
  EXPECT_EQ(check(row.text), row.valid);
}

INSTANTIATE_TEST_SUITE_P(
    Times, FormatRows,
    testing::Values(
        Row{"date-time", "2026-01-02T03:04:05Z", true},
        Row{"date-time", "2026-01-02t03:04:05.678+01:30", true},
        Row{"date-time", "2026-01-02 03:04:05Z", false}, Row{"date-time", "2026-01-02T03:04:05", false},
        Row{"date-time", "2026-02-29T00:00:00Z", false}, Row{"date-time", "2024-02-29T00:00:00Z", true},
        Row{"date-time", "2016-12-31T23:59:60Z", true}, Row{"date-time", "2016-12-31T22:59:60Z", false},
        Row{"date-time", "1568824714", false}, Row{"date-time", "", false},
        Row{"http-date", "Wed, 18 Sep 2019 16:38:34 GMT", true},
        Row{"http-date", "Wed, 18 Sep 2019 16:38:34", false}, Row{"http-date", "2019-09-18T16:38:34Z", false},
        Row{"date", "2026-13-01", false}, Row{"date", "1900-02-29", false}, Row{"date", "2000-02-29", true},
        Row{"time", "24:00:00Z", false}, Row{"time", "12:00:00.Z", false},
        Row{"duration", "P1Y2M3DT4H5M6S", true}, Row{"duration", "P1W", true}, Row{"duration", "P", false},
        Row{"duration", "P1D2H", false}, Row{"duration", "PT1D", false}));

INSTANTIATE_TEST_SUITE_P(
    Names, FormatRows,
    testing::Values(Row{"uuid", "2eb8aa08-AA98-11ea-b4aa-73b441d16380", true},
                    Row{"uuid", "2eb8aa08-aa98-11ea-b4aa73b441d16380", false},
                    Row{"ipv4", "192.168.0.1", true}, Row{"ipv4", "192.168.00.1", false},
                    Row{"ipv4", "256.0.0.1", false}, Row{"ipv6", "::1", true}, Row{"ipv6", "::", true},
                    Row{"ipv6", "1::2::3", false}, Row{"ipv6", "::ffff:1.2.3.4", true},
                    Row{"ipv6", "1:2:3:4:5:6:7:8:9", false}, Row{"ipv6", "12345::", false},
                    Row{"hostname", "a-b.example", true}, Row{"hostname", "-a.example", false},
                    Row{"hostname", "a..b", false}, Row{"email", "joe@example.com", true},
                    Row{"email", "joe.@example.com", false}, Row{"email", "\"joe x\"@example.com", true},
                    Row{"email", "joe@[127.0.0.1]", true}, Row{"email", "joe", false},
                    Row{"uri", "https://user@h.example:80/p?q#f", true}, Row{"uri", "//h.example", false},
                    Row{"uri", "http://[::1]/", true}, Row{"uri", "http:// h", false},
                    Row{"uri", "http://h:x/", false}, Row{"uri-reference", "/a%20b", true},
                    Row{"uri-reference", "a%2", false}, Row{"uri-reference", "\\x", false},
                    Row{"json-pointer", "/a~1b/~0", true}, Row{"json-pointer", "/a~", false},
                    Row{"json-pointer", "a", false}, Row{"relative-json-pointer", "1/a", true},
                    Row{"relative-json-pointer", "0#", true}, Row{"relative-json-pointer", "01/a", false},
                    Row{"regex", "^a$", true}, Row{"regex", "^(a$", false}));

TEST(Format, LeavesOthersAlone) {
  EXPECT_EQ(find_format("iri"), nullptr);
  EXPECT_EQ(find_format("color"), nullptr);
}

}  // namespace
}  // namespace hallmark::jsonschema
